"""Work counted in calls of functions: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from builder.diagnostics import BuildError


def calls_in(act: Callable[[], object]) -> int:
    """Return how many functions an act calls, also where it complains."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        with suppress(BuildError):
            act()
    finally:
        sys.setprofile(None)
    return calls
