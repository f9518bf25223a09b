"""Which modules matter most to one reader."""

from datetime import date

from builder.conditions.nodes import ALWAYS
from builder.guide import Guide, GuideModule
from builder.plan import last_day


def rank_modules(guide: Guide) -> tuple[GuideModule, ...]:
    """Return the reader's modules: first those that are there because of an answer, the nearest task first.

    Then those that every reader gets, in the same order, and at the end those that wait for an answer.
    """
    return tuple(sorted(guide.modules, key=_rank))


def _rank(module: GuideModule) -> tuple[bool, bool, date]:
    days = (last_day(task) for task in module.tasks)
    return (
        module.is_open,
        module.decision.ruling.condition == ALWAYS,
        min((day for day in days if day), default=date.max),
    )
