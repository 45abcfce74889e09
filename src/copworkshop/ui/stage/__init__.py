"""What the stage shows, one file for each kind of step.

The drawings are pure functions of a sight. They are large and calm, and safe to show to anyone.
"""
