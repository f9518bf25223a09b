"""Straight quotes and apostrophes made curly, as the Markdown engine makes those of modules."""

import re

_OPENS_DOUBLE = re.compile(r'(^|[\s(\[/—–‘])"(?=\S)')  # noqa: RUF001 - the marks before a word
_OPENS_SINGLE = re.compile(r"(^|[\s(\[/—–“])'(?=[^\W\d])")


def curly(text: str) -> str:
    """Return a text with curly quotes: opening ones where a word begins, closing ones and apostrophes elsewhere."""
    opened = _OPENS_SINGLE.sub(r"\1‘", _OPENS_DOUBLE.sub(r"\1“", text))  # noqa: RUF001 - the mark itself
    return opened.replace('"', "”").replace("'", "’")
