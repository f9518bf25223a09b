"""Runs every check, each under its heading: `./matchbook test [--fast] [--long] [--coverage] [OPTION OF PYTEST]`."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "builder", "tests"),
    ("lint-imports", "--no-logo"),
)
# One worker a core; one file's tests stay together, since they share what they build. The order is that of conftest.py.
SHARED = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
OPTIONS = {
    "--fast": ("-m", "not browser and not pdf"),
    "--long": ("-m", "long"),  # these alone
    "--coverage": ("--cov", "--cov-report=term"),  # takes half as long again
}


def main(arguments: Sequence[str]) -> int:
    """Run all checks, however many fail, and return the exit status."""
    wanted = [part for argument in arguments for part in OPTIONS.get(argument, (argument,))]
    # Last, so that a run in which all is well ends with how many tests passed.
    tests = ("pytest", *SHARED, *wanted)
    failed = [" ".join(check) for check in (*CHECKS, tests) if not passes(check)]
    if failed:
        print("\nfailed: " + ", ".join(failed), flush=True)
    return 1 if failed else 0


def passes(check: Sequence[str]) -> bool:
    """Run one check at the root of the project."""
    print("\n== " + " ".join(check), flush=True)
    program = which(check[0], path=PROGRAMS)
    return program is not None and subprocess.run([program, *check[1:]], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
