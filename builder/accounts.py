"""Comparing and explaining: what a library does for a reader, told without building anything."""

from collections.abc import Iterable
from pathlib import Path

from builder.comparison import Comparison, compare_guides
from builder.explanation import Explanation, explain_selection
from builder.guide import assemble
from builder.library import Library
from builder.pipeline import load
from builder.profile_text import with_answers
from builder.profiles import load_profile
from builder.project import Project
from builder.records import dataclass
from builder.selection import select


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the library it is about and the names of the two readers' profiles."""

    library: Library
    comparison: Comparison
    names: tuple[str, str]


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
