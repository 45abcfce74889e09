"""The one owner of the running session: it puts requests before the rules, saves, and tells who looks on."""
