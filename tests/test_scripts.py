"""The browser's scripts keep to the types that their comments state."""

import os
import subprocess
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parent.parent
TSC = which("tsc")
IS_PROMISED = bool(os.environ.get("CI") and which("apt-get"))  # there `./matchbook test` installs it


@pytest.mark.browser
@pytest.mark.skipif(TSC is None and not IS_PROMISED, reason="TypeScript's checker is not installed")
def test_the_scripts_keep_to_their_types() -> None:
    checked = subprocess.run(
        [TSC or "tsc", "--project", "jsconfig.json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert checked.stdout + checked.stderr == ""
