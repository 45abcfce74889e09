"""The panels that the facilitator works with, one for each kind of step."""
