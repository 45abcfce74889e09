"""What a participant sees: one app a connection, one panel a kind of step."""
