"""Writing a guide's folder in a single step: the old one stays whole until the new one is."""

import json
import os
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from hashlib import sha256
from pathlib import Path, PurePosixPath

from builder.made_from import EarlierPages
from builder.records import dataclass
from builder.staging import fill_folder, sync_folder

MANIFEST = ".matchbook.json"
# What a folder notes about itself: the hash of what it was made from, and of what some of its pages were.
INPUTS, PAGES = "inputs", "pages"
STAGE, OLD, LOCK = ".matchbook-new-", ".matchbook-old-", ".matchbook-lock"
# Files that an operating system leaves in a folder somebody looked at.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class OutputError(Exception):
    """The output cannot be written; says why in one line, with a hint on the second."""


class Readers(Enum):
    """Who may read what is written: a reader's own guide is private, the public one is for a server to serve."""

    OWNER = 0o700
    EVERYONE = 0o755


@dataclass(frozen=True, slots=True)
class Written:
    """What a folder that Matchbook wrote holds: the hash of each file by path, and what was noted about them."""

    files: Mapping[str, str]
    about: Mapping[str, object]


def load_written(target: Path) -> Written | None:
    """Return what a folder holds; None where Matchbook did not write it, or a file is missing or changed since."""
    listed = _manifest(target).get("files")
    if target.is_symlink() or not isinstance(listed, dict):
        return None
    try:
        is_whole = all(sha256((target / name).read_bytes()).hexdigest() == found for name, found in listed.items())
    except OSError:
        return None
    about = _manifest(target).get("about")
    return Written(listed, about if isinstance(about, dict) else {}) if is_whole else None


def is_made_from(target: Path, inputs: str) -> bool:
    """Tell whether a folder is whole and notes that it was made from these inputs; repairs what a killed build left.

    Raises:
        OutputError: files of somebody else lie in the folder, or it is in use by another build.
    """
    if not _notes(target, inputs):
        return False
    with _writing(target):
        _refuse_strangers(target)
        return _load_made(target, inputs) is not None


def load_made(target: Path, inputs: str) -> Written | None:
    """Return what a folder holds if it is whole and was made from these inputs; repairs what a killed build left.

    Raises:
        OutputError: the folder is in use by another build, or cannot be repaired.
    """
    if not _notes(target, inputs):
        return None
    with _writing(target):
        return _load_made(target, inputs)


def _load_made(target: Path, inputs: str) -> Written | None:
    return load_written(target) if _notes(target, inputs) else None


def _notes(target: Path, inputs: str) -> bool:
    about = _manifest(target).get("about")
    return isinstance(about, dict) and about.get(INPUTS) == inputs


def write_folder(
    target: Path,
    files: Mapping[str, bytes],
    about: Mapping[str, object] | None = None,
    readers: Readers = Readers.OWNER,
) -> None:
    """Replace a folder by new files, all of them or none; `about` is noted in its list of files.

    A folder is replaced only where Matchbook made it and nothing else lies in it.

    Raises:
        OutputError: a name leads out of the folder, or the folder is somebody else's, in use by another build,
            or cannot be written.
    """
    for name in files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise OutputError(f"the file name `{name}` leads out of {target}")
    with _writing(target):
        _refuse_strangers(target)
        _replace(target, files, about or {}, readers.value)


def repair_folder(target: Path) -> None:
    """Undo what a killed process left of a folder that it was writing.

    Raises:
        OutputError: the folder is in use by another build, or cannot be repaired.
    """
    with _writing(target):
        pass


def remove_folder(target: Path) -> None:
    """Remove a folder that Matchbook made; one that is not there is removed already.

    Raises:
        OutputError: the folder is somebody else's, in use by another build, or cannot be removed.
    """
    with _writing(target):
        _refuse_strangers(target)
        if target.exists():
            # Thrown away by the next build where this one cannot: what was kept aside would be put back.
            stage = target.parent / f"{STAGE}{target.name}"
            target.rename(stage)
            shutil.rmtree(stage)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Hold the lock of a folder whose unfinished changes are undone, and translate what the disk says."""
    try:
        make_parents(target)
        with locked(target.parent / f"{LOCK}-{target.name}"):
            _repair(target)
            yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target} cannot be written: {reason.lower()}") from error


def make_parents(path: Path) -> None:
    """Make the folders above a path where they are missing.

    Raises:
        OutputError: something above it is no folder.
    """
    refuse_below_a_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)


def refuse_below_a_file(path: Path) -> None:
    """Refuse a path below something that is no folder.

    Raises:
        OutputError: it is such a path.
    """
    nearest = next((above for above in path.parents if os.path.lexists(above)), path.parent)
    if os.path.lexists(nearest) and not nearest.is_dir():
        raise OutputError(f"{nearest} is not a folder\n  hint: choose another place")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made where it is missing.

    Raises:
        OutputError: another process holds it.
    """
    with path.open("a+b") as file:
        lock(file.fileno(), path.parent)
        yield


def lock(descriptor: int, place: Path) -> None:
    """Lock an open file until it is closed.

    Raises:
        OutputError: another process holds it, which is said to write at a place.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        raise OutputError(
            f"{place} is in use: another build is writing there\n  hint: wait until it is done"
        ) from error


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _repair(target: Path) -> None:
    """Undo what a killed build left: put the old folder back, throw unfinished ones away."""
    old = target.parent / f"{OLD}{target.name}"
    stage = target.parent / f"{STAGE}{target.name}"
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, stage):
        if leftover.exists():
            shutil.rmtree(leftover)


def refuse_strangers(target: Path) -> None:
    """Refuse a folder for a guide in which something else lies, before there is a guide to write.

    Raises:
        OutputError: it is such a folder, or no folder.
    """
    with suppress(OSError):  # another build may be at it; told when it is written
        _refuse_strangers(target)


def _refuse_strangers(target: Path) -> None:
    refuse_below_a_file(target)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target} is not a folder\n  hint: move it away or choose another folder")
    if not target.exists():
        return
    ours = _listed(target) | {MANIFEST}
    for name in files_below(target):  # no further than to the first: this may be a whole home
        if name not in ours and name.rpartition("/")[2] not in _LITTER:
            raise _strangers(target, name)


def files_below(folder: Path) -> Iterator[str]:
    """Yield the name of everything below a folder that is no folder itself, in the same order on every disk."""
    yield from _names_in(str(folder), "")


def _names_in(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _names_in(entry.path, f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}"


def refuse_strangers_beside_guides(folder: Path, names: Collection[str]) -> None:
    """Refuse a folder for several guides in which something else lies, but in the folders of these guides.

    Raises:
        OutputError: it is such a folder, or no folder, or cannot be read.
    """
    try:
        strange = sorted(path.name for path in folder.iterdir() if path.name not in names and not _is_ours(path))
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{folder} cannot be written: {reason.lower()}") from error
    if strange:
        raise _strangers(folder, strange[0])


def _is_ours(path: Path) -> bool:
    """Tell whether something in a folder of guides is a guide, a file of ours beside it, or nothing to anybody."""
    if path.name.startswith(".matchbook-") or path.name in _LITTER | {".gitkeep"}:
        return True
    if path.is_symlink() or not path.is_dir():
        return False
    return (path / MANIFEST).is_file() or all(below.is_dir() for below in path.rglob("*"))


def _strangers(folder: Path, name: str) -> OutputError:
    found = f"{folder} holds files that Matchbook did not make, such as `{name}`"
    return OutputError(f"{found}\n  hint: move them away or choose another folder")


def _listed(target: Path) -> frozenset[str]:
    files = _manifest(target).get("files")
    return frozenset(files) if isinstance(files, dict) else frozenset()


def listed_files(target: Path) -> Mapping[str, str]:
    """Return the hash of each file of a folder as it was written, of the list itself last; nothing without a list."""
    files = _manifest(target).get("files")
    if not isinstance(files, dict) or target.is_symlink():
        return {}
    hashes = {name: digest for name, digest in files.items() if isinstance(digest, str)}
    return {**hashes, MANIFEST: sha256((target / MANIFEST).read_bytes()).hexdigest()}


def load_listed(target: Path, name: str) -> bytes:
    """Return a file of a folder as it was written; nothing where there is none, or it was changed since."""
    return _load_if_hashed(target / name, listed_files(target).get(name))


def earlier_pages(target: Path) -> EarlierPages:
    """Return the pages of a folder that is to be replaced, as far as they are as they were written."""
    listed, about = listed_files(target), _manifest(target).get("about")
    noted = about.get(PAGES) if isinstance(about, dict) else None
    hashes = noted if isinstance(noted, dict) else {}
    return EarlierPages(hashes, lambda name: _load_if_hashed(target / name, listed.get(name)))


def _load_if_hashed(path: Path, digest: str | None) -> bytes:
    """Return what is in a file if that has this hash, else nothing."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if digest == sha256(content).hexdigest() else b""


def _manifest(target: Path) -> Mapping[str, object]:
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _replace(target: Path, files: Mapping[str, bytes], about: Mapping[str, object], mode: int) -> None:
    stage = target.parent / f"{STAGE}{target.name}"
    try:
        fill_folder(stage, {**files, MANIFEST: _manifest_of(files, about)}, target, mode)
        if not target.exists():
            stage.rename(target)
        else:
            _swap(stage, target)
        sync_folder(target.parent)
    finally:
        if stage.exists():
            shutil.rmtree(stage, ignore_errors=True)


def _manifest_of(files: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
    manifest = {
        "made_by": "matchbook",
        **({"about": about} if about else {}),
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return (json.dumps(manifest, indent=1) + "\n").encode()


def _swap(stage: Path, target: Path) -> None:
    """Put the staged folder in the place of the old one; in one step where the system can."""
    if _exchange(stage, target):
        return
    old = target.parent / f"{OLD}{target.name}"
    target.rename(old)
    try:
        stage.rename(target)
    except OSError:
        old.rename(target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - where nothing changed nothing is exchanged, and the command is over sooner

    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
