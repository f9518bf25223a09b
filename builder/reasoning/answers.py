"""Sets of readers by what they answer: one variable for each field, and one for each item of a list."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from builder.reasoning.cuts import Cuts
from builder.reasoning.diagrams import EVERYBODY, NOBODY, Diagrams, Readers, TooLargeError
from builder.reasoning.domains import Domain, domain_of, item_kinds, most_items
from builder.schema import FieldName, Kind, Schema, Value

_ABSENT, _ANY = 1, ~1  # cells as bits: "not given" is the first, an item that a list holds the second
_HELD = 2
NOT_ASKED: Domain = (None,)


class Answers:
    """Every combination of answers to some fields; `sets` holds the readers who give them."""

    def __init__(self, names: Iterable[FieldName], cuts: Mapping[FieldName, Cuts], schema: Schema, budget: int) -> None:
        """Lay out the variables in the order of the fields."""
        self._domains: dict[FieldName, Domain] = {}
        self._variables: dict[FieldName, int] = {}
        self._items: dict[FieldName, Mapping[str, int]] = {}
        self._limits: dict[FieldName, int] = {}
        self._too_large: dict[FieldName, str] = {}
        self._owners: list[tuple[FieldName, str | None]] = []
        for name in names:
            self._lay_out(name, cuts.get(name), schema)
        sizes = [len(self._domains[name]) if item is None else 2 for name, item in self._owners]
        self.sets = Diagrams(sizes, budget)

    def absent(self, name: FieldName) -> Readers:
        """Return the readers who do not give a field."""
        return self._having(name, _ABSENT)

    def giving(self, name: FieldName) -> Readers:
        """Return the readers who give a field."""
        return self._having(name, _ANY)

    def testing(self, name: FieldName, holds: Callable[[Value], bool]) -> tuple[Readers, Readers]:
        """Return the readers whose answer passes a test, and those whose answer fails it."""
        cells = sum(1 << cell for cell, value in enumerate(self._domains[name]) if value is not None and holds(value))
        return self._having(name, cells), self._having(name, _ANY & ~cells)

    def holding(self, name: FieldName, wanted: Iterable[object]) -> Readers:
        """Return the readers who give a list that holds at least one of some items."""
        items = self._items.get(name, {})
        variables = {items[item] for item in wanted if isinstance(item, str) and item in items}
        held = self.sets.any_of(self.sets.having(variable, _HELD) for variable in sorted(variables))
        return self.sets.both(self.giving(name), held)

    def equal(self, name: FieldName, value: Value) -> Readers:
        """Return the readers who give just this value, as far as any condition can tell."""
        if not isinstance(value, tuple):
            return self.testing(name, lambda given: given == value)[0]
        items = self._items.get(name, {})
        held = {items[item] for item in value if item in items}
        bits = ((variable, _HELD if variable in held else _ABSENT) for variable in sorted(set(items.values())))
        return self.sets.both(self.giving(name), self.sets.all_of(self.sets.having(*pair) for pair in bits))

    def within_limit(self, name: FieldName) -> Readers:
        """Return the readers whose list is no longer than it may be."""
        variables = sorted(set(self._items.get(name, {}).values()))
        limit = self._limits.get(name, len(variables))
        rows = [EVERYBODY] * (limit + 1)
        for variable in reversed(variables) if len(variables) > limit else ():
            held, not_held = self.sets.having(variable, _HELD), self.sets.having(variable, _ABSENT)
            fewer = [NOBODY, *rows[:-1]]
            rows = [
                self.sets.either(self.sets.both(held, one), self.sets.both(not_held, none))
                for one, none in zip(fewer, rows, strict=True)
            ]
        return rows[limit]

    def values(self, name: FieldName) -> Iterator[tuple[Value, Readers]]:
        """Yield every value that is told apart, with the readers who give it."""
        self._check_size(name)
        for cell, value in enumerate(self._domains[name]):
            if value is not None:
                yield value, self._having(name, 1 << cell)

    def forget(self, readers: Readers, name: FieldName) -> Readers:
        """Return the readers who would be in a set with some answer to a field, or none."""
        for variable in (self._variables[name], *sorted(set(self._items.get(name, {}).values()))):
            readers = self.sets.forget(readers, variable)
        return readers

    def fields(self, readers: Readers) -> tuple[FieldName, ...]:
        """Return the fields that a set depends on."""
        return tuple(dict.fromkeys(self._owners[variable][0] for variable in sorted(self.sets.variables(readers))))

    def member(self, readers: Readers) -> Mapping[FieldName, Value] | None:
        """Return the few answers that make a reader one of a set; None where nobody is."""
        cells = self.sets.a_member(readers)
        if cells is None:
            return None
        found: dict[FieldName, Value] = {}
        for variable, cell in sorted(cells.items()):
            name, item = self._owners[variable]
            value = self._domains[name][cell] if item is None else None
            if value is not None:
                found[name] = value
            held = found.get(name)
            if item is not None and cell and isinstance(held, tuple):
                found[name] = (*held, item)
        return found

    def _lay_out(self, name: FieldName, cuts: Cuts | None, schema: Schema) -> None:
        field = schema.fields[name]
        self._domains[name] = NOT_ASKED
        self._variables[name] = len(self._owners)
        self._owners.append((name, None))
        if cuts is None:
            return
        try:
            self._domains[name] = domain_of(field, cuts, schema)
            if field.kind is Kind.TEXTS:
                self._lay_out_items(name, item_kinds(field, cuts, schema), most_items(field, schema))
        except TooLargeError as error:
            self._too_large[name] = str(error)

    def _lay_out_items(self, name: FieldName, kinds: Mapping[str, str], limit: int | None) -> None:
        positions = {kind: len(self._owners) + number for number, kind in enumerate(dict.fromkeys(kinds.values()))}
        self._owners.extend((name, kind) for kind in positions)
        self._items[name] = {item: positions[kind] for item, kind in kinds.items()}
        self._limits[name] = len(positions) if limit is None else limit

    def _having(self, name: FieldName, cells: int) -> Readers:
        self._check_size(name)
        return self.sets.having(self._variables[name], cells)

    def _check_size(self, name: FieldName) -> None:
        if name in self._too_large:
            raise TooLargeError(self._too_large[name])
