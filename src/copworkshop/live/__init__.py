"""The single owner of the running session: it applies requests by the rules, saves, and notifies listeners."""
