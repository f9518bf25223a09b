"""Readers by chance: any number of answers that fit each other, many beside the edges that conditions draw."""

from collections.abc import Iterator, Mapping
from random import Random  # noqa: TID251 - seeded by whoever draws, so the same in every run

from builder.analysis import with_settings
from builder.condition_table import ConditionTable
from builder.conditions.facts import Facts
from builder.conditions.nodes import Compare, Literal, atoms, fields_of
from builder.schema import Field, FieldName, Kind, Value
from builder.vocabulary import Vocabulary

Edges = Mapping[FieldName, tuple[int | str, ...]]

_SHARES = (0.0, 0.1, 0.3, 0.6, 0.9, 1.0)
_WORDS = ("", "BR", "ZZ", "Śrīvidyā", "none", "a, b", 'he said "no"', "C:\\new")
_SOME_MONTHS = ("2024-01", "2026-12", "2027-03", "2030-09")


def edges_of(table: ConditionTable) -> Edges:
    """Return the constants that each field is compared with."""
    found: dict[FieldName, dict[int | str, None]] = {}
    for atom in (atom for condition in table.conditions for atom in atoms(condition) if isinstance(atom, Compare)):
        for name in fields_of(atom):
            found.setdefault(name, {}).update(dict.fromkeys(_constants(atom)))
    return {name: tuple(constants) for name, constants in found.items()}


def _constants(atom: Compare) -> Iterator[int | str]:
    for side in (atom.left, atom.right):
        if isinstance(side, Literal):
            yield from side.value if isinstance(side.value, tuple) else (side.value,)


def chance_facts(chance: Random, vocabulary: Vocabulary, edges: Edges) -> Facts:
    """Return a reader with some share of the answers, every one of which applies."""
    share = chance.choice(_SHARES)
    facts = vocabulary.facts({})
    for name, field in vocabulary.schema.fields.items():
        if chance.random() < share:
            facts = with_settings(facts, {name: _value(field, chance, edges.get(name, ()))}) or facts
    return facts


def chance_names(chance: Random, vocabulary: Vocabulary) -> frozenset[FieldName]:
    """Return some fields, those that were asked already."""
    share = chance.choice(_SHARES)
    return frozenset(name for name in vocabulary.schema.fields if chance.random() < share)


def _value(field: Field, chance: Random, edges: tuple[int | str, ...]) -> Value:
    match field.kind:
        case Kind.FLAG:
            return chance.random() < 0.5
        case Kind.CHOICE:
            return chance.choice(field.choices)
        case Kind.WHOLE:
            return _number(field, chance, [edge for edge in edges if isinstance(edge, int)])
        case Kind.MONTH:
            return chance.choice([*_SOME_MONTHS, *(edge for edge in edges if isinstance(edge, str))])
        case Kind.TEXT:
            return chance.choice(_WORDS)
        case Kind.TEXTS:
            words = [*_WORDS, *(edge for edge in edges if isinstance(edge, str))]
            return tuple(dict.fromkeys(chance.choices(words, k=chance.randrange(4))))


def _number(field: Field, chance: Random, edges: list[int]) -> int:
    low, high = field.minimum or 0, 1000 if field.maximum is None else field.maximum
    near = chance.choice(edges) + chance.randrange(-1, 2) if edges and chance.random() < 0.7 else low
    return near if low < near <= high else chance.randint(low, high)
