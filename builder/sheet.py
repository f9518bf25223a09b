"""Rendering the one-page sheet: as many tasks as one page holds, and never a second page."""

from dataclasses import replace
from itertools import accumulate
from math import ceil

from builder.diagnostics import BuildError, Diagnostic
from builder.fitting import fit
from builder.handbook import Handbook, Layout, lay_out
from builder.paper import Paper
from builder.reader_files import SHEET
from builder.sources import whole_file
from builder.templating import Templates
from builder.views import SheetView

# How many lines of tasks a page holds, more or less: good guesses save layouts and change nothing else.
_LINES = {Paper.A4: 37, Paper.LETTER: 33}
_LINES_OF_SCORES = 5
_LETTERS_A_LINE = 55


def sheet_html(sheet: SheetView, paper: Paper, templates: Templates) -> str:
    """Return the page that becomes the PDF."""
    return templates.render("handbook/sheet.html", sheet=sheet, paper=str(paper))


def render_sheet(sheet: SheetView, paper: Paper, templates: Templates) -> Handbook:
    """Return the sheet with as many of its tasks as fit, the first ones.

    Raises:
        BuildError: a template is wrong, an engine's library is missing, or even one task is too much for a page.
    """
    style = "\n".join(templates.text(name) for name in ("shared/tokens.css", "handbook/sheet.css"))

    def with_tasks(count: int) -> Layout:
        return lay_out(sheet_html(replace(sheet, tasks=sheet.tasks[:count]), paper, templates), style)

    # With a page for each task, what is guessed after one too many is one fewer.
    found = fit([1.0] * max(1, len(sheet.tasks)), 1, _likeliest(sheet, paper), with_tasks)
    if found.layout is not None:
        return found.layout.printed()
    text = "what the sheet must hold is longer than a page"
    hint = "shorten the guide’s `disclaimer`, or the titles in `score_line`"
    raise BuildError([Diagnostic(whole_file(SHEET), text, hint)])


def _likeliest(sheet: SheetView, paper: Paper) -> int:
    """Return about how many tasks fit, by the lines that each takes: those of its text, and one of when and where."""
    room = _LINES[paper] - (_LINES_OF_SCORES if sheet.home.score_line else 0)
    lines = accumulate(ceil(len(task.do) / _LETTERS_A_LINE) + 1 for task in sheet.tasks)
    return sum(line <= room for line in lines)
