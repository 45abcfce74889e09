"""The network: the only room that knows AsyncSSH. Apps live in the hosting room; here are their connections."""
