"""Textual for many screens in one process. It knows no workshop. It alone may use Textual's private parts."""
