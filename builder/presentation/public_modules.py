"""Views of the public guide's chapters and modules."""

from markupsafe import Markup

from builder.audience import say_audience
from builder.dates import say_date
from builder.part_views import LinkView, TermView
from builder.plan import PlannedTask, say_window
from builder.presentation.medium import Medium, lower_headings, note_anchor
from builder.presentation.modules import note_view
from builder.presentation.public_body import public_body
from builder.presentation.shown import either, shown_for
from builder.public_guide import PublicChapter, PublicGuide, PublicModule
from builder.public_views import (
    CellView,
    ColumnView,
    PublicChapterView,
    PublicLinkView,
    PublicModuleView,
    PublicTaskView,
    PublicWorksheetView,
)
from builder.worksheets import Worksheet


def public_chapters(guide: PublicGuide, medium: Medium) -> tuple[PublicChapterView, ...]:
    """Return the chapters with their modules, in reading order."""
    links = tuple(public_link(module, guide, medium) for module in guide.modules)
    order = {link.id: position for position, link in enumerate(links)}
    return tuple(_chapter_view(chapter, guide, medium, links, order) for chapter in guide.chapters)


def public_link(module: PublicModule, guide: PublicGuide, medium: Medium) -> PublicLinkView:
    """Return a link to a module."""
    return PublicLinkView(
        id=module.id,
        title=module.module.title,
        href=medium.module(module.id),
        number=module.number,
        shown=shown_for(guide.table, module.module.when),
        audience=say_audience(module.module.when, guide.library.vocabulary),
    )


def public_task(task: PlannedTask, module: PublicLinkView, guide: PublicGuide) -> PublicTaskView:
    """Return a task with its window relative to the guide's dates."""
    outline = guide.library.outline
    return PublicTaskView(
        anchor=task.anchor,
        number=task.module.tasks.index(task.task),
        do=task.task.do,
        window=say_window(task, outline.edition, outline),
        shown=shown_for(guide.table, task.module.when, task.task.when),
        audience=say_audience(task.task.when, guide.library.vocabulary),
        is_essential=task.task.is_essential,
        module=module,
    )


def public_worksheet(
    worksheet: Worksheet, module: PublicLinkView, guide: PublicGuide, medium: Medium
) -> PublicWorksheetView:
    """Return a worksheet with its rows; a cell that the profile can fill names its field."""
    columns = tuple(ColumnView(column.title, shown_for(guide.table, column.when)) for column in worksheet.all_columns)
    blank = tuple(CellView("", column.shown) for column in columns)
    filled = tuple(
        (
            CellView(row.label, ""),
            *(CellView("", column.shown, row.fill.get(column.title, "")) for column in columns[1:]),
        )
        for row in worksheet.rows
    )
    return PublicWorksheetView(
        anchor=f"worksheet-{worksheet.id}",
        title=worksheet.title,
        goal=worksheet.goal,
        purpose=worksheet.purpose,
        columns=columns,
        bookkeeping=len(worksheet.bookkeeping),
        rows=(*filled, *(blank for _ in range(worksheet.blank_rows))),
        href=medium.worksheet(worksheet.id),
        csv=f"worksheets/{worksheet.id}.csv",
        shown=either(
            shown_for(guide.table, each.module.when) for each in guide.modules if worksheet in each.worksheets
        ),
        module=module,
    )


def _chapter_view(
    chapter: PublicChapter,
    guide: PublicGuide,
    medium: Medium,
    links: tuple[PublicLinkView, ...],
    order: dict[str, int],
) -> PublicChapterView:
    modules = (
        _module_view(module, chapter, guide, medium, _around(links, order[module.id])) for module in chapter.modules
    )
    return PublicChapterView(
        id=chapter.chapter.id,
        number=chapter.number,
        title=chapter.chapter.title,
        summary=chapter.chapter.summary,
        href=medium.chapter(chapter.chapter.id),
        modules=tuple(modules),
    )


_Around = tuple[PublicLinkView | None, PublicLinkView, PublicLinkView | None]


def _around(links: tuple[PublicLinkView, ...], position: int) -> _Around:
    """Return a module's link between the ones before and after it."""
    before, after = links[:position][-1:], links[position + 1 :][:1]
    return before[0] if before else None, links[position], after[0] if after else None


def _module_view(
    module: PublicModule, chapter: PublicChapter, guide: PublicGuide, medium: Medium, around: _Around
) -> PublicModuleView:
    before, link, after = around
    body = public_body(module, guide, medium)
    outline = guide.library.outline
    return PublicModuleView(
        link=link,
        chapter=LinkView(
            title=chapter.chapter.title, href=medium.chapter(chapter.chapter.id), number=str(chapter.number)
        ),
        description=f"{chapter.chapter.title}: {module.module.title}",
        body=body,
        body_below=Markup(lower_headings(body)),  # noqa: S704 - only the levels of its headings changed
        tasks=tuple(public_task(task, link, guide) for task in module.tasks),
        worksheets=tuple(public_worksheet(worksheet, link, guide, medium) for worksheet in module.worksheets),
        notes=tuple(
            note_view(claim, number, note_anchor(module.id, claim.id), outline)
            for number, claim in enumerate(module.notes, start=1)
        ),
        terms=tuple(TermView(term=term.term, long=term.long, meaning=term.meaning) for term in module.terms),
        reviewed=say_date(module.module.reviewed) if module.module.reviewed else "",
        previous=before,
        next=after,
    )
