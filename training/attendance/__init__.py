"""Marking attendance: by the code that the trainer shows, or by the trainer's hand."""
