"""A file in the cache for what is laid out once: it may be deleted at any time, and holds nothing of any reader."""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from builder.cache import cache_folder

_OWNER_ONLY = 0o600
_PATIENCE = 30
_AT_ONCE = 500
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, digest BLOB NOT NULL, text BLOB NOT NULL)"


class Store:
    """Texts under keys, of one way to lay out: `about` names all that they depend on beside their keys."""

    def __init__(self, about: Iterable[str]) -> None:
        """Open the file; what cannot be opened keeps nothing."""
        self._about = sha256("\0".join(about).encode()).digest()
        self._path = cache_folder() / "blocks.sqlite"
        self._file = _open(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def load(self, names: Iterable[str]) -> dict[str, str]:
        """Return the texts that are kept and whole, by name."""
        if self._file is None:
            return {}
        keys = {self._key(name): name for name in names}
        found: dict[str, str] = {}
        wanted = [*keys]
        try:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._file.execute(f"SELECT key, digest, text FROM kept WHERE key IN ({marks})", some)  # noqa: S608 - only question marks
                found |= {
                    keys[key]: zlib.decompress(text).decode()
                    for key, digest, text in rows
                    if _digest(key, text) == digest
                }
        except (sqlite3.Error, zlib.error, UnicodeDecodeError):
            return {}
        return found

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep texts by name, all or none; where that is not possible nothing is kept."""
        if self._file is None or not texts:
            return
        rows = []
        for name, text in texts.items():
            key, packed = self._key(name), zlib.compress(text.encode(), 1)
            rows.append((key, _digest(key, packed), packed))
        try:
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        except sqlite3.Error:
            return

    def _key(self, name: str) -> bytes:
        return sha256(self._about + name.encode()).digest()


def _digest(key: bytes, text: bytes) -> bytes:
    return sha256(key + text).digest()


def _open(path: Path) -> sqlite3.Connection | None:
    """Open the file, made anew where it is damaged."""
    for _ in range(2):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
            file = sqlite3.connect(path, timeout=_PATIENCE)
            with closing(file.execute(_TABLE)):
                return file
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
        except OSError:
            return None
    return None
