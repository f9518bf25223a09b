"""Views of worksheets, filled in where the profile already knows."""

from builder.guide import Guide, GuideModule
from builder.part_views import LinkView, WorksheetView
from builder.presentation.medium import Medium
from builder.wording import say_value
from builder.worksheets import Row, Worksheet


def worksheet_view(worksheet: Worksheet, module: GuideModule, guide: Guide, medium: Medium) -> WorksheetView:
    """Return a worksheet with its rows."""
    columns = tuple(column.title for column in worksheet.all_columns)
    filled = tuple(_filled(row, columns, guide) for row in worksheet.rows)
    blank = ("",) * len(columns)
    return WorksheetView(
        anchor=f"worksheet-{worksheet.id}",
        title=worksheet.title,
        goal=worksheet.goal,
        purpose=worksheet.purpose,
        columns=columns,
        bookkeeping=len(worksheet.bookkeeping),
        rows=(*filled, *(blank for _ in range(worksheet.blank_rows))),
        href=medium.worksheet(worksheet.id),
        csv=f"worksheets/{worksheet.id}.csv",
        module=LinkView(title=module.decision.module.title, href=medium.module(module.id), number=module.number),
    )


def worksheet_views(guide: Guide, medium: Medium) -> tuple[WorksheetView, ...]:
    """Return the worksheets of all modules, each once, in reading order."""
    views: dict[str, WorksheetView] = {}
    for module in guide.modules:
        for worksheet in module.worksheets:
            views.setdefault(worksheet.id, worksheet_view(worksheet, module, guide, medium))
    return tuple(views.values())


def _filled(row: Row, columns: tuple[str, ...], guide: Guide) -> tuple[str, ...]:
    fields = guide.library.vocabulary.schema.fields

    def cell(column: str) -> str:
        name = row.fill.get(column)
        value = guide.facts.given.get(name) if name else None
        return "" if name is None or value is None else say_value(fields[name], value)

    return (row.label, *(cell(column) for column in columns[1:]))
