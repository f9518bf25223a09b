"""Conditions that are never true or never false, alone or where they stand."""

from collections.abc import Iterator

from builder.conditions.nodes import ALWAYS, Named
from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey
from builder.markup.body import Passage
from builder.modules import Module
from builder.tasks import Task
from builder.vocabulary import NamedCondition
from builder.worksheets import Column


def find_settled(survey: Survey, site: Site) -> Iterator[Diagnostic]:
    """Yield what is wrong with a condition that is the same for every reader who comes to it."""
    if site.condition == ALWAYS:
        return
    truths = survey.truths(site.condition)
    coming = survey.coming(site)
    if not survey.someone(coming):
        return  # the condition around it is the one to change
    is_told_elsewhere = isinstance(site.condition, Named)
    if not survey.someone(truths.yes):
        yield from () if is_told_elsewhere else (_never(site),)
    elif not survey.someone(truths.no):
        yield from () if is_told_elsewhere else (_always(site),)
    elif not survey.someone(survey.sets.both(coming, truths.yes)):
        yield _never_here(site)
    elif not survey.someone(survey.sets.both(coming, truths.no)):
        yield _always_here(site)


def _never(site: Site) -> Diagnostic:
    hint = "correct the condition, or delete what stands under it"
    return Diagnostic(site.place, f"{_nobody(site)}: its condition is never true", hint, Severity.ERROR, ())


def _always(site: Site) -> Diagnostic:
    message = f"{_everybody(site)}: its condition is never false"
    return Diagnostic(site.place, message, _without(site), Severity.WARNING, ())


def _never_here(site: Site) -> Diagnostic:
    message = f"{_nobody(site)}: its condition contradicts what stands around it"
    hint = "correct the condition, or move it out of there"
    return Diagnostic(site.place, message, hint, Severity.ERROR, ())


def _always_here(site: Site) -> Diagnostic:
    message = f"every reader who comes here gets {site.name}: what stands around it says so already"
    return Diagnostic(site.place, message, _without(site), Severity.WARNING, ())


def _nobody(site: Site) -> str:
    return f"{site.name} is for nobody" if isinstance(site.piece, NamedCondition) else f"no reader gets {site.name}"


def _everybody(site: Site) -> str:
    is_named = isinstance(site.piece, NamedCondition)
    return f"{site.name} is for everybody" if is_named else f"every reader gets {site.name}"


def _without(site: Site) -> str:
    match site.piece:
        case Passage(otherwise=()):
            return "correct the condition, or take the text out of the passage"
        case Passage():
            return "correct the condition, or keep the first half alone: nobody sees what stands under `/// else`"
        case Module() | Task() | Column():
            return "correct the condition, or delete `when`"
        case NamedCondition():
            return "correct the condition, or delete it and every use of it"
