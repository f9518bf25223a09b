"""Deciding questions about all readers at once, exactly."""
