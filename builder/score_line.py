"""The picture of a reader's scores, as the outline describes it."""

from collections.abc import Mapping

from builder.claims import ClaimId
from builder.diagnostics import Problems
from builder.records import dataclass
from builder.schema import FieldName
from builder.yaml_text import Node
from builder.yaml_values import items_of, keys_of, mapping_of, required_text, whole_number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAxis:
    """One score of the score line, with the thresholds of its bands."""

    field: FieldName
    title: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReference:
    """A dated figure to show beside a score."""

    field: FieldName
    title: str
    claim: ClaimId
    value: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The picture of the reader's scores: the ends of its axis, the scores and the references."""

    minimum: int
    maximum: int
    scores: tuple[ScoreAxis, ...]
    references: tuple[ScoreReference, ...]


def parse_score_line(node: Node | None, problems: Problems) -> ScoreLine | None:
    """Read the score line of an outline; None where there is none, or its ends cannot be read."""
    if node is None:
        return None
    keys = keys_of(node, "the score line", ("minimum", "maximum", "scores", "references"), problems)
    minimum = whole_number_of(keys.get("minimum"), "`minimum`", problems)
    maximum = whole_number_of(keys.get("maximum"), "`maximum`", problems)
    if minimum is None or maximum is None or minimum >= maximum:
        problems.add(node.place, "the score line needs a `minimum` below its `maximum`")
        return None
    scores = tuple(_axis(item, problems) for item in items_of(keys.get("scores"), "`scores`", problems))
    references = tuple(
        _reference(item, problems) for item in items_of(keys.get("references"), "`references`", problems)
    )
    return ScoreLine(minimum, maximum, scores, references)


def _axis(node: Node, problems: Problems) -> ScoreAxis:
    values = _texts(node, "a score", ("field", "title", "low", "high"), problems)
    return ScoreAxis(field=FieldName(values["field"]), title=values["title"], low=values["low"], high=values["high"])


def _reference(node: Node, problems: Problems) -> ScoreReference:
    values = _texts(node, "a reference", ("claim", "value", "title", "field"), problems)
    return ScoreReference(
        field=FieldName(values["field"]), title=values["title"], claim=ClaimId(values["claim"]), value=values["value"]
    )


def _texts(node: Node, what: str, names: tuple[str, ...], problems: Problems) -> Mapping[str, str]:
    keys_of(node, what, names, problems)
    entry = mapping_of(node)
    return {name: required_text(entry, name, what, problems) for name in names}
