"""What is done from the terminal and not from a page: backup, restore, preview, demonstration."""
