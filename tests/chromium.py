"""A headless browser for the tests that need one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else which("chromium")
# The last one lets a page change its address some thousand times in a row.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-ipc-flooding-protection",
]  # fmt: skip

PATIENCE = 60_000  # milliseconds for what takes an instant on an idle machine
expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser that runs as long as it is used."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a browser; one for all tests of a process, since two of Playwright's cannot run in one."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no chromium is installed")
    with chromium() as started:
        yield started
