"""What a profile says, and which fields do not apply to its reader."""

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from builder.conditions.nodes import Atom, Condition, atoms, fields_of
from builder.records import dataclass, field
from builder.schema import Field, FieldName, Value


@dataclasses.dataclass(frozen=True)
class Applicability:
    """When a field applies to a reader, and the value it has where it does not."""

    only_when: Condition
    otherwise: Value | None

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """Return the comparisons that decide it."""
        return atoms(self.only_when)


@dataclass(frozen=True, slots=True)
class Facts:
    """The values a profile gives, with the fields it may give and the schema's rules about which of them apply."""

    given: Mapping[FieldName, Value]
    rules: Mapping[FieldName, Applicability] = field(default_factory=dict)
    fields: Mapping[FieldName, Field] = field(default_factory=dict)

    def giving(self, answers: Mapping[FieldName, Value]) -> "Facts":
        """Return what a reader says who gives just these answers instead."""
        return Facts(answers, self.rules, self.fields)


def fields_behind(condition: Condition, facts: Facts) -> tuple[FieldName, ...]:
    """Return the fields a condition depends on, with those that decide whether these apply."""
    found: dict[FieldName, None] = {}
    pending = [atoms(condition)]
    while pending:
        for atom in pending.pop():
            for name in fields_of(atom):
                if name not in found and name in facts.rules:
                    pending.append(facts.rules[name].atoms)
                found[name] = None
    return tuple(found)


def fields_around(condition: Condition, facts: Facts) -> tuple[FieldName, ...]:
    """Return the fields behind a condition, and those that apply only to readers with some answers to these.

    Whoever gives a score has passed: an answer to any of these fields tells which answers to the others can be given.
    """
    found = dict.fromkeys(fields_behind(condition, facts))
    rules = {name: fields_behind(rule.only_when, facts) for name, rule in facts.rules.items()}
    pending = list(found)
    while pending:
        looked_at = pending.pop()
        more = [field for name, behind in rules.items() if looked_at in behind for field in (name, *behind)]
        pending += [name for name in dict.fromkeys(more) if name not in found]
        found.update(dict.fromkeys(more))
    return tuple(found)


def atoms_behind(condition: Condition, facts: Facts) -> tuple[Atom, ...]:
    """Return the comparisons of a condition and of the rules behind it, in order, each once."""
    rules = (facts.rules[name].atoms for name in fields_behind(condition, facts) if name in facts.rules)
    return tuple(dict.fromkeys(chain(atoms(condition), *rules)))
