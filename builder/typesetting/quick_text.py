"""Lets the PDF engine shape each line of text once less, and read what was shaped at once instead of letter by letter.

The engine lets go of a line when its width is known, to shape it again when it draws: a book does not fit in memory
otherwise. Blocks are few at a time, so that their lines can be kept until they are drawn.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw import text as engine_text
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

# An object of the engine or of Pango, which have no types.
Engines = Any
_SAYS_SIZE = 14802  # the oldest Pango that says the right size of a font, as in the engine
_LEAST = 1e-6  # the smallest size of letters that are drawn, as in the engine
_FIELDS = 5  # of a glyph: its number, its width, two offsets, and whether a cluster begins
_FIELD_BYTES = 4
_NEW_LINES = frozenset("\n\r\u2028\u2029")


@dataclass(slots=True)
class _Size:
    """What is known of a font in one size: the widths of glyphs, and how one with a width is written."""

    font: Font
    size: float
    user: Engines  # a line that keeps the font, so that its address is no other's
    widths: dict[int, int] = field(default_factory=dict)
    written: dict[tuple[int, int, int], str] = field(default_factory=dict)


class QuickText:
    """Draws the texts of blocks with the fonts of one engine, and with what is known of these by now."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._sizes: dict[int, _Size] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keep lines that are laid out meanwhile until they are drawn."""
        draw = engine_text.draw_first_line
        deactivate, reactivate = Layout.deactivate, Layout.reactivate

        def draw_kept(stream: Engines, box: Engines, overflow: str, ellipsis: str, matrix: Engines) -> Engines:
            runs = self._runs(stream, box) if overflow != "ellipsis" and ellipsis == "none" else None
            if runs is None:
                return draw(stream, box, overflow, ellipsis, matrix)
            stream.set_text_matrix(*matrix.values)
            for font, size, shown in runs:
                stream.set_font_size(font, size)
                stream.show_text(shown)
            return []

        def reactivate_kept(layout: Engines, style: Engines) -> None:
            # One that was laid out for a width may have a second line.
            second = pango.pango_layout_get_line_readonly(layout.layout, 1)
            if layout.style is not style or layout.justification_spacing or second != ffi.NULL:
                reactivate(layout, style)

        engine_text.draw_first_line = draw_kept
        Layout.deactivate = lambda _: None
        Layout.reactivate = reactivate_kept
        try:
            yield
        finally:
            engine_text.draw_first_line, Layout.deactivate, Layout.reactivate = draw, deactivate, reactivate

    def _runs(self, stream: Engines, box: Engines) -> list[tuple[str, float, str]] | None:
        """Return the fonts of a line with their sizes and what they show; None where that is not mere letters."""
        text = box.pango_layout.text
        if not box.text.strip() or box.style["font_size"] < _LEAST or not _NEW_LINES.isdisjoint(text):
            return None
        sizes: list[_Size] = []
        shown: list[str] = []
        layout = box.pango_layout.layout
        run = pango.pango_layout_get_line_readonly(layout, 0).runs
        while run != ffi.NULL:
            item, run = run.data, run.next
            size = self._size(stream, item.item.analysis.font, layout)
            letters = size and _shown(item, size, text)
            if not size or not letters:
                return None
            if sizes and sizes[-1] is size:
                shown[-1] += letters
            else:
                sizes.append(size)
                shown.append(letters)
        return [(size.font.hash, size.size, letters) for size, letters in zip(sizes, shown, strict=True)]

    def _size(self, stream: Engines, pango_font: Engines, user: Engines) -> _Size | None:
        key = int(ffi.cast("uintptr_t", pango_font))
        if key not in self._sizes:
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.svg or font.png or font.colr or pango.pango_version() < _SAYS_SIZE:
                return None
            self._sizes[key] = _Size(font, size, user)
        return self._sizes[key]


def _shown(item: Engines, size: _Size, text: str) -> str:
    """Return the glyphs of a run as a drawing shows them; nothing where one is missing, empty or not on the line."""
    count = item.glyphs.num_glyphs
    fields = memoryview(ffi.buffer(item.glyphs.glyphs, count * _FIELDS * _FIELD_BYTES)).cast("i").tolist()
    if any(fields[3::_FIELDS]):
        return ""
    glyphs, wide, right = fields[::_FIELDS], fields[1::_FIELDS], fields[2::_FIELDS]
    if max(glyphs) >= pango.PANGO_GLYPH_EMPTY or min(glyphs) < 0:
        return ""
    font = size.font
    if not font.to_unicode.keys() >= set(glyphs):
        _note_letters(item, glyphs, font, text)
    parts = []
    for glyph, width, offset in zip(glyphs, wide, right, strict=True):
        logical = font.widths.get(glyph)
        if logical is None:
            logical = font.widths[glyph] = _logical_width(size, glyph, item.item.analysis.font)
        key = glyph, width, logical
        if offset or key not in size.written:
            moved = offset / size.size
            kerning = logical + moved - width * 1000 * FROM_UNITS / size.size
            part = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
            if offset:
                parts.append(f">{-moved}<{part}")
                continue
            size.written[key] = part
        parts.append(size.written[key])
    shown = f"<{''.join(parts)}"
    return shown[:-1] if shown.endswith("<") else f"{shown}>"


def _note_letters(item: Engines, glyphs: Sequence[int], font: Font, text: str) -> None:
    """Note what each glyph stands for that the font has not drawn yet: the letters of its cluster."""
    written = text.encode()
    offset, length = item.item.offset, item.item.length
    places = memoryview(ffi.buffer(item.glyphs.log_clusters, len(glyphs) * _FIELD_BYTES)).cast("i").tolist()
    is_leftwards = item.item.analysis.level % 2
    ends = [length, *places[:-1]] if is_leftwards else [*places[1:], length]
    for glyph, start, end in zip(glyphs, places, ends, strict=True):
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = written[offset + start : offset + end].decode()


def _logical_width(size: _Size, glyph: int, pango_font: Engines) -> int:
    """Return a glyph's width in thousandths of the font's size."""
    if glyph not in size.widths:
        extents = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
        size.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / size.size)
    return size.widths[glyph]
