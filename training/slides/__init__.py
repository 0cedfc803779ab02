"""Slides: on the projector, in the trainer's notes window, and on the phones of the trainees."""
