"""Writing a guide's folder in a single step: the old one stays whole until the new one is."""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath

MANIFEST = ".matchbook.json"
_STAGE, _OLD, _LOCK = ".matchbook-new-", ".matchbook-old-", ".matchbook-lock"
# Files that an operating system leaves in a folder somebody looked at.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class OutputError(Exception):
    """The output cannot be written; says why in one line, with a hint on the second."""


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Replace a folder by new files, all of them or none.

    A folder is replaced only where Matchbook made it and nothing else lies in it.

    Raises:
        OutputError: a name leads out of the folder, or the folder is somebody else's, in use by another build,
            or cannot be written.
    """
    for name in files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise OutputError(f"the file name `{name}` leads out of {target}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target.parent / f"{_LOCK}-{target.name}"):
            _repair(target)
            _refuse_strangers(target)
            _replace(target, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target} cannot be written: {reason.lower()}") from error


def write_new_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and that does not exist yet.

    Raises:
        OutputError: the file exists, or cannot be written.
    """
    refuse_existing(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="", opener=_owner_only) as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}") from error


def refuse_existing(path: Path) -> None:
    """Refuse to write where something is already.

    Raises:
        OutputError: something is there.
    """
    if path.exists():
        raise OutputError(f"{path} exists already\n  hint: choose another name, or edit the file")


def _owner_only(path: str, flags: int) -> int:
    """Open a file that nobody but its owner can read."""
    return os.open(path, flags, 0o600)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{path.parent} is in use: another build is writing there\n  hint: wait until it is done"
            ) from error
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _repair(target: Path) -> None:
    """Undo what a killed build left: put the old folder back, throw unfinished ones away."""
    old = target.parent / f"{_OLD}{target.name}"
    stage = target.parent / f"{_STAGE}{target.name}"
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, stage):
        if leftover.exists():
            shutil.rmtree(leftover)


def _refuse_strangers(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target} is not a folder\n  hint: move it away or choose another folder")
    if not target.exists():
        return
    present = {
        path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    strange = sorted(
        name for name in present - set(_manifest(target)) - {MANIFEST} if name.rpartition("/")[2] not in _LITTER
    )
    if strange:
        found = f"{target} holds files that Matchbook did not make, such as `{strange[0]}`"
        raise OutputError(f"{found}\n  hint: move them away or choose another folder")


def _manifest(target: Path) -> Mapping[str, str]:
    try:
        files = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def _replace(target: Path, files: Mapping[str, bytes]) -> None:
    stage = target.parent / f"{_STAGE}{target.name}"
    try:
        _fill(stage, files)
        if not target.exists():
            stage.rename(target)
        else:
            _swap(stage, target)
        _sync_folder(target.parent)
    finally:
        if stage.exists():
            shutil.rmtree(stage, ignore_errors=True)


def _fill(stage: Path, files: Mapping[str, bytes]) -> None:
    stage.mkdir(mode=0o700)
    manifest = {
        "made_by": "matchbook",
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    everything = {**files, MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode()}
    for name, content in sorted(everything.items()):
        path = stage / name
        _make_folders(path.parent, stage)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _make_folders(folder: Path, stage: Path) -> None:
    """Make a folder and those above it, for the owner only: `parents=True` would ignore the mode for these."""
    if folder != stage and not folder.exists():
        _make_folders(folder.parent, stage)
        folder.mkdir(mode=0o700)


def _swap(stage: Path, target: Path) -> None:
    """Put the staged folder in the place of the old one; in one step where the system can."""
    if _exchange(stage, target):
        return
    old = target.parent / f"{_OLD}{target.name}"
    target.rename(old)
    try:
        stage.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
