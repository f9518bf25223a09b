"""Texts drawn by quicker ways than the engine's own: the same drawing, to the byte."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest

from builder.fonts import use_package_fonts
from builder.lean_pdf import make_lean

pytestmark = pytest.mark.pdf

WORDS = "Office affiliation: AVATAR, Tokyo 1/2 fluffy wafflings; “To Whom It May Concern” (2029–2031). "
PIECES = {
    "letters": f"<p>{WORDS * 6}</p>",
    "sizes and faces": f"<p>{WORDS} <b>{WORDS}</b> <i>{WORDS}</i> <sup>12</sup> H<sub>2</sub></p>",
    "other font": f'<p style="font-family: Inter">{WORDS * 3} <code style="font-family: monospace">a == b</code></p>',
    "hyphens": f'<p style="hyphens: auto; width: 9em">{WORDS} otolaryngologists’ electroencephalography</p>',
    "soft hyphens": '<p style="width: 5em">electro\u00adencephalo\u00adgraphy of oto\u00adlaryngo\u00adlogists</p>',
    "justified": f'<p style="text-align: justify">{WORDS * 5}</p>',
    "spaced": f'<p style="letter-spacing: 0.1em; word-spacing: 0.4em">{WORDS * 3}</p>',
    "numbers": '<p style="font-variant-numeric: lining-nums tabular-nums">0123456789 1,234.50</p>',
    "small capitals": f'<p style="font-variant-caps: small-caps">{WORDS}</p>',
    "lines of code": "<pre>first line\n\tsecond line\n\nfourth</pre>",
    "cut off": f'<p style="overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 9em">{WORDS}</p>',
    "clamped": f'<p style="width: 15em; max-lines: 2; block-ellipsis: auto">{WORDS * 4}</p>',
    "links": f'<p><a href="https://example.org">{WORDS}</a> <s>struck</s></p>',
    "Arabic": '<p lang="ar" dir="rtl">محمد عبد الرحمن ٢٠٢٩ (Cairo) لا إله</p>',
    "Devanagari": '<p lang="hi">श्रीमती क्षितिजा त्रिपाठी</p>',
    "Vietnamese": "<p>Nguyễn Thị Hồng Ngọc, N\u0303guye\u0302\u0303n, Z\u0351\u036f\u0343a\u0335\u0321lgo</p>",
    "Cyrillic": "<p>Александр Ёжиков</p>",
    "nothing": "<p> </p><p>\u200b</p><p>\u00ad</p>",
    "picture": '<svg width="90" height="30"><text x="3 9 20" y="20" style="font-family: Inter">AVA To</text></svg>',
}  # fmt: skip


def pdf_of(body: str, *, quick: bool) -> bytes:
    """Return a page as a PDF whose drawing can be read."""
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - needs the fonts set first

    from builder.typesetting.quick_text import QuickText  # noqa: PLC0415

    html = f'<html lang="en"><body style="font: 11px Literata">{body}</body></html>'
    with QuickText().used() if quick else nullcontext():
        pdf = HTML(string=html).write_pdf(uncompressed_pdf=True, pdf_tags=True, finisher=make_lean)
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize("name", PIECES)
def test_the_drawing_is_the_engine_s_own(name: str) -> None:
    assert pdf_of(PIECES[name], quick=True) == pdf_of(PIECES[name], quick=False)


def test_the_drawing_is_the_engine_s_own_with_all_that_is_known_of_fonts_by_then() -> None:
    body = "".join(PIECES.values())
    assert pdf_of(body + body, quick=True) == pdf_of(body + body, quick=False)


def test_the_engine_shapes_fewer_lines() -> None:
    with counted_lines() as quick:
        pdf_of(PIECES["letters"], quick=True)
    with counted_lines() as slow:
        pdf_of(PIECES["letters"], quick=False)
    assert len(quick) < 0.8 * len(slow)


@contextmanager
def counted_lines() -> Iterator[list[str]]:
    """Note each line that the engine shapes meanwhile."""
    from weasyprint.text.line_break import Layout  # noqa: PLC0415 - needs the fonts set first

    usual, texts = Layout.get_first_line, []

    def get_first_line(layout: Layout) -> object:
        texts.append(layout.text)
        return usual(layout)

    Layout.get_first_line = get_first_line
    try:
        yield texts
    finally:
        Layout.get_first_line = usual
