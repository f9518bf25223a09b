"""Which fields a profile may give: their types, ranges and words."""

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import NewType

from builder.records import dataclass, field
from builder.yaml_text import Scalar

FieldName = NewType("FieldName", str)
Value = bool | int | str | tuple[str, ...]


class Kind(StrEnum):
    """The types a field can have."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "true/false"
    CHOICE = "choice"
    TEXTS = "list of texts"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named thing a profile can say, with the words for asking and telling it.

    `only_when` is the text of the condition under which the field applies to a reader at all;
    where it is "no" the field has the value `otherwise`, or none. `layout` says in words what a text must look
    like, `bounds` how long it, or a list, may be. `names` are the words for values, or items of a list, that read
    badly as they are written. `goals` are the values a reader can aim at; where there are none, any. The choices of
    a field that goes by stages follow each other in their order, and nobody goes back. A value of a field with
    `comes_with` is reached only together with those other answers, and whoever gives them already cannot change it
    any more. `allows` tells by the JSON Schema whether a profile may give a value.
    """

    name: FieldName
    group: str
    kind: Kind
    title: str
    question: str
    help: str
    minimum: int | None
    maximum: int | None
    choices: tuple[str, ...]
    layout: str
    bounds: str
    says: Mapping[str, str]
    names: Mapping[str, str]
    yes: str
    no: str
    only_when: Scalar | None
    otherwise: Value | None
    is_in_readers_power: bool
    goals: tuple[Value, ...]
    goes_by_stages: bool
    comes_with: Mapping[FieldName, Value]
    is_private: bool
    allows: Callable[[Value], bool] = field(compare=False, repr=False)

    def may_hold(self, text: str) -> bool:
        """Tell whether a text is one that the field may have, or hold where it is a list."""
        return self.allows((text,) if self.kind is Kind.TEXTS else text)


@dataclasses.dataclass(frozen=True)
class Schema:
    """All fields, in the order of the questionnaire; `json` is the JSON Schema they were read from.

    `texts` are the words of questions and answers that readers see.
    """

    fields: Mapping[FieldName, Field]
    groups: Mapping[str, str]
    json: Mapping[str, object]
    texts: tuple[Scalar, ...] = ()

    @cached_property
    def order(self) -> Mapping[FieldName, int]:
        """Return the position of each field in the questionnaire."""
        return {name: position for position, name in enumerate(self.fields)}
