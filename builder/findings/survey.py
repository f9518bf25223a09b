"""A library with all its readers: what the findings ask."""

from collections.abc import Callable, Iterable, Iterator

from builder.conditions.nodes import Condition
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site, sites_of
from builder.library import Library
from builder.reasoning.diagrams import NOBODY, Diagrams, Readers, TooLargeError
from builder.reasoning.space import BUDGET, Space, Truths
from builder.reasoning.witnesses import profile_lines
from builder.records import dataclass
from builder.sources import Place


@dataclass(frozen=True, slots=True)
class Survey:
    """All readers of a library, and every place where a condition decides about them."""

    library: Library
    space: Space
    sites: tuple[Site, ...]

    @property
    def sets(self) -> Diagrams:
        """Return the store of sets of readers."""
        return self.space.sets

    def truths(self, condition: Condition) -> Truths:
        """Return for whom a condition is yes, and for whom no."""
        return self.space.truths(condition)

    def coming(self, site: Site) -> Readers:
        """Return the readers who come to a place: those for whom every condition around it holds."""
        return self.sets.all_of(self.truths(condition).yes for condition in site.around)

    def someone(self, readers: Readers) -> bool:
        """Tell whether some of these readers can exist."""
        return self.space.existing(readers) != NOBODY

    def witness(self, readers: Readers) -> tuple[str, ...]:
        """Return the profile of one of some readers, with as few answers as it needs; nothing for nobody."""
        given = self.space.member(readers)
        return () if given is None else profile_lines(given, self.library.vocabulary.schema)


def survey_library(library: Library, extra: Iterable[Condition] = (), budget: int = BUDGET) -> Survey:
    """Prepare for questions about a library; readers are also told apart by some extra conditions."""
    sites = tuple(sites_of(library))
    vocabulary = library.vocabulary
    conditions = (*(site.condition for site in sites), *extra)
    return Survey(library, Space(vocabulary.schema, vocabulary.rules, conditions, budget), sites)


def decided(survey: Survey, name: str, place: Place, ask: Callable[[], Iterable[Diagnostic]]) -> Iterator[Diagnostic]:
    """Yield what a question finds; where it is too large to decide, say so instead."""
    survey.sets.begin()
    try:
        yield from tuple(ask())
    except TooLargeError as error:
        hint = "split its condition, or look at it yourself: it was not checked for all readers"
        yield Diagnostic(place, f"{name} is too large to decide: {error}", hint, Severity.WARNING)
