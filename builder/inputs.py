"""A hash of everything that a website is made from: the same hash, the same bytes."""

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from builder.diagnostics import BuildError
from builder.installed import installed_versions
from builder.project import Project
from builder.source_files import load_bytes

_PACKAGE = Path(__file__).parent
# What new guides begin with, what guides without their own take from here, and what Python compiles for itself.
_NO_PROGRAM = frozenset({"starter", "shipped", "__pycache__"})
# Whatever has a hand in the bytes of a page, or in whether there is one.
_LIBRARIES = frozenset({"jinja2", "jsonschema_rs", "markdown", "markupsafe", "pyyaml", "segno"})


class _OddFileError(Exception):
    """A file that a build has to look at more closely: a link, a pipe, one that cannot be read."""


def website_inputs(project: Project, profile: Path | None, options: Iterable[str] = ()) -> str | None:
    """Return a hash of a profile, the options, content, templates, program and libraries.

    None where something is neither a plain file nor a folder: a build then says what is wrong, if it is.
    """
    hashed = sha256(repr((sys.version, installed_versions(_LIBRARIES), *options)).encode())
    try:
        if profile is not None:
            answers = load_bytes(profile, profile.name)
            hashed.update(repr((profile.name, project.shown(profile), answers)).encode())
        for folder in (project.content, project.templates, _PACKAGE):
            for name, content in _files(str(folder), "", _NO_PROGRAM if folder == _PACKAGE else frozenset()):
                hashed.update(repr((name, len(content))).encode())
                hashed.update(content)
    except (BuildError, OSError, _OddFileError):
        return None
    return hashed.hexdigest()


def _files(folder: str, below: str, without: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file below a folder and what is in it, but for folders of some names."""
    # sorted: the order on disk differs between machines
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in without:
                yield from _files(entry.path, f"{below}{entry.name}/", without)
        elif entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb", buffering=0) as file:
                yield f"{below}{entry.name}", file.readall()
        else:
            raise _OddFileError
