"""Many people's apps in one process, for any transport. Private parts of Textual only through the toolkit."""
