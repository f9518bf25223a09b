"""Writing single files that only their owner can read, never over another one."""

import os
from pathlib import Path
from secrets import token_bytes

from builder.output import OutputError


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


def load_or_make_key(path: Path) -> bytes:
    """Return the secret in a file that only its owner can read, made where there is none.

    Raises:
        OutputError: the file cannot be read or written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            unfinished = path.with_name(f"{path.name}.{os.getpid()}")
            with open(unfinished, "xb", opener=_owner_only) as file:
                file.write(token_bytes(32))
            unfinished.replace(path)
        key = path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}") from error
    if not key:
        raise OutputError(f"{path} is empty\n  hint: delete it; the readers get new ids then")
    return key


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
