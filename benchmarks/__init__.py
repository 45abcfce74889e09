"""Measurements of what must be fast. Each module has a function ``run`` that returns a table."""
