"""Modules' Markdown compiled into bodies that can be personalised without parsing again."""
