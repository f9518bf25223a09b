"""A handbook is made smaller without a difference: same words, same looks, same links, same reading order."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import page as pdf_rules
import pypdfium2
import pytest

from builder.fonts import use_package_fonts
from builder.lean_pdf import make_lean, shorten_drawing

SLIGHT = 8  # of 255 shades: an edge may lie a thousandth of a point elsewhere

pytestmark = pytest.mark.pdf

PAGE = dedent("""\
    <html lang="en"><head><title>Small</title><style>
    @page { size: 105mm 148mm; @bottom-center { content: counter(page) } }
    body { font-family: Literata; } h1 { font-family: Inter; } i { transform: rotate(3deg); display: inline-block }
    a::after { content: " (p. " target-counter(attr(href), page) ")" } h2 { break-before: page }
    </style></head><body>
    <h1>One (1) \\ and fi</h1>
    <p>AV To Wa, <b>bold</b> and <a href="#two">a link</a> in a <i>sentence</i> that runs over a few lines of text.</p>
    <ul><li>First</li><li>Second with <em>stress</em></li></ul>
    <svg role="img" width="100" height="20"><title>A bar</title><rect width="33.333333" height="20"/></svg>
    <table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tr><td>1</td><td>2</td></tr></table>
    <h2 id="two">Two</h2><p>Outside: <a href="https://example.org/">example</a>.</p>
    </body></html>
    """)


@dataclass(frozen=True, slots=True)
class Both:
    """One document, as the engine would write it and as it is written."""

    plain: Path
    lean: Path


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - after the fonts

    folder = tmp_path_factory.mktemp("pdf")
    made = Both(folder / "plain.pdf", folder / "lean.pdf")
    made.plain.write_bytes(HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))
    made.lean.write_bytes(HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=make_lean))
    return made


def poppler(*command: str | Path) -> str:
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert ended.stderr == ""
    return ended.stdout


def pictures(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        return [bytes(page.render(scale=2, grayscale=True).buffer) for page in document]


def greatest_difference(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def reading(path: Path) -> list[str]:
    """Return the structure tree in reading order, with its words, without elements that hold mere text."""
    lines = [line.strip() for line in poppler("pdfinfo", "-struct-text", path).splitlines()]
    return [line for line in lines if line not in {"", "Span (inline)"}]


def links(path: Path) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in poppler("pdfinfo", "-url", path).splitlines()]


def destinations(path: Path) -> list[str]:
    return poppler("pdfinfo", "-dests", path).splitlines()


def test_the_words_are_the_same(both: Both) -> None:
    words = poppler("pdftotext", both.lean, "-")
    assert "One (1) \\ and fi" in words
    assert words == poppler("pdftotext", both.plain, "-")


def test_the_pages_look_the_same(both: Both) -> None:
    pages = zip(pictures(both.plain), pictures(both.lean), strict=True)
    assert [greatest_difference(plain, lean) <= SLIGHT for plain, lean in pages] == [True, True]


def test_a_screen_reader_meets_the_same_in_the_same_order(both: Both) -> None:
    read = reading(both.lean)
    assert '"First"' in read
    assert read == reading(both.plain)


def test_links_lead_to_the_same_places(both: Both) -> None:
    assert len(links(both.lean)) > 1
    assert links(both.lean) == links(both.plain)
    assert destinations(both.lean) == destinations(both.plain)


def test_the_document_keeps_the_rules_of_accessible_documents(both: Both) -> None:
    report = pdf_rules.validate_pdf(str(both.lean), profile="ua1")
    assert report.is_compliant, report.to_json()


def test_fewer_bytes_are_written(both: Both) -> None:
    assert both.lean.stat().st_size < both.plain.stat().st_size


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"[<0041>0<0042>0] TJ", b"[(\x00A\x00B)] TJ"),
        (b"[<0041>-16<0042>0<0043>] TJ", b"[(\x00A)-16(\x00B\x00C)] TJ"),
        (b"[<0028>0<0029>0<005c>0<000d>] TJ", b"[(\x00\\(\x00\\)\x00\\\\\x00\\r)] TJ"),
        (b"1 0 0 -1 95.244094 387.000049 Tm", b"1 0 0 -1 95.244 387 Tm"),
        (b"0.333333 0 0 0.333333 1.234567 0 cm", b"0.333333 0 0 0.333333 1.234567 0 cm"),
        (b"-0.00001 12.5 l\n0.078431 0.5 1 rg", b"-0 12.5 l\n0.078 0.5 1 rg"),
        (b"/Span\n<</MCID 0>>\nBDC", b"/Span\n<</MCID 0>>\nBDC"),
    ],
    ids=["zeros", "kerning", "special letters", "positions", "a matrix", "lines and colours", "marks"],
)
def test_a_drawing_is_the_same_in_fewer_bytes(before: bytes, after: bytes) -> None:
    assert shorten_drawing(before) == after
