"""Which project and which profile a command is about."""

from pathlib import Path

import click

from builder.diagnostics import BuildError, Diagnostic, did_you_mean
from builder.project import Project, find_project
from builder.sources import whole_file

PROFILE = click.Path(path_type=Path)
_SAMPLE = "sample.yaml"


def project_here() -> Project:
    """Return the guide that the user stands in."""
    return find_project(Path.cwd())


def profile_path(profile: Path | None, project: Project) -> Path:
    """Return a profile's path, the sample's where none is named.

    Raises:
        BuildError: there is no such file.
    """
    path = profile or project.profiles / _SAMPLE
    if path.exists():
        return path
    near = [project.shown(found) for found in sorted(project.profiles.glob("*.yaml"))]
    hint = did_you_mean(project.shown(path), near) or "make one with `matchbook new`"
    raise BuildError([Diagnostic(whole_file(project.shown(path)), "there is no such file", hint)])
