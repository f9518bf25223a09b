"""A short handbook as a view: the modules chosen, and why the others were left out."""

from collections.abc import Iterator
from dataclasses import replace

from builder.conditions.nodes import ALWAYS
from builder.dates import say_month_of
from builder.guide import Guide, GuideChapter, GuideModule
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.presentation.questions import questions_of
from builder.ranking import first_day
from builder.views import ChapterView, GuideView, LeftOutView

_LATER = "Less important for you: due later than what is here, or on no day"
_FOR_ALL = "Less important for you: in every reader’s guide, behind what is yours by your answers or due sooner"
_OPEN = "Less important for you until you answer"
_NOT_ASKED = "Left out because you asked for other chapters"


def short_view(guide: Guide, part: Guide, chosen: Guide) -> GuideView:
    """Return the modules chosen of a part of a guide; nothing in them leads to what a short handbook goes without."""
    chapters = tuple(_without_worksheets(chapter) for chapter in chosen.chapters)
    view = guide_view(replace(chosen, chapters=chapters), Kind.HANDBOOK)
    return replace(
        view,
        chapters=tuple(_without_questions(chapter) for chapter in view.chapters),
        left_out=tuple(_left_out(guide, part, chosen)),
    )


def _without_worksheets(chapter: GuideChapter) -> GuideChapter:
    return replace(chapter, modules=tuple(replace(module, worksheets=()) for module in chapter.modules))


def _without_questions(chapter: ChapterView) -> ChapterView:
    return replace(chapter, modules=tuple(replace(module, waiting=()) for module in chapter.modules))


def _left_out(guide: Guide, part: Guide, chosen: Guide) -> Iterator[LeftOutView]:
    """Yield what is left out by the reason for it, each in the order of the guide."""
    asked = {chapter.chapter.id for chapter in part.chapters}
    kept = {module.id for module in chosen.modules}
    reasons: dict[str, list[tuple[str, str, str]]] = {why: [] for why in (_LATER, _FOR_ALL, _OPEN)}
    for module in part.modules:
        if module.id not in kept:
            reasons[_why(module)].append((module.number, module.decision.module.title, _more(module, part)))
    reasons[_NOT_ASKED] = [
        (str(chapter.number), chapter.chapter.title, "")
        for chapter in guide.chapters
        if chapter.chapter.id not in asked
    ]
    yield from (LeftOutView(why=why, parts=tuple(parts)) for why, parts in reasons.items() if parts)


def _why(module: GuideModule) -> str:
    if module.is_open:
        return _OPEN
    return _FOR_ALL if module.decision.ruling.condition == ALWAYS else _LATER


def _more(module: GuideModule, guide: Guide) -> str:
    if module.is_open:
        return " ".join(question.field.question for question in questions_of(module.decision.open_rulings(), guide))
    day = first_day(module)
    return f"by {say_month_of(day)}" if day else ""
