"""Who earned a certificate, what it says, and how anybody can check it."""
