"""A whole workshop played with simulated phones, on this machine alone, over a copy of the data."""
