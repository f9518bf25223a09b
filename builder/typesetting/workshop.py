"""What the handbooks of one process share."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from builder.typesetting.drawn import Drawn
from builder.typesetting.engine import Engine

_WORKSHOPS = 4
# Some handbooks together have fewer, and they take less memory than the engine does.
_MOST_AT_HAND = 6000


class Workshop:
    """What serves all handbooks of a process: an engine with its open fonts, and blocks that are no reader's own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._recent: OrderedDict[str, Drawn] = OrderedDict()

    def find(self, names: Iterable[str]) -> dict[str, Drawn]:
        """Return the blocks that are at hand, by name."""
        found = {name: drawn for name in names if (drawn := self._recent.get(name)) is not None}
        for name in found:
            self._recent.move_to_end(name)
        return found

    def keep(self, drawn: Mapping[str, Drawn]) -> None:
        """Keep blocks at hand; those that were not wanted for longest make room."""
        self._recent.update(drawn)
        while len(self._recent) > _MOST_AT_HAND:
            self._recent.popitem(last=False)


@lru_cache(maxsize=_WORKSHOPS)
def workshop(language: str, flow: str, pages: str, cache: Path) -> Workshop:  # noqa: ARG001 - what is at hand is in this cache
    """Return the workshop of a style, for handbooks whose blocks are kept in a folder."""
    return Workshop(Engine(language, flow, pages))
