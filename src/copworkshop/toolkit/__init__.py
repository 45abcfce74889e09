"""Textual for many screens in one process. Knows no workshop; the only room that may use Textual's private parts."""
