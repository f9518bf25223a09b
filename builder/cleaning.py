"""Finding and removing what Matchbook made: built folders, what killed builds left, the cache; nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from builder.cache import kept_files
from builder.output import LOCK, OLD, STAGE, OutputError, listed_files, locked
from builder.private_files import KEY

_HANDOUTS = "handouts"

Made = Mapping[Path, tuple[Path, ...]]


def find_made(site: Path, cache: Path) -> Made:
    """Return the files that Matchbook made, by the folder or the file that somebody knows them by.

    A file that was changed since, or that lies in a built folder without being of it, is not among them.
    """
    found = {cache: kept_files(cache)} if cache.is_dir() else {}
    for folder in (site, site / _HANDOUTS):
        found |= {path: files for path, files in _made_in(folder) if files}
    return {path: files for path, files in found.items() if files}


def remove_made(made: Made) -> None:
    """Remove files, and the folders that hold nothing any more.

    Raises:
        OutputError: a build is writing there, or something cannot be removed.
    """
    files = [path for listed in made.values() for path in listed]
    locks = [path for path in files if path.name.startswith(LOCK)]
    try:
        with ExitStack() as stack:
            for path in locks:
                stack.enter_context(locked(path))
            _unlink(path for path in files if path not in locks)
        _unlink(locks)
    except OSError as error:
        raise OutputError(f"{error.filename} cannot be removed: {(error.strerror or str(error)).lower()}") from error
    folders = {folder for path, listed in made.items() for file in listed for folder in _between(path, file)}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):  # somebody's file is in it
            folder.rmdir()


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _between(top: Path, file: Path) -> Iterator[Path]:
    """Yield the folders of a file up to the one it is known by, and that of the handouts."""
    yield from (folder for folder in file.parents if folder == top or top in folder.parents)
    if top.parent.name == _HANDOUTS:
        yield top.parent


def _made_in(folder: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_symlink():
            continue
        if path.is_dir() and path.name.startswith((STAGE, OLD)):
            yield path, tuple(file for file in sorted(path.rglob("*")) if not file.is_dir() or file.is_symlink())
        elif path.is_dir():
            yield path, tuple(_unchanged(path))
        elif path.name.startswith((LOCK, STAGE)) or (path.name == KEY and folder.name == _HANDOUTS):
            yield path, (path,)


def _unchanged(folder: Path) -> Iterator[Path]:
    """Yield the files of a built folder that are as they were written, the list of them last."""
    for name, digest in listed_files(folder).items():
        path = folder / name
        is_inside = ".." not in PurePosixPath(name).parts and path.resolve().is_relative_to(folder.resolve())
        if is_inside and path.is_file() and sha256(path.read_bytes()).hexdigest() == digest:
            yield path
