"""Filling a new folder beside an old one, of which it shares the files that are to stay as they are."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

RUNNABLE = 0o111
OWNERS_FOLDER, OWNERS_FILE = 0o700, 0o600


def fill_folder(folder: Path, files: Mapping[str, bytes], old: Path, mode: int) -> None:
    """Make a folder of files with just this mode and have the disk know all of it.

    Files that the old folder has with the same bytes and the same mode become the same files under a second name, where
    the system can: they are on the disk already.
    """
    place, before = str(folder), str(old)
    _make_folder(place, mode)
    for name in sorted({name.rpartition("/")[0] for name in files} - {""}):
        _make_folders(place, name, mode)
    same = {name for name, content in files.items() if _is_same(f"{before}/{name}", content, mode & ~RUNNABLE)}
    for name, content in sorted(files.items()):
        if name not in same:
            _write(f"{place}/{name}", content, mode & ~RUNNABLE)
    for name in sorted(same):
        _link(f"{before}/{name}", f"{place}/{name}", files[name], mode & ~RUNNABLE)
    for name in {os.path.dirname(f"{place}/{name}") for name in files} | {place}:
        sync_folder(name)


def _is_same(path: str, content: bytes, mode: int) -> bool:
    """Tell whether a file holds these bytes and is this user's alone: with one name, and with this mode."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(content) or status.st_nlink != 1:
            return False
        if sys.platform == "win32" or status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) != mode:
            return False
        with open(path, "rb", buffering=0) as file:
            return file.readall() == content
    except OSError:
        return False


def _link(old: str, new: str, content: bytes, mode: int) -> None:
    try:
        os.link(old, new)
    except OSError:  # not every file system has second names
        _write(new, content, mode)


def _write(path: str, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_FILE), "wb") as file:
        file.write(content)
        if mode != OWNERS_FILE:
            os.chmod(path, mode)
        file.flush()
        os.fsync(file.fileno())


def _make_folders(place: str, name: str, mode: int) -> None:
    """Make a folder and those above it: `makedirs` would ignore the mode for these."""
    if name and not os.path.isdir(f"{place}/{name}"):
        _make_folders(place, name.rpartition("/")[0], mode)
        _make_folder(f"{place}/{name}", mode)


def _make_folder(folder: str, mode: int) -> None:
    """Make a folder with just this mode, whatever the user's own rule for new files takes away."""
    os.mkdir(folder, OWNERS_FOLDER)
    if mode != OWNERS_FOLDER:
        os.chmod(folder, mode)


def sync_folder(folder: str | Path) -> None:
    """Have the disk know what lies in a folder, also if the power fails now."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
