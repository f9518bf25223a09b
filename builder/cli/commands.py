"""The commands and their options."""

import sys
from io import TextIOWrapper
from pathlib import Path

import click

from builder import __version__
from builder.cli.asking import ask_profile
from builder.cli.batching import batch
from builder.cli.building import build
from builder.cli.checking import check
from builder.cli.cleaning import clean
from builder.cli.exits import Status, ending, heed_signals, say
from builder.cli.own_source import rebuild, strip
from builder.cli.parcels import parcel
from builder.cli.places import PROFILE, profile_path, project_here, refuse_odd_name
from builder.cli.publishing import publish
from builder.cli.rosters import roster
from builder.cli.serving import serve
from builder.cli.starting import init
from builder.comparison_text import comparison_json, format_comparison
from builder.diagnostics import did_you_mean
from builder.explanation import explanation_json, format_explanation, format_module
from builder.pipeline import compare as compare_profiles
from builder.pipeline import explain as explain_profile
from builder.pipeline import load
from builder.private_files import refuse_existing, write_new_file


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
cli.add_command(build)
cli.add_command(check)
cli.add_command(clean)
cli.add_command(init)
cli.add_command(parcel)
cli.add_command(publish)
cli.add_command(rebuild)
cli.add_command(serve)
cli.add_command(roster)
cli.add_command(strip)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A letter that the terminal's encoding lacks is told by its number.
            stream.reconfigure(errors="backslashreplace")
    heed_signals()
    with ending():
        cli(prog_name="matchbook")


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
        refuse_odd_name(profile)
        write_new_file(profile, ask_profile(load(project_here()), in_order=in_order))
        say(f"\nwritten: {profile}\nnow type: matchbook build {profile}")


__all__ = ["Status", "cli", "main"]
