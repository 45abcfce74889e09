"""Pure functions that make an order from ballots. Each counting rule has its own file."""
