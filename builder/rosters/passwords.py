"""Passwords of readers: given by the roster, typed into any PDF program, and never said again."""

import re

# What every keyboard and every PDF program takes for the same. AES-256 counts 127 bytes.
_PASSWORD = re.compile(r"[!-~]{8,127}")


def password_problem(text: str) -> str:
    """Return why a text cannot be a password, or nothing where it can; an empty one would protect nothing."""
    if not text:
        return "the password of this row is missing"
    if not _PASSWORD.fullmatch(text):
        return "a password must be 8 to 127 letters (a to z), digits and signs, without spaces and accents"
    return ""
