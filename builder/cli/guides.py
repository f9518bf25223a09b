"""Building guides into folders, as commands do."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from builder.cli.exits import say, show, tell
from builder.cli.places import refuse_inputs, refuse_odd_name, refuse_place_of_others
from builder.diagnostics import BuildError, Diagnostic, Severity
from builder.inputs import website_inputs
from builder.made_from import WebsiteInputs
from builder.output import (
    INPUTS,
    PAGES,
    Readers,
    earlier_pages,
    is_made_from,
    load_listed,
    refuse_strangers,
    write_folder,
)
from builder.project import Project
from builder.reader_files import CALENDAR, FORMS, HANDBOOK, HOME, SHEET
from builder.records import replace
from builder.wanted import Built, Wanted


def build_reader(project: Project, profile: Path, target: Path, wanted: Wanted, *, strict: bool) -> None:
    """Build what is wanted for the reader of a profile into a folder, where it is not there, and say where it is."""
    _refuse(target, project, profile, own="")
    inputs = partial(_inputs, project, profile, wanted)
    made_from = inputs()
    if not _is_made(target, made_from):
        # Imported here: where nothing changed, nothing of it is needed.
        from builder.pipeline import build as build_guide  # noqa: PLC0415

        earlier = load_listed(target, CALENDAR) if wanted.calendar else b""
        known = replace(wanted, earlier_calendar=earlier, inputs=made_from, earlier=earlier_pages(target))
        built = build_guide(project, profile, known, say)
        _warn(built.warnings, strict=strict)
        write_folder(target, built.files, _about(built, made_from, inputs))
    for name in (name for name in (HOME, HANDBOOK, FORMS, SHEET, CALENDAR) if (target / name).is_file()):
        show(target / name)


def build_public(project: Project, target: Path, *, strict: bool) -> None:
    """Build the public guide into a folder, where it is not there, and say where it is."""
    _refuse(target, project, target, own="public")
    inputs = partial(website_inputs, project, None)
    made_from = inputs()
    if not _is_made(target, made_from):
        # Imported here: where nothing changed, nothing of it is needed.
        from builder.public_pipeline import build_public as build_guide  # noqa: PLC0415

        built = build_guide(project)
        _warn(built.warnings, strict=strict)
        write_folder(target, built.files, _about(built, made_from, inputs), Readers.EVERYONE)
    show(target / HOME)


def _refuse(target: Path, project: Project, profile: Path, own: str) -> None:
    """Refuse a folder that is somebody's, before anything is built for it; the place in site/ of this name is free."""
    refuse_odd_name(target)
    refuse_place_of_others(target, project, own)
    refuse_inputs(target, project, profile)
    refuse_strangers(target)


def _inputs(project: Project, profile: Path, wanted: Wanted) -> WebsiteInputs | None:
    """Return hashes of what a reader's files are made from; None for a PDF, which depends on more than is hashed."""
    if wanted.paper is not None or wanted.sheet is not None:
        return None
    return website_inputs(project, profile, ("calendar",) if wanted.calendar else ())


def _is_made(target: Path, inputs: WebsiteInputs | None) -> bool:
    """Tell whether there is nothing to do."""
    return inputs is not None and is_made_from(target, inputs.whole)


def _about(
    built: Built, made_from: WebsiteInputs | None, inputs: Callable[[], WebsiteInputs | None]
) -> Mapping[str, object]:
    """Return what a folder notes about itself: what it was made from, where that did not change in the meantime.

    What was warned of is told by each build, so that the whole is not noted then.
    """
    if made_from is None or inputs() != made_from:
        return {}
    whole = {} if built.warnings else {INPUTS: made_from.whole}
    return {**whole, PAGES: built.pages} if built.pages else whole


def _warn(warnings: tuple[Diagnostic, ...], *, strict: bool) -> None:
    if strict and warnings:
        raise BuildError(replace(warning, severity=Severity.ERROR) for warning in warnings)
    tell(warnings)
