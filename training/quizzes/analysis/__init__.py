"""What answers say about questions and about learning: pure, and never about fewer than five.

In words, with every formula and its source: docs/analysis.md.
"""
