"""Checks what can go wrong in a room, before anybody is in it. Where possible, a check does the thing itself."""
