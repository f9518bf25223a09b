"""Filling a folder that is new or empty, for its owner to edit."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.output import STAGE, OutputError, files_below, lock, refuse_below_a_file
from builder.staging import sync_folder


def write_new_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Fill a folder that is new or empty, with all files or none; they are its owner's to edit.

    What an earlier try left there, as it was written, is completed.

    Raises:
        OutputError: there is something else in the folder, or it cannot be written.
    """
    place = target.resolve()
    try:
        _refuse_filled(target, files)
        refuse_below_a_file(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        with _stage(place) as stage:
            for name, content in sorted(files.items()):
                path = stage / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            for folder in {(stage / name).parent for name in files} | {stage}:
                sync_folder(folder)
            _put(stage, place)
            sync_folder(place.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target} cannot be written: {reason.lower()}") from error


def _refuse_filled(target: Path, files: Mapping[str, bytes]) -> None:
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is not a folder\n  hint: choose another name")
    names = files_below(target) if target.exists() else iter(())
    found = 0
    is_ours = True
    for name in names:  # no further than to the first of somebody's: this may be a whole home
        found += 1
        is_ours = name in files and (target / name).read_bytes() == files[name]
        if not is_ours:
            break
    is_complete = is_ours and found == len(files)
    if is_ours and is_complete:
        shutil.rmtree(_stage_of(target.resolve()), ignore_errors=True)
    if not is_ours or is_complete:
        raise OutputError(f"{target} is not empty\n  hint: choose a folder that is new or empty")


def _stage_of(place: Path) -> Path:
    return place.parent / f"{STAGE}{place.name}"


@contextmanager
def _stage(place: Path) -> Iterator[Path]:
    """Yield a new folder beside a place, gone at the end; what a killed process left of one is thrown away."""
    stage = _stage_of(place)
    stage.mkdir(mode=0o755, exist_ok=True)
    with _held(stage):
        for path in stage.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder, where the system can lock one."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        lock(descriptor, folder.parent)
        yield
    finally:
        os.close(descriptor)


def _put(made: Path, place: Path) -> None:
    """Put a folder where none is, or its parts into one that is there: somebody may stand in it."""
    if not place.exists():
        made.rename(place)
        return
    moved: list[Path] = []
    try:
        for path in sorted(made.iterdir()):
            if not (place / path.name).exists():
                path.rename(place / path.name)
                moved.append(path)
    except BaseException:  # also when interrupted: none of it stays
        for path in moved:
            (place / path.name).rename(path)
        raise
