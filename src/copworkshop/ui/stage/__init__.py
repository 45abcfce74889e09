"""What the stage shows, one file a kind of step: pure drawings of a sight, large, calm, safe to show to anyone."""
