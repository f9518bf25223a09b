"""Building, comparing and explaining: each a handful of calls."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from builder.cache import load_texts, write_texts
from builder.comparison import Comparison, compare_guides
from builder.diagnostics import Diagnostic, Severity
from builder.explanation import Explanation, explain_selection
from builder.guide import Guide, assemble
from builder.handbook import Paper, render_handbook
from builder.library import Library, load_library
from builder.markup.markdown_text import CompiledTexts
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profile_text import with_answers
from builder.profiles import load_profile
from builder.project import Project
from builder.selection import select
from builder.sources import whole_file
from builder.templating import Templates
from builder.website import render_website

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A reader's files, by path, and what will disappoint about them."""

    files: Mapping[str, bytes]
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the library it is about and the names of the two readers' profiles."""

    library: Library
    comparison: Comparison
    names: tuple[str, str]


def load(project: Project) -> Library:
    """Load a project's content."""
    name = f"markdown-{sha256(str(project.content.resolve()).encode()).hexdigest()[:16]}"
    compiled = CompiledTexts(load_texts(name))
    library = load_library(project.content, project.shown(project.content), compiled)
    if compiled.used.keys() != compiled.earlier.keys():
        write_texts(name, compiled.used)
    return library


def build(project: Project, profile_path: Path, paper: Paper | None, progress: Progress) -> Built:
    """Build one reader's website and, where a paper size is given, handbook. Writes nothing.

    Raises:
        BuildError: something is wrong with the content, the templates or the profile.
    """
    library = load(project)
    profile = load_profile(profile_path, project.shown(profile_path), library.vocabulary)
    guide = assemble(library, profile)
    templates = Templates(project.templates)
    files = dict(render_website(guide_view(guide, Kind.WEBSITE), templates))
    warnings = library.warnings
    if paper is not None:
        progress("laying out the handbook, which takes some seconds ...")
        print_outs = render_print_outs(guide, paper, templates)
        files |= print_outs.files
        warnings += print_outs.warnings
    return Built(files, warnings)


def render_print_outs(guide: Guide, paper: Paper, templates: Templates) -> Built:
    """Render everything of a reader's that is made for paper; a batch hands out the same."""
    handbook = render_handbook(guide_view(guide, Kind.HANDBOOK), paper, templates)
    complaints = tuple(
        Diagnostic(whole_file("handbook.pdf"), text, "", Severity.WARNING) for text in handbook.complaints
    )
    return Built({"handbook.pdf": handbook.pdf}, complaints)


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
