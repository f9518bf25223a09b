"""Lets the PDF engine draw a text of a figure as one piece.

The engine shapes and places each letter by itself, because each could have a place of its own; that costs seconds for a
hundred readers, and letters that belong closer to each other stand apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_PLACES = ("x", "y", "dx", "dy", "rotate")
_STRETCHED = ("letter-spacing", "textLength")


class _OnePiece(str):
    """A text that is a single letter to whoever goes through its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_texts() -> Iterator[None]:
    """Let texts that are drawn meanwhile be pieces, where none of their letters has a place of its own."""
    # In the function: importing the engine takes a second, which a website never needs.
    from weasyprint import svg  # noqa: PLC0415

    usual, tags = svg.text, svg.TAGS

    def text(figure: Any, node: Any, font_size: float) -> None:  # noqa: ANN401 - the engine has no types
        element = node._etree_node  # noqa: SLF001 - where the engine keeps a text
        letters = element.text
        if letters and _is_piece(node):
            element.text = _OnePiece(letters)
        usual(figure, node, font_size)
        element.text = letters

    svg.text, svg.TAGS = text, {tag: text if draw is usual else draw for tag, draw in tags.items()}
    try:
        yield
    finally:
        svg.text, svg.TAGS = usual, tags


def _is_piece(node: Any) -> bool:  # noqa: ANN401
    return not any(name in node.attrib for name in _STRETCHED) and all(
        len(node.attrib.get(name, "").replace(",", " ").split()) <= 1 for name in _PLACES
    )
