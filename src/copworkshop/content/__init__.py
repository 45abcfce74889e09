"""The packaged plan of Session 4, and the reading and checking of plan files."""
