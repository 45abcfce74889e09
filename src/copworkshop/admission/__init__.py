"""Who may come in, for every transport: places, guesses, the entry rules, their limits, and where to come to."""
