"""The advisor's own pages: a sheet for the talk with each reader, and an overview of the cohort."""

from collections.abc import Sequence

from markupsafe import Markup

from builder.dates import say_date
from builder.handbook import Handbook, print_pdf
from builder.handouts.advice import Advice
from builder.handouts.cohort import FEWEST, CohortRow
from builder.outline import Outline
from builder.paper import Paper
from builder.records import dataclass
from builder.templating import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One reader's sheet; `source` is the row or profile, `pages` those of the handbook."""

    id: str
    source: str
    pages: int
    advice: Advice


def render_sheets(outline: Outline, sheets: Sequence[SheetView], paper: Paper, templates: Templates) -> bytes:
    """Return the sheets of all readers as a page for the screen and the printer."""
    text = templates.render(
        "handouts/sheets.html",
        outline=outline,
        edition=say_date(outline.edition),
        sheets=sheets,
        style=_style(templates, "shared/tokens.css", "handouts/handouts.css"),
        screen=_style(templates, "handouts/screen.css"),
        paper=paper,
    )
    return text.encode()


def _style(templates: Templates, *names: str) -> Markup:
    """Return style sheets to stand inside a page: files of the project, no reader's text."""
    return Markup("\n".join(templates.text(name) for name in names))  # noqa: S704


def lay_out_sheets(html: bytes) -> Handbook:
    """Return the page of the sheets as a PDF."""
    return print_pdf(html.decode(), "")


def render_cohort(outline: Outline, count: int, rows: Sequence[CohortRow], templates: Templates) -> bytes:
    """Return the overview of a cohort, which names and tells of nobody."""
    text = templates.render(
        "handouts/cohort.html",
        outline=outline,
        edition=say_date(outline.edition),
        count=str(count) if count >= FEWEST else f"fewer than {FEWEST}",
        fewest=FEWEST,
        rows=rows,
        style=_style(templates, "shared/tokens.css", "handouts/handouts.css"),
        screen=_style(templates, "handouts/screen.css"),
    )
    return text.encode()
