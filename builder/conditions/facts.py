"""What a profile says, and which fields do not apply to its reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.conditions.nodes import Condition, atoms, fields_of
from builder.schema import Field, FieldName, Value


@dataclass(frozen=True, slots=True)
class Applicability:
    """When a field applies to a reader, and the value it has where it does not."""

    only_when: Condition
    otherwise: Value | None


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
    pending = [condition]
    while pending:
        for atom in atoms(pending.pop()):
            for name in fields_of(atom):
                if name not in found and name in facts.rules:
                    pending.append(facts.rules[name].only_when)
                found[name] = None
    return tuple(found)
