"""The handbook's fonts: whole font files from packages, the same on every machine."""

import os
from hashlib import sha256
from html import escape
from importlib.util import find_spec
from pathlib import Path

from builder.cache import cache_folder

_FAMILIES = ("Literata", "Inter", "IBM Plex Sans Arabic", "Noto Sans Devanagari")
# Chinese, Japanese and Korean; from another collection than the others.
_EAST_ASIAN = "noto_cjk_sans_jp_regular"


def _folders() -> list[str]:
    import fontpkg  # noqa: PLC0415 - only a handbook needs it

    folders = sorted({str(Path(fontpkg.path(family)).parent) for family in _FAMILIES})
    # 14 MB that an installation may go without: these letters then are empty boxes, with a warning.
    east_asian = find_spec(_EAST_ASIAN)
    return [*folders, *(east_asian.submodule_search_locations or ())] if east_asian else folders


def font_files() -> tuple[Path, ...]:
    """Return every font file that a handbook may be drawn with."""
    return tuple(path for folder in _folders() for path in sorted(Path(folder).rglob("*")) if path.is_file())


def prepare_engine() -> None:
    """Load the PDF engine once, with the packages' fonts: processes that print begin as copies of this one."""
    use_package_fonts()
    try:
        import weasyprint  # noqa: F401, PLC0415 - takes a second, which no other command should wait for
    except OSError:
        return  # told by each process that prints


def use_package_fonts() -> None:
    """Let font look-ups of this process see the packages' fonts and no others.

    Must run before the PDF engine is imported.
    """
    folders = _folders()
    cache = cache_folder()
    listed = "".join(f"<dir>{escape(folder, quote=False)}</dir>" for folder in folders)
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{listed}<cachedir>{escape(str(cache), quote=False)}</cachedir></fontconfig>\n"
    )
    config = cache / f"fonts-{sha256(text.encode()).hexdigest()[:16]}.conf"
    if not config.exists():
        unfinished = cache / f"{config.name}.{os.getpid()}"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(config)
    os.environ["FONTCONFIG_FILE"] = str(config)
    # Fonts say in the file when they were cut down to the letters used: the same moment on every day and machine.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
