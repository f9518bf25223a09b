"""Running a command line."""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from builder.cli.exits import ending, heed_signals
from builder.cli.guides import build_reader
from builder.cli.places import free_name, from_here, profile_path, project_here
from builder.wanted import Wanted

_COMPLETION = "_MATCHBOOK_COMPLETE"  # a shell asks for what may follow, in a variable of its own


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A letter that the terminal's encoding lacks is told by its number.
            stream.reconfigure(errors="backslashreplace")
    heed_signals()
    with ending():
        arguments = sys.argv[1:]
        if is_plain_website(arguments):
            _build_website(arguments)
            return
        # Imported here: to read any command line takes longer to load than to tell that a website is to be built.
        from builder.cli.commands import cli  # noqa: PLC0415

        cli(prog_name="matchbook")


def is_plain_website(arguments: Sequence[str]) -> bool:
    """Tell whether a command line asks for the website of one reader and for nothing else."""
    command, others = arguments[:1], list(arguments[1:])
    if command != ["build"] or others.count("--no-pdf") != 1 or _COMPLETION in os.environ or sys.platform == "win32":
        return False
    others.remove("--no-pdf")
    return not others or (len(others) == 1 and not others[0].startswith("-") and bool(others[0]))


def _build_website(arguments: Sequence[str]) -> None:
    gc.disable()  # one website leaves next to nothing that goes round in circles
    named = [Path(argument) for argument in arguments[1:] if argument != "--no-pdf"]
    project = project_here()
    profile = profile_path(named[0] if named else None, project)
    target = from_here(project.site / free_name(profile))
    build_reader(project, profile, target, Wanted(paper=None), strict=False)
