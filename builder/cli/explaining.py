"""The command `explain`."""

from pathlib import Path

import click

from builder.accounts import explain as explain_profile
from builder.cli.exits import ending
from builder.cli.parameters import PROFILE
from builder.cli.places import profile_path, project_here
from builder.diagnostics import did_you_mean
from builder.explanation import explanation_json, format_explanation, format_module


@click.command()
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
