"""A value is text wherever it lands: pages, PDFs, calendars and tables have the same shape whatever it says."""

import csv
import re
import subprocess
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pypdfium2
import pytest
from icalendar import Calendar

from builder.calendar_file import escaped, folded, render_calendar
from builder.csv_text import as_text, csv_bytes
from builder.diagnostics import BuildError, Diagnostic, Problems
from builder.guide import Guide
from builder.handbook import lay_out_handbook, lay_out_whole
from builder.handouts.advice import advise
from builder.handouts.sheets import SheetView, render_sheets
from builder.library import Library
from builder.outline import parse_outline
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.sheet_view import sheet_view
from builder.preview.pages import missing_page, problem_page
from builder.sheet import render_sheet
from builder.sources import Source, whole_file
from builder.templating import Templates
from builder.website import render_website
from tests.building import FROM_BLOCKS, ROOT, matchbook
from tests.guides import GUIDE
from tests.hostile import VALUES, collected, with_collections
from tests.outspoken import outspoken_guide, outspoken_library, outspoken_project, profile_of, sayable

HARMLESS = "Ana"
A_PAGE = 50  # values on one page
TEMPLATES = Templates(ROOT / "templates")
Shape = list[tuple[str, tuple[tuple[str, str], ...]]]
# Says of a name's own letters in which language and direction they are: a name in other letters says something else.
SAID_BY_LETTERS = {"lang", "dir"}
# One a line, and one where a page breaks.
DEPEND_ON_LINES = {"Span", "Link", "Object", "NonStruct", "Div", "Sect"}
BREAKS_OUT = '"\'></title></p><script>alert(1)</script><a href="javascript:alert(1)">[x](file:///etc/passwd)\\)(<<'

CALM = "A" * len(BREAKS_OUT)


def shape_of(page: bytes, value: str) -> Shape:
    """Return the tags of a page with their attributes, the value in these by another name."""
    root = html5lib.parse(page, transport_encoding="utf-8", namespaceHTMLElements=False)
    return [(str(element.tag), _attributes(element, value)) for element in root.iter() if not callable(element.tag)] + [
        ("comment", ()) for element in root.iter() if callable(element.tag)
    ]


def _attributes(element: Element, value: str) -> tuple[tuple[str, str], ...]:
    named = {
        name: text for name, text in element.attrib.items() if not (element.tag == "bdi" and name in SAID_BY_LETTERS)
    }
    return tuple(sorted((name, text.replace(value, "VALUE") if value else text) for name, text in named.items()))


def shapes_of(files: Mapping[str, bytes], value: str) -> Mapping[str, Shape]:
    return {name: shape_of(content, value) for name, content in files.items() if name.endswith(".html")}


def website(guide: Guide) -> Mapping[str, bytes]:
    return render_website(guide_view(guide, Kind.WEBSITE), TEMPLATES)


def sheets(guide: Guide) -> bytes:
    sheet = SheetView(id="a1", source="row 2", pages=3, advice=advise(guide))
    return render_sheets(guide.library.outline, [sheet], Paper.A4, TEMPLATES)


@pytest.fixture(scope="module")
def outspoken(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return outspoken_library(tmp_path_factory.mktemp("outspoken"))


@pytest.fixture(scope="module")
def harmless(outspoken: Library) -> Guide:
    return outspoken_guide(outspoken, HARMLESS)


@pytest.fixture(scope="module")
def harmless_shapes(harmless: Guide) -> Mapping[str, Shape]:
    return shapes_of({**website(harmless), "sheets.html": sheets(harmless)}, HARMLESS)


def test_the_guide_says_the_value_on_every_kind_of_page(harmless: Guide) -> None:
    said = {name: content.count(HARMLESS.encode()) for name, content in website(harmless).items()}
    assert said["start/everyone.html"] > 10
    assert min(said[f"{name}.html"] for name in ("index", "plan", "answers", "why", "worksheets/list")) > 0
    assert sheets(harmless).count(HARMLESS.encode()) > 2


@pytest.mark.parametrize("value", VALUES)
def test_every_page_has_the_same_tags_and_attributes(
    outspoken: Library, harmless_shapes: Mapping[str, Shape], value: str
) -> None:
    guide = outspoken_guide(outspoken, value)
    assert shapes_of({**website(guide), "sheets.html": sheets(guide)}, value) == harmless_shapes


@pytest.mark.long
@with_collections
def test_every_page_has_the_same_tags_and_attributes_with_every_collected_value(outspoken: Library) -> None:
    texts = sayable(collected())
    texts += texts[: -len(texts) % A_PAGE]
    harmless = shapes_of(website(outspoken_guide(outspoken, HARMLESS, [HARMLESS] * (A_PAGE - 1))), "")
    pages = [texts[start : start + A_PAGE] for start in range(0, len(texts), A_PAGE)]
    assert len(pages) > 100
    guides = [outspoken_guide(outspoken, first, others) for first, *others in pages]
    shapes = [shapes_of(website(guide), "") for guide in guides]
    assert [page for page, shape in zip(pages, shapes, strict=True) if shape != harmless] == []


def problem_with(value: str) -> Diagnostic:
    """Return a problem of a file whose name, keys and lines hold a value."""
    source = Source(f"content/{value}.md", f"{value}: {value}")
    return Diagnostic(source.place(0, max(1, len(value))), f"unknown key `{value}`", f"did you mean `{value}`?")


def preview_pages(value: str) -> Mapping[str, bytes]:
    """Return the preview's own pages about a value."""
    problem = problem_page([problem_with(value)], "v1")
    return {"problem.html": problem, "missing.html": missing_page(f"/{value}", "v1")}


@pytest.mark.parametrize("value", [*VALUES, "a\udc00b", "a\x1b[2Jb", "$intro ${messages} $$"])
def test_the_pages_of_the_preview_have_the_same_tags_and_attributes(value: str) -> None:
    assert shapes_of(preview_pages(value), value) == shapes_of(preview_pages(HARMLESS), HARMLESS)


@pytest.mark.long
@with_collections
def test_the_pages_of_the_preview_have_the_same_tags_with_every_collected_value() -> None:
    texts = collected()
    page = problem_page((problem_with(text) for text in texts), "v1")
    assert shape_of(page, "") == shape_of(problem_page(map(problem_with, map(str, range(len(texts)))), "v1"), "")


def poppler(*command: str | Path) -> list[str]:
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return ended.stdout.splitlines()


def structure_of(path: Path) -> list[str]:
    """Return which elements a PDF has, and how many of each; lines and pages may break at other places."""
    lines = (line.strip().partition(" ")[0] for line in poppler("pdfinfo", "-struct", path))
    return sorted(line for line in lines if line.rstrip(":").isalnum() and line not in DEPEND_ON_LINES)


def pdf_shape(path: Path, pdf: bytes, value: str) -> Mapping[str, list[str]]:
    """Return what a PDF is made of, the value by another name: structure, links, outline, names of targets, scripts."""
    path.write_bytes(pdf)
    with pypdfium2.PdfDocument(path) as document:
        outline = [f"{item.level} {item.get_title().replace(value, 'VALUE')}" for item in document.get_toc()]
    return {
        "structure": structure_of(path),
        "links": sorted({line.split(maxsplit=2)[2] for line in poppler("pdfinfo", "-url", path)[1:]}),
        "scripts": poppler("pdfinfo", "-js", path),
        "targets": sorted({line.split('"')[1] for line in poppler("pdfinfo", "-dests", path) if '"' in line}),
        "outline": outline,
        "info": sorted(line.partition(":")[0] for line in poppler("pdfinfo", path)),
        "files": poppler("pdfdetach", "-list", path),
        "metadata": re.findall("<(/?[a-zA-Z:]+)", "\n".join(poppler("pdfinfo", "-meta", path))),
    }


@pytest.mark.pdf
@pytest.mark.parametrize("way", ["from blocks", "laid out whole"])
def test_a_handbook_has_the_same_structure_and_links(tmp_path: Path, outspoken: Library, way: str) -> None:
    # A letter that no font has makes a handbook that is laid out whole.
    lay_out, said = {
        "from blocks": (lay_out_handbook, [value for value in VALUES if value.isascii() and value.isprintable()]),
        "laid out whole": (lay_out_whole, VALUES),
    }[way]
    calm = outspoken_guide(outspoken, CALM, [re.sub(r"\S", "a", value) for value in said])
    hostile = outspoken_guide(outspoken, BREAKS_OUT, said)
    made = [lay_out(guide_view(guide, Kind.HANDBOOK), Paper.A4, TEMPLATES).printed() for guide in (calm, hostile)]
    assert [one.pdf.startswith(FROM_BLOCKS) for one in made] == [way == "from blocks"] * 2
    values = (CALM, BREAKS_OUT)
    shapes = [pdf_shape(tmp_path / "h.pdf", built.pdf, value) for built, value in zip(made, values, strict=True)]
    assert len(shapes[0]["structure"]) > 50
    assert shapes[0]["links"]
    assert shapes[1] == shapes[0]
    with pypdfium2.PdfDocument(made[1].pdf) as document:
        assert document.get_metadata_value("Title") == f"A small guide: {BREAKS_OUT}"


@pytest.mark.pdf
def test_a_sheet_has_the_same_structure_and_links(tmp_path: Path, outspoken: Library) -> None:
    values = (CALM, BREAKS_OUT)
    guides = [outspoken_guide(outspoken, value) for value in values]
    views = [sheet_view(guide, guide_view(guide, Kind.HANDBOOK)) for guide in guides]
    made = [render_sheet(view, Paper.A4, TEMPLATES) for view in views]
    shapes = [pdf_shape(tmp_path / "s.pdf", sheet.pdf, value) for sheet, value in zip(made, values, strict=True)]
    assert shapes[1] == shapes[0]


def calendar_shape(calendar: bytes) -> list[tuple[str, list[str]]]:
    """Return the parts of a calendar with the names of their properties."""
    return [(str(part.name), sorted(part.keys())) for part in Calendar.from_ical(calendar.decode()).walk()]


@pytest.mark.parametrize("value", VALUES)
def test_a_calendar_has_the_same_properties(outspoken: Library, harmless: Guide, value: str) -> None:
    calm, hostile = render_calendar(harmless), render_calendar(outspoken_guide(outspoken, value))
    assert calm is not None
    assert hostile is not None
    assert calendar_shape(hostile) == calendar_shape(calm)


def read_back(texts: Sequence[str]) -> list[str]:
    """Return what a reader of calendars finds in an event whose comments are these texts."""
    lines = [folded(f"COMMENT:{escaped(text)}") for text in texts]
    parts = Calendar.from_ical("\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", "")), multiple=True)
    assert [(part.name, sorted(part.keys())) for part in parts] == [("VEVENT", ["COMMENT"])]
    comments = parts[0]["COMMENT"]
    assert isinstance(comments, list)
    return [str(text) for text in comments]


def test_a_value_comes_back_from_a_calendar_as_it_was() -> None:
    texts = [*VALUES, "a\nEND:VEVENT\nBEGIN:VALARM", "a;b,c\\d\\n"]
    assert read_back(texts) == texts


@pytest.mark.long
@with_collections
def test_every_collected_value_comes_back_from_a_calendar_as_it_was() -> None:
    texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in sayable(collected())]
    assert read_back(texts) == texts


def is_formula(cell: str) -> bool:
    return cell.lstrip(" \u00a0\t\r\n").startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


def formulas_in(table: bytes, separator: str) -> list[str]:
    """Return the cells that a spreadsheet program which takes a character for a separator takes for formulas."""
    rows = csv.reader(StringIO(table.decode("utf-8-sig"), newline=""), delimiter=separator)
    return [cell for row in rows for cell in row if is_formula(cell)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\uff1d", " =", "a;=", 'a";=', "a\t=", "a\n=", "a\r\n ="]
)
def test_no_cell_is_taken_for_a_formula(start: str, separator: str) -> None:
    assert formulas_in(csv_bytes([["head", f"{start}1+1", "x"]]), separator) == []


@pytest.mark.parametrize("text", ["Ana", "3", "a-b", "a; b", "x=1", "e@example.org", "2 + 2"])
def test_a_plain_cell_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


@with_collections
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_collected_text_is_a_formula(separator: str) -> None:
    texts = [*VALUES, *collected()]
    assert any(is_formula(text) for text in texts)
    assert [text for text in texts if formulas_in(csv_bytes([["a", text]]), separator)] == []


def test_the_worksheets_of_a_website_hold_no_formula(outspoken: Library) -> None:
    table = website(outspoken_guide(outspoken, "=1+1;=2"))["worksheets/list.csv"]
    assert table.count(b"'=1+1;'=2") == 2


@pytest.mark.parametrize("value", [value for value in VALUES if "://" not in value or " " in value])
def test_an_address_that_is_none_is_refused_before_it_becomes_a_code_to_scan(value: str) -> None:
    text = f'address: "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"\n'
    with pytest.raises(BuildError, match="`address` is no web address"):
        parse_outline(Source("guide.yaml", GUIDE + text))


def test_what_a_command_says_is_text_for_the_terminal(tmp_path: Path) -> None:
    project = outspoken_project(tmp_path)
    odd = "profiles/a\x1b[2J\x07\u202e.yaml"
    (project / odd).write_text(profile_of("x") + "\u200b\x1b]0;x\x07: 1\n", encoding="utf-8")
    (project / "profiles" / "ok.yaml").write_text(profile_of(VALUES[0]), encoding="utf-8")
    commands = (
        ("explain", odd),
        ("explain", "profiles/ok.yaml"),
        ("compare", "profiles/ok.yaml", "--set", "wish=a\x1b[2Jb"),
        ("compare", "profiles/ok.yaml", "--set", "a\x1b[2Jb"),
        ("explain", "profiles/ok.yaml", "a\x1b[2Jb"),
        ("build", odd),
    )
    for command in commands:
        ended = matchbook(project, *command)
        assert re.sub(r"\n", "", ended.stdout + ended.stderr).isprintable(), command
        assert "Traceback" not in ended.stderr


def test_the_questionnaire_takes_no_answer_that_a_terminal_obeys(tmp_path: Path) -> None:
    project = outspoken_project(tmp_path)
    answers = "a\x1b[2Jb\n" + "".join(f"{value}\n" for value in VALUES) * 2
    ended = matchbook(project, "new", "--in-order", "profiles/new.yaml", answers=answers)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.replace("\n", "").isprintable()
    assert "\x1b" not in (project / "profiles" / "new.yaml").read_text(encoding="utf-8")
    assert matchbook(project, "explain", "profiles/new.yaml").returncode == 0


def test_a_problem_about_a_file_is_one_problem_whatever_its_name() -> None:
    problems = Problems()
    problems.add(whole_file("a\nb: error: c"), "wrong")
    with pytest.raises(BuildError) as caught:
        problems.raise_errors()
    assert str(caught.value) == "a�b: error: c: error: wrong"
