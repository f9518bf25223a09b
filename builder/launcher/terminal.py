"""Speaks to the person at the terminal, and runs other programs so that they do not."""

import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn


def say(message: str) -> None:
    """Tell of something that takes time."""
    print(f"matchbook: {message}", file=sys.stderr, flush=True)


def stop(message: str, hint: str) -> NoReturn:
    """End with an error, in the form of the builder's own."""
    sys.exit(f"error: {message}\n  hint: {hint}")


def run(command: Sequence[str]) -> str:
    """Run a program and return nothing if it went well, else the end of what it said."""
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode == 0:
        return ""
    # pip warns of each attempt to reach the network, in lines that only programmers can read.
    said = [line for line in ended.stdout.splitlines() if line.strip() and not line.startswith("WARNING")]
    return "".join(f"\n    {line}" for line in said[-3:] or ["(it gave no reason)"])
