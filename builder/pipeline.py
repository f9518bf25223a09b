"""Building, comparing and explaining: each a handful of calls."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from builder.cache import load_texts, write_texts
from builder.calendar_file import render_calendar
from builder.comparison import Comparison, compare_guides
from builder.diagnostics import Diagnostic, Severity
from builder.excerpt import excerpt
from builder.explanation import Explanation, explain_selection, explanation_json
from builder.guide import Guide, assemble
from builder.handbook import Paper
from builder.handbook_forms import FORMS
from builder.library import Library, Parts, load_library
from builder.library_json import library_json
from builder.markup.markdown_text import CompiledTexts
from builder.own_source import PROFILE, Options, OwnSource, embed_source
from builder.parity.comparing import differences
from builder.parity.report import parity_warnings
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.public_view import public_view
from builder.print_outs import (
    HANDBOOK,
    Built,
    Document,
    Short,
    print_boxed,
    print_forms,
    print_handbook,
    print_sheet,
    print_short,
)
from builder.processes import Limits
from builder.profile_text import with_answers
from builder.profiles import load_profile, parse_profile
from builder.project import Project
from builder.public_guide import assemble_public
from builder.public_website import render_public_website
from builder.search_documents import search_documents
from builder.selection import select
from builder.sheet import SHEET
from builder.source_files import load_source
from builder.sources import Source, whole_file
from builder.templating import Templates
from builder.versions import versions_of
from builder.website import render_website

CALENDAR = "plan.ics"

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to build beside the website; `paper` and `sheet` are the page sizes of the handbook and of the sheet.

    `only` and `skip` name chapters that the handbook is cut down to or goes without. `limits` are those of each PDF.
    With `embeds` it carries its source; with `forms` there is a second one, with fields to fill in.
    With `pages` it holds what matters most and fills at most so many.
    """

    paper: Paper | None = None
    calendar: bool = False
    sheet: Paper | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    embeds: bool = False
    forms: bool = False
    pages: int | None = None


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
    return build_for(
        load_source(profile_path, project.shown(profile_path), is_private=True), project, wanted, progress, memory
    )


def build_for(
    answers: Source, project: Project, wanted: Wanted, progress: Progress, memory: Memory | None = None
) -> Built:
    """Build as `build` does, for the reader of a profile that was read already.

    Raises:
        BuildError: something is wrong with the content, the templates or the profile.
    """
    library = load(project, memory)
    guide = assemble(library, parse_profile(answers, library.vocabulary))
    templates = _templates(project, memory)
    files = dict(render_website(guide_view(guide, Kind.WEBSITE), templates))
    warnings = library.warnings
    for built in _extras(guide, wanted, templates, progress):
        files |= built.files
        warnings += built.warnings
    if HANDBOOK in files and not (wanted.only or wanted.skip or wanted.pages):
        warnings += tuple(parity_warnings(HANDBOOK, differences(files, files[HANDBOOK])))
    if wanted.embeds and wanted.paper is not None:
        options = Options(wanted.paper, wanted.only, wanted.skip, wanted.pages)
        source = OwnSource(answers, versions(project, library), options)
        decisions = replace(explain_selection(library, guide.selection), profile=PROFILE.name)
        files[HANDBOOK] = embed_source(files[HANDBOOK], source, explanation_json(decisions))
    return Built(files, warnings)


def versions(project: Project, library: Library) -> Mapping[str, str]:
    """Return everything beside a profile that the bytes of its handbook depend on."""
    return {"edition": library.outline.edition.isoformat(), **versions_of(project)}


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


def _calendar(guide: Guide) -> Built:
    calendar = render_calendar(guide)
    if calendar is not None:
        return Built({CALENDAR: calendar}, ())
    fields = dict.fromkeys(f"`{named.year}`" for named in guide.library.outline.dates.values())
    hint = f"answer {' or '.join(fields)} in the profile" if fields else ""
    text = "nothing in the plan has a day, so there is no calendar"
    return Built({}, (Diagnostic(whole_file(CALENDAR), text, hint, Severity.WARNING),))


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
