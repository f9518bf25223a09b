"""The command `build`."""

from pathlib import Path

import click

from builder.cli.exits import ending
from builder.cli.guides import build_public, build_reader
from builder.cli.parameters import PROFILE
from builder.cli.places import free_name, from_here, profile_path, project_here
from builder.paper import Paper
from builder.wanted import Wanted


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
            build_public(project, output or from_here(project.site / "public"), strict=strict)
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
        build_reader(project, path, output or from_here(project.site / free_name(path)), wanted, strict=strict)
