"""Matchbook builds personal strategy guides from Markdown modules and a reader's profile."""
