"""Handbooks for many readers, each made by a process of its own."""
