"""Dated, sourced numbers and rules."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NewType

from builder.dates import say_when
from builder.diagnostics import Problems
from builder.records import dataclass
from builder.sources import Place, Source
from builder.yaml_text import Dictionary, Node, Scalar, Sequence, parse_yaml
from builder.yaml_values import (
    date_of,
    keys_of,
    mapping_of,
    number,
    open_keys_of,
    prose_of,
    required_prose,
    text_of,
    texts_at,
)

ClaimId = NewType("ClaimId", str)

_KEYS = ("says", "value", "source", "as_of", "reach", "confidence", "expires", "check")
_RANGE = re.compile(r"^([0-9]+)-([0-9]+)$")
_SMALLEST_GROUPED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number or rule with its value, source, date and reach.

    `values` holds every value under its path (`mean.2018`), as text ready to print; `texts` are the
    sentences about it that readers see.
    """

    id: ClaimId
    says: str
    values: Mapping[str, str]
    organisation: str
    title: str
    url: str
    as_of: str
    reach: str
    confidence: str
    expires: date | None
    check: str
    texts: tuple[Scalar, ...]
    place: Place


def parse_claims(source: Source) -> Mapping[ClaimId, Claim]:
    """Read `claims.yaml`.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    top = keys_of(parse_yaml(source), "the claims file", ("claims",), problems)
    nodes = open_keys_of(top.get("claims"), "`claims`", problems)
    claims = {ClaimId(key): _parse_claim(ClaimId(key), node, problems) for key, node in nodes.items()}
    problems.raise_errors()
    return claims


def _parse_claim(key: ClaimId, node: Node, problems: Problems) -> Claim:
    what = f"the claim `{key}`"
    entries = keys_of(node, what, _KEYS, problems)
    claim = mapping_of(node)
    source = entries.get("source")
    if not isinstance(source, Dictionary):
        problems.add(claim.place, f"{what} has no `source`", "add `source: {title: ..., org: ..., url: ...}`")
        source = Dictionary({}, {}, claim.place)
    keys_of(source, f"the source of `{key}`", ("title", "org", "url"), problems)
    return Claim(
        id=key,
        says=required_prose(claim, "says", what, problems),
        values=dict(_flat(entries.get("value"), "")),
        organisation=required_prose(source, "org", f"the source of `{key}`", problems),
        title=required_prose(source, "title", f"the source of `{key}`", problems),
        url=_address(source, problems),
        as_of=required_prose(claim, "as_of", what, problems),
        reach=required_prose(claim, "reach", what, problems),
        confidence=_confidence(entries.get("confidence"), problems),
        expires=date_of(entries.get("expires"), "`expires`", problems),
        check=prose_of(entries.get("check"), "`check`", problems),
        texts=tuple(text for key in ("says", "reach", "check") for text in texts_at(claim, key)),
        place=claim.place,
    )


def _flat(node: Node | None, path: str) -> list[tuple[str, str]]:
    match node:
        case Dictionary(entries):
            return [pair for key, child in entries.items() for pair in _flat(child, f"{path}.{key}" if path else key)]
        case Sequence(items):
            return [(path, ", ".join(_printed(item) for item in items if isinstance(item, Scalar)))]
        case Scalar():
            return [(path, node.text if path.rpartition(".")[2] == "year" else _printed(node))]
        case None:
            return []


def _printed(scalar: Scalar) -> str:
    value = number(scalar)
    if isinstance(value, int) and value >= _SMALLEST_GROUPED:
        return f"{value:,}"
    return _RANGE.sub(r"\1–\2", say_when(scalar.text))


def _address(source: Dictionary, problems: Problems) -> str:
    url = text_of(source.entries.get("url"), "`url`", problems)
    if not url.startswith(("https://", "http://")):
        problems.add(source.place, "`url` must be an address that starts with `https://` or `http://`")
    return url


def _confidence(node: Node | None, problems: Problems) -> str:
    confidence = text_of(node, "`confidence`", problems) or "medium"
    if node is not None and confidence not in {"high", "medium"}:
        problems.add(
            node.place, f"`confidence` must be high or medium, not {confidence}", "a fact nobody has seen stays out"
        )
    return confidence
