"""Modules and passages that no sample profile shows."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import Condition, Not
from builder.conditions.truth import Truth
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey, decided
from builder.markup.body import Passage
from builder.modules import Module
from builder.profiles import Profile

Half = tuple[Site, str, tuple[Condition, ...]]


def halves(survey: Survey) -> Iterator[Half]:
    """Yield every module and every half of a passage that holds text, with its name and all its conditions."""
    for site in survey.sites:
        if isinstance(site.piece, Module | Passage):
            yield site, site.name, (*site.around, site.condition)
        if isinstance(site.piece, Passage) and site.piece.otherwise:
            yield site, "the `/// else` of this passage", (*site.around, Not(site.condition))


def is_shown(conditions: tuple[Condition, ...], facts: Facts) -> bool:
    """Tell whether a reader sees what stands under some conditions."""
    return all(judge(condition, facts) is Truth.YES for condition in conditions)


def find_unshown(survey: Survey, samples: Mapping[str, Profile]) -> Iterator[Diagnostic]:
    """Yield every module and half of a passage that some reader gets, and none of the sample profiles."""
    facts = [profile.facts for profile in samples.values()]
    for half in halves(survey):
        yield from decided(survey, half[1], half[0].place, partial(_unshown, survey, half, facts))


def _unshown(survey: Survey, half: Half, samples: Collection[Facts]) -> Iterator[Diagnostic]:
    site, name, conditions = half
    if any(is_shown(conditions, facts) for facts in samples):
        return
    witness = survey.witness(survey.sets.all_of(survey.truths(condition).yes for condition in conditions))
    if witness:
        hint = "add a profile with these answers"
        yield Diagnostic(site.place, f"no sample profile shows {name}", hint, Severity.WARNING, witness)
