"""Kinds of arguments that several commands take."""

from pathlib import Path

import click

PROFILE = click.Path(path_type=Path)
