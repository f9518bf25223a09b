"""Values, citations and links between modules: taken out before Markdown, put back as pieces after it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from builder.claims import Claim, ClaimId
from builder.diagnostics import Problems, did_you_mean
from builder.markup.blocks import Text
from builder.markup.body import Citation, FieldValue, Html, Link, LinkEnd, LinkStart, Piece
from builder.markup.bounds import LONGEST_LINK
from builder.schema import FieldName
from builder.sources import Place, Source
from builder.vocabulary import Vocabulary

# Two characters for private use mark where a piece goes: no text of an author or reader holds them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TAG_WITH_HOLE = re.compile(f"<[^<>]*{_OPEN}")
_CODE_WITH_HOLE = re.compile(rf"<code[^>]*>[^<]*{_OPEN}")
_HEADING_WITH_HOLE = re.compile(rf"<h([1-6])[^>]*>(?:(?!</h\1>).)*{_OPEN}", re.DOTALL)
_MODULE_LINK = re.compile(r'<a data-module="([^"#]*)(?:#([^"]*))?">(.*?)</a>', re.DOTALL)

# What has no end is looked at once: a second try for each place where it could begin takes minutes.
_PIECE = re.compile(r"\{\{(?P<inside>(?:(?!\{\{).)*?)\}\}|\[\^(?P<id>[^\]\s[]+)\]", re.DOTALL)
_FIELD = re.compile(r'\s*(?P<name>[A-Za-z_][\w.]*)\s*(?:or\s*"(?P<otherwise>[^"]*)")?\s*')
_CLAIM = re.compile(r"\s*claims\.(?P<id>[a-z0-9][a-z0-9-]*)\.(?P<path>[\w.+-]+)\s*")
_THRESHOLD = re.compile(r"\s*thresholds\.(?P<name>\w+)\s*")
_LINK = re.compile(
    rf"\]\(\s*+(?P<address>(?P<target>[^)\s#]{{0,{LONGEST_LINK}}}+)(?:#(?P<fragment>[^)\s]{{0,{LONGEST_LINK}}}+))?+)"
    rf"[^)]{{0,{LONGEST_LINK}}}+\)"
)
_OUTSIDE = ("https://", "http://", "mailto:")
_SPAN = re.compile(r"(?P<ticks>`{1,9})(?:(?!\n[ \t]*\n).)*?(?P=ticks)", re.DOTALL)
_SLIPS = (
    (re.compile(r"\{\{(?!(?:(?!\{\{).)*?\}\})[^\n]*", re.DOTALL), "this value has no end", "close it with `}}`"),
    (
        re.compile(r"^ {0,3}\[[^\]^\n]+\]:.*", re.MULTILINE),
        "a link's address stands apart from it",
        "write `[text](address)`",
    ),
)


@dataclass(slots=True)
class Holes:
    """The pieces taken out of one module, by number, and the links found in it."""

    source: Source
    vocabulary: Vocabulary
    claims: Mapping[ClaimId, Claim]
    problems: Problems
    pieces: list[Piece] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def dig(self, text: Text) -> str:
        """Return Markdown with a hole in the place of every value and citation; code stays as it is."""
        spans = [match.span() for match in _SPAN.finditer(text.text)]
        starts = [start for start, _ in spans]

        def outside_code(pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
            for match in pattern.finditer(text.text):
                before = bisect_right(starts, match.start())
                if not before or spans[before - 1][1] <= match.start():
                    yield match

        for link in outside_code(_LINK):
            self._link_found(link, text)
        for slip, message, hint in _SLIPS:
            for match in outside_code(slip):
                self.problems.add(self._place(text, match), message, hint)
        dug, position = [], 0
        for match in outside_code(_PIECE):
            dug += [text.text[position : match.start()], self._piece(match, self._place(text, match))]
            position = match.end()
        return "".join([*dug, text.text[position:]])

    def _piece(self, match: re.Match[str], place: Place) -> str:
        return self._value(match, place) if match["inside"] is not None else self._citation(match, place)

    def fill(self, html: str, place: Place) -> list[Piece]:
        """Split Markdown's HTML at the holes, with the pieces in their places."""
        self._check_holes(html, place)
        html = _MODULE_LINK.sub(self._link, html)
        pieces: list[Piece] = []
        for position, part in enumerate(_HOLE.split(html)):
            if position % 2:
                pieces.append(self.pieces[int(part)])
            elif part:
                pieces.append(Html(part))
        return pieces

    def _hole(self, piece: Piece) -> str:
        self.pieces.append(piece)
        return f"{_OPEN}{len(self.pieces) - 1}{_CLOSE}"

    def _link(self, match: re.Match[str]) -> str:
        start = self._hole(LinkStart(match[1], match[2] or ""))
        return start + match[3] + self._hole(LinkEnd())

    def _link_found(self, link: re.Match[str], text: Text) -> None:
        if link["address"].startswith(_OUTSIDE):
            return
        place = self.source.place(text.start + link.start("address"), text.start + link.end("address"))
        if link["target"].endswith(".md"):
            self.links.append(Link(link["target"], link["fragment"] or "", place))
        else:
            hint = "write a module's file, `[text](module.md)`, or a whole address, `[text](https://...)`"
            self.problems.add(place, f"this link leads nowhere: `{link['address']}`", hint)

    def _place(self, text: Text, match: re.Match[str]) -> Place:
        return self.source.place(text.start + match.start(), text.start + match.end())

    def _citation(self, match: re.Match[str], place: Place) -> str:
        key = ClaimId(match["id"])
        if key not in self.claims:
            self.problems.add(place, f"unknown claim `{key}`", did_you_mean(key, self.claims))
            return ""
        return self._hole(Citation(key))

    def _value(self, match: re.Match[str], place: Place) -> str:
        inside = match["inside"]
        claim, threshold, name = _CLAIM.fullmatch(inside), _THRESHOLD.fullmatch(inside), _FIELD.fullmatch(inside)
        if claim:
            return self._hole(Html(escape(self._claim_value(claim["id"], claim["path"], place))))
        if threshold:
            return self._hole(Html(self._threshold(threshold["name"], place)))
        if name:
            return self._hole(self._field_value(name["name"], name["otherwise"], place))
        self.problems.add(
            place, "a value must be a field, a claim's value or a threshold", 'write `{{ step1.score or "a text" }}`'
        )
        return ""

    def _claim_value(self, key: str, path: str, place: Place) -> str:
        claim = self.claims.get(ClaimId(key))
        if claim is None:
            self.problems.add(place, f"unknown claim `{key}`", did_you_mean(key, self.claims))
            return ""
        if path not in claim.values:
            self.problems.add(place, f"the claim `{key}` has no value `{path}`", _paths_hint(claim, path))
        return claim.values.get(path, "")

    def _threshold(self, name: str, place: Place) -> str:
        thresholds = self.vocabulary.thresholds
        if name not in thresholds:
            self.problems.add(place, f"unknown threshold `{name}`", did_you_mean(name, thresholds))
        return str(thresholds.get(name, ""))

    def _field_value(self, name: str, otherwise: str | None, place: Place) -> FieldValue:
        if FieldName(name) not in self.vocabulary.schema.fields:
            self.problems.add(place, f"unknown field `{name}`", did_you_mean(name, self.vocabulary.schema.fields))
        elif otherwise is None:
            hint = f'write `{{{{ {name} or "a text" }}}}`'
            self.problems.add(place, f"the value of `{name}` has no text for readers who have not given it", hint)
        return FieldValue(FieldName(name), otherwise or "")

    def _check_holes(self, html: str, place: Place) -> None:
        for pattern, where in (
            (_TAG_WITH_HOLE, "an address"),
            (_CODE_WITH_HOLE, "code"),
            (_HEADING_WITH_HOLE, "a heading"),
        ):
            if pattern.search(html):
                self.problems.add(
                    place, f"a value or citation stands in {where} of this text", "move it into a sentence"
                )


def _paths_hint(claim: Claim, path: str) -> str:
    near = did_you_mean(path, claim.values)
    return near or (
        "its values are " + ", ".join(f"`{name}`" for name in claim.values) if claim.values else "it has no values"
    )
