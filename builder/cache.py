"""A folder for what can be made again: it may be deleted at any time, and holds nothing of any reader."""

import json
import marshal
import os
import re
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import CodeType

_DIGEST = 32
# Compiled texts and templates, libraries, lists of fonts, laid-out pages, and what the library for fonts notes.
_OURS = re.compile(
    r"markdown-.*|templates-.*|library-.*|fonts-.*|blocks\.sqlite.*|[0-9a-f]+-\w+\.cache-.*|.*\.(LCK|NEW|TMP-\w+)|CACHEDIR\.TAG"
)


def cache_folder() -> Path:
    """Return a folder of this user's that can be written, made where it is missing."""
    for base in (os.environ.get("XDG_CACHE_HOME"), _home_cache()):
        if base:
            folder = Path(base) / "matchbook"
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                continue
            if os.access(folder, os.W_OK):
                return folder
    return _passing_folder()


def _passing_folder() -> Path:
    """Return one folder of this user's among the temporary ones; another each time where somebody else has its name."""
    from tempfile import gettempdir, mkdtemp  # noqa: PLC0415 - takes time, and hardly any user has no folder

    if sys.platform != "win32":
        folder = Path(gettempdir()) / f"matchbook-{os.getuid()}"
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
            status = folder.lstat()
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077:
                return folder
    return Path(mkdtemp(prefix="matchbook-"))


def _home_cache() -> str:
    try:
        return str(Path.home() / ".cache")
    except RuntimeError:
        return ""


def kept_files(folder: Path) -> tuple[Path, ...]:
    """Return the files in a cache that this program and its libraries wrote."""
    return tuple(path for path in sorted(folder.iterdir()) if _OURS.fullmatch(path.name) and path.is_file())


def load_texts(name: str) -> dict[str, str]:
    """Return the texts kept under a name; none where there are none, or they cannot be read."""
    try:
        texts = json.loads((cache_folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_whole = isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
    return texts if is_whole else {}


def write_texts(name: str, texts: Mapping[str, str]) -> None:
    """Keep texts under a name, all or none; where that is not possible nothing is kept."""
    _write(f"{name}.json", json.dumps(texts, ensure_ascii=False).encode())


def load_code(name: str) -> Mapping[str, tuple[str, CodeType]]:
    """Return the compiled Python kept under a name, each with what it was made from; none where there is none.

    It is what Python itself keeps beside each of its files, in the same form.
    """
    kept = load_own(f"{name}.code")
    found = marshal.loads(kept) if kept else None  # noqa: S302 - what this user's own process wrote, whole
    return found if isinstance(found, dict) else {}


def write_code(name: str, code: Mapping[str, tuple[str, CodeType]]) -> None:
    """Keep compiled Python under a name, all or none; where that is not possible nothing is kept."""
    write_own(f"{name}.code", marshal.dumps(dict(code)))


def load_own(file_name: str) -> bytes | None:
    """Return what this very Python kept in a file.

    None where there is none, where it is not whole, or where others than this user could write it.
    """
    try:
        with (cache_folder() / file_name).open("rb") as file:
            if not _is_own(file.fileno()):
                return None
            kept = file.read()
    except OSError:
        return None
    return kept[_DIGEST:] if _digest(kept[_DIGEST:]) == kept[:_DIGEST] else None


def write_own(file_name: str, content: bytes) -> None:
    """Keep something for this very Python, all or none; where that is not possible nothing is kept."""
    _write(file_name, _digest(content) + content)


def _digest(kept: bytes) -> bytes:
    """Return what tells that this very Python wrote something, and that it is whole: another one cannot read it."""
    return sha256(sys.version.encode() + kept).digest()


def _is_own(descriptor: int) -> bool:
    """Tell whether nobody but this user can write an open file; where the system does not tell, it lies in a home."""
    if sys.platform == "win32":
        return True
    status = os.fstat(descriptor)
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _write(file_name: str, content: bytes) -> None:
    path = cache_folder() / file_name
    unfinished = path.with_name(f"{path.stem}-{os.getpid()}")
    try:
        # By a process that was killed; one that still writes keeps nothing.
        for left in path.parent.glob(f"{path.stem}-*"):
            left.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError:
        return
