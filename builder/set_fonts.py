"""Lets the fonts of a PDF be set by HarfBuzz: in milliseconds, where the PDF engine's own way takes a third of a sheet.

A PDF holds each font with the letters that it draws and with its axes set, such as weight. The engine takes letters out
with HarfBuzz and sets axes with fontTools, which does it for every letter there is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uharfbuzz

_UNUSED_TABLES = ("BASE", "DSIG", "GPOS", "GSUB", "GDEF", "JSTF", "LTSH", "PCLT", "STAT", "SVG ")
_SLANTS = frozenset({"slnt", "ital"})  # the engine has rules of its own for these


def font_program(file: uharfbuzz.Face, axes: Mapping[str, float], glyphs: frozenset[int]) -> bytes:
    """Return a font file with some glyphs, under the numbers they have in the whole one, and its axes set."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_HINTING
    )
    wanted.drop_table_tag_set.update([_tag(name) for name in _UNUSED_TABLES])
    for axis, value in axes.items():
        wanted.pin_axis_location(file, axis, value)
    return bytes(wanted.subset(file).blob.data)


def axes_of(font: Any) -> dict[str, float]:  # noqa: ANN401 - the engine has no types
    """Return where the axes of a font of the engine stand, all of them; none where the file has none."""
    if "fvar" not in font.tables:
        return {}
    given = {"wght": font.weight, "opsz": font.font_size, **font.variations}
    infos = uharfbuzz.Face(font.file_content, font.index).axis_infos
    return {info.tag: given.get(info.tag, info.default_value) for info in infos}


@contextmanager
def quick_fonts() -> Iterator[None]:
    """Let fonts with axes be set by HarfBuzz in PDFs that are written meanwhile."""
    # In the function: importing the engine takes a second, which a website never needs.
    from weasyprint.pdf.fonts import Font  # noqa: PLC0415

    usual = Font.clean

    def clean(font: Any, glyphs: Mapping[int, str], hinting: object) -> None:  # noqa: ANN401
        axes = axes_of(font)
        if not axes or not _SLANTS.isdisjoint(axes) or not glyphs or font.missing or font.png or font.svg or font.colr:
            usual(font, glyphs, hinting)
            return
        file = uharfbuzz.Face(font.file_content, font.index)
        font.file_content = font_program(file, axes, frozenset(glyphs))

    Font.clean = clean
    try:
        yield
    finally:
        Font.clean = usual


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
