"""Sessions as documents: pure, from what a viewer may see."""
