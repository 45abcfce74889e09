"""The screens of the facilitator's app."""
