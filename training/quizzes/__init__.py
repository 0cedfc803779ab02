"""Quizzes: opened by the trainer, answered one tap at a time, explained to everybody."""
