"""The command `compare`."""

from pathlib import Path

import click

from builder.accounts import compare as compare_profiles
from builder.cli.exits import ending
from builder.cli.parameters import PROFILE
from builder.cli.places import profile_path, project_here
from builder.comparison_text import comparison_json, format_comparison


@click.command()
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
