"""A worksheet fills its page of the handbook, whatever its columns and rows are, and never more than that."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image

from builder.guide import Guide
from builder.handbook import Handbook, handbook_html, handbook_style, print_pdf
from builder.paper import Paper
from builder.part_views import LinkView, WorksheetView
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.worksheet_pages import worksheet_page
from builder.templating import Templates
from tests.building import ROOT

WORKSHEET = WorksheetView(
    anchor="worksheet-a", title="Letters", goal="", purpose="To plan who writes.", columns=("Who", "When", "What"),
    bookkeeping=0, rows=(), href="#worksheet-a", csv="a.csv",
    module=LinkView(title="Letters", href="#module-a", number="1.1"),
)  # fmt: skip
BLANK = ("", "", "")
EMPTY_SHARE = 0.1  # of the height of the text, at most
DOTS = 8  # a millimetre
LINE = 200  # of 255: a row of dots of which most are dark


def height_of(classes: str) -> int:
    return int(classes.rpartition("-")[2])


def labelled(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple((f"Writer {number}", "", "") for number in range(count))


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(("rows", "least"), [((BLANK,) * 4, 20), ((BLANK,) * 12, 12), ((*labelled(3), BLANK), 20)])
def test_blank_rows_are_added_until_the_page_is_full(
    rows: tuple[tuple[str, ...], ...], least: int, paper: Paper
) -> None:
    page = worksheet_page(replace(WORKSHEET, rows=rows), paper)
    assert page.worksheet.rows[: len(rows)] == rows
    assert set(page.worksheet.rows[len(rows) :]) == {BLANK}
    assert height_of(page.classes) >= least
    assert 180 < height_of(page.classes) * len(page.worksheet.rows) < 240


def test_rows_that_all_have_a_label_grow_and_stay_as_many() -> None:
    page = worksheet_page(replace(WORKSHEET, rows=labelled(12)), Paper.A4)
    assert page.worksheet.rows == labelled(12)
    assert height_of(page.classes) == 18


def test_blank_rows_that_do_not_fit_are_left_out_and_labelled_ones_never() -> None:
    few = worksheet_page(replace(WORKSHEET, rows=(*labelled(5), *[BLANK] * 60)), Paper.A4)
    none = worksheet_page(replace(WORKSHEET, rows=(*labelled(40), *[BLANK] * 60)), Paper.A4)
    assert few.worksheet.rows == (*labelled(5), *[BLANK] * (len(few.worksheet.rows) - 5))
    assert 20 < len(few.worksheet.rows) < 26
    assert none.worksheet.rows == labelled(40)
    assert few.classes == none.classes == "worksheet rows-9"


@pytest.mark.parametrize(
    ("columns", "classes"),
    [
        (1, "worksheet rows-24"),
        (6, "worksheet rows-24"),
        (7, "worksheet worksheet-wide rows-24"),
        (12, "worksheet worksheet-wide rows-24"),
        (13, "worksheet worksheet-wide worksheet-dense rows-24"),
    ],
)
def test_many_columns_lie_on_a_page_that_is_turned(columns: int, classes: str) -> None:
    sheet = replace(WORKSHEET, columns=("Who",) * columns, rows=((*["x"] * columns,),))
    assert worksheet_page(sheet, Paper.A4).classes == classes


@pytest.mark.pdf
@pytest.mark.parametrize("paper", Paper)
def test_each_worksheet_of_the_guide_fills_one_page(sample_guides: Mapping[str, Guide], paper: Paper) -> None:
    view = guide_view(sample_guides["sample"], Kind.HANDBOOK)
    assert len(view.worksheets) > 15
    printed = print_worksheets(handbook_html(view, paper, Templates(ROOT / "templates")))
    assert printed.complaints == ()
    assert printed.pages == len(view.worksheets)
    with pypdfium2.PdfDocument(printed.pdf) as document:
        empty = [empty_share(page) for page in document]
    assert [share for share in empty if not 0 <= share < EMPTY_SHARE] == []


def print_worksheets(html: str) -> Handbook:
    """Return the worksheets of a handbook alone; links lead nowhere and become text."""
    head, _, body = html.partition("<body")
    sheets = re.findall('<section class="worksheet .*?</section>', body, re.DOTALL)
    text = re.sub("</?a[^>]*>", "", "".join(sheets))
    return print_pdf(f"{head}<body>{text}</body></html>", handbook_style(Templates(ROOT / "templates")))


def empty_share(page: pypdfium2.PdfPage) -> float:
    """Return the share of the text's height that lies below the last line of the table."""
    foot = 17 if page.get_width() > page.get_height() else 20  # millimetres, as the style has it
    height: float = page.get_height() / 72 * 25.4
    picture = page.render(scale=DOTS * 25.4 / 72, grayscale=True).to_pil()
    lines = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    last = max(y for y in range(round((height - foot) * DOTS)) if lines[y] < LINE)
    return (height - foot - last / DOTS) / (height - foot - 20)
