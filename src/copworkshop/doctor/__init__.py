"""What can go wrong in a room, looked for before anybody is in it. Each check tries the thing itself where it can."""
