"""What has a hand in the bytes of a guide, each part under its name: the same parts, the same bytes."""

import json
import platform
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from builder import __version__
from builder.fonts import font_files, use_package_fonts
from builder.project import Project

_PACKAGE = Path(__file__).parent
# Whatever has a hand in the bytes of a page or a PDF.
_ENGINES = (
    "weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow", "brotli", "zopfli",
    "jinja2", "markupsafe", "markdown", "uharfbuzz",
)  # fmt: skip


def versions_of(project: Project) -> Mapping[str, str]:
    """Return the version or a hash of content, templates, program, fonts, engines and the libraries below them."""
    return {
        "content": _hash_of(project.content),
        "templates": _hash_of(project.templates),
        **program_versions(),
    }


@cache
def program_versions() -> Mapping[str, str]:
    """Return the version or a hash of program, fonts, engines and the libraries below them."""
    fonts = [[path.name, path.stat().st_size] for path in font_files()]
    return {
        "matchbook": __version__,
        "program": _hash_of(_PACKAGE),
        "fonts": sha256(json.dumps(fonts).encode()).hexdigest(),
        **{name: metadata.version(name) for name in _ENGINES},
        "pango": _pango(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _hash_of(folder: Path) -> str:
    hashed = sha256()
    for path in _files(folder):
        hashed.update(json.dumps([path.relative_to(folder).as_posix()]).encode())
        hashed.update(sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    # sorted: the order on disk differs between machines
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _pango() -> str:
    use_package_fonts()
    try:
        from weasyprint.text.ffi import pango  # noqa: PLC0415 - takes a second
    except OSError:
        return ""
    return str(pango.pango_version())
