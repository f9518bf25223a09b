"""Reading text files from the disk, within bounds."""

import os
import stat
from pathlib import Path

from builder.diagnostics import BuildError, Diagnostic
from builder.sources import UNPRINTABLE, Source, whole_file

LARGEST = 1_000_000


def load_source(path: Path, name: str, *, is_private: bool = False) -> Source:
    """Read a UTF-8 text file of at most 1 MB; `name` is what messages call it, and none quotes it if it `is_private`.

    Raises:
        BuildError: the file is missing, no plain file, too large, or holds other than text.
    """
    return parse_source(load_bytes(path, name), name, is_private=is_private)


def parse_source(content: bytes, name: str, *, is_private: bool = False) -> Source:
    """Turn a file's bytes into text whose lines end in a newline alone.

    Raises:
        BuildError: the bytes are not UTF-8, or hold a control or invisible character.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refusal(
            name,
            f"expected UTF-8 text, found byte 0x{content[error.start]:02x} on line {line}",
            "save the file as UTF-8",
        ) from error
    source = Source(name, text.replace("\r\n", "\n").replace("\r", "\n"), is_private=is_private)
    found = UNPRINTABLE.search(source.text)
    if found:
        place = source.place(found.start(), found.end())
        message = f"expected text, found the invisible character U+{ord(found[0]):04X}"
        raise BuildError([Diagnostic(place, message, "delete it")])
    return source


def load_bytes(
    path: Path, name: str, largest: int = LARGEST, *, kind: str = "a text file", smaller: str = "split it"
) -> bytes:
    """Read a file of at most so many bytes; messages ask for this kind of file, and how to get a smaller one.

    Raises:
        BuildError: the file is missing, no plain file, too large, or cannot be read.
    """
    try:
        _refuse_other(path.stat(), name, kind)
        # Without waiting: the file may have become a pipe since. And no more than fits: some files name no size.
        with open(path, "rb", opener=_without_waiting) as file:
            _refuse_other(os.fstat(file.fileno()), name, kind)
            content = file.read(largest + 1)
    except FileNotFoundError as error:
        raise _refusal(name, "there is no such file", "") from error
    except OSError as error:
        raise _refusal(name, f"the file cannot be read: {error.strerror}", "") from error
    if len(content) > largest:
        raise _refusal(name, f"the file is larger than {largest:,} bytes", smaller)
    return content


def real_path(path: Path) -> Path:
    """Return where a path leads, also where its links lead in a circle, which `resolve` minds."""
    return Path(os.path.realpath(path))


def refuse_way_out(path: Path, folder: Path, name: str) -> None:
    """Refuse a file found in a folder that is a link to somewhere outside.

    Raises:
        BuildError: it is one.
    """
    if not real_path(path).is_relative_to(real_path(folder)):
        raise _refusal(name, "this link leads out of the folder", "put the file itself there")


def _refuse_other(status: os.stat_result, name: str, kind: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _refusal(name, "expected a file, found something else", f"name {kind}")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refusal(name: str, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(whole_file(name), message, hint)])
