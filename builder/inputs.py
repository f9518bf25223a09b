"""A hash of everything that a website is made from: the same hash, the same bytes."""

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from builder.diagnostics import BuildError
from builder.installed import installed_versions
from builder.project import Project
from builder.records import dataclass
from builder.source_files import load_bytes

_PACKAGE = Path(__file__).parent
# What new guides begin with, what guides without their own take from here, and what Python compiles for itself.
_NO_PROGRAM = frozenset({"starter", "shipped", "__pycache__"})
# Whatever has a hand in the bytes of a page, or in whether there is one.
_LIBRARIES = frozenset({"jinja2", "jsonschema_rs", "markdown", "markupsafe", "pyyaml", "segno"})


@dataclass(frozen=True, slots=True)
class LibraryInputs:
    """Hashes of what a library is made from: the program, with the name that messages have for the content; it."""

    program: bytes
    content: bytes


class _OddFileError(Exception):
    """A file that a build has to look at more closely: a link, a pipe, one that cannot be read."""


def website_inputs(project: Project, profile: Path | None, options: Iterable[str] = ()) -> str | None:
    """Return a hash of a profile, the options, content, templates, program and libraries.

    None where something is neither a plain file nor a folder: a build then says what is wrong, if it is.
    """
    hashed = sha256(repr(tuple(options)).encode())
    try:
        if profile is not None:
            answers = load_bytes(profile, profile.name)
            hashed.update(repr((profile.name, project.shown(profile), answers)).encode())
        hashed.update(_hash_of(project.content))
        hashed.update(_hash_of(project.templates))
        hashed.update(_program())
    except (BuildError, OSError, _OddFileError):
        return None
    return hashed.hexdigest()


def library_inputs(project: Project) -> LibraryInputs | None:
    """Return hashes of what a library is made from, None where there is something else than files and folders."""
    try:
        program = sha256(_program() + project.shown(project.content).encode())
        return LibraryInputs(program.digest(), _hash_of(project.content))
    except (OSError, _OddFileError):
        return None


def _program() -> bytes:
    hashed = sha256(repr((sys.version, installed_versions(_LIBRARIES))).encode())
    hashed.update(_hash_of(_PACKAGE, _NO_PROGRAM))
    return hashed.digest()


def _hash_of(folder: Path, without: frozenset[str] = frozenset()) -> bytes:
    """Return a hash of every name below a folder and of every file's bytes, but for folders of some names."""
    hashed = sha256()
    for name, content in _files(str(folder), "", without):
        hashed.update(repr((name, len(content))).encode())
        hashed.update(content)
    return hashed.digest()


def _files(folder: str, below: str, without: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file and folder below a folder and what is in the file, but for folders of some names."""
    # sorted: the order on disk differs between machines
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in without:
                yield f"{below}{entry.name}/", b""
                yield from _files(entry.path, f"{below}{entry.name}/", without)
        elif entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb", buffering=0) as file:
                yield f"{below}{entry.name}", file.readall()
        else:
            raise _OddFileError
