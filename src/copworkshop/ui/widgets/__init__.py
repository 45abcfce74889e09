"""What the screens are made of: pure drawing functions, and the few widgets that they live in."""
