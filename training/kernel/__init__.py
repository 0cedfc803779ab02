"""Standard library only: ids, access, texts, time. Everything may import it; it imports nothing."""
