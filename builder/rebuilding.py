"""Making a handbook again from the source it carries."""

from collections.abc import Sequence

from builder.companions import versions
from builder.diagnostics import BuildError, Diagnostic, Severity
from builder.own_source import differences, parse_handbook
from builder.pipeline import Progress, build_for, load
from builder.project import Project
from builder.reader_files import HANDBOOK
from builder.records import dataclass, replace
from builder.sources import whole_file
from builder.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A handbook made again, with what differs from when it was first made and what will disappoint about it."""

    pdf: bytes
    warnings: tuple[Diagnostic, ...]


def rebuild(project: Project, pdf: bytes, name: str, progress: Progress, *, anyway: bool) -> Rebuilt:
    """Build a handbook again with the content of a project; `name` is what messages call the old one. Writes nothing.

    Raises:
        BuildError: the PDF carries no source; or it would get other bytes, and that was not asked for with `anyway`.
    """
    source = parse_handbook(pdf, name).source
    found = tuple(differences(source.versions, versions(project, load(project)), name))
    _refuse(found, anyway=anyway)
    options = source.options
    wanted = Wanted(paper=options.paper, only=options.only, skip=options.skip, pages=options.pages, embeds=True)
    built = build_for(source.profile, project, wanted, progress)
    again = built.files[HANDBOOK]
    if again != pdf and not found:
        message = "the bytes differ, though content and versions do not: a font or library of the system is another one"
        found = (Diagnostic(whole_file(name), message),)
        _refuse(found, anyway=anyway)
    return Rebuilt(again, built.warnings + tuple(replace(each, severity=Severity.WARNING) for each in found))


def _refuse(found: Sequence[Diagnostic], *, anyway: bool) -> None:
    if found and not anyway:
        raise BuildError([*found[:-1], replace(found[-1], hint="build it all the same with `--anyway`")])
