"""What is published: the public guide, once everything about it has been checked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from builder.audit import check
from builder.batch.readers import is_roster
from builder.diagnostics import BuildError, Diagnostic, Problems, Severity
from builder.leaks import find_leaks
from builder.library import Library
from builder.profiles import Profile, load_profile
from builder.project import Project
from builder.public_pipeline import build_public
from builder.records import dataclass
from builder.rosters.reading import MAPPING, RosterRow, load_roster
from builder.source_files import refuse_way_out
from builder.sources import whole_file

# A host's own pages need no file that names the domain.
_HOSTS_OF_PAGES = ("github.io", "gitlab.io", "pages.dev", "codeberg.page")


@dataclass(frozen=True, slots=True)
class Publication:
    """The public guide's files, those that a host of pages wants beside them, and what will disappoint about them."""

    guide: Mapping[str, bytes]
    beside: Mapping[str, bytes]
    warnings: tuple[Diagnostic, ...]

    @property
    def files(self) -> Mapping[str, bytes]:
        """Return all that is published."""
        return {**self.guide, **self.beside}


def prepare_publication(project: Project, today: date) -> Publication:
    """Build the public guide and check it as what strangers will read. Writes nothing.

    Raises:
        BuildError: the check finds an error, or something of a profile or of a roster's row is in the guide.
    """
    checked = check(project, today, frozenset())
    errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    if errors:
        raise BuildError(errors)
    built = build_public(project)
    rows = _rows(project, checked.library)
    profiles = (*_profiles(project, checked.library), *(row.profile for row in rows))
    ids = {row.profile.name: row.id for row in rows}
    leaks = find_leaks(built.files, profiles, checked.library.vocabulary.schema, _own_words(project), ids)
    shown = project.shown(project.site / "public")
    found = [_below(shown, leak) for leak in leaks]
    if found:
        raise BuildError(found)
    beside = {".nojekyll": b"", **_domain(checked.library.outline.address)}
    return Publication(built.files, beside, built.warnings)


def _profiles(project: Project, library: Library) -> Iterable[Profile]:
    paths = sorted(path for ending in ("*.yaml", "*.yml") for path in project.profiles.rglob(ending))
    found = [path for path in paths if path.name != MAPPING]
    for path in found:
        refuse_way_out(path, project.profiles, project.shown(path))
    return [load_profile(path, project.shown(path), library.vocabulary) for path in found]


def _rows(project: Project, library: Library) -> Sequence[RosterRow]:
    """Return the rows of all rosters among the profiles; what cannot be read might hold anything, and is refused."""
    problems = Problems()
    rows: list[RosterRow] = []
    for path in sorted(path for path in project.profiles.rglob("*") if is_roster(path)):
        try:
            refuse_way_out(path, project.profiles, project.shown(path))
            rows.extend(load_roster(path, project.shown(path), library.vocabulary).rows)
        except BuildError as error:
            problems.take(error)
    problems.take_all(problem for row in rows for problem in row.problems)
    problems.raise_errors()
    return rows


def _own_words(project: Project) -> str:
    """Return all that authors write."""
    paths: list[Path] = sorted(path for ending in ("*.md", "*.yaml") for path in project.content.rglob(ending))
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths if path.is_file())


def _below(folder: str, finding: Diagnostic) -> Diagnostic:
    name = f"{folder}/{finding.place.source.name}"
    return Diagnostic(whole_file(name), finding.message, finding.hint)


def _domain(address: str) -> Mapping[str, bytes]:
    """Return the file that tells a host of pages which domain of your own to answer for, if the guide has one."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_own = "." in host and not host.endswith(_HOSTS_OF_PAGES) and parts.port is None and parts.path in {"", "/"}
    return {"CNAME": f"{host}\n".encode()} if is_own else {}
