"""The command `build`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from builder.cli.exits import ending, say, tell
from builder.cli.places import (
    PROFILE,
    free_name,
    from_here,
    profile_path,
    project_here,
    refuse_inputs,
    refuse_odd_name,
    refuse_place_of_others,
)
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
from builder.paper import Paper
from builder.project import Project
from builder.reader_files import CALENDAR, FORMS, HANDBOOK, HOME, SHEET
from builder.wanted import Built, Wanted


@click.command()
@click.argument("profile", required=False, type=PROFILE)
@click.option("--no-pdf", is_flag=True, help="Build the website only, which takes less than a second.")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Page size of the handbook."
)
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write to instead of site/<profile>/.")
@click.option("--calendar", is_flag=True, help="Write the plan as plan.ics too, for a calendar.")
@click.option("--sheet", is_flag=True, help="Write sheet.pdf too: what matters most, on one page.")
@click.option(
    "--only", multiple=True, metavar="CHAPTER", help="Cut the handbook down to a chapter; may be given often."
)
@click.option(
    "--skip", multiple=True, metavar="CHAPTER", help="Leave a chapter out of the handbook; may be given often."
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Cut the handbook down to what matters most to this reader, on N pages at most.",
)
@click.option("--forms", is_flag=True, help="Write handbook-forms.pdf too: with fields to fill in on a screen.")
@click.option(
    "--embed-profile", is_flag=True, help="Let the handbook carry the profile it was made from, as an attachment."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--public", is_flag=True, help="Build the public guide for all readers into site/public/.")
def build(
    profile: Path | None,
    *,
    no_pdf: bool,
    paper: str,
    output: Path | None,
    calendar: bool,
    sheet: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    pages: int | None,
    forms: bool,
    embed_profile: bool,
    strict: bool,
    public: bool,
) -> None:
    """Build a reader's website and handbook into site/<profile>/.

    PROFILE is a YAML file with the reader's answers. Without it the sample profile is built.
    Open index.html of the folder in a browser; handbook.pdf lies beside it.

    With --public the whole guide becomes one website, which visitors make their own in their browser.
    """
    with ending():
        project = project_here()
        if public:
            if calendar or sheet or only or skip or pages or forms or embed_profile:
                raise click.UsageError(
                    "--calendar, --sheet, --only, --skip, --pages, --forms and --embed-profile "
                    "are for one reader's guide, not --public"
                )
            if profile is not None:
                raise click.UsageError("--public takes no profile: the public guide is for all readers")
            _build_public(project, output or from_here(project.site / "public"), strict=strict)
            return
        if no_pdf and (pages or forms or embed_profile):
            raise click.UsageError(
                "--pages, --forms and --embed-profile are for the handbook, which --no-pdf leaves out"
            )
        path = profile_path(profile, project)
        size = Paper.LETTER if paper == "letter" else Paper.A4
        wanted = Wanted(
            paper=None if no_pdf else size,
            calendar=calendar,
            sheet=size if sheet else None,
            only=only,
            skip=skip,
            embeds=embed_profile,
            forms=forms,
            pages=pages,
        )
        _build_reader(project, path, output or from_here(project.site / free_name(path)), wanted, strict=strict)


def _build_reader(project: Project, profile: Path, target: Path, wanted: Wanted, *, strict: bool) -> None:
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
        click.echo(str(target / name))


def _build_public(project: Project, target: Path, *, strict: bool) -> None:
    _refuse(target, project, target, own="public")
    inputs = partial(website_inputs, project, None)
    made_from = inputs()
    if not _is_made(target, made_from):
        # Imported here: where nothing changed, nothing of it is needed.
        from builder.public_pipeline import build_public  # noqa: PLC0415

        built = build_public(project)
        _warn(built.warnings, strict=strict)
        write_folder(target, built.files, _about(built, made_from, inputs), Readers.EVERYONE)
    click.echo(str(target / HOME))


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
