"""Long trials, run by hand: ``uv run python -m tests.soak`` lists them. Short forms of them are in the test suite."""
