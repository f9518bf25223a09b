"""The commands and their options."""

import os
import sys
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

import click

from builder import __version__
from builder.cli.asking import ask_profile
from builder.cli.batching import batch
from builder.cli.checking import check
from builder.cli.exits import Status, ending, say, tell
from builder.cli.places import PROFILE, profile_path, project_here
from builder.cli.publishing import publish
from builder.cli.rosters import roster
from builder.cli.serving import serve
from builder.cli.starting import init
from builder.comparison_text import comparison_json, format_comparison
from builder.diagnostics import BuildError, Diagnostic, Severity, did_you_mean
from builder.explanation import explanation_json, format_explanation, format_module
from builder.handbook import Paper
from builder.output import OutputError, Readers, write_folder
from builder.pipeline import CALENDAR, HANDBOOK, Wanted, build_public, load
from builder.pipeline import build as build_guide
from builder.pipeline import compare as compare_profiles
from builder.pipeline import explain as explain_profile
from builder.private_files import refuse_existing, write_new_file
from builder.project import Project
from builder.sheet import SHEET


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Build a personal strategy guide from a profile: a website and a PDF handbook.

    \b
    Begin with:
      matchbook new profiles/me.yaml     answer questions, get a profile
      matchbook build profiles/me.yaml   build your guide into site/me/
    """  # noqa: D301 - click's mark for lines to keep


cli.add_command(batch)
cli.add_command(check)
cli.add_command(init)
cli.add_command(publish)
cli.add_command(serve)
cli.add_command(roster)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A letter that the terminal's encoding lacks is told by its number.
            stream.reconfigure(errors="backslashreplace")
    with ending():
        cli(prog_name="matchbook")


@cli.command()
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
            if calendar or sheet or only or skip:
                raise click.UsageError(
                    "--calendar, --sheet, --only and --skip are for one reader's guide, not --public"
                )
            _build_public(project, profile, output, strict=strict)
            return
        path = profile_path(profile, project)
        target = output or _from_here(project.site / _folder_name(path))
        size = Paper.LETTER if paper == "letter" else Paper.A4
        wanted = Wanted(
            paper=None if no_pdf else size, calendar=calendar, sheet=size if sheet else None, only=only, skip=skip
        )
        built = build_guide(project, path, wanted, say)
        _warn(built.warnings, strict=strict)
        _refuse_inputs(target, project, path)
        write_folder(target, built.files)
        for name in (name for name in ("index.html", HANDBOOK, SHEET, CALENDAR) if name in built.files):
            click.echo(str(target / name))


def _build_public(project: Project, profile: Path | None, output: Path | None, *, strict: bool) -> None:
    if profile is not None:
        raise click.UsageError("--public takes no profile: the public guide is for all readers")
    target = output or _from_here(project.site / "public")
    built = build_public(project)
    _warn(built.warnings, strict=strict)
    _refuse_inputs(target, project, target)
    write_folder(target, built.files, readers=Readers.EVERYONE)
    click.echo(str(target / "index.html"))


@cli.command()
@click.argument("profile", type=PROFILE)
@click.argument("module", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def explain(profile: Path, module: str | None, *, as_json: bool) -> None:
    """Say which modules a reader gets, which not, and why.

    With MODULE (the name of its file without .md), tell the whole story of that one.
    """
    with ending():
        project = project_here()
        explanation = explain_profile(project, profile_path(profile, project))
        if as_json:
            click.echo(explanation_json(explanation))
            return
        if module is None:
            click.echo(format_explanation(explanation))
            return
        found = {item.decision.module.id: item for item in explanation.modules}
        key = next((name for name in found if name == module), None)
        if key is None:
            raise click.UsageError(
                f"unknown module `{module}`\n  hint: {did_you_mean(module, found) or 'leave it out to see all'}"
            )
        click.echo(format_module(explanation, found[key]))


@cli.command()
@click.argument("profile", type=PROFILE)
@click.argument("other", required=False, type=PROFILE)
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Change an answer; may be given often.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def compare(profile: Path, other: Path | None, settings: tuple[str, ...], *, as_json: bool) -> None:
    """Say how two readers' guides differ, and which answer makes each difference.

    With --set instead of OTHER, say what another answer would change: --set step2_ck.score=255
    """
    with ending():
        if other is None and not settings:
            raise click.UsageError("expected a second profile, or --set FIELD=VALUE")
        project = project_here()
        second = profile_path(other, project) if other else None
        compared = compare_profiles(project, profile_path(profile, project), second, settings)
        if as_json:
            click.echo(comparison_json(compared.comparison, compared.names))
        else:
            click.echo(format_comparison(compared.comparison, compared.library))


@cli.command()
@click.argument("profile", type=PROFILE)
@click.option("--in-order", is_flag=True, help="Ask every question that applies, in the order of the schema.")
def new(profile: Path, *, in_order: bool) -> None:
    """Ask the questions of the questionnaire and write a profile.

    What settles most of the guide is asked first; what can change nothing any more is not asked.
    Every question can be skipped with Enter. The answers stay in the file, on this machine.
    """
    with ending():
        refuse_existing(profile)
        write_new_file(profile, ask_profile(load(project_here()), in_order=in_order))
        say(f"\nwritten: {profile}\nnow type: matchbook build {profile}")


def _homes() -> tuple[Path, ...]:
    """Return the user's home, or none where the system knows none."""
    try:
        return (Path.home().resolve(),)
    except RuntimeError:
        return ()


def _from_here(path: Path) -> Path:
    """Return a path as seen from where the user stands: shorter, and it names nothing above the project."""
    return Path(os.path.relpath(path))


def _folder_name(path: Path) -> str:
    return path.name.removesuffix(".yaml").removesuffix(".yml") or "guide"


def _refuse_inputs(target: Path, project: Project, profile: Path) -> None:
    """Refuse a folder that holds what the guide is made from, lies in it, or is somebody's home."""
    resolved = target.resolve()
    inputs = tuple(folder.resolve() for folder in (project.content, project.templates, project.profiles))
    above = (*inputs, project.root.resolve(), profile.parent.resolve(), *_homes())
    hint = f"\n  hint: choose a folder of its own, such as site/{_folder_name(profile)}"
    if any(folder.is_relative_to(resolved) for folder in above):
        raise OutputError(f"{target} holds more than a guide{hint}")
    if any(resolved.is_relative_to(folder) for folder in inputs):
        raise OutputError(f"{target} lies among the files that guides are made from{hint}")


def _warn(warnings: tuple[Diagnostic, ...], *, strict: bool) -> None:
    if strict and warnings:
        raise BuildError(replace(warning, severity=Severity.ERROR) for warning in warnings)
    tell(warnings)


__all__ = ["Status", "cli", "main"]
