"""A folder for what can be made again: it may be deleted at any time, and holds nothing of any reader."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

# Compiled texts, lists of fonts, laid-out pages, and what the library for fonts notes for itself.
_OURS = re.compile(r"markdown-.*|fonts-.*|blocks\.sqlite.*|[0-9a-f]+-\w+\.cache-.*|.*\.(LCK|NEW|TMP-\w+)|CACHEDIR\.TAG")


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
    return Path(tempfile.mkdtemp(prefix="matchbook-"))


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
    path = cache_folder() / f"{name}.json"
    try:
        for left in path.parent.glob(f"{name}-*"):  # by a process that was killed; one that still writes keeps nothing
            left.unlink(missing_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f"{name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(texts, file, ensure_ascii=False)
            Path(unfinished).replace(path)
        finally:
            Path(unfinished).unlink(missing_ok=True)
    except OSError:
        return
