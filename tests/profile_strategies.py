"""Profiles of readers who could exist, made from a schema."""

from collections.abc import Mapping

from hypothesis import strategies as st

from builder.analysis import with_settings
from builder.conditions.facts import Facts
from builder.schema import Field, FieldName, Kind, Value
from builder.vocabulary import Vocabulary

_COUNTRIES = ("BR", "IN", "NG", "IR", "PL", "VN")


def values(field: Field) -> st.SearchStrategy[Value]:
    """Return values of one field."""
    match field.kind:
        case Kind.WHOLE:
            return st.integers(field.minimum, field.maximum)
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(field.choices)
        case Kind.MONTH:
            return st.sampled_from(["2026-12", "2027-03", "2028-09"])
        case Kind.TEXTS:
            return st.lists(st.sampled_from(_COUNTRIES), min_size=1, max_size=2, unique=True).map(tuple)
        case Kind.TEXT:
            return st.just("Ana")


@st.composite
def complete_facts(draw: st.DrawFn, vocabulary: Vocabulary) -> Facts:
    """Draw a reader who has answered every question that applies."""
    given: Mapping[FieldName, Value] = {}
    for field in vocabulary.schema.fields.values():
        changed = with_settings(vocabulary.facts(given), {field.name: draw(values(field))})
        given = changed.given if changed is not None else given
    return vocabulary.facts(given)
