"""What people see: the stage, the console, the participants' screens, and their widgets, all built on Textual."""
