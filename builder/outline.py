"""A guide's outline: title, edition, chapters, dates, and what the home page shows."""

import re
from collections.abc import Mapping
from datetime import date

from builder.dates import YearlyRule, parse_yearly_rule
from builder.diagnostics import Problems
from builder.disk_names import is_device
from builder.records import dataclass
from builder.schema import FieldName
from builder.score_line import ScoreLine, parse_score_line
from builder.sources import Place, Source
from builder.yaml_text import Dictionary, Node, Scalar, parse_yaml
from builder.yaml_values import (
    date_of,
    flag_of,
    items_of,
    keys_of,
    mapping_of,
    open_keys_of,
    prose_of,
    required_prose,
    required_text,
    scalars_of,
    text_of,
    texts_at,
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 100
ID_HINT = f"it is the name of a file: at most {LONGEST_ID} of these, and no name of a device such as `con`"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~%-]+)*/?")
# Names that pages and appendices about the whole guide have.
_PAGES = "index assets worksheets glance plan prospects answers sources terms why text changes 404 sitemap robots whole"
RESERVED = frozenset(_PAGES.split(" "))
_KEYS = (
    "title", "subtitle", "language", "edition", "address", "audience", "disclaimer", "chapters", "dates", "home",
    "score_line", "banned_words", "required", "changes",
)  # fmt: skip
_SHOWN = (
    ("title",), ("subtitle",), ("audience",), ("disclaimer",), ("chapters", "*", "title"), ("chapters", "*", "summary"),
    ("dates", "*", "title"), ("score_line", "scores", "*", "title"), ("score_line", "references", "*", "title"),
    ("changes", "*", "says", "*"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its modules' ids in reading order; `may_be_empty` where not every reader needs one of them."""

    id: str
    title: str
    summary: str
    modules: tuple[Scalar, ...]
    may_be_empty: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Topic:
    """Something about which every reader must get at least one of some modules or points."""

    name: str
    sources: tuple[Scalar, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date that comes back every year, in the year that a field of the profile gives."""

    title: str
    rule: YearlyRule
    year: FieldName


@dataclass(frozen=True, slots=True)
class Change:
    """What is new in one edition, in sentences for readers."""

    day: date
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What `guide.yaml` says; `texts` are those that readers see."""

    title: str
    subtitle: str
    language: str
    edition: date
    address: str
    audience: str
    disclaimer: str
    chapters: tuple[Chapter, ...]
    required: tuple[Topic, ...]
    dates: Mapping[str, NamedDate]
    home: tuple[FieldName, ...]
    score_line: ScoreLine | None
    banned_words: tuple[str, ...]
    changes: tuple[Change, ...]
    texts: tuple[Scalar, ...]
    source: Source


def parse_outline(source: Source) -> Outline:
    """Read `guide.yaml`.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    root = parse_yaml(source)
    keys = keys_of(root, "the outline", _KEYS, problems)
    top = mapping_of(root)
    edition = date_of(keys.get("edition"), "`edition`", problems)
    if edition is None:
        problems.add(top.place, "the outline has no `edition`", "add a line `edition: 2026-11-22`")
    outline = Outline(
        title=required_prose(top, "title", "the outline", problems),
        subtitle=prose_of(keys.get("subtitle"), "`subtitle`", problems),
        language=text_of(keys.get("language"), "`language`", problems) or "en",
        edition=edition or date.min,
        address=_address(keys.get("address"), problems),
        audience=prose_of(keys.get("audience"), "`audience`", problems),
        disclaimer=prose_of(keys.get("disclaimer"), "`disclaimer`", problems),
        chapters=tuple(_chapter(node, problems) for node in items_of(keys.get("chapters"), "`chapters`", problems)),
        required=_topics(keys.get("required"), problems),
        dates={
            name: _date(name, node, problems)
            for name, node in open_keys_of(keys.get("dates"), "`dates`", problems).items()
        },
        home=tuple(FieldName(scalar.text) for scalar in scalars_of(keys.get("home"), "`home`", problems)),
        score_line=parse_score_line(keys.get("score_line"), problems),
        banned_words=tuple(scalar.text for scalar in scalars_of(keys.get("banned_words"), "`banned_words`", problems)),
        changes=tuple(_change(node, problems) for node in items_of(keys.get("changes"), "`changes`", problems)),
        texts=tuple(text for path in _SHOWN for text in texts_at(top, *path)),
        source=source,
    )
    problems.raise_errors()
    return outline


def is_plain_id(text: str) -> bool:
    """Tell whether a text can be the name of a chapter, a module or a worksheet, and of its files on every disk."""
    return bool(_ID.fullmatch(text)) and len(text) <= LONGEST_ID and not is_device(text)


def _change(node: Node, problems: Problems) -> Change:
    keys = keys_of(node, "a change", ("edition", "says"), problems)
    day = date_of(keys.get("edition"), "`edition`", problems)
    if day is None:
        problems.add(node.place, "the change has no `edition`", "add a line `edition: 2026-11-22`")
    return Change(day or date.min, tuple(scalar.text for scalar in scalars_of(keys.get("says"), "`says`", problems)))


def _address(node: Node | None, problems: Problems) -> str:
    """Return where the public website will stand, with a slash at its end; empty where that is not said."""
    text = text_of(node, "`address`", problems)
    if node is not None and text and not _ADDRESS.fullmatch(text):
        problems.add(node.place, "`address` is no web address", "write it like `https://example.org/guide/`")
    return text if not text or text.endswith("/") else f"{text}/"


def _chapter(node: Node, problems: Problems) -> Chapter:
    keys = keys_of(node, "a chapter", ("id", "title", "summary", "modules", "may_be_empty"), problems)
    entry = mapping_of(node)
    key = required_text(entry, "id", "a chapter", problems)
    if key and not is_plain_id(key):
        message = f"the chapter id `{key}` is not made of small letters, digits and hyphens"
        problems.add(entry.entries["id"].place, message, ID_HINT)
    if key in RESERVED:
        problems.add(
            entry.entries["id"].place, f"the chapter id `{key}` is the name of another page", "choose another one"
        )
    return Chapter(
        key,
        required_prose(entry, "title", "a chapter", problems),
        prose_of(keys.get("summary"), "`summary`", problems),
        scalars_of(keys.get("modules"), "`modules`", problems),
        flag_of(keys.get("may_be_empty"), "`may_be_empty`", problems) is True,
        node.place,
    )


def _topics(node: Node | None, problems: Problems) -> tuple[Topic, ...]:
    entries = open_keys_of(node, "`required`", problems)
    keys = node.keys if isinstance(node, Dictionary) else {}
    return tuple(
        Topic(name, scalars_of(entry, f"the topic `{name}`", problems), keys[name].place)
        for name, entry in entries.items()
    )


def _date(name: str, node: Node, problems: Problems) -> NamedDate:
    what = f"the date `{name}`"
    keys = keys_of(node, what, ("title", "rule", "year"), problems)
    entry = mapping_of(node)
    title, year = required_prose(entry, "title", what, problems), required_text(entry, "year", what, problems)
    text = text_of(keys.get("rule"), "`rule`", problems)
    rule = parse_yearly_rule(text)
    if rule is None:
        problems.add(
            keys["rule"].place if "rule" in keys else entry.place,
            f"{what} has no rule that can be read",
            "write it like `third Friday of March`",
        )
    return NamedDate(title, rule or YearlyRule("first", "Monday", "January"), FieldName(year))
