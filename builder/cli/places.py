"""Which project, which profile and which folder a command is about."""

import os
from pathlib import Path

from builder.diagnostics import BuildError, Diagnostic, did_you_mean, one_line
from builder.disk_names import name_problem, plain_name
from builder.output import OutputError
from builder.project import Project, find_project
from builder.sources import whole_file

_TAKEN = frozenset({"public", "handouts", "rebuilt"})
_SAMPLE = "sample.yaml"


def project_here() -> Project:
    """Return the guide that the user stands in."""
    return find_project(Path.cwd())


def from_here(path: Path) -> Path:
    """Return a path as seen from where the user stands: shorter, and it names nothing above the project."""
    return Path(os.path.relpath(path))


def free_name(profile: Path) -> str:
    """Return the name of a reader's folder, by that of the profile.

    Raises:
        OutputError: it is that of the guide for everyone, of the handouts, or of what is made from handbooks.
    """
    name = folder_name(profile)
    if plain_name(name) in _TAKEN:
        hint = "give the profile another name, or use --output"
        raise OutputError(f"site/{name} is the place of another guide\n  hint: {hint}")
    return name


def refuse_place_of_others(target: Path, project: Project, own: str) -> None:
    """Refuse the folders in site/ that are for the public guide, handouts and the like, but the one of this name.

    Raises:
        OutputError: it is one of these.
    """
    if any(target.resolve() == (project.site / name).resolve() for name in _TAKEN - {own}):
        hint = "leave --output out, or choose another folder"
        raise OutputError(f"{target} is the place of another guide\n  hint: {hint}")


def refuse_odd_name(path: Path) -> None:
    """Refuse to make a file or folder whose name does not work, or is taken for another one, on some system.

    Raises:
        OutputError: it, or a folder above it that would be made, has such a name.
    """
    for made in (each for each in (path, *path.parents) if each.name != ".."):
        problem = name_problem(made.name) or _twin_problem(made)
        if problem and not os.path.lexists(made):
            raise OutputError(f"the name `{one_line(made.name)}` {problem}\n  hint: choose another name")


def _twin_problem(path: Path) -> str:
    """Return which name beside a path is the same on a disk that does not tell capitals apart."""
    if not path.name or not path.parent.is_dir():
        return ""
    same = plain_name(path.name)
    beside = sorted(found.name for found in path.parent.iterdir())
    twin = next((name for name in beside if plain_name(name) == same), path.name)
    return "" if twin == path.name else f"is the same as `{one_line(twin)}` on some disks"


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


def folder_name(path: Path) -> str:
    """Return the name of the folder that a profile's guide is written to."""
    return path.name.removesuffix(".yaml").removesuffix(".yml") or "guide"


def refuse_inputs(target: Path, project: Project, profile: Path) -> None:
    """Refuse a folder that holds what the guide is made from, lies in it, or is somebody's home.

    Raises:
        OutputError: it is such a folder.
    """
    resolved = target.resolve()
    inputs = tuple(folder.resolve() for folder in (project.content, project.templates, project.profiles))
    above = (*inputs, project.root.resolve(), profile.parent.resolve(), *_homes())
    hint = f"\n  hint: choose a folder of its own, such as site/{folder_name(profile)}"
    if any(folder.is_relative_to(resolved) for folder in above):
        raise OutputError(f"{target} holds more than a guide{hint}")
    if any(resolved.is_relative_to(folder) for folder in inputs):
        raise OutputError(f"{target} lies among the files that guides are made from{hint}")


def _homes() -> tuple[Path, ...]:
    """Return the user's home, or none where the system knows none."""
    try:
        return (Path.home().resolve(),)
    except RuntimeError:
        return ()
