"""Few readers who together see everything that is asked for."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from builder.conditions.facts import Facts
from builder.findings.survey import Survey
from builder.reasoning.diagrams import EVERYBODY, NOBODY, Readers, TooLargeError
from builder.schema import FieldName, Value

Answers = Mapping[FieldName, Value]
_Wish = TypeVar("_Wish", bound=Hashable)


def few_readers(
    survey: Survey, wishes: Mapping[_Wish, Readers], is_met: Callable[[_Wish, Facts], bool]
) -> tuple[Answers, ...]:
    """Return readers of whom at least one is in each set: every reader in as many as fit together, in their order.

    `is_met` tells of one reader whether a wish is fulfilled. Sets of nobody must not be among the wishes.
    """
    pending = dict(wishes)
    found: list[Answers] = []
    while pending:
        given = _reader_of_many(survey, pending.values())
        facts = survey.library.vocabulary.facts(given)
        left = {wish: readers for wish, readers in pending.items() if not is_met(wish, facts)}
        if len(left) == len(pending):
            break  # only where sets and `is_met` disagree; better a gap in the answer than no end
        pending = left
        found.append(given)
    return _needed(survey, found, tuple(wishes), is_met)


def _reader_of_many(survey: Survey, wanted: Iterable[Readers]) -> Answers:
    """Return a reader who is in the first of some sets and in as many more as the order allows."""
    together = EVERYBODY
    for readers in wanted:
        survey.sets.begin()
        try:
            closer = survey.space.existing(survey.sets.both(together, readers))
        except TooLargeError:
            continue
        together = closer if closer != NOBODY else together
    return survey.space.member(together) or {}


def _needed(
    survey: Survey, readers: Sequence[Answers], wishes: Sequence[_Wish], is_met: Callable[[_Wish, Facts], bool]
) -> tuple[Answers, ...]:
    """Leave out every reader who sees nothing that no other one sees."""
    facts = [survey.library.vocabulary.facts(given) for given in readers]
    views = [{number for number, wish in enumerate(wishes) if is_met(wish, one)} for one in facts]
    kept = list(range(len(readers)))
    for position in sorted(kept, key=lambda number: len(views[number])):
        others = set[int]().union(*(views[other] for other in kept if other != position))
        if views[position] <= others:
            kept.remove(position)
    return tuple(readers[position] for position in kept)
