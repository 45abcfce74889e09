"""Who may come in, for every transport: places, guesses, the entry rules and their limits. No input or output."""
