"""Writing single files of one owner: new ones that only they can read, and the beginnings of what they have."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

from builder.output import STAGE, OutputError, lock, make_parents
from builder.staging import sync_folder

KEY = ".matchbook-key"
_KEY_BYTES = 32


def write_new_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and that does not exist yet.

    Raises:
        OutputError: the file exists, or cannot be written.
    """
    refuse_existing(path)
    try:
        make_parents(path)
        if not _put_new(path, text.encode()):
            refuse_existing(path)
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
        if path.exists():
            _forget_unfinished(path)
        else:
            _put_new(path, key)
        if path.read_bytes() != key:
            raise OutputError(f"{path.parent} is in use: another batch began there\n  hint: wait until it is done")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}") from error


def _put_new(path: Path, content: bytes) -> bool:
    """Put a file that only its owner can read where none is, all of it or nothing; tell whether none was there.

    Raises:
        OutputError: another process is writing the same file.
    """
    unfinished = path.with_name(f"{STAGE}{path.name}")
    with open(unfinished, "ab", opener=_owner_only) as file:
        lock(file.fileno(), path.parent)
        try:
            file.truncate(0)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            _name(unfinished, path)
            sync_folder(path.parent)
        except FileExistsError:
            return False
        finally:
            unfinished.unlink(missing_ok=True)
    return True


def _forget_unfinished(path: Path) -> None:
    with suppress(OSError):
        path.with_name(f"{STAGE}{path.name}").unlink(missing_ok=True)


def _name(unfinished: Path, path: Path) -> None:
    """Give a file a second name, or where the disk knows no second names another one."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:
        unfinished.rename(path)


def refuse_other(path: Path, text: str) -> None:
    """Refuse to write where something else is than what is to be written.

    Raises:
        OutputError: something else is there, or it cannot be read.
    """
    try:
        is_same = path.is_file() and path.read_bytes() == text.encode()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
    if is_same:
        _forget_unfinished(path)
    else:
        refuse_existing(path)


def refuse_existing(path: Path) -> None:
    """Refuse to write where something is already; what a killed process left beside that goes.

    Raises:
        OutputError: something is there.
    """
    if path.exists():
        if path.is_file():
            _forget_unfinished(path)
        raise OutputError(f"{path} exists already\n  hint: choose another name, or edit the file")


def _owner_only(path: str, flags: int) -> int:
    """Open a file that nobody but its owner can read."""
    return os.open(path, flags, 0o600)
