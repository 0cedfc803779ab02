"""One Person per human; accounts of the staff; sign-in."""
