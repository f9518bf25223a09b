"""Fonts set by HarfBuzz: each letter looks as the PDF engine's own way draws it, in a file of the same text."""

import time
from contextlib import nullcontext

import pypdfium2
import pytest
from PIL import Image, ImageChops

from builder.fonts import use_package_fonts
from builder.set_fonts import axes_of, quick_fonts

pytestmark = pytest.mark.pdf

SCALE = 4
MOST_DIFFERENT = 40  # of 255, at the edge of a letter: the two round the points of its outline in other ways
WORDS = "Office: AVATAR, Tokyo 1/2 fluffy Łukasz Nguyễn Ёжиков “0123456789”"
FACES = {
    "Literata": "",
    "Literata bold": "font-weight: 700",
    "Literata italic": "font-style: italic; font-size: 7px",
    "Inter": "font-family: Inter",
    "Inter semi-bold": "font-family: Inter; font-weight: 600; font-size: 28px",
    "Inter light italic": "font-family: Inter; font-weight: 300; font-style: italic",
    "Arabic": "font-family: IBM Plex Sans Arabic",
}


def pdf_of(style: str, *, quick: bool, words: str = f'{WORDS} <span lang="ar">محمد عبد الرحمن</span>') -> bytes:
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - needs the fonts set first

    page = f'<body style="font: 14px Literata; {style}">{words}</body>'
    with quick_fonts() if quick else nullcontext():
        pdf = HTML(string=f'<html lang="en"><style>@page {{ size: 300px }}</style>{page}</html>').write_pdf()
    assert isinstance(pdf, bytes)
    return pdf


def picture(pdf: bytes) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE).to_pil()
    return image.convert("L")


@pytest.mark.parametrize("style", FACES.values(), ids=FACES)
def test_letters_look_as_the_engine_draws_them(style: str) -> None:
    quick, slow = pdf_of(style, quick=True), pdf_of(style, quick=False)
    assert quick != slow
    assert max(ImageChops.difference(picture(quick), picture(slow)).tobytes()) <= MOST_DIFFERENT


def test_the_text_is_the_same() -> None:
    pages = [pypdfium2.PdfDocument(pdf_of("", quick=quick))[0] for quick in (True, False)]
    quick, slow = (page.get_textpage().get_text_range().split() for page in pages)
    assert quick == slow
    assert {"Łukasz", "Nguyễn", "Ёжиков", "محمد"} <= set(quick)


def test_a_font_that_the_engine_sets_itself_says_no_day() -> None:
    first = pdf_of("font-size: 9px", quick=True, words="𓂀 has no glyph")
    time.sleep(1.1)  # fonts have a time in seconds
    assert pdf_of("font-size: 9px", quick=True, words="𓂀 has no glyph") == first
    assert pdf_of("font-size: 9px", quick=False, words="𓂀 has no glyph") == first


def test_a_weight_is_another_picture() -> None:
    usual, bold = (picture(pdf_of(style, quick=True)) for style in ("", "font-weight: 700"))
    assert max(ImageChops.difference(usual, bold).tobytes()) > MOST_DIFFERENT


def test_axes_are_those_of_the_file() -> None:
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - needs the fonts set first
    from weasyprint.pdf.fonts import Font  # noqa: PLC0415

    seen: dict[str, dict[str, float]] = {}
    usual = Font.clean

    def noted(font: Font, glyphs: dict[int, str], hinting: object) -> None:
        seen[font.family] = axes_of(font)
        usual(font, glyphs, hinting)

    Font.clean = noted
    try:
        HTML(string='<body style="font: 600 14px Literata">x <b style="font: 300 9px Inter">y</b>').write_pdf()
    finally:
        Font.clean = usual
    assert seen["Literata"]["wght"] == 600
    assert seen["Inter"]["wght"] == 300
    assert seen["Literata"]["opsz"] != seen["Inter"]["opsz"]
