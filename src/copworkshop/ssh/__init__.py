"""The network: AsyncSSH in front, one Textual app behind each connection. The only room that knows either end."""
