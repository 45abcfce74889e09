"""What people see, on Textual: the stage, the console, and the pieces that they are drawn with."""
