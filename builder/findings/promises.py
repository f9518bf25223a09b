"""What a guide promises about its modules, and the readers for whom it is broken."""

from collections.abc import Iterable, Iterator
from functools import partial

from builder.diagnostics import Diagnostic, Severity
from builder.findings.sites import Site
from builder.findings.survey import Survey, decided
from builder.markup.body import Passage
from builder.modules import Module, ModuleId
from builder.outline import Chapter, Topic
from builder.reasoning.diagrams import Readers
from builder.yaml_text import Scalar


def find_broken_promises(survey: Survey) -> Iterator[Diagnostic]:
    """Yield modules that exclude each other and meet, topics of which a reader gets nothing, and empty chapters."""
    for module in survey.library.modules.values():
        for scalar in module.excludes:
            yield from decided(survey, "this pair of modules", scalar.place, partial(_meeting, survey, module, scalar))
    for topic in survey.library.outline.required:
        yield from decided(survey, "this topic", topic.place, partial(_gap, survey, topic))
    for chapter in survey.library.outline.chapters:
        if not chapter.may_be_empty:
            yield from decided(survey, "this chapter", chapter.place, partial(_empty, survey, chapter))


def _meeting(survey: Survey, module: Module, scalar: Scalar) -> Iterator[Diagnostic]:
    other = survey.library.modules[ModuleId(scalar.text)]
    both = survey.sets.both(survey.truths(module.when).yes, survey.truths(other.when).yes)
    message = f"some readers get this module and `{other.id}`, which it excludes"
    hint = "narrow the condition of one of the two"
    yield from _if_anyone(survey, both, Diagnostic(scalar.place, message, hint))


def _gap(survey: Survey, topic: Topic) -> Iterator[Diagnostic]:
    nothing = survey.sets.all_of(
        _missing(survey, site) for scalar in topic.sources for site in _sources(survey.sites, scalar.text)
    )
    message = f"some readers get nothing about `{topic.name}`, which the guide promises to everyone"
    hint = "widen the condition of one of its modules, or list a further one"
    yield from _if_anyone(survey, nothing, Diagnostic(topic.place, message, hint))


def _sources(sites: Iterable[Site], name: str) -> Iterator[Site]:
    """Yield where a module of this name stands, or text that covers a point of this name."""
    for site in sites:
        match site.piece:
            case Module(id=key, covers=covers) if name in {key, *covers}:
                yield site
            case Passage(covers=covers) if name in covers:
                yield site


def _missing(survey: Survey, site: Site) -> Readers:
    """Return the readers who do not get a piece, whatever else they answer."""
    conditions = (*site.around, site.condition)
    return survey.sets.any_of(survey.truths(condition).no for condition in conditions)


def _empty(survey: Survey, chapter: Chapter) -> Iterator[Diagnostic]:
    modules = (survey.library.modules[ModuleId(scalar.text)] for scalar in chapter.modules)
    nothing = survey.sets.all_of(survey.truths(module.when).no for module in modules)
    message = f"some readers find nothing in the chapter `{chapter.id}`"
    hint = "add a module for them, or `may_be_empty: true` where that is right"
    yield from _if_anyone(survey, nothing, Diagnostic(chapter.place, message, hint, Severity.WARNING))


def _if_anyone(survey: Survey, readers: Readers, found: Diagnostic) -> Iterator[Diagnostic]:
    witness = survey.witness(readers)
    if witness:
        yield Diagnostic(found.place, found.message, found.hint, found.severity, witness)
