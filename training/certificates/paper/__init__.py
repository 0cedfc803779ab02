"""The paper: facts become pages, and pages tell whether they are still the same."""
