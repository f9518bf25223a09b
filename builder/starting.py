"""The files that a new guide starts with."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.project import shipped

_STARTER = Path(__file__).parent / "starter"


def load_starter() -> Mapping[str, bytes]:
    """Read a small guide that builds at once, with templates of its own to edit, by path."""
    return {**dict(_files(_STARTER, "")), **dict(_files(shipped() / "templates", "templates/"))}


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield prefix + path.relative_to(folder).as_posix(), path.read_bytes()
