"""Guides turned into the views that templates print."""
