"""The commands at the terminal: the only files that print or exit."""
