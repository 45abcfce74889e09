"""The parts of the screens: pure drawing functions, and a few widgets."""
