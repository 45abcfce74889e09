"""Ballots in, an order out: pure functions, one rule a file."""
