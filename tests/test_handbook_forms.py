"""A handbook with fields to fill in: each has a name of its own and says what it is for; nothing else is another."""

import ctypes
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.handbook import lay_out, lay_out_whole
from builder.handbook_forms import add_fields, render_forms
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from tests.batches import quick_project
from tests.building import ANA, ROOT, matchbook, small_guide
from tests.guides import EVERYONE

pytestmark = pytest.mark.pdf

WORKSHEET = """\
title: Letters of recommendation
purpose: To plan who writes.
columns: [Who, Score, Deadline]
rows:
  - {label: The chair, fill: {Score: step1.score}}
blank_rows: 1
"""
CHANGES = {
    "worksheets/letters.yaml": WORKSHEET,
    "start/everyone.md": EVERYONE.replace("covers: [point-a]", "worksheets: [letters]").replace(
        "Every IMG reads this.", "- [ ] Pack *a pen*\n- [ ] Go\n\nEvery IMG reads this."
    ),
}
FIELDS = [
    ("glance-task-everyone-1", "Where you stand today: Read it", True),
    ("module-everyone-check-1", "For everyone: Pack a pen", True),
    ("module-everyone-check-2", "For everyone: Go", True),
    ("module-everyone-task-everyone-1", "For everyone: Read it", True),
    ("plan-task-everyone-1", "Your plan: Read it", True),
    ("worksheet-letters-1-3", "Worksheet Letters of recommendation, row 1, Deadline", False),
    *(
        (f"worksheet-letters-{row}-{column}", f"Worksheet Letters of recommendation, row {row}, {title}", False)
        for row in range(2, 11)
        for column, title in enumerate(("Who", "Score", "Deadline"), start=1)
    ),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a handbook, without fields and with them."""
    folder = tmp_path_factory.mktemp("forms")
    view = guide_view(small_guide(folder, ANA, CHANGES), Kind.HANDBOOK)
    templates = Templates(ROOT / "templates")
    # Laid out whole, as the one with fields is.
    plain = lay_out_whole(view, Paper.A4, templates).printed()
    forms = render_forms(view, Paper.A4, templates)
    assert (plain.complaints, forms.complaints) == ((), ())
    (folder / "plain.pdf").write_bytes(plain.pdf)
    (folder / "forms.pdf").write_bytes(forms.pdf)
    return folder / "plain.pdf", folder / "forms.pdf"


def fields_of(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, str, bool]]:
    """Yield each field: its name, what it says it is for, and whether it is a box to tick."""
    document.init_forms()
    form = document.formenv
    for page in document:
        for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            field = pdfium.FPDFPage_GetAnnot(page.raw, number)
            kind = pdfium.FPDFAnnot_GetFormFieldType(form.raw, field) if form else -1
            if kind > 0:
                texts = (pdfium.FPDFAnnot_GetFormFieldName, pdfium.FPDFAnnot_GetFormFieldAlternateName)
                name, title = (read(text, form, field) for text in texts)
                yield name, title, kind == pdfium.FPDF_FORMFIELD_CHECKBOX
            pdfium.FPDFPage_CloseAnnot(field)


def read(text: object, form: pypdfium2.PdfFormEnv, field: object) -> str:
    assert callable(text)
    buffer = ctypes.create_string_buffer(1000)
    size = text(form.raw, field, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(buffer))
    return buffer.raw[: size - 2].decode("utf-16-le")


def poppler(*command: str | Path) -> str:
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert ended.stderr == ""
    return ended.stdout


def test_each_task_point_and_empty_cell_has_a_field_with_a_name_and_a_tooltip(both: tuple[Path, Path]) -> None:
    with pypdfium2.PdfDocument(both[1]) as document:
        assert sorted(fields_of(document)) == sorted(FIELDS)


def test_the_strict_handbook_has_no_fields(both: tuple[Path, Path]) -> None:
    with pypdfium2.PdfDocument(both[0]) as document:
        assert list(fields_of(document)) == []


def test_the_words_are_the_same(both: tuple[Path, Path]) -> None:
    plain, forms = (poppler("pdftotext", path, "-") for path in both)
    assert "Pack a pen" in plain
    assert forms == plain


def test_the_pages_look_the_same(both: tuple[Path, Path]) -> None:
    # Poppler draws the fields too.
    drawn = [poppler("pdftoppm", "-r", "40", "-gray", path, path.with_suffix("")) for path in both]
    plain, forms = (
        [picture.read_bytes() for picture in sorted(path.parent.glob(f"{path.stem}-*.pgm"))] for path in both
    )
    assert drawn == ["", ""]
    assert len(plain) > 5
    assert forms == plain


def test_outline_links_and_reading_order_are_the_same_but_for_the_fields(both: tuple[Path, Path]) -> None:
    plain, forms = (structure(path) for path in both)
    assert len(plain) > 100
    assert forms == plain
    assert poppler("pdfinfo", "-dests", both[1]) == poppler("pdfinfo", "-dests", both[0])


def structure(path: Path) -> list[str]:
    """Return the tree that a screen reader follows, with its words, without the numbers that pieces of it have."""
    tree = re.sub(r"<[0-9-]+>|[0-9]+-[0-9]+-[0-9]+|(?<=Object )[0-9]+ 0", "", poppler("pdfinfo", "-struct-text", path))
    lines = [line.strip() for line in tree.splitlines()]
    return [line for line in lines if line not in {"Form", "Object", "NonStruct"}]


def test_a_box_that_is_ticked_shows_its_tick_to_poppler_too(tmp_path: Path) -> None:
    page = '<html lang="en"><title>Ticks</title><input type="checkbox" name="a"{}></html>'
    for name, checked in (("open", ""), ("ticked", " checked")):
        pdf = lay_out(page.format(checked), "input { width: 2cm; height: 2cm }", lambda _: None).printed().pdf
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        poppler("pdftoppm", "-r", "20", "-gray", tmp_path / f"{name}.pdf", tmp_path / name)
    drawn = [(tmp_path / f"{name}-1.pgm").read_bytes() for name in ("open", "ticked")]
    assert drawn[0] != drawn[1]


def test_fields_of_the_same_name_get_different_ones() -> None:
    task = '<li data-task="a"><p>Do it</p></li>'
    text = f'<html><section id="plan"><h1>Plan</h1><ul>{task}{task}</ul></section></html>'
    root = ET.fromstring(text)  # noqa: S314 - our own text
    add_fields(root)
    assert [field.get("name") for field in root.iter("input")] == ["plan-a", "plan-a-2"]


def test_the_handbook_with_fields_lies_beside_the_one_without(tmp_path: Path) -> None:
    quick_project(tmp_path)
    ended = matchbook(tmp_path, "build", "profiles/ana.yaml", "--forms")
    assert ended.stdout.splitlines() == [
        f"site/ana/{name}" for name in ("index.html", "handbook.pdf", "handbook-forms.pdf")
    ]
