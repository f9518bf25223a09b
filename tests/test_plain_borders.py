"""Straight borders drawn as rectangles look as the engine draws them, in fewer bytes; others are left to it."""

import re
from contextlib import nullcontext

import pypdfium2
import pytest
from PIL import Image, ImageChops

from builder.fonts import use_package_fonts
from builder.plain_borders import plain_borders

pytestmark = pytest.mark.pdf

SLIGHT = 100  # of 255 shades: where two sides meet, the engine leaves a seam


def drawn(style: str, *, plain: bool) -> tuple[Image.Image, int, int]:
    """Return a box as a picture, how many pieces were cut out for it, and the size of the file."""
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - after the fonts

    page = f"<style>@page {{ size: 60pt; margin: 9pt }} p {{ height: 30pt; margin: 0; {style} }}</style><p></p>"
    document = HTML(string=page).render()
    with plain_borders() if plain else nullcontext():
        pdf = document.write_pdf(uncompressed_pdf=True)
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[0].render(scale=8).to_pil().convert("L"), len(re.findall(rb"^W\*?$", pdf, re.MULTILINE)), len(pdf)


def darkest_difference(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).tobytes())


@pytest.mark.parametrize(
    "style",
    [
        "border-bottom: 2pt solid #245",
        "border: solid #245; border-width: 0 0 1pt 3pt",
        "border: solid #245; border-width: 2pt 0 1pt 3pt; padding: 2pt; background: #eee",
        "border-left: 4pt solid rgba(20, 60, 90, .5); border-top: 4pt solid rgba(20, 60, 90, .5)",
    ],
)
def test_straight_borders_look_the_same_in_fewer_bytes(style: str) -> None:
    usual, cuts, size = drawn(style, plain=False)
    plain, plain_cuts, plain_size = drawn(style, plain=True)
    assert min(usual.tobytes()) < 200
    assert darkest_difference(usual, plain) < SLIGHT
    assert cuts > plain_cuts
    assert plain_size < size


@pytest.mark.parametrize(
    "style",
    [
        "border-bottom: 3pt dashed #245",
        "border-bottom: 3pt solid #245; border-left: 3pt solid #a30",
        "border-bottom: 3pt solid #245; border-radius: 8pt",
        "border-bottom: 3pt solid #245; visibility: hidden",
        "border: 3pt double #245",
    ],
)
def test_other_borders_are_drawn_as_ever(style: str) -> None:
    usual, cuts, size = drawn(style, plain=False)
    plain, plain_cuts, plain_size = drawn(style, plain=True)
    assert (plain.tobytes(), plain_cuts, plain_size) == (usual.tobytes(), cuts, size)
