"""Rosters: many profiles in one table."""
