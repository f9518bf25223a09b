"""Views of the reader's plan."""

from builder.guide import Guide
from builder.part_views import TaskView
from builder.plan import PlannedTask, PlanPart, plan_parts
from builder.presentation.medium import Medium
from builder.presentation.modules import module_link, task_view
from builder.views import PlanYearView

_NEXT_TASKS = 3
LATE_NOTE = "This is usually done by now. Tick what you have done, and begin with the rest."
LATE_OTHERS = "Also usually done by now"
OTHERS = "When you have time"


def plan_views(guide: Guide, medium: Medium) -> tuple[PlanYearView, ...]:
    """Return the whole plan by heading, in order of time."""
    tasks = (task for module in guide.modules for task in module.tasks)
    views = {task.anchor: task for task in _task_views(guide, medium)}
    return tuple(_part_view(part, views) for part in plan_parts(tasks, guide.library.outline))


def next_tasks(plan: tuple[PlanYearView, ...]) -> tuple[TaskView, ...]:
    """Return what to do first: essential tasks, and others only where there are too few."""
    essential = (task for year in plan for task in year.essential)
    others = (task for year in plan for task in year.others)
    return (*essential, *others)[:_NEXT_TASKS]


def _task_views(guide: Guide, medium: Medium) -> tuple[TaskView, ...]:
    outline = guide.library.outline
    return tuple(
        task_view(task, module_link(module, medium), outline) for module in guide.modules for task in module.tasks
    )


def _part_view(part: PlanPart, views: dict[str, TaskView]) -> PlanYearView:
    def seen(tasks: tuple[PlannedTask, ...]) -> tuple[TaskView, ...]:
        return tuple(views[task.anchor] for task in tasks)

    return PlanYearView(
        title=part.heading,
        note=LATE_NOTE if part.is_late else "",
        essential=seen(part.essential),
        others_title=LATE_OTHERS if part.is_late else OTHERS,
        others=seen(part.others),
    )
