"""Which small mistakes in the conditions no sample profile would notice."""

from collections.abc import Iterator, Mapping, Sequence

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import ALWAYS, Condition
from builder.conditions.truth import Truth
from builder.diagnostics import Diagnostic, Severity
from builder.findings.mutants import mutants_of, replaced, shifted, thresholds_of
from builder.findings.parts import differing
from builder.findings.readers import Answers, few_readers
from builder.findings.sites import Site, sites_of
from builder.findings.survey import Survey, survey_library
from builder.library import Library
from builder.profiles import Profile
from builder.reasoning.diagrams import NOBODY, Readers, TooLargeError
from builder.records import dataclass
from builder.sources import Place
from builder.vocabulary import NamedCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake at a place, and what it makes of the condition of every piece it touches."""

    place: Place
    words: str
    touched: tuple[tuple[Site, Condition], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many mistakes the sample profiles notice, and readers who together would notice the others.

    `idle` ones change nothing for any reader, `undecided` ones are too large to tell.
    """

    noticed: int
    missed: int
    idle: int
    undecided: int
    findings: tuple[Diagnostic, ...]
    readers: tuple[Answers, ...]


def measure_profiles(library: Library, samples: Mapping[str, Profile]) -> Score:
    """Make each mistake in turn, and find those that change the guide of some reader but of no sample."""
    mistakes = tuple(_mistakes(library, tuple(sites_of(library))))
    survey = survey_library(library, [after for mistake in mistakes for _, after in mistake.touched])
    views = [_View(profile.facts) for profile in samples.values()]
    unnoticed = [mistake for mistake in mistakes if not any(view.notices(mistake) for view in views)]
    by_mistake = {mistake: _noticing(survey, mistake) for mistake in unnoticed}
    missed = {mistake: readers for mistake, readers in by_mistake.items() if readers is not None and readers != NOBODY}
    undecided = sum(readers is None for readers in by_mistake.values())
    return Score(
        noticed=len(mistakes) - len(unnoticed),
        missed=len(missed),
        idle=len(unnoticed) - len(missed) - undecided,
        undecided=undecided,
        findings=tuple(_finding(survey, mistake, readers) for mistake, readers in missed.items()),
        readers=few_readers(survey, missed, lambda mistake, facts: _View(facts).notices(mistake)),
    )


class _View:
    """One reader, who judges each condition once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._done: dict[Condition, Truth] = {}

    def notices(self, mistake: Mistake) -> bool:
        """Tell whether the reader's guide is another one with the mistake."""
        return any(self._notices(site, after) for site, after in mistake.touched)

    def _notices(self, site: Site, after: Condition) -> bool:
        if self._judge(site.condition) is self._judge(after):
            return False
        return all(self._judge(condition) is Truth.YES for condition in site.around)

    def _judge(self, condition: Condition) -> Truth:
        if condition not in self._done:
            self._done[condition] = judge(condition, self._facts)
        return self._done[condition]


def _mistakes(library: Library, sites: Sequence[Site]) -> Iterator[Mistake]:
    pieces = [site for site in sites if not isinstance(site.piece, NamedCondition)]
    for site in pieces:
        for mutant in mutants_of(site.condition) if site.condition != ALWAYS else ():
            yield Mistake(place=site.place, words=mutant.mistake, touched=((site, mutant.condition),))
    for site in sites:
        if isinstance(site.piece, NamedCondition):
            for mutant in mutants_of(site.condition):
                touched = _touched(pieces, site.piece.named.name, mutant.condition)
                yield Mistake(place=site.place, words=mutant.mistake, touched=touched)
    for name, place in library.vocabulary.threshold_places.items():
        using = [site for site in pieces if name in thresholds_of(site.condition)]
        for step, word in ((-1, "one less"), (1, "one more")) if using else ():
            touched = tuple((site, shifted(site.condition, name, step)) for site in using)
            yield Mistake(place=place, words=f"the threshold `{name}` {word}", touched=touched)


def _touched(pieces: Sequence[Site], name: str, meaning: Condition) -> tuple[tuple[Site, Condition], ...]:
    changed = ((site, replaced(site.condition, name, meaning)) for site in pieces)
    return tuple((site, after) for site, after in changed if after != site.condition)


def _noticing(survey: Survey, mistake: Mistake) -> Readers | None:
    """Return the readers whose guide is another one with a mistake; None where that is too large to decide."""
    survey.sets.begin()
    sets = survey.sets
    try:
        return survey.space.existing(
            sets.any_of(
                sets.both(survey.coming(site), differing(survey, site.condition, after))
                for site, after in mistake.touched
            )
        )
    except TooLargeError:
        return None


def _finding(survey: Survey, mistake: Mistake, readers: Readers) -> Diagnostic:
    message = f"no sample profile notices this mistake: {mistake.words}"
    hint = "add a profile with these answers"
    return Diagnostic(mistake.place, message, hint, Severity.WARNING, survey.witness(readers))
