"""Making a PDF smaller without a difference that anybody sees or hears.

The engine writes a correction of zero between most letters, six decimals for every length, and an object of its own for
each piece of text in the structure tree. Without these a handbook of 200 pages is a sixth smaller.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from builder.pdf_objects import Pdf, merge_objects, referred

_NO_MATRIX = re.compile(rb"^(?!.* cm$).*[0-9]\.[0-9]{4,}.*$", re.MULTILINE)
_LONG_NUMBER = re.compile(rb"-?[0-9]*\.[0-9]{4,}")
_SHOWN = re.compile(rb"^\[.*\] TJ$", re.MULTILINE)
_LETTERS = re.compile(rb"<([0-9a-f]+)>")
_SPECIAL = re.compile(rb"[\\()\r]")
_POSITION_DECIMALS = 2


@runtime_checkable
class Drawing(Protocol):
    """The commands that paint a page or a part of one, and what is said about them."""

    stream: list[object]
    extra: dict[str, object]


def make_lean(_document: object, pdf: Pdf) -> None:
    """Change what the engine is about to write: fewer objects, and drawings in fewer bytes."""
    for drawing in _drawings(pdf):
        drawing.stream[:] = [drawing_bytes(drawing.stream)]
    for each in pdf.objects:
        if isinstance(each, dict) and "Rect" in each:
            each["Rect"][:] = [round(side, _POSITION_DECIMALS) for side in each["Rect"]]
    merge_objects(pdf)


def drawing_bytes(commands: Iterable[object]) -> bytes:
    """Return the engine's commands as they are written, short."""
    return shorten_drawing(b"\n".join(_bytes(command) for command in commands))


def shorten_drawing(commands: bytes) -> bytes:
    """Return the same drawing without corrections of zero, with three decimals, and letters as bytes."""
    commands = commands.replace(b">0<", b"").replace(b">0] TJ", b">] TJ")
    commands = _NO_MATRIX.sub(lambda line: _LONG_NUMBER.sub(_short, line[0]), commands)
    return _SHOWN.sub(lambda line: _LETTERS.sub(_as_bytes, line[0]), commands)


def _drawings(pdf: Pdf) -> Iterator[Drawing]:
    """Yield the drawings of all pages, and those that pages use."""
    for each in pdf.objects:
        content = referred(each.get("Contents"), pdf) if isinstance(each, dict) else each
        is_page = isinstance(each, dict) and each.get("Type") == "/Page"
        if isinstance(content, Drawing) and (is_page or content.extra.get("Subtype") == "/Form"):
            yield content


def _bytes(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    # Asking for a protocol takes many times as long, and a drawing has thousands of commands.
    return item.data if hasattr(item, "data") else str(item).encode("ascii")


def _short(number: re.Match[bytes]) -> bytes:
    return (b"%.3f" % float(number[0])).rstrip(b"0").rstrip(b".")


def _as_bytes(letters: re.Match[bytes]) -> bytes:
    def escaped(special: re.Match[bytes]) -> bytes:
        return b"\\r" if special[0] == b"\r" else b"\\" + special[0]

    return b"(" + _SPECIAL.sub(escaped, bytes.fromhex(letters[1].decode())) + b")"
