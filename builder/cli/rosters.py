"""The command `roster`."""

from pathlib import Path

import click

from builder.cli.exits import ending, say
from builder.cli.places import refuse_odd_name
from builder.pipeline import load
from builder.private_files import refuse_other, write_new_file
from builder.project import find_project
from builder.rosters.blank import blank_rosters


@click.group()
def roster() -> None:
    """Make tables of many readers, for `matchbook batch`."""


@roster.command()
@click.argument("folder", required=False, default="roster", type=click.Path(path_type=Path))
def template(folder: Path) -> None:
    """Write an empty roster into FOLDER: by default, roster/.

    roster.csv has the names of the fields as columns, roster-questions.csv the questions; use the one you like better.
    roster.yaml beside them says how to name the columns of a form's export.
    """
    with ending():
        refuse_odd_name(folder)
        files = blank_rosters(load(find_project(Path.cwd())).vocabulary.schema)
        for name, text in files.items():
            refuse_other(folder / name, text)
        for name, text in files.items():
            if not (folder / name).exists():
                write_new_file(folder / name, text)
            click.echo(str(folder / name))
        say("fill in one row a reader; then type: matchbook batch " + str(folder / "roster.csv"))
