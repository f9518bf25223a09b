"""Rendering the one-page sheet: as many tasks as one page holds, and never a second page."""

from collections.abc import Callable

from builder.diagnostics import BuildError, Diagnostic
from builder.handbook import Handbook, Layout, lay_out
from builder.paper import Paper
from builder.reader_files import SHEET
from builder.sources import whole_file
from builder.templating import Templates
from builder.views import SheetView


def sheet_html(sheet: SheetView, paper: Paper, templates: Templates) -> str:
    """Return the page that becomes the PDF."""
    return templates.render("handbook/sheet.html", sheet=sheet, paper=str(paper))


def render_sheet(with_tasks: Callable[[int], SheetView], most: int, paper: Paper, templates: Templates) -> Handbook:
    """Return the sheet with as many tasks as fit, at most `most`.

    Raises:
        BuildError: a template is wrong, an engine's library is missing, or even one task is too much for a page.
    """
    style = "\n".join(templates.text(name) for name in ("shared/tokens.css", "handbook/sheet.css"))
    best: Layout | None = None
    fewest = 1
    while fewest <= most:
        tasks = (fewest + most) // 2
        layout = lay_out(sheet_html(with_tasks(tasks), paper, templates), style)
        if layout.pages == 1:
            best, fewest = layout, tasks + 1
        else:
            most = tasks - 1
    if best is not None:
        return best.printed()
    text = "what the sheet must hold is longer than a page"
    hint = "shorten the guide’s `disclaimer`, or the titles in `score_line`"
    raise BuildError([Diagnostic(whole_file(SHEET), text, hint)])
