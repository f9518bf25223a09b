"""Which field each column of a roster is."""

from collections.abc import Iterator, Mapping

from builder.diagnostics import Problems, did_you_mean
from builder.records import dataclass
from builder.rosters.cells import unreadable
from builder.rosters.mapping import OWN_COLUMNS, ColumnRule, RosterMapping, plain
from builder.rosters.table import Table
from builder.schema import FieldName, Schema

_NO_FIELD = "name a field, its title or its question, or list it in roster.yaml, under `columns` or `ignore`"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its position from 0, with what it is."""

    position: int
    rule: ColumnRule

    @property
    def field(self) -> FieldName:
        """Return the name of the column's field."""
        return FieldName(self.rule.target)


class Headers:
    """Every header that is understood, in the form in which headers are compared."""

    def __init__(self, schema: Schema, mapping: RosterMapping) -> None:
        """Know the fields by name, title and question, and what `roster.yaml` says about columns."""
        self._mapping = mapping
        own = {name: ColumnRule(name) for name in OWN_COLUMNS}
        self._rules = dict(_by_schema(schema)) | own | dict(mapping.columns)
        self._names = (
            *schema.fields,
            *(field.title for field in schema.fields.values()),
            *mapping.columns,
            *OWN_COLUMNS,
        )

    def is_known(self, header: str) -> bool:
        """Tell whether a header says what its column is."""
        return plain(header) in self._rules

    def is_ignored(self, header: str) -> bool:
        """Tell whether a column is to be left out."""
        return plain(header) in self._mapping.ignored

    def rule(self, header: str) -> ColumnRule:
        """Return what a known header says."""
        return self._rules[plain(header)]

    def hint(self, header: str) -> str:
        """Return what to do about a header that is not known."""
        return did_you_mean(header, self._names) or _NO_FIELD


def _by_schema(schema: Schema) -> Iterator[tuple[str, ColumnRule]]:
    """Yield every field by its question, its title, its group and title, and, counting most, its name."""
    fields = schema.fields.values()
    titles = [plain(field.title) for field in fields]
    for field in fields:
        rule = ColumnRule(field.name)
        yield plain(field.question), rule
        yield plain(f"{schema.groups.get(field.group, '')}: {field.title}"), rule
        if titles.count(plain(field.title)) == 1:
            yield plain(field.title), rule
    for field in fields:
        yield plain(field.name), ColumnRule(field.name)


def find_columns(table: Table, headers: Headers, problems: Problems) -> tuple[Column, ...]:
    """Return the columns that are a field, the id or the password; note headers that are unknown or stand twice."""
    cells = table.header.cells
    if not any(headers.is_known(cell) for cell in cells):
        problems.add(table.place(table.header), "no column of this row is a field, a title or a question", _NO_FIELD)
        return ()
    columns: dict[str, Column] = {}
    for position, cell in enumerate(cells):
        place = table.place(table.header, position)
        misfit = unreadable(cell)
        if misfit is not None:
            problems.add(place, misfit.message, misfit.hint)
        elif headers.is_known(cell):
            column = Column(position, headers.rule(cell))
            first = columns.setdefault(column.rule.target, column)
            if first is not column:
                problems.add(place, f"duplicate column for `{column.rule.target}`", "keep one of the two")
        elif cell and not headers.is_ignored(cell):
            problems.add(place, f"unknown column `{cell}`", headers.hint(cell))
        elif not cell and any(row.cells[position : position + 1] != ("",) for row in table.rows):
            problems.add(place, "the column has cells but no name", "name it in the first row")
    return tuple(columns.values())


def by_target(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    """Return the columns by what they are."""
    return {column.rule.target: column for column in columns}
