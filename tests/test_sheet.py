"""The one-page sheet: one page for every reader, valid, and with what matters most to this one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import page as pdf_rules
import pypdfium2
import pytest

from builder.diagnostics import BuildError
from builder.guide import Guide
from builder.handbook import Handbook, lay_out
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.sheet_view import sheet_view
from builder.ranking import rank_modules
from builder.sheet import render_sheet, sheet_html
from builder.templating import Templates
from builder.views import SheetView
from tests.building import ROOT, make_project, matchbook, small_guide
from tests.guides import EVERYONE, GUIDE, LOW

LOW_READER = "name: Ana\nstep1: {status: passed, score: 212}\nmatch: {year: 2029}\n"
TASK = "  - {do: Read it, due: match - 2 months}"
CAUTIOUS = LOW + "\n/// caution | Ask & look first\nA word.\n///\n"


def view_of(guide: Guide) -> SheetView:
    return sheet_view(guide, guide_view(guide, Kind.HANDBOOK))


def sheet_of(guide: Guide, paper: Paper = Paper.A4) -> Handbook:
    return render_sheet(view_of(guide), paper, Templates(ROOT / "templates"))


def text_of(sheet: Handbook) -> str:
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        (page,) = document
        return " ".join(page.get_textpage().get_text_range().replace("\ufffe\r\n", "").split())


def many_tasks(count: int, words: str = "and more " * 20) -> str:
    tasks = "\n".join(f"  - {{do: Do thing {number} {words}, due: match - 2 months}}" for number in range(count))
    return EVERYONE.replace(TASK, tasks)


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("profile", "paper"), [("sample", Paper.A4), ("nearly-empty", Paper.LETTER), ("student", Paper.LETTER)]
)
def test_a_readers_sheet_is_one_valid_page(
    sample_guides: Mapping[str, Guide], tmp_path: Path, profile: str, paper: Paper
) -> None:
    sheet = sheet_of(sample_guides[profile], paper)
    (tmp_path / "sheet.pdf").write_bytes(sheet.pdf)
    report = pdf_rules.validate_pdf(str(tmp_path / "sheet.pdf"), profile="ua1")
    assert report.is_compliant, report.to_json()
    assert (sheet.pages, sheet.complaints) == (1, ())
    with pypdfium2.PdfDocument(sheet.pdf) as document:
        assert len(document) == 1


@pytest.mark.pdf
def test_the_sheet_says_who_what_is_next_what_is_open_what_to_read_and_where_to_take_care(tmp_path: Path) -> None:
    text = text_of(sheet_of(small_guide(tmp_path, LOW_READER, {"start/low.md": CAUTIOUS})))
    assert "Ana" in text
    assert "Match Day: March 16, 2029" in text
    assert "Read it by January 2029 · 1.1" in text
    assert "Read first 1.2 For low scores Here because your Step 1 score, 212, is below 230." in text
    assert "Still open Do you need a visa?" in text
    assert "Take care Ask & look first 1.2" in text


@pytest.mark.pdf
def test_a_long_name_and_many_long_tasks_still_make_one_page(tmp_path: Path) -> None:
    profile = LOW_READER.replace("Ana", "Wolfeschlegel " * 14)
    sheet = sheet_of(small_guide(tmp_path, profile, {"start/everyone.md": many_tasks(30)}))
    text = text_of(sheet)
    assert sheet.pages == 1
    assert "Do thing 0" in text
    assert "Do thing 13" not in text


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("words", "held"),
    [
        pytest.param("and more " * 20, 7, id="about as many as expected"),
        pytest.param("and more " * 50, 3, id="fewer"),
        pytest.param("i " * 90, 12, id="more"),
        pytest.param("", 14, id="all"),
    ],
)
def test_a_sheet_holds_as_many_tasks_as_fit_the_first_in_time(tmp_path: Path, words: str, held: int) -> None:
    guide = small_guide(tmp_path, LOW_READER, {"start/everyone.md": many_tasks(16, words)})
    view, templates = view_of(guide), Templates(ROOT / "templates")
    style = "\n".join(templates.text(name) for name in ("shared/tokens.css", "handbook/sheet.css"))
    pages = [
        lay_out(sheet_html(replace(view, tasks=view.tasks[:count]), Paper.A4, templates), style).pages
        for count in (held, held + 1)
    ]
    assert re.findall("Do thing ([0-9]+)", text_of(sheet_of(guide))) == [str(number) for number in range(held)]
    assert pages == [1, 2 if held < len(view.tasks) else 1]


@pytest.mark.pdf
def test_a_sheet_that_cannot_fit_says_so(tmp_path: Path) -> None:
    guide = small_guide(tmp_path, LOW_READER, {"guide.yaml": GUIDE.replace("Not advice.", "Not advice. " * 2000)})
    with pytest.raises(BuildError) as caught:
        sheet_of(guide)
    assert str(caught.value) == (
        "sheet.pdf: error: what the sheet must hold is longer than a page\n"
        "  hint: shorten the guide’s `disclaimer`, or the titles in `score_line`"
    )


@pytest.mark.pdf
def test_build_writes_the_sheet_where_it_is_asked_for(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--no-pdf", "--sheet", "--paper", "letter")
    assert (ended.stdout, ended.stderr) == ("site/ana/index.html\nsite/ana/sheet.pdf\n", "")
    with pypdfium2.PdfDocument(project / "site" / "ana" / "sheet.pdf") as document:
        assert [document.get_page_size(number) for number in range(len(document))] == [(612, 792)]


def test_what_is_there_because_of_an_answer_is_read_first_and_what_is_open_last(tmp_path: Path) -> None:
    low, unknown = (rank_modules(small_guide(tmp_path / name, text)) for name, text in (("1", LOW_READER), ("2", "")))
    assert [module.id for module in low] == ["low", "everyone"]
    assert [module.id for module in unknown] == ["everyone", "low"]


def test_a_caution_is_named_once_and_by_the_module_that_matters_most(tmp_path: Path) -> None:
    everyone = EVERYONE + CAUTIOUS.partition("low.md)")[2] + "\n/// caution | Ask & look first\nA word.\n///\n"
    view = view_of(small_guide(tmp_path, LOW_READER, {"start/low.md": CAUTIOUS, "start/everyone.md": everyone}))
    assert view.cautions == (("Ask & look first", "1.2"),)
