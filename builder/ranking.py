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


def first_day(module: GuideModule) -> date | None:
    """Return the day by which the first of a module's tasks is to be done; None where no task has a day."""
    return min((day for task in module.tasks if (day := last_day(task))), default=None)


def _rank(module: GuideModule) -> tuple[bool, bool, date]:
    return module.is_open, module.decision.ruling.condition == ALWAYS, first_day(module) or date.max
