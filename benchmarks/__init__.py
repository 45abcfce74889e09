"""Measurements of what has to be fast; each module has a ``run`` that returns a table."""
