"""Matchbook builds personal strategy guides from Markdown modules and a reader's profile."""

__version__ = "0.1.0"
