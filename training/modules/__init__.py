"""Modules: the packs that trainers teach from, read, checked and made ready to show."""
