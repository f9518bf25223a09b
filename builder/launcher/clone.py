"""Knows what each command needs of the clone it runs from, and whether that is there."""

# Every command waits for this file, so it imports nothing that takes time: pathlib alone would double it.
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")

LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # holds all of LOCK, at the same versions
PANGO = "pango"


def command_line(arguments: list[str]) -> list[str]:
    """Return the command that does the work."""
    # -P: a folder `builder` where the user stands is not ours.
    python = [PYTHON, "-P", "-X", "utf8"]
    if is_test(arguments):
        return [*python, os.path.join(ROOT, "tests", "run.py"), *arguments[1:]]
    return [*python, "-m", "builder", *arguments]


def is_ready(arguments: list[str]) -> bool:
    """Tell whether the command can start at once."""
    parts = [TEST_LOCK if is_test(arguments) else LOCK]
    if lays_out_pdf(arguments):
        parts.append(PANGO)
    return not opens_browser(arguments) and os.path.exists(PYTHON) and all(map(is_installed, parts))


def is_test(arguments: list[str]) -> bool:
    """Tell whether the command is `test`, the one that is not the builder's."""
    return arguments[:1] == ["test"]


def lays_out_pdf(arguments: list[str]) -> bool:
    """Tell whether the command needs Pango."""
    with_handbook = arguments[:1] in (["build"], ["batch"]) and not {"--no-pdf", "--help", "-h"}.intersection(arguments)
    return with_handbook or opens_browser(arguments)


def opens_browser(arguments: list[str]) -> bool:
    """Tell whether the command needs Chromium, and Poppler to draw pages of a PDF."""
    return is_test(arguments) and "--fast" not in arguments


def is_installed(part: str) -> bool:
    """Tell whether a part of the setup is complete, and is what it should be today."""
    return read(stamp_of(part)) == stamp_text(part)


def stamp_of(part: str) -> str:
    """Return the file that is there once a part is complete."""
    return os.path.join(VENV, f"{part}.installed")


def stamp_text(part: str) -> bytes:
    """Return what the part's stamp says: which .venv this is, and the whole lock, which is quicker than its hash."""
    return stamp_head() + read(os.path.join(ROOT, part))


def stamp_head() -> bytes:
    """Return the Python and the folder of a .venv: it works under no other version, and breaks when it is moved."""
    return b"Python %d.%d in %s\n" % (*sys.version_info[:2], os.fsencode(VENV))


def read(path: str) -> bytes:
    """Return the file's bytes, none where there is no file."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
