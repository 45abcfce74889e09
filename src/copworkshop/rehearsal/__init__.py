"""People who are not there: they come in over SSH as anybody does, read their screens, and press keys."""
