"""Parts of a condition that can be dropped without any reader noticing."""

from collections.abc import Iterator

from builder.conditions.nodes import And, Compare, Condition, Holds, Known, Named, Not, Or
from builder.conditions.parser import parse_phrase
from builder.conditions.syntax import Chain, Constant, Group, KnownName, Name, Negation, Part
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey
from builder.reasoning.diagrams import Readers
from builder.records import dataclass

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a condition's tree a part hangs, and where in its text it stands."""

    path: Path
    start: int
    end: int


def find_idle_parts(survey: Survey, site: Site) -> Iterator[Diagnostic]:
    """Yield every part without which the condition has the same truth for every reader."""
    if site.phrase is None or _is_settled(survey, site.condition):
        return
    current, dropped = site.condition, list[Path]()
    for span in _spans(parse_phrase(site.phrase), ()):
        if any(span.path[: len(path)] == path for path in dropped):
            continue
        fewer = without_part(current, span.path)
        if is_same(survey, current, fewer):
            current = fewer
            dropped.append(span.path)
            yield Diagnostic(
                site.phrase.at(span.start, span.end),
                "this part of the condition changes nothing: without it every reader gets the same",
                "drop it, or correct it",
                Severity.WARNING,
                (),
            )


def is_same(survey: Survey, one: Condition, other: Condition) -> bool:
    """Tell whether two conditions are the same for every reader, also where they are unknown."""
    return not any(survey.someone(readers) for readers in _differing(survey, one, other))


def differing(survey: Survey, one: Condition, other: Condition) -> Readers:
    """Return the readers for whom two conditions differ."""
    return survey.sets.any_of(_differing(survey, one, other))


def _differing(survey: Survey, one: Condition, other: Condition) -> Iterator[Readers]:
    """Yield them by what they get: each set is worked out only when it is asked for."""
    before, after = survey.truths(one), survey.truths(other)
    for some, others in ((before.yes, after.yes), (before.no, after.no)):
        if some != others:
            yield survey.sets.without(some, others)
            yield survey.sets.without(others, some)


def without_part(condition: Condition, path: Path) -> Condition:
    """Return a condition in which one operand of an `and` or `or` decides nothing."""
    match condition:
        case And(operands):
            return And(_changed(operands, path, And(())))
        case Or(operands):
            return Or(_changed(operands, path, Or(())))
        case Not(operand):
            return Not(without_part(operand, path[1:]))
        case Named() | Compare() | Holds() | Known():
            return condition


def _changed(operands: tuple[Condition, ...], path: Path, neutral: Condition) -> tuple[Condition, ...]:
    first, rest = path[0], path[1:]
    changed = without_part(operands[first], rest) if rest else neutral
    return (*operands[:first], changed, *operands[first + 1 :])


def _is_settled(survey: Survey, condition: Condition) -> bool:
    truths = survey.truths(condition)
    return not (survey.someone(truths.yes) and survey.someone(truths.no))


def _spans(part: Part, path: Path) -> Iterator[Span]:
    """Yield every operand of an `and` or `or`, the last one first and an outer one before those inside it."""
    match part:
        case Group(_, operands):
            for number, operand in reversed(tuple(enumerate(operands))):
                yield Span((*path, number), operand.start, operand.end)
                yield from _spans(operand, (*path, number))
        case Chain(operands, operators) if len(operators) > 1:
            for number in reversed(range(len(operators))):
                yield Span((*path, number), operands[number].start, operands[number + 1].end)
        case Negation(operand):
            yield from _spans(operand, (*path, 0))
        case Chain() | Name() | KnownName() | Constant():
            return
