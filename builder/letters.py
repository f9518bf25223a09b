"""Tells the language and the direction of a name by its letters, so that it is drawn and spoken as its bearer would."""

from unicodedata import bidirectional
from unicodedata import name as letter_name

# The first that a name has a letter of: Japanese names have Chinese letters too, Chinese ones no kana.
# Many languages are written in most of these scripts; for them the tag says the script alone.
_LANGUAGES = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "BOPOMOFO": "zh",
    "CJK": "zh",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "DEVANAGARI": "und-Deva",
    "CYRILLIC": "und-Cyrl",
    "GREEK": "und-Grek",
}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def language_of(text: str) -> str:
    """Return the language tag of a text's letters; nothing where they are Latin or of a script not known here."""
    names = [letter_name(letter, "") for letter in text]
    found = (language for script, language in _LANGUAGES.items() if any(name.startswith(script) for name in names))
    return next(found, "")


def direction_of(text: str) -> str:
    """Return `rtl` for a text that begins with a letter written from right to left, else `ltr`."""
    directions = map(bidirectional, text)
    first = next((direction for direction in directions if direction in {"L", *_RIGHT_TO_LEFT}), "L")
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
