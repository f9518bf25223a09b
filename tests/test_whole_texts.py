"""Texts of figures drawn as one piece stand where the engine puts them, and can be searched."""

from contextlib import nullcontext

import pypdfium2
import pytest

from builder.fonts import use_package_fonts
from builder.whole_texts import whole_texts

pytestmark = pytest.mark.pdf

WORDS = "AVATAR To 2027"


def drawn(attributes: str, *, whole: bool) -> tuple[str, list[float], int]:
    """Return what is read of a figure with a text, where the text begins and ends, and how often a place is set."""
    use_package_fonts()
    from weasyprint import HTML  # noqa: PLC0415 - after the fonts

    figure = f'<svg viewBox="0 0 300 60"><text font-family="Inter" {attributes}>{WORDS}</text></svg>'
    document = HTML(string=f"<style>@page {{ size: 300pt 60pt; margin: 0 }}</style>{figure}").render()
    with whole_texts() if whole else nullcontext():
        pdf = document.write_pdf(uncompressed_pdf=True)
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0].get_textpage()
        ends = [page.get_charbox(0)[0], page.get_charbox(len(WORDS) - 1)[2]]
        return page.get_text_range().strip(), ends, pdf.count(b" Tm")


@pytest.mark.parametrize(
    "attributes",
    ['x="20" y="30"', 'x="150" y="30" text-anchor="middle"', 'x="290" y="30" text-anchor="end" stroke="#fff"'],
)
def test_a_text_is_one_piece_that_stands_where_its_letters_did(attributes: str) -> None:
    text, ends, places = drawn(attributes, whole=True)
    _, usual_ends, usual_places = drawn(attributes, whole=False)
    assert text == WORDS
    assert places < usual_places / 5
    # Letters that belong closer to each other do stand closer.
    assert ends == pytest.approx(usual_ends, abs=8)


@pytest.mark.parametrize("attributes", ['x="20 60 90" y="30"', 'x="9" y="30" letter-spacing="4"', 'rotate="0 40"'])
def test_letters_with_places_of_their_own_keep_them(attributes: str) -> None:
    assert drawn(attributes, whole=True) == drawn(attributes, whole=False)
