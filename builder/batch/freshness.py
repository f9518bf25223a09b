"""A hash of everything that goes into a reader's files: the same hash, the same bytes."""

import json
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from builder.batch.readers import Reader
from builder.fonts import font_files
from builder.project import Project

_PACKAGE = Path(__file__).parent.parent
# Whatever has a hand in the bytes of a page or a PDF.
_ENGINES = (
    "weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow", "brotli", "zopfli",
    "jinja2", "markupsafe", "markdown",
)  # fmt: skip


def shared_inputs(project: Project) -> str:
    """Return a hash of what all readers share: content, templates, the program, engines and fonts."""
    hashed = sha256()
    for folder in (project.content, project.templates, _PACKAGE):
        for path in _files(folder):
            hashed.update(json.dumps([path.relative_to(folder).as_posix()]).encode())
            hashed.update(sha256(path.read_bytes()).digest())
    for path in font_files():
        hashed.update(json.dumps([path.name, path.stat().st_size]).encode())
    versions = {name: metadata.version(name) for name in _ENGINES}
    hashed.update(json.dumps([versions, _pango(), sys.version, os.environ.get("SOURCE_DATE_EPOCH")]).encode())
    return hashed.hexdigest()


def reader_inputs(shared: str, reader: Reader, settings: tuple[str, ...]) -> str:
    """Return a hash of what all readers share, one reader's answers and the settings of the run."""
    answers = {name: list(value) if isinstance(value, tuple) else value for name, value in reader.given.items()}
    return sha256(json.dumps([shared, settings, answers], sort_keys=True).encode()).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    # sorted: the order on disk differs between machines
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _pango() -> str:
    try:
        from weasyprint.text.ffi import pango  # noqa: PLC0415 - takes a second
    except OSError:
        return ""
    return str(pango.pango_version())
