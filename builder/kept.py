"""Results that are kept in memory and made again only when what they were made from changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from builder.records import dataclass

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Result(Generic[_T]):
    text: str
    made_with: tuple[object, ...]
    value: _T


class Kept(Generic[_T]):
    """The last result under each name."""

    def __init__(self) -> None:
        """Start with none."""
        self._results: dict[str, _Result[_T]] = {}
        self._asked: set[str] = set()

    def get(self, name: str, text: str, made_with: tuple[object, ...], make: Callable[[], _T]) -> _T:
        """Return the last result under a name if it was made from this text and with these very objects, else make it.

        What cannot be made raises, and nothing is kept of it.
        """
        self._asked.add(name)
        last = self._results.get(name)
        if last is not None and last.text == text and _are_same(last.made_with, made_with):
            return last.value
        value = make()
        self._results[name] = _Result(text, made_with, value)
        return value

    def forget_others(self) -> None:
        """Forget every result that nobody asked for since the last time, or the start."""
        self._results = {name: result for name, result in self._results.items() if name in self._asked}
        self._asked.clear()


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    """Tell whether all are the same objects: to compare what they hold would take longer than to make them."""
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))
