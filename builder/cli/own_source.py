"""The commands `rebuild` and `strip`, for handbooks that carry what they were made from."""

from pathlib import Path

import click

from builder.cli.exits import ending, say, tell
from builder.cli.places import from_here, project_here, refuse_inputs, refuse_odd_name, refuse_place_of_others
from builder.output import write_folder
from builder.own_source import parse_handbook
from builder.private_files import cut_file
from builder.reader_files import HANDBOOK
from builder.rebuilding import rebuild as rebuild_handbook
from builder.source_files import load_bytes

_LARGEST = 20_000_000  # ten times the largest handbook of the samples
_PDF = click.Path(path_type=Path)


@click.command()
@click.argument("handbook", type=_PDF)
@click.option("--anyway", is_flag=True, help="Build it also where content or versions are other ones by now.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write to instead of site/rebuilt/.")
def rebuild(handbook: Path, *, anyway: bool, output: Path | None) -> None:
    """Make a handbook again, byte for byte, from the profile it carries.

    HANDBOOK is a PDF that was built with --embed-profile. Where content or versions are other ones than when it was
    made, these are named and nothing is built.
    """
    with ending():
        project = project_here()
        target = output or from_here(project.site / "rebuilt")
        refuse_odd_name(target)
        refuse_place_of_others(target, project, "rebuilt")
        refuse_inputs(target, project, handbook.with_suffix(""))
        rebuilt = rebuild_handbook(project, _load(handbook), str(handbook), say, anyway=anyway)
        tell(rebuilt.warnings)
        write_folder(target, {HANDBOOK: rebuilt.pdf})
        click.echo(str(target / HANDBOOK))


@click.command()
@click.argument("handbook", type=_PDF)
def strip(handbook: Path) -> None:
    """Take out of a handbook the profile that it carries, so that it can be handed on.

    The file becomes, byte for byte, what it would be without --embed-profile: what is printed in it stays.
    """
    with ending():
        carrying = parse_handbook(_load(handbook), str(handbook))
        cut_file(handbook, len(carrying.pdf))
        click.echo(str(handbook))


def _load(handbook: Path) -> bytes:
    name = str(handbook)
    return load_bytes(handbook, name, _LARGEST, kind="a PDF", smaller="take the handbook as Matchbook wrote it")
