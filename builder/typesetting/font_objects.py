"""The fonts of a PDF: each cut down to the glyphs that are drawn, its axes set."""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256

import uharfbuzz

from builder.fonts import font_files
from builder.set_fonts import font_program
from builder.typesetting.drawn import CannotTypesetError, Face, Glyphs
from builder.typesetting.objects import Objects, text_string

_MOST_IN_MAP = 100


def add_font(objects: Objects, face: Face, glyphs: Glyphs) -> int:
    """Add a font with the glyphs that a PDF draws, and return its number."""
    file = _file(face.size, face.digest, face.index)
    program = font_program(file, face.axes, frozenset(glyphs.letters))
    is_cff = program[:4] == b"OTTO"
    extra = "/Subtype/OpenType" if is_cff else f"/Length1 {len(program)}"
    stream = objects.add_stream(extra, program)
    widest = max(glyphs.widths.values(), default=0)
    descriptor = objects.add(
        f"<</Type/FontDescriptor/FontName{face.name}/FontFamily{text_string(face.family)}/Flags {face.flags}"
        f"/FontBBox[0 {face.descent} {widest} {face.ascent}]/ItalicAngle 0/Ascent {face.ascent}/Descent {face.descent}"
        f"/CapHeight {face.ascent}/StemV 80/StemH 80/FontFile{3 if is_cff else 2} {stream} 0 R>>"
    )
    widths = " ".join(f"{first}[{' '.join(map(str, run))}]" for first, run in _runs(glyphs.widths))
    inner = objects.add(
        f"<</Type/Font/Subtype/CIDFontType{0 if is_cff else 2}/BaseFont{face.name}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        f"/W[{widths}]/FontDescriptor {descriptor} 0 R>>"
    )
    letters = objects.add_stream("", _letters_map(glyphs.letters))
    return objects.add(
        f"<</Type/Font/Subtype/Type0/BaseFont{face.name}/Encoding/Identity-H"
        f"/DescendantFonts[{inner} 0 R]/ToUnicode {letters} 0 R>>"
    )


@cache
def _file(size: int, digest: str, index: int) -> uharfbuzz.Face:
    for path in font_files():
        if path.stat().st_size == size and sha256(content := path.read_bytes()).hexdigest() == digest:
            return uharfbuzz.Face(content, index)
    message = "a font that blocks were laid out with is not installed any more"
    raise CannotTypesetError(message)


def _runs(widths: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    first, run = 0, list[int]()
    for glyph in sorted(widths):
        if run and glyph != first + len(run):
            yield first, run
            run = []
        if not run:
            first = glyph
        run.append(widths[glyph])
    if run:
        yield first, run


def _letters_map(letters: Mapping[int, str]) -> bytes:
    entries = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(letters.items())]
    blocks = (entries[start : start + _MOST_IN_MAP] for start in range(0, len(entries), _MOST_IN_MAP))
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
