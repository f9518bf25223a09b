"""What an advisor should know about one reader before a talk."""

from collections.abc import Iterator, Mapping

from builder.conditions.evaluator import judge
from builder.conditions.truth import Truth
from builder.guide import Guide
from builder.part_views import AnswerView
from builder.presentation.questions import answer_view
from builder.records import dataclass
from builder.relevance import NAME
from builder.selection import Verdict

_MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A hazard that this reader is in, or may be in, with the titles of the pages that caution against it."""

    title: str
    is_certain: bool
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One reader at a glance, what is open, what to ask first, what to warn of, and each named condition's truth."""

    name: str
    glance: tuple[AnswerView, ...]
    open_modules: tuple[str, ...]
    open_questions: int
    questions: tuple[str, ...]
    hazards: tuple[Mention, ...]
    conditions: Mapping[str, Truth]


def advise(guide: Guide) -> Advice:
    """Return what stands on an advisor's sheet about the reader of a guide."""
    fields = guide.library.vocabulary.schema.fields
    return Advice(
        name=str(guide.facts.given.get(NAME, "")),
        glance=tuple(answer_view(fields[name], guide) for name in guide.library.outline.home),
        open_modules=tuple(module.decision.module.title for module in guide.modules if module.is_open),
        open_questions=len(guide.questions),
        questions=tuple(question.field.question for question in guide.questions[:_MOST_QUESTIONS]),
        hazards=tuple(_mentions(guide)),
        conditions=guide.selection.conditions,
    )


def _mentions(guide: Guide) -> Iterator[Mention]:
    vocabulary = guide.library.vocabulary
    for key, danger in vocabulary.hazards.items():
        truth = judge(danger, guide.facts)
        titles = tuple(
            decision.module.title
            for decision in guide.selection.decisions
            if decision.verdict is Verdict.IN and any(hazard.text == key for hazard in decision.module.hazards)
        )
        if titles and truth is not Truth.NO:
            yield Mention(vocabulary.hazard_titles[key], truth is Truth.YES, titles)
