"""Building, comparing and explaining: each a handful of calls."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.cache import load_texts, write_texts
from builder.calendar_file import render_calendar
from builder.comparison import Comparison, compare_guides
from builder.diagnostics import BuildError, Diagnostic, Severity
from builder.excerpt import excerpt
from builder.explanation import Explanation, explain_selection
from builder.guide import Guide, assemble
from builder.handbook import Handbook, Paper, render_handbook
from builder.library import Library, Parts, load_library
from builder.library_json import library_json
from builder.markup.markdown_text import CompiledTexts
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.public_view import public_view
from builder.presentation.sheet_view import MOST_TASKS, sheet_view
from builder.processes import Died, Limits, run_jobs
from builder.profile_text import with_answers
from builder.profiles import load_profile
from builder.project import Project
from builder.public_guide import assemble_public
from builder.public_website import render_public_website
from builder.search_documents import search_documents
from builder.selection import select
from builder.sheet import SHEET, render_sheet
from builder.sources import whole_file
from builder.templating import Templates
from builder.website import render_website

CALENDAR, HANDBOOK = "plan.ics", "handbook.pdf"

# What the PDF engine logs for a letter without a glyph.
_MISSING_LETTER = re.compile(r'unsupported by fonts: "(.+)" \((U\+[0-9A-F]+)\)', re.DOTALL)

Progress = Callable[[str], None]
_Document = Callable[[Templates], "Built"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to build beside the website; `paper` and `sheet` are the page sizes of the handbook and of the sheet.

    `only` and `skip` name chapters that the handbook is cut down to or goes without. `limits` are those of each PDF.
    """

    paper: Paper | None = None
    calendar: bool = False
    sheet: Paper | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Built:
    """A reader's files, by path, and what will disappoint about them."""

    files: Mapping[str, bytes]
    warnings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Memory:
    """What a program that builds one project again and again keeps from one time to the next."""

    parts: Parts = field(default_factory=Parts)
    texts: dict[str, str] = field(default_factory=dict)
    templates: Templates | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the library it is about and the names of the two readers' profiles."""

    library: Library
    comparison: Comparison
    names: tuple[str, str]


def load(project: Project, memory: Memory | None = None) -> Library:
    """Load a project's content."""
    name = f"markdown-{sha256(str(project.content.resolve()).encode()).hexdigest()[:16]}"
    is_first = memory is None or not memory.texts
    earlier = memory.texts if memory and memory.texts else load_texts(name)
    compiled = CompiledTexts(earlier)
    library = load_library(project.content, project.shown(project.content), compiled, memory.parts if memory else None)
    # Parts in memory ask for none of their texts again: only a load without tells which texts are of no use any more.
    texts = {**earlier, **compiled.used} if memory else compiled.used
    if is_first and texts.keys() != earlier.keys():
        write_texts(name, texts)
    if memory:
        memory.texts = texts
    return library


def build(
    project: Project, profile_path: Path, wanted: Wanted, progress: Progress, memory: Memory | None = None
) -> Built:
    """Build one reader's website and what else is wanted. Writes nothing.

    With `memory`, what did not change since it was last given here is not made again.

    Raises:
        BuildError: something is wrong with the content, the templates or the profile.
    """
    library = load(project, memory)
    profile = load_profile(profile_path, project.shown(profile_path), library.vocabulary)
    guide = assemble(library, profile)
    templates = _templates(project, memory)
    files = dict(render_website(guide_view(guide, Kind.WEBSITE), templates))
    warnings = library.warnings
    for built in _extras(guide, wanted, templates, progress):
        files |= built.files
        warnings += built.warnings
    return Built(files, warnings)


def build_public(project: Project, memory: Memory | None = None) -> Built:
    """Build the public website, for all readers at once and knowing of none. Writes nothing.

    Raises:
        BuildError: something is wrong with the content or the templates.
    """
    library = load(project, memory)
    guide = assemble_public(library)
    data, documents = library_json(library, guide.table), search_documents(guide)
    files = render_public_website(public_view(guide), data, documents, _templates(project, memory))
    return Built(files, library.warnings)


def _templates(project: Project, memory: Memory | None) -> Templates:
    templates = (memory and memory.templates) or Templates(project.templates)
    if memory:
        memory.templates = templates
    return templates


def _extras(guide: Guide, wanted: Wanted, templates: Templates, progress: Progress) -> Iterator[Built]:
    if wanted.calendar:
        yield _calendar(guide)
    documents: list[tuple[str, _Document]] = []
    if wanted.sheet is not None:
        documents.append((SHEET, partial(_sheet, guide, wanted.sheet)))
    if wanted.paper is not None:
        part = excerpt(guide, wanted.only, wanted.skip)
        progress("laying out the handbook, which takes some seconds ...")
        documents.append((HANDBOOK, partial(_handbook, part, wanted.paper)))
    yield from _boxed(documents, templates.folder, wanted.limits)


def _boxed(documents: Iterable[tuple[str, _Document]], templates: Path, limits: Limits) -> Iterator[Built]:
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


def _print(templates: Path, document: tuple[str, _Document]) -> Built | tuple[Diagnostic, ...]:
    try:
        return document[1](Templates(templates))
    except BuildError as error:
        return error.diagnostics


def _calendar(guide: Guide) -> Built:
    calendar = render_calendar(guide)
    if calendar is not None:
        return Built({CALENDAR: calendar}, ())
    fields = dict.fromkeys(f"`{named.year}`" for named in guide.library.outline.dates.values())
    hint = f"answer {' or '.join(fields)} in the profile" if fields else ""
    text = "nothing in the plan has a day, so there is no calendar"
    return Built({}, (Diagnostic(whole_file(CALENDAR), text, hint, Severity.WARNING),))


def render_print_outs(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Render what a batch hands out on paper: a reader's handbook and sheet."""
    handbook, sheet = _handbook(guide, paper, templates), _sheet(guide, paper, templates)
    return Built({**handbook.files, **sheet.files}, handbook.warnings + sheet.warnings)


def _handbook(guide: Guide, paper: Paper, templates: Templates) -> Built:
    return _printed(HANDBOOK, render_handbook(guide_view(guide, Kind.HANDBOOK), paper, templates))


def _sheet(guide: Guide, paper: Paper, templates: Templates) -> Built:
    handbook = guide_view(guide, Kind.HANDBOOK)
    return _printed(SHEET, render_sheet(partial(sheet_view, guide, handbook), MOST_TASKS, paper, templates))


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


def compare(project: Project, before: Path, after: Path | None, settings: Iterable[str]) -> Compared:
    """Compare the guides of two readers, or of one reader with some answers set otherwise.

    `settings` are written `field=value` and are applied to the second reader, or to the first where there is no
    second; other answers that no longer apply are dropped.

    Raises:
        BuildError: something is wrong with the content, a profile or a setting.
    """
    library = load(project)
    one = load_profile(before, project.shown(before), library.vocabulary)
    other = load_profile(after, project.shown(after), library.vocabulary) if after else one
    changed = with_answers(other, settings, library.vocabulary)
    comparison = compare_guides(assemble(library, one), assemble(library, changed))
    return Compared(library, comparison, (one.name, changed.name))


def explain(project: Project, profile_path: Path) -> Explanation:
    """Work out every verdict for one reader, with proofs."""
    library = load(project)
    profile = load_profile(profile_path, project.shown(profile_path), library.vocabulary)
    return explain_selection(library, select(library, profile))
