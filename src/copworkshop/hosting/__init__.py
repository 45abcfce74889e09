"""Many people's apps in one process, for any transport. It uses Textual's private parts only through the toolkit."""
