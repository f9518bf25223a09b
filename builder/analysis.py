"""Reasoning over answers that are not given: what would flip a verdict, what is worth asking."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice

from builder.conditions.evaluator import Quotes, judge, possible
from builder.conditions.facts import Facts, fields_behind
from builder.conditions.nodes import Condition
from builder.conditions.representatives import distance, representatives
from builder.conditions.truth import NO, YES, Truth, bit
from builder.conditions.undecided import is_out_of_place, may_apply
from builder.records import dataclass
from builder.schema import Field, FieldName, Schema, Value
from builder.selection import Selection, Verdict

MOST_STEPS = 50_000
_MOST_VALUES = 5_000

Settings = Mapping[FieldName, Value]


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest change of answers that turns a verdict, and what it becomes."""

    settings: Mapping[FieldName, Value]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Flips:
    """The smallest changes that turn a verdict; without `is_complete` the search ended before all were tried."""

    found: tuple[Flip, ...]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A field that the profile does not give, and how many open modules its answer could settle."""

    field: Field
    settles: int


_VERDICTS = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT}


def find_flips(condition: Condition, facts: Facts, schema: Schema) -> Flips:
    """Return the smallest changes that settle the condition otherwise than it stands.

    Changes of one field are tried before those of two, and so on up to all fields; only values that
    stand for all others are tried (see `representatives`), and only of fields that could together
    turn the condition. Of one field's values the nearest to the given one is returned. Combinations
    that no reader can have, by the schema, are left out. An answer that is given is changed and never
    taken back. After 50,000 steps the search ends with what it has found, and says so.
    """
    search = _Search(condition, facts, schema)
    found: dict[tuple[FieldName, ...], Flip] = {}
    try:
        for size in range(1, len(search.fields) + 1 if search.could_turn(search.fields) else 1):
            for some in combinations(search.fields, size):
                for flip in search.flips(some):
                    found.setdefault((*some, FieldName(flip.verdict)), flip)
            if found:
                break
    except _TooLargeError:
        return Flips(tuple(found.values()), is_complete=False)
    return Flips(tuple(found.values()), is_complete=search.has_all_values)


class _TooLargeError(Exception):
    """The search takes more steps than it may."""


class _Search:
    """Looks for changes of some fields that turn one condition for one reader."""

    def __init__(self, condition: Condition, facts: Facts, schema: Schema) -> None:
        self.fields = fields_behind(condition, facts)
        self._condition, self._facts = condition, facts
        self._truth = judge(condition, facts)
        every = {name: representatives(schema.fields[name], condition, facts) for name in self.fields}
        some = {name: tuple(islice(values, _MOST_VALUES)) for name, values in every.items()}
        self.has_all_values = all(len(values) < _MOST_VALUES for values in some.values()) and all(
            schema.fields[name].allows(value) for name, values in some.items() for value in values
        )
        self._values = {name: _alternatives(schema.fields[name], some[name], facts) for name in self.fields}
        self._upon = {name: self._dependent(name) for name in self.fields}
        self._steps = 0

    def could_turn(self, names: tuple[FieldName, ...]) -> bool:
        """Tell whether other answers to some fields could turn the condition; never wrong with a no."""
        return self._may_become(self._facts, names)

    def flips(self, names: tuple[FieldName, ...]) -> Iterator[Flip]:
        """Yield what turns the condition by changing all of some fields."""
        if self.could_turn(names):
            yield from self._changed(names, {})

    def _changed(self, names: tuple[FieldName, ...], settings: Settings) -> Iterator[Flip]:
        """Yield what turns the condition by changing further fields, an assignment that cannot turn it left early."""
        if not names:
            flip = _try(self._condition, self._facts, settings, self._truth)
            yield from () if flip is None else (flip,)
            return
        for value in self._values[names[0]]:
            more = {**settings, names[0]: value}
            if self._may_become(self._facts.giving({**self._facts.given, **more}), names[1:], tuple(more)):
                yield from self._changed(names[1:], more)

    def _may_become(self, facts: Facts, names: Iterable[FieldName], settled: Iterable[FieldName] = ()) -> bool:
        """Tell whether the condition may be settled otherwise by answers to some fields, beside those settled."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooLargeError
        moved = frozenset(names).union(*(self._upon[name] for name in (*names, *settled))) - frozenset(settled)
        shown = frozenset(name for name in self.fields if name not in moved)
        other = (YES | NO) & ~bit(self._truth)
        return bool(possible(self._condition, facts, Quotes(shown)) & other)

    def _dependent(self, name: FieldName) -> frozenset[FieldName]:
        """Return the fields whose answers may be dropped when this one changes."""
        rules = self._facts.rules
        return frozenset(
            other
            for other in self.fields
            if other in rules and name in fields_behind(rules[other].only_when, self._facts)
        )


def _try(condition: Condition, facts: Facts, settings: Mapping[FieldName, Value], truth: Truth) -> Flip | None:
    changed = with_settings(facts, settings)
    if changed is None:
        return None
    after = judge(condition, changed)
    return None if after in {truth, Truth.UNKNOWN} else Flip(settings, _VERDICTS[after])


def with_settings(facts: Facts, settings: Mapping[FieldName, Value]) -> Facts | None:
    """Return the facts with some answers changed; None where a changed answer would not apply.

    Other answers that no longer apply are dropped: who needs no sponsorship prefers no visa.
    """
    given = {**facts.given, **settings}
    while True:
        changed = facts.giving(given)
        dropped = {name for name, value in given.items() if is_out_of_place(name, value, changed)}
        if not dropped:
            return changed
        if dropped & set(settings):
            return None
        given = {name: value for name, value in given.items() if name not in dropped}


def _alternatives(field: Field, some: Iterable[Value], facts: Facts) -> tuple[Value, ...]:
    """Return those values that differ from the given one and that a profile can give, the nearest first."""
    given = facts.given.get(field.name)
    values = [value for value in dict.fromkeys(some) if value != given and field.allows(value)]
    return tuple(values if given is None else sorted(values, key=lambda value: distance(value, given, field)))


def rank_questions(selection: Selection, schema: Schema) -> tuple[Question, ...]:
    """Return the missing answers that something waits for, those that could settle most modules first.

    A module counts where some answer to this one question settles it; a question that only a
    passage or a task inside a module waits for, or that settles nothing alone, comes after these.
    """
    facts = selection.profile.facts
    settles: dict[FieldName, int] = {}
    for decision in selection.decisions:
        for ruling in decision.open_rulings():
            for name in askable(ruling.condition, facts):
                settles.setdefault(name, 0)
        if decision.verdict is Verdict.OPEN:
            for name in askable(decision.ruling.condition, facts):
                settles[name] += can_settle(decision.ruling.condition, facts, schema.fields[name])
    order = sorted(settles, key=lambda name: (-settles[name], schema.order[name]))
    return tuple(Question(schema.fields[name], settles[name]) for name in order)


def askable(condition: Condition, facts: Facts) -> tuple[FieldName, ...]:
    """Return the fields behind a condition that are not given and may apply to the reader."""
    return tuple(name for name in fields_behind(condition, facts) if name not in facts.given and may_apply(name, facts))


def can_settle(condition: Condition, facts: Facts, field: Field) -> bool:
    """Tell whether some answer to one question alone settles an open condition."""
    values = islice(representatives(field, condition, facts), _MOST_VALUES)
    return any(
        judge(condition, facts.giving({**facts.given, field.name: value})) is not Truth.UNKNOWN
        for value in values
        if field.allows(value)
    )
