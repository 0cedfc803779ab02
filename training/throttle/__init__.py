"""Counts wrong tries by seat and by course, never by address alone."""
