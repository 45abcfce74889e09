"""What a participant sees: one app for each connection, and one panel for each kind of step."""
