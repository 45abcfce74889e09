"""What the facilitator works with, one panel a kind of step."""
