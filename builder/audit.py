"""Checking a guide: its files, and what they mean for all readers at once."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from builder.cross_references import check_expiry
from builder.diagnostics import Diagnostic, Problems
from builder.findings.coverage import find_unshown
from builder.findings.guides import Guides, count_guides
from builder.findings.links import find_dead_links
from builder.findings.mutation import Score, measure_profiles
from builder.findings.report import find_all
from builder.findings.survey import survey_library
from builder.library import Library
from builder.pipeline import load
from builder.profiles import Profile, load_profile
from builder.project import Project
from builder.records import dataclass
from builder.rosters.reading import MAPPING
from builder.source_files import refuse_way_out


class Extra(StrEnum):
    """What `check` looks at on request only."""

    LINKS = "links"
    COVERAGE = "coverage"
    MUTATE = "mutate"
    GUIDES = "guides"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; `score` and `guides` where they were asked for."""

    library: Library
    findings: tuple[Diagnostic, ...]
    score: Score | None
    guides: Guides | None


def check(project: Project, today: date, extras: frozenset[Extra]) -> Checked:
    """Check a project's content for all readers, and what else is asked for. Writes nothing.

    Raises:
        BuildError: the content cannot be read, or a sample profile that is needed cannot.
    """
    library = load(project)
    problems = Problems()
    check_expiry(library.claims.values(), today, problems)
    survey = survey_library(library)
    findings = [*library.warnings, *problems.warnings, *find_all(survey)]
    if Extra.LINKS in extras:
        findings += find_dead_links(survey)
    if Extra.COVERAGE in extras:
        findings += find_unshown(survey, _samples(project, library))
    score = measure_profiles(library, _samples(project, library)) if Extra.MUTATE in extras else None
    if score is not None:
        findings += score.findings
    guides = count_guides(survey) if Extra.GUIDES in extras else None
    return Checked(library, tuple(findings), score, guides)


def _samples(project: Project, library: Library) -> Mapping[str, Profile]:
    """Load every profile of the project's folder of profiles, by the name of its file."""
    paths = sorted(path for path in project.profiles.glob("*.yaml") if path.name != MAPPING)
    for path in paths:
        refuse_way_out(path, project.profiles, project.shown(path))
    return {path.name: load_profile(path, project.shown(path), library.vocabulary) for path in paths}
