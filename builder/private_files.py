"""Writing single files of one owner: new ones that only they can read, and the beginnings of what they have."""

import os
from pathlib import Path
from secrets import token_bytes

from builder.output import OutputError

_KEY_BYTES = 32


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


def cut_file(path: Path, length: int) -> None:
    """Cut a file back to its first bytes.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        os.truncate(path, length)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}") from error


def load_or_draw_key(path: Path) -> bytes:
    """Return the secret in a file, or a new one where there is no file. Writes nothing.

    Raises:
        OutputError: the file cannot be read, or holds no secret.
    """
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return token_bytes(_KEY_BYTES)
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
    if len(key) != _KEY_BYTES:
        found = f"{path} is not the secret that Matchbook wrote: it has {len(key)} bytes in place of {_KEY_BYTES}"
        raise OutputError(
            f"{found}\n  hint: put the old file back, or delete it; readers without an id get new ones then"
        )
    return key


def keep_key(path: Path, key: bytes) -> None:
    """Write a secret into a file that only its owner can read; one that is there already stays.

    Raises:
        OutputError: the file cannot be written, or holds another secret by now.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            unfinished = path.with_name(f"{path.name}.{os.getpid()}")
            with open(unfinished, "wb", opener=_owner_only) as file:
                file.write(key)
            unfinished.replace(path)
        if path.read_bytes() != key:
            raise OutputError(f"{path.parent} is in use: another batch began there\n  hint: wait until it is done")
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
