"""Simulated people: they connect over SSH like real people, read their screens, and press keys."""
