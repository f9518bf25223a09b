"""Comparing the finished website with the finished handbook, as their readers have them."""
