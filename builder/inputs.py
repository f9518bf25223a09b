"""A hash of everything that a website is made from: the same hash, the same bytes."""

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from builder.diagnostics import BuildError
from builder.installed import installed_versions
from builder.made_from import LibraryInputs, WebsiteInputs
from builder.project import Project
from builder.source_files import load_bytes

_PACKAGE = Path(__file__).parent
# What new guides begin with, what guides without their own take from here, and what Python compiles for itself.
_NO_PROGRAM = frozenset({"starter", "shipped", "__pycache__"})
# Whatever has a hand in the bytes of a page, or in whether there is one.
_LIBRARIES = frozenset({"jinja2", "jsonschema_rs", "markdown", "markupsafe", "pyyaml", "segno"})


class _OddFileError(Exception):
    """A file that a build has to look at more closely: a link, a pipe, one that cannot be read."""


def website_inputs(project: Project, profile: Path | None, options: Iterable[str] = ()) -> WebsiteInputs | None:
    """Return hashes of a profile, the options, content, templates, program and libraries.

    None where something is neither a plain file nor a folder: a build then says what is wrong, if it is.
    """
    hashed = sha256(repr(tuple(options)).encode())
    try:
        if profile is not None:
            answers = load_bytes(profile, profile.name)
            hashed.update(repr((profile.name, project.shown(profile), answers)).encode())
        program, content = _program(), _hash_of(project.content)
        rendering = sha256(program + _hash_of(project.templates)).digest()
    except (BuildError, OSError, _OddFileError):
        return None
    hashed.update(rendering + content)
    return WebsiteInputs(hashed.hexdigest(), _library_inputs(project, program, content), rendering)


def library_inputs(project: Project) -> LibraryInputs | None:
    """Return hashes of what a library is made from, None where there is something else than files and folders."""
    try:
        return _library_inputs(project, _program(), _hash_of(project.content))
    except (OSError, _OddFileError):
        return None


def _library_inputs(project: Project, program: bytes, content: bytes) -> LibraryInputs:
    return LibraryInputs(sha256(program + project.shown(project.content).encode()).digest(), content)


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
