"""Kleene's three values, and sets of them as small numbers."""

from collections.abc import Iterable
from enum import StrEnum
from functools import reduce
from operator import or_


class Truth(StrEnum):
    """What a condition is for one reader."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# A set of truths is a sum of these bits: what a condition may still be.
YES = 1
NO = 2
UNKNOWN = 4
ANY = YES | NO | UNKNOWN

_RANK = {NO: 0, UNKNOWN: 1, YES: 2}
_TRUTHS = {YES: Truth.YES, NO: Truth.NO, UNKNOWN: Truth.UNKNOWN}


def _members(truths: int) -> list[int]:
    return [bit for bit in (YES, NO, UNKNOWN) if truths & bit]


def _lowest(left: int, right: int) -> int:
    pairs = ((a, b) for a in _members(left) for b in _members(right))
    return union(a if _RANK[a] <= _RANK[b] else b for a, b in pairs)


def union(bits: Iterable[int]) -> int:
    """Return the set of all truths that some sets hold."""
    return reduce(or_, bits, 0)


def negated(truths: int) -> int:
    """Return the set with yes and no exchanged."""
    return (truths & UNKNOWN) | (NO if truths & YES else 0) | (YES if truths & NO else 0)


Table = tuple[tuple[int, ...], ...]
BOTH: Table = tuple(tuple(_lowest(left, right) for right in range(8)) for left in range(8))
EITHER: Table = tuple(tuple(negated(_lowest(negated(left), negated(right))) for right in range(8)) for left in range(8))


def only(truths: int) -> Truth | None:
    """Return the one truth of a set that has one, else None."""
    return _TRUTHS.get(truths)


def bit(truth: Truth) -> int:
    """Return the set that holds just this truth."""
    return {Truth.YES: YES, Truth.NO: NO, Truth.UNKNOWN: UNKNOWN}[truth]
