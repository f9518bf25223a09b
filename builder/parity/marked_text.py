"""The letters drawn on a page of a PDF, by the marks that the structure tree refers to."""

import re
from collections.abc import Mapping
from struct import unpack

from builder.parity.pdf_file import PdfFile, Reference, unescaped

# What is shown is one string, or an array of strings with the distances between them.
_MARKED = re.compile(
    rb"(?P<shown>\[(?:[^\](]+|\((?:[^()\\]+|\\.)*\))*\]|\((?:[^()\\]+|\\.)*\)|<[0-9a-fA-F]+>)\s*T[jJ]"
    rb"|/(?P<font>\S+) [-\d.]+ Tf|/MCID (?P<mark>\d+)\s*>>\s*BDC|(?P<other>B[MD]C)\b|(?P<end>EMC)\b",
    re.DOTALL,
)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F]+)>", re.DOTALL)
_PAIR = re.compile(rb"^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$", re.MULTILINE)
_UNMARKED = -1

Letters = Mapping[int, str]


def texts_by_mark(pdf: PdfFile, page: object, fonts: dict[int, Letters]) -> Mapping[int, str]:
    """Return the text of each mark of a page. `fonts` keeps each font's letters from one page to the next."""
    entries = pdf.entries(page)
    resources = pdf.entries(entries.get("Resources"))
    named = {name.encode(): font for name, font in pdf.entries(resources.get("Font")).items()}
    texts: dict[int, str] = {}
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
                texts[open_marks[-1]] = texts.get(open_marks[-1], "") + _text(found["shown"], letters)
    return texts


def _letters(pdf: PdfFile, font: object, fonts: dict[int, Letters]) -> Letters:
    if not isinstance(font, Reference):
        return {}
    if font.number not in fonts:
        table = pdf.content(pdf.entries(font).get("ToUnicode"))
        fonts[font.number] = {
            int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in _PAIR.findall(table)
        }
    return fonts[font.number]


def _text(shown: bytes, letters: Letters) -> str:
    strings = _STRING.findall(shown)
    codes = b"".join(bytes.fromhex(packed.decode()) if packed else unescaped(plain) for plain, packed in strings)
    return "".join([letters.get(code, "") for code in unpack(f">{len(codes) // 2}H", codes)])
