"""Whether every name is right: asked of its owner on the phone, settled at a desk."""
