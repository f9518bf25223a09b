"""What a profile says, and which fields do not apply to its reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.conditions.nodes import Condition
from builder.schema import FieldName, Value


@dataclass(frozen=True, slots=True)
class Applicability:
    """When a field applies to a reader, and the value it has where it does not."""

    only_when: Condition
    otherwise: Value | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The values a profile gives, with the rules of the schema about fields that do not apply."""

    given: Mapping[FieldName, Value]
    rules: Mapping[FieldName, Applicability] = field(default_factory=dict)
