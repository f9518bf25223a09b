"""Sets a clone up for one command, whatever an earlier run left half done."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from builder.launcher.clone import (
    LOCK,
    PANGO,
    PYTHON,
    ROOT,
    TEST_LOCK,
    VENV,
    is_installed,
    is_test,
    lays_out_pdf,
    opens_browser,
    read,
    stamp_head,
    stamp_of,
    stamp_text,
)
from builder.launcher.system_packages import apt_command, has_browser, install_packages, missing_packages
from builder.launcher.terminal import run, say, stop

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

AGAIN = "check the network, then type the same command again"

ASK_PLAYWRIGHT = """
import os
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    raise SystemExit(not os.path.exists(playwright.chromium.executable_path))
"""


def set_up(arguments: list[str]) -> None:
    """Install what the command lacks, while no other run does; ends the program where it cannot."""
    try:
        wait_for_other_runs()
        install_what_is_missing(arguments)
    except OSError as error:
        stop(f"cannot write {error.filename}: {error.strerror}", "clone Matchbook into a folder that belongs to you")


def wait_for_other_runs() -> None:
    """Hold a lock on the clone until this process ends, however it ends."""
    descriptor = os.open(Path(ROOT, ".venv.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    if sys.platform == "win32":
        while True:
            with suppress(OSError):  # after ten seconds of waiting
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def install_what_is_missing(arguments: list[str]) -> None:
    """Install packages of the system first: without venv support there is no .venv."""
    missing = tuple(missing_packages(arguments))
    if missing:
        install_packages(missing)
    # A .venv that has run the tests keeps their tools.
    lock = TEST_LOCK if is_test(arguments) or Path(stamp_of(TEST_LOCK)).exists() else LOCK
    if not (is_installed(lock) and Path(PYTHON).exists()):
        install_lock(lock)
    if opens_browser(arguments) and not has_browser():
        install_browser()
    if lays_out_pdf(arguments):
        write_stamp(PANGO)


def install_lock(lock: str) -> None:
    """Make .venv what the lock says; the stamps come last, so nothing half made counts as whole."""
    say("installing Python packages into .venv: up to a minute, and only when they change")
    stamps = [Path(stamp_of(part)) for part in (LOCK, TEST_LOCK)]
    is_whole = Path(PYTHON).exists() and any(read(str(stamp)).startswith(stamp_head()) for stamp in stamps)
    for stamp in stamps:
        stamp.unlink(missing_ok=True)
    if not is_whole:
        make_venv()
    pip = [PYTHON, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    failure = run([*pip, "--require-hashes", "--no-deps", "-r", str(Path(ROOT, lock))])
    if failure:
        stop(f"pip did not install the packages of {lock}:{failure}", AGAIN)
    for part in {LOCK, lock}:
        write_stamp(part)


def make_venv() -> None:
    """Make an empty .venv in place of what is there."""
    failure = run([sys.executable, "-I", "-m", "venv", "--clear", VENV])
    if failure:
        stop(f"Python did not make {VENV}:{failure}", "remove that folder, then type the same command again")


def install_browser() -> None:
    """Have Playwright fetch its own Chromium, unless it has."""
    if not run([PYTHON, "-I", "-c", ASK_PLAYWRIGHT]):
        return
    say("fetching Chromium for the tests")
    libraries = ["--with-deps"] if apt_command() else []
    failure = run([PYTHON, "-I", "-m", "playwright", "install", *libraries, "chromium"])
    if failure:
        stop(f"Playwright did not install Chromium:{failure}", f"{AGAIN}, or leave its tests out with `--fast`")


def write_stamp(part: str) -> None:
    """Say that a part is complete."""
    Path(stamp_of(part)).write_bytes(stamp_text(part))
