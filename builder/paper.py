"""The page sizes of what is printed."""

from enum import StrEnum


class Paper(StrEnum):
    """The page sizes of a handbook."""

    A4 = "A4"
    LETTER = "Letter"
