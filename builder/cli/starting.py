"""The command `init`."""

import os
from pathlib import Path

import click

from builder.cli.exits import ending, say
from builder.cli.places import refuse_odd_name
from builder.new_folders import write_new_folder
from builder.project import shipped
from builder.starting import load_starter


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start a new guide in FOLDER, with content, templates and profiles to edit.

    It is a small guide about something else, complete and ready to build, that you turn into your own. FOLDER must be
    new or empty.
    """
    with ending():
        refuse_odd_name(folder)
        files = load_starter()
        write_new_folder(folder, files)
        click.echo(str(folder))
        say(f"{len(files)} files of a new guide; now type:\n  cd {folder}\n  {_command(folder)} serve --open")


def _command(folder: Path) -> str:
    """Return what starts Matchbook from a folder: a clone has its launcher, an installed program is on the path."""
    launcher = shipped() / "matchbook"
    return os.path.relpath(launcher, folder.resolve()) if launcher.is_file() else "matchbook"
