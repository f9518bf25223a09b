"""The command `clean`."""

import click

from builder.cache import cache_folder
from builder.cleaning import find_made, remove_made
from builder.cli.exits import ending, say
from builder.cli.places import from_here, project_here


@click.command()
@click.option("--dry-run", is_flag=True, help="List what would be removed, and remove nothing.")
def clean(*, dry_run: bool) -> None:
    """Remove what Matchbook made: the guides and handouts in site/, and what it keeps to be faster.

    Profiles, rosters and everything else stay, also a file that you changed or put into a folder of site/.
    """
    with ending():
        made = find_made(from_here(project_here().site), cache_folder())
        if not dry_run:
            remove_made(made)
        for path in made:
            click.echo(str(path))
        count = sum(len(files) for files in made.values())
        say(f"{'would remove' if dry_run else 'removed'} {count} file{'' if count == 1 else 's'}")
