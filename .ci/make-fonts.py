"""Makes the website's woff2 files in `templates/fonts/` from the font packages that the handbook uses too.

One file a face, without `unicode-range` pieces, so that a name like "Łukasz" is never put together from two fonts.
"""

import io
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import fontpkg
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent.parent / "templates" / "fonts"

CHARACTERS = (
    range(0x0020, 0x007F),  # Basic Latin
    range(0x00A0, 0x0250),  # Latin-1 Supplement, Latin Extended-A and -B
    range(0x02B0, 0x0370),  # modifier letters, combining marks
    range(0x1E00, 0x1F00),  # Latin Extended Additional: Vietnamese among others
    range(0x2000, 0x2070),  # punctuation, spaces, the fraction slash
    range(0x2070, 0x20A0),  # superscripts and subscripts
    range(0x20A0, 0x20D0),  # currency
    (0x2116, 0x2122),  # № ™
    range(0x2150, 0x2160),  # fractions
    range(0x2190, 0x219A),  # arrows
    (0x2212, 0x2248, 0x2260, 0x2264, 0x2265),  # minus ≈ ≠ ≤ ≥
    (0x25A1, 0x25B2, 0x25B3, 0x25CB, 0x25CF),  # □ ▲ △ ○ ●
    (0x2713, 0x2717),  # ✓ ✗
)

FEATURES = (
    *("kern", "mark", "mkmk", "ccmp", "locl", "rvrn", "liga", "calt"),
    *("onum", "lnum", "tnum", "pnum", "smcp", "c2sc", "case", "sups", "frac", "numr", "dnom"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the website, its optical size pinned to the pixels it is mostly set in."""

    file: str
    family: str
    style: str
    optical_size: int


FACES = (
    Face("literata.woff2", "Literata", "normal", 18),
    Face("literata-italic.woff2", "Literata", "italic", 18),
    Face("inter.woff2", "Inter", "normal", 18),
)


def load_font(face: Face) -> TTFont:
    """Return the package's font with the weight as its only axis, and that cut to what pages use.

    The whole range, 100 to 900, would cost every visitor 35 kB more a face.
    """
    whole = TTFont(fontpkg.path(face.family, style=face.style), recalcTimestamp=False)
    pinned = instantiateVariableFont(whole, {"opsz": face.optical_size, "wght": (400, 700)})
    # Saved and read again: the subsetter leaves tables alone that the instancer has just rewritten in memory.
    buffer = io.BytesIO()
    pinned.save(buffer)
    buffer.seek(0)
    return TTFont(buffer, recalcTimestamp=False)


def write_face(face: Face) -> None:
    """Write one woff2 file; the same packages give the same bytes."""
    font = load_font(face)
    options = Options(layout_features=list(FEATURES), notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={code for block in CHARACTERS for code in block})
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(FOLDER / face.file)


if __name__ == "__main__":
    for each in FACES:
        write_face(each)
        package = f"fontpkg-{each.family.lower()}"
        size = (FOLDER / each.file).stat().st_size
        print(f"{each.file}: {size / 1000:.0f} kB from {package} {version(package)}")
