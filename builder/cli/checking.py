"""The command `check`."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from builder.audit import Checked, Extra
from builder.audit import check as check_guide
from builder.audit_text import checked_json, finding_json, format_guides, format_score, profile_files
from builder.cli.exits import ending, say, tell
from builder.diagnostics import BuildError, Severity
from builder.output import write_folder
from builder.project import find_project


@click.command()
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.option("--links", is_flag=True, help="List links that are plain text for some reader.")
@click.option("--coverage", is_flag=True, help="List modules and passages that no profile in profiles/ shows.")
@click.option("--mutate", is_flag=True, help="List small mistakes that no profile in profiles/ would notice.")
@click.option("--guides", is_flag=True, help="Count the different guides; find a few readers who see all of them.")
@click.option(
    "--write", type=click.Path(path_type=Path), help="Folder for the profiles that --guides or --mutate found."
)
def check(*, strict: bool, as_json: bool, write: Path | None, **extras: bool) -> None:
    """Check the guide's files and list every problem, with its line and a hint.

    Looks at all readers at once, not at samples: a finding names a reader about whom it is, or says that there is none.
    """
    with ending():
        wanted = frozenset(Extra(name) for name, is_wanted in extras.items() if is_wanted)
        if write is not None and not wanted & {Extra.GUIDES, Extra.MUTATE}:
            raise click.UsageError("--write needs --guides or --mutate: these find the profiles to write")
        try:
            checked = check_guide(find_project(Path.cwd()), datetime.now(tz=UTC).date(), wanted)
        except BuildError as error:
            if as_json:
                click.echo(json.dumps([finding_json(d) for d in error.diagnostics], ensure_ascii=False, indent=2))
            raise
        _print(checked, as_json=as_json)
        if write is not None:
            write_folder(write, profile_files(checked))
            say(f"profiles are in {write}")
        _end(checked, strict=strict)


def _print(checked: Checked, *, as_json: bool) -> None:
    if as_json:
        click.echo(checked_json(checked))
        return
    for text in (format_guides(checked), format_score(checked)):
        if text:
            click.echo(text)


def _end(checked: Checked, *, strict: bool) -> None:
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in failing for finding in checked.findings):
        raise BuildError(
            replace(finding, severity=Severity.ERROR) if finding.severity in failing else finding
            for finding in checked.findings
        )
    tell(checked.findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in checked.findings)
    found = f"{warnings} warning{'' if warnings == 1 else 's'}" if warnings else "no problems"
    say(f"{found} in {len(checked.library.modules)} modules and {len(checked.library.claims)} claims")
