"""The rules on who may do what, and when: pure functions from a session and a request to the next session."""
