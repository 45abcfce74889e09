"""What Session 4 says, as plan files, and how plans are read and checked."""
