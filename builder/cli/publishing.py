"""The command `publish`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from builder.cli.exits import ending, say, tell
from builder.cli.places import project_here
from builder.output import Readers, write_folder
from builder.pages_branch import Destination, find_destination, push_files
from builder.publication import Publication, prepare_publication


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be pushed where, and write nothing.")
@click.option("--remote", default="origin", show_default=True, help="Remote of the guide's git repository.")
@click.option("--branch", default="gh-pages", show_default=True, help="Branch that holds the pages and nothing else.")
@click.option("--message", default="Publish the guide", show_default=True, help="Message of the commit.")
def publish(*, dry_run: bool, remote: str, branch: str, message: str) -> None:
    """Build the public guide and push it to a branch from which a host such as GitHub Pages serves it.

    Nothing is published when `check` finds an error, or when a text of a profile in profiles/ is in the guide.
    Everything else on the branch is replaced.
    """
    with ending():
        project = project_here()
        destination = find_destination(project.root, remote, branch)
        publication = prepare_publication(project, datetime.now(tz=UTC).date())
        tell(publication.warnings)
        if dry_run:
            click.echo(f"would push {_size(publication)} to {_place(destination)}")
            return
        write_folder(Path(project.site / "public"), publication.guide, readers=Readers.EVERYONE)
        push_files(publication.files, destination, message)
        say(f"pushed {_size(publication)} to {_place(destination)}")


def _size(publication: Publication) -> str:
    return f"{len(publication.files)} files, {sum(map(len, publication.files.values())):,} bytes,"


def _place(destination: Destination) -> str:
    return f"the branch {destination.branch} of {destination.remote} ({destination.address})"
