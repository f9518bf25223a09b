"""Reading a roster: a profile for each row, or what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from builder.diagnostics import BuildError, Diagnostic, Problems
from builder.profiles import CONTRADICTION_HINT, Profile, contradictions, misfits
from builder.records import dataclass, field, replace
from builder.rosters.cells import Misfit, out_of_range, read_cell
from builder.rosters.columns import Column, Headers, by_target, find_columns
from builder.rosters.ids import id_problem, sharers
from builder.rosters.mapping import ID, OWN_COLUMNS, PASSWORD, RosterMapping, parse_mapping, plain
from builder.rosters.passwords import password_problem
from builder.rosters.table import LARGEST, Row, Table, parse_table
from builder.schema import FieldName, Value
from builder.source_files import load_bytes, load_source, refuse_way_out
from builder.sources import Place
from builder.vocabulary import Vocabulary

MAPPING = "roster.yaml"
_ALL_OR_NONE = "give every row a password, or leave out the column"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One row: a profile where everything in it fits; `id` and `password` are empty where the row gives none."""

    place: Place
    id: str
    password: str = field(repr=False)
    profile: Profile
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of a roster in their order, the broken ones among them."""

    name: str
    rows: tuple[RosterRow, ...]


def load_roster(path: Path, name: str, vocabulary: Vocabulary) -> Roster:
    """Read a roster and the `roster.yaml` beside it; `name` is what messages call the roster.

    Raises:
        BuildError: the file is no roster, or a column is unknown; with every problem of its rows too.
    """
    mapping_path = path.with_name(MAPPING)
    mapping = RosterMapping()
    if mapping_path.exists():
        shown = name.removesuffix(path.name) + MAPPING
        refuse_way_out(mapping_path, path.parent, shown)
        mapping = parse_mapping(load_source(mapping_path, shown), vocabulary.schema)
    return parse_roster(load_bytes(path, name, LARGEST), name, mapping, vocabulary)


def parse_roster(content: bytes, name: str, mapping: RosterMapping, vocabulary: Vocabulary) -> Roster:
    """Read a roster; a broken row keeps its problems, and a broken header refuses the whole.

    Raises:
        BuildError: the file is no roster, or a column is unknown; with every problem of its rows too.
    """
    headers = Headers(vocabulary.schema, mapping)
    table = parse_table(content, name, headers.is_known)
    problems = Problems()
    columns = find_columns(table, headers, problems)
    reading = _Reading(table, columns, mapping, vocabulary)
    rows = tuple(_without_twins([reading.row(row) for row in table.rows]))
    try:
        problems.raise_errors()
    except BuildError as error:
        raise BuildError((*error.diagnostics, *(problem for row in rows for problem in row.problems))) from error
    if not rows:
        raise BuildError([Diagnostic(table.place(table.header), "the roster has no row below its header")])
    return Roster(name, rows)


@dataclass(frozen=True, slots=True)
class _Reading:
    table: Table
    columns: tuple[Column, ...]
    mapping: RosterMapping
    vocabulary: Vocabulary

    def row(self, row: Row) -> RosterRow:
        problems = Problems()
        self._check_length(row, problems)
        given, places = self._values(row, problems)
        fields = self.vocabulary.schema.fields
        for name in misfits(given, self.vocabulary.schema):
            _note(places[name], out_of_range(given[name], fields[name]), problems)
        facts = self.vocabulary.facts(given)
        for name, message in contradictions(facts):
            problems.add(places[name], message, CONTRADICTION_HINT)
        place = self.table.place(row)
        return RosterRow(
            place=place,
            id=self._own(row, ID, id_problem, "leave the cell empty to get an id", problems),
            password=self._own(row, PASSWORD, password_problem, _ALL_OR_NONE, problems),
            profile=Profile(str(place), facts),
            problems=problems.errors,
        )

    def _check_length(self, row: Row, problems: Problems) -> None:
        wanted, found = len(self.table.header.cells), len(row.cells)
        if found < wanted or any(row.cells[wanted:]):
            hint = "put a cell that holds the separator in quotes"
            problems.add(self.table.place(row), f"expected {wanted} cells as in the first row, found {found}", hint)

    def _values(self, row: Row, problems: Problems) -> tuple[Mapping[FieldName, Value], Mapping[FieldName, Place]]:
        given: dict[FieldName, Value] = {}
        places: dict[FieldName, Place] = {}
        for column in self.columns:
            text = self._text(row, column)
            if not text or column.rule.target in OWN_COLUMNS:
                continue
            place = self.table.place(row, column.position)
            schema = self.vocabulary.schema
            value = read_cell(text, schema.fields[column.field], schema, column.rule.separator)
            if isinstance(value, Misfit):
                _note(place, value, problems)
            else:
                given[column.field], places[column.field] = value, place
        return given, places

    def _text(self, row: Row, column: Column) -> str:
        """Return a cell's text, or what `roster.yaml` says that it means; empty where nothing is known."""
        cell = row.cells[column.position] if column.position < len(row.cells) else ""
        meant = column.rule.answers.get(plain(cell))
        if meant is not None:
            return meant
        return "" if plain(cell) in self.mapping.unknown else cell

    def _own(self, row: Row, name: str, problem_of: Callable[[str], str], hint: str, problems: Problems) -> str:
        """Return the cell of a column that is no field; empty where there is none, or it cannot be used."""
        column = by_target(self.columns).get(name)
        if column is None:
            return ""
        text = self._text(row, column)
        problem = problem_of(text)
        if problem:
            problems.add(self.table.place(row, column.position), problem, hint)
        return "" if problem else text


def _note(place: Place, misfit: Misfit, problems: Problems) -> None:
    problems.add(place, misfit.message, misfit.hint)


def _without_twins(rows: Iterable[RosterRow]) -> Iterator[RosterRow]:
    """Yield the rows; each of those that share an id gets a problem, since nobody knows whose it is."""
    listed = tuple(rows)
    others = sharers([row.id for row in listed])
    for position, row in enumerate(listed):
        if position in others:
            yield replace(row, problems=(*row.problems, shared_id(row.place, listed[others[position]].place)))
        else:
            yield row


def shared_id(place: Place, other: Place) -> Diagnostic:
    """Return what is wrong with a row that has the id of another one."""
    message = f"the id of this row is the id of row {other.line} too"
    return Diagnostic(place, message, "give each row an id of its own; capitals do not count")
