"""The commands, each loaded when it is called."""

from collections.abc import Mapping
from importlib import import_module

import click

from builder import __version__

# Which file has each command. What one of them needs takes others a second to load.
_FILES: Mapping[str, str] = {
    "batch": "batching",
    "build": "building",
    "check": "checking",
    "clean": "cleaning",
    "compare": "comparing",
    "explain": "explaining",
    "init": "starting",
    "new": "new_profiles",
    "parcel": "parcels",
    "publish": "publishing",
    "rebuild": "own_source",
    "roster": "rosters",
    "serve": "serving",
    "strip": "own_source",
}


class _Commands(click.Group):
    """A group that loads the file of a command when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        return sorted(_FILES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in _FILES:
            return None
        command = getattr(import_module(f"builder.cli.{_FILES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Build a personal strategy guide from a profile: a website and a PDF handbook.

    \b
    Begin with:
      matchbook new profiles/me.yaml     answer questions, get a profile
      matchbook build profiles/me.yaml   build your guide into site/me/
    """  # noqa: D301 - click's mark for lines to keep
