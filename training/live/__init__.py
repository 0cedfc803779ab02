"""Live delivery: the room follows the trainer, answers questions, and signals back."""
