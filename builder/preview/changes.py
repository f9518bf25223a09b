"""Noticing that files changed: told by the system where `watchfiles` is installed, else by looking often."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path

_LOOK_EVERY = 0.2
_SETTLED_AFTER = 0.05
_LONGEST_UNSETTLED = 2.0

Stamps = Mapping[str, tuple[int, int]]


class Watch:
    """Some folders and files, and how they were when they were last looked at."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Look at them now: what changes from here on is noticed."""
        self._paths = tuple(paths)
        self._seen = stamps(self._paths)

    def changes(self, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Yield whenever something changed since the last time, once whoever changes it has paused.

        Ends when it is no longer wanted.
        """
        for _ in takewhile(lambda _: is_wanted(), _looks(self._paths)):
            if stamps(self._paths) != self._seen:
                self._seen = _settled(self._paths)
                yield


def stamps(paths: Iterable[Path]) -> Stamps:
    """Return when every file at or below some paths was written, and how long it is; hidden files do not count."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        if path.is_dir():
            _stamp_folder(str(path), found)
        else:
            _stamp_file(str(path), found)
    return found


def _stamp_folder(folder: str, found: dict[str, tuple[int, int]]) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # it went away while we looked
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        # Links to folders are not followed: they may lead back up.
        if entry.is_dir(follow_symlinks=False):
            _stamp_folder(entry.path, found)
        else:
            _stamp_file(entry.path, found)


def _stamp_file(path: str, found: dict[str, tuple[int, int]]) -> None:
    try:
        status = os.stat(path)  # noqa: PTH116 - five times a second for every file: a Path for each would cost as much
    except OSError:
        return
    found[path] = (status.st_mtime_ns, status.st_size)


def _settled(paths: tuple[Path, ...]) -> Stamps:
    """Return the stamps once they stay the same for a moment: an editor may write a file in several steps."""
    seen = stamps(paths)
    for _ in range(int(_LONGEST_UNSETTLED / _SETTLED_AFTER)):
        time.sleep(_SETTLED_AFTER)
        now = stamps(paths)
        if now == seen:
            break
        seen = now
    return seen


def _looks(paths: tuple[Path, ...]) -> Iterator[None]:
    """Yield when it is time to look again, for ever."""
    try:
        # Imported here: it is an extra that need not be installed.
        from watchfiles import watch  # noqa: PLC0415

        existing = [path for path in paths if path.exists()]
        # Once a second even without a word from the system: of a folder put in another's place it says nothing.
        for _ in watch(*existing, watch_filter=None, debounce=200, step=20, rust_timeout=1000, yield_on_timeout=True):
            yield
    except (ImportError, OSError, RuntimeError):
        while True:  # not there, or the system allows no more watches
            yield
            time.sleep(_LOOK_EVERY)
