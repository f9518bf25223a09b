"""The command `parcel`, which nobody types: a worker of a cluster starts it."""

import sys

import click

from builder.batch.parcels import make_packed
from builder.cli.exits import ending
from builder.fonts import prepare_engine
from builder.processes import die_with


@click.command(hidden=True)
@click.argument("parent", type=int)
def parcel(parent: int) -> None:
    """Make the files that the JSON in standard input asks for, and tell what became of each in a line of JSON."""
    with ending():
        die_with(parent)
        prepare_engine()
        for line in make_packed(sys.stdin.read()):
            click.echo(line)
