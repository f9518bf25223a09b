"""The letters drawn on a page of a PDF, by the marks that the structure tree refers to."""

import re
from collections.abc import Mapping
from struct import unpack

from builder.parity.pdf_file import PdfFile, Reference, unescaped

_MARKED = re.compile(
    rb"\((?P<letters>(?:[^()\\]|\\.)*)\)|<(?P<hex>[0-9a-fA-F]+)>|/(?P<font>\S+) [-\d.]+ Tf"
    rb"|/MCID (?P<mark>\d+)\s*>>\s*BDC|(?P<other>B[MD]C)\b|(?P<end>EMC)\b",
    re.DOTALL,
)
_PAIR = re.compile(rb"^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$", re.MULTILINE)

Letters = Mapping[int, str]
_Run = tuple[Letters, bytearray]
_UNMARKED = -1


def texts_by_mark(pdf: PdfFile, page: object, fonts: dict[int, Letters]) -> Mapping[int, str]:
    """Return the text of each mark of a page. `fonts` keeps each font's letters from one page to the next."""
    entries = pdf.entries(page)
    resources = pdf.entries(entries.get("Resources"))
    named = {name.encode(): font for name, font in pdf.entries(resources.get("Font")).items()}
    runs: dict[int, list[_Run]] = {}
    open_marks = [_UNMARKED]
    letters: Letters = {}
    for found in _MARKED.finditer(pdf.content(entries.get("Contents"))):
        match found.lastgroup:
            case "mark":
                open_marks.append(int(found["mark"]))
            case "other":
                open_marks.append(_UNMARKED)
            case "end":
                open_marks.pop()
            case "font":
                letters = _letters(pdf, named.get(found["font"]), fonts)
            case _:
                codes = bytes.fromhex(found["hex"].decode()) if found["hex"] else unescaped(found["letters"])
                _add(runs.setdefault(open_marks[-1], []), letters, codes)
    return {mark: "".join(_text(codes, letters) for letters, codes in of_mark) for mark, of_mark in runs.items()}


def _add(runs: list[_Run], letters: Letters, codes: bytes) -> None:
    """Add signs to the last run where they are of the same font: between most letters a font sets its distance."""
    if runs and runs[-1][0] is letters:
        runs[-1][1].extend(codes)
    else:
        runs.append((letters, bytearray(codes)))


def _letters(pdf: PdfFile, font: object, fonts: dict[int, Letters]) -> Letters:
    if not isinstance(font, Reference):
        return {}
    if font.number not in fonts:
        table = pdf.content(pdf.entries(font).get("ToUnicode"))
        fonts[font.number] = {
            int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in _PAIR.findall(table)
        }
    return fonts[font.number]


def _text(codes: bytearray, letters: Letters) -> str:
    return "".join(letters.get(code, "") for code in unpack(f">{len(codes) // 2}H", codes))
