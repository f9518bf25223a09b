"""The command `new`."""

from pathlib import Path

import click

from builder.cli.asking import ask_profile
from builder.cli.exits import ending, say
from builder.cli.parameters import PROFILE
from builder.cli.places import project_here, refuse_odd_name
from builder.pipeline import load
from builder.private_files import refuse_existing, write_new_file


@click.command()
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
