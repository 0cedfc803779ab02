"""Signed statements that can be checked without us: keys, QR tokens, Open Badges, status lists."""
