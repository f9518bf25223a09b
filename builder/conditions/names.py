"""The names that conditions are written with."""

from collections.abc import Mapping

from builder.conditions.nodes import Named
from builder.records import dataclass, field
from builder.schema import Field, FieldName


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a condition may name."""

    fields: Mapping[FieldName, Field]
    thresholds: Mapping[str, int] = field(default_factory=dict)
    conditions: Mapping[str, Named] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        """Return every name there is."""
        return (*self.fields, *self.thresholds, *self.conditions)
