"""How many different guides a library can make, and a few readers who together see all of it."""

from collections.abc import Iterator

from builder.conditions.facts import Facts
from builder.findings.coverage import Half, halves, is_shown
from builder.findings.readers import Answers, few_readers
from builder.findings.survey import Survey
from builder.reasoning.counting import Count, count_outcomes
from builder.reasoning.diagrams import NOBODY, Readers, TooLargeError
from builder.records import dataclass
from builder.vocabulary import NamedCondition


@dataclass(frozen=True, slots=True)
class Guides:
    """How many different selections there are, and readers who together see every module and passage.

    `unseen` is how many modules and halves of passages were too large to find a reader for.
    """

    count: Count
    readers: tuple[Answers, ...]
    shown: int
    unseen: int


def count_guides(survey: Survey) -> Guides:
    """Count the guides of a library, and find few readers who see everything that somebody can see."""
    everything = tuple(halves(survey))
    seeing = {half: _seeing(survey, half) for half in everything}
    some = {half: readers for half, readers in seeing.items() if readers is not None and readers != NOBODY}
    unseen = sum(readers is None for readers in seeing.values())
    return Guides(_count(survey), few_readers(survey, some, _sees), len(some), unseen)


def _sees(half: Half, facts: Facts) -> bool:
    return is_shown(half[2], facts)


def _seeing(survey: Survey, half: Half) -> Readers | None:
    """Return the readers who see a half; None where that is too large to decide."""
    survey.sets.begin()
    try:
        return survey.space.existing(survey.sets.all_of(survey.truths(condition).yes for condition in half[2]))
    except TooLargeError:
        return None


def _count(survey: Survey) -> Count:
    survey.sets.begin()
    try:
        decisions = tuple(_decisions(survey))
        limits = survey.space.limits({outcome for decision in decisions for outcome in decision})
        return count_outcomes(survey.sets, limits, decisions)
    except TooLargeError:
        return Count(1, is_exact=False)


def _decisions(survey: Survey) -> Iterator[tuple[Readers, ...]]:
    """Yield, for everything that a guide may hold, who gets it, who does not, and for whom it is open."""
    sets = survey.sets
    for site in survey.sites:
        if not isinstance(site.piece, NamedCondition):
            truths, coming = survey.truths(site.condition), survey.coming(site)
            outcomes = (truths.yes, truths.no, sets.others(sets.either(truths.yes, truths.no)))
            yield tuple(sets.both(coming, outcome) for outcome in outcomes)
