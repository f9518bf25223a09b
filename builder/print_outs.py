"""Printing what a reader gets on paper: each PDF under its name, with what will disappoint about it."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from builder.diagnostics import BuildError, Diagnostic, Severity
from builder.guide import Guide
from builder.handbook import Handbook, lay_out_handbook, render_handbook
from builder.handbook_forms import render_forms
from builder.limits import Limits
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.sheet_view import sheet_view
from builder.processes import Died, run_jobs
from builder.reader_files import FORMS, HANDBOOK, SHEET
from builder.records import dataclass
from builder.sheet import render_sheet
from builder.short_handbook import shorten
from builder.sources import whole_file
from builder.templating import Templates
from builder.views import GuideView
from builder.wanted import Built

# What the PDF engine logs for a letter without a glyph.
_MISSING_LETTER = re.compile(r'unsupported by fonts: "(.+)" \((U\+[0-9A-F]+)\)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Short:
    """How a short handbook is asked for."""

    paper: Paper
    pages: int
    has_forms: bool


Document = Callable[[Templates], Built]


def print_boxed(documents: Iterable[tuple[str, Document]], templates: Path, limits: Limits) -> Iterator[Built]:
    """Print each document in a process of its own, which ends at its limits or with this one."""
    for (name, _), printed in run_jobs(documents, partial(_print, templates), 1, limits):
        match printed:
            case Built():
                yield printed
            case Died(why, is_bug):
                if is_bug:
                    raise RuntimeError(why)
                hint = "leave chapters out with `--skip`, or build with `--no-pdf`"
                raise BuildError([Diagnostic(whole_file(name), f"it cannot be laid out: {why}", hint)])
            case problems:
                raise BuildError(problems)


def _print(templates: Path, document: tuple[str, Document]) -> Built | tuple[Diagnostic, ...]:
    try:
        return document[1](Templates(templates))
    except BuildError as error:
        return error.diagnostics


def render_print_outs(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Render what a batch hands out on paper: a reader's handbook and sheet."""
    view = guide_view(guide, Kind.HANDBOOK)
    handbook, sheet = _handbook(view, paper, templates), _sheet(guide, view, paper, templates)
    return Built({**handbook.files, **sheet.files}, handbook.warnings + sheet.warnings)


def print_handbook(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Print a guide as a handbook."""
    return _handbook(guide_view(guide, Kind.HANDBOOK), paper, templates)


def _handbook(view: GuideView, paper: Paper, templates: Templates) -> Built:
    return _printed(HANDBOOK, render_handbook(view, paper, templates))


def print_short(guide: Guide, part: Guide, wanted: Short, templates: Templates) -> Built:
    """Print what matters most of a part of a guide on so many pages, and with fields too where that is wanted."""
    view, layout = shorten(guide, part, wanted.pages, lambda view: lay_out_handbook(view, wanted.paper, templates))
    made = _printed(HANDBOOK, layout.printed())
    if not wanted.has_forms:
        return made
    forms = _printed(FORMS, render_forms(view, wanted.paper, templates))
    return Built({**made.files, **forms.files}, made.warnings + forms.warnings)


def print_forms(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Print a guide as a handbook with fields to fill in."""
    return _printed(FORMS, render_forms(guide_view(guide, Kind.HANDBOOK), paper, templates))


def print_sheet(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Print what matters most of a guide on one page."""
    return _sheet(guide, guide_view(guide, Kind.HANDBOOK), paper, templates)


def _sheet(guide: Guide, handbook: GuideView, paper: Paper, templates: Templates) -> Built:
    return _printed(SHEET, render_sheet(sheet_view(guide, handbook), paper, templates))


def _printed(name: str, printed: Handbook) -> Built:
    return Built({name: printed.pdf}, tuple(_complaint(name, text) for text in printed.complaints))


def _complaint(name: str, text: str) -> Diagnostic:
    """Return what the PDF engine says as a warning; a letter that is missing in our own words."""
    missing = _MISSING_LETTER.search(text)
    if missing is None:
        return Diagnostic(whole_file(name), text, "", Severity.WARNING)
    message = f"no font has the letter `{missing[1]}` ({missing[2]}), which is printed as an empty box"
    hint = "write it in letters of another script; the website shows it all the same"
    return Diagnostic(whole_file(name), message, hint, Severity.WARNING)
