"""Building, checking and explaining: each a handful of calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder.cross_references import check_expiry
from builder.diagnostics import Diagnostic, Problems, Severity
from builder.explanation import Explanation, explain_selection
from builder.guide import Guide, assemble
from builder.handbook import Paper, render_handbook
from builder.library import Library, load_library
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
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


def load(project: Project) -> Library:
    """Load a project's content."""
    return load_library(project.content, project.shown(project.content))


def check(project: Project, today: date) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Load a project's content; return it with its warnings, those of claims past their day included."""
    library = load(project)
    problems = Problems()
    check_expiry(library.claims.values(), today, problems)
    return library, (*library.warnings, *problems.warnings)


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
        handbook = _handbook(guide, paper, templates)
        files["handbook.pdf"] = handbook.files["handbook.pdf"]
        warnings += handbook.warnings
    return Built(files, warnings)


def _handbook(guide: Guide, paper: Paper, templates: Templates) -> Built:
    handbook = render_handbook(guide_view(guide, Kind.HANDBOOK), paper, templates)
    complaints = tuple(
        Diagnostic(whole_file("handbook.pdf"), text, "", Severity.WARNING) for text in handbook.complaints
    )
    return Built({"handbook.pdf": handbook.pdf}, complaints)


def explain(project: Project, profile_path: Path) -> Explanation:
    """Work out every verdict for one reader, with proofs."""
    library = load(project)
    profile = load_profile(profile_path, project.shown(profile_path), library.vocabulary)
    return explain_selection(library, select(library, profile))
