"""R2P Training: one-day workshops in Khmer and English, from planning to certificates."""
