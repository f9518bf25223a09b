"""Building what goes beside a reader's website: handbook, sheet, calendar."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from builder.calendar_file import render_calendar
from builder.diagnostics import Diagnostic, Severity
from builder.excerpt import excerpt
from builder.explanation import explain_selection, explanation_json
from builder.guide import Guide
from builder.library import Library
from builder.own_source import PROFILE, Options, OwnSource, embed_source
from builder.paper import Paper
from builder.parity.comparing import differences
from builder.parity.report import parity_warnings
from builder.print_outs import (
    Document,
    Short,
    print_boxed,
    print_forms,
    print_handbook,
    print_sheet,
    print_short,
)
from builder.project import Project
from builder.reader_files import CALENDAR, FORMS, HANDBOOK, SHEET
from builder.sources import Source, whole_file
from builder.templating import Templates
from builder.versions import versions_of
from builder.wanted import Built, Wanted


def build_companions(
    website: Built, guide: Guide, wanted: Wanted, templates: Templates, progress: Callable[[str], None]
) -> Built:
    """Return a website together with what else is wanted. Writes nothing.

    Raises:
        BuildError: something is wrong with the templates, or a PDF cannot be laid out.
    """
    files, warnings = dict(website.files), website.warnings
    for built in _companions(guide, wanted, templates, progress):
        files |= built.files
        warnings += built.warnings
    if HANDBOOK in files and not (wanted.only or wanted.skip or wanted.pages):
        warnings += tuple(parity_warnings(HANDBOOK, differences(files, files[HANDBOOK])))
    return Built(files, warnings)


def with_source(built: Built, guide: Guide, answers: Source, project: Project, wanted: Wanted) -> Built:
    """Let the handbook among a reader's files carry what it was made from."""
    if wanted.paper is None:
        return built
    options = Options(wanted.paper, wanted.only, wanted.skip, wanted.pages)
    source = OwnSource(answers, versions(project, guide.library), options)
    decisions = replace(explain_selection(guide.library, guide.selection), profile=PROFILE.name)
    handbook = embed_source(built.files[HANDBOOK], source, explanation_json(decisions))
    return Built({**built.files, HANDBOOK: handbook}, built.warnings)


def versions(project: Project, library: Library) -> Mapping[str, str]:
    """Return everything beside a profile that the bytes of its handbook depend on."""
    return {"edition": library.outline.edition.isoformat(), **versions_of(project)}


def _companions(guide: Guide, wanted: Wanted, templates: Templates, progress: Callable[[str], None]) -> Iterator[Built]:
    if wanted.calendar:
        yield _calendar(guide, wanted.earlier_calendar)
    documents: list[tuple[str, Document]] = []
    if wanted.sheet is not None:
        documents.append((SHEET, partial(print_sheet, guide, wanted.sheet)))
    if wanted.paper is not None:
        part = excerpt(guide, wanted.only, wanted.skip)
        progress("laying out the handbook, which takes some seconds ...")
        documents += _handbooks(guide, part, wanted.paper, wanted)
    yield from print_boxed(documents, templates.folder, wanted.limits)


def _handbooks(guide: Guide, part: Guide, paper: Paper, wanted: Wanted) -> Iterator[tuple[str, Document]]:
    if wanted.pages is not None:
        yield HANDBOOK, partial(print_short, guide, part, Short(paper, wanted.pages, wanted.forms))
        return
    yield HANDBOOK, partial(print_handbook, part, paper)
    if wanted.forms:
        yield FORMS, partial(print_forms, part, paper)


def _calendar(guide: Guide, earlier: bytes) -> Built:
    calendar = render_calendar(guide, earlier)
    if calendar is not None:
        return Built({CALENDAR: calendar}, ())
    fields = dict.fromkeys(f"`{named.year}`" for named in guide.library.outline.dates.values())
    hint = f"answer {' or '.join(fields)} in the profile" if fields else ""
    text = "nothing in the plan has a day, so there is no calendar"
    return Built({}, (Diagnostic(whole_file(CALENDAR), text, hint, Severity.WARNING),))
