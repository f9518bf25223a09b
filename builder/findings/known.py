"""Verdicts that turn around when a reader answers, because a condition asks whether a field is given."""

from collections.abc import Iterator

from builder.conditions.nodes import And, Compare, Condition, Holds, Known, Named, Not, Or
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey
from builder.modules import Module
from builder.reasoning.diagrams import NOBODY, Readers
from builder.schema import FieldName
from builder.vocabulary import NamedCondition


def find_turning(survey: Survey, site: Site) -> Iterator[Diagnostic]:
    """Yield every `known` by which an answer turns a module's verdict or a named condition around."""
    if not isinstance(site.piece, Module | NamedCondition) or site.phrase is None:
        return
    for name in _asked(site.condition):
        turned = _turned(survey, site.condition, name)
        if survey.someone(turned):
            text = f"known {name}"
            start = max(site.phrase.text.find(text), 0)
            what = "the verdict of this module" if isinstance(site.piece, Module) else site.name
            yield Diagnostic(
                site.phrase.at(start, start + len(text)),
                f"an answer to `{name}` turns {what} around",
                "compare the field instead: while it is not given, that is unknown",
                Severity.WARNING,
                survey.witness(turned),
            )


def _turned(survey: Survey, condition: Condition, name: FieldName) -> Readers:
    """Return the readers who do not give a field, and for whom an answer to it makes yes of no or no of yes."""
    space, answers, sets = survey.space, survey.space.answers, survey.sets
    truths = survey.truths(condition)
    found = NOBODY
    for before, after in ((truths.yes, truths.no), (truths.no, truths.yes)):
        answered = sets.both(space.existing(after), answers.giving(name))
        silent = sets.both(space.existing(before), answers.absent(name))
        found = sets.either(found, sets.both(silent, answers.forget(answered, name)))
    return found


def _asked(condition: Condition) -> tuple[FieldName, ...]:
    """Return the fields that a condition asks `known` of itself, not by way of a name."""
    match condition:
        case Known(name):
            return (name,)
        case Not(operand):
            return _asked(operand)
        case And(operands) | Or(operands):
            return tuple(dict.fromkeys(name for operand in operands for name in _asked(operand)))
        case Named() | Compare() | Holds():
            return ()
