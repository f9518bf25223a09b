"""YAML read with a place for every value: a small, safe part of the language."""

import dataclasses
import re
from collections.abc import Iterator, Mapping

import yaml

from builder.diagnostics import BuildError, Diagnostic
from builder.records import dataclass
from builder.sources import UNPRINTABLE, Place, Source

DEEPEST = 20
_DIRECTIVE = re.compile(r"^%.*", re.MULTILINE)
MOST_VALUES = 20_000
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as its author wrote it; `is_plain` where it stands without quotes."""

    text: str
    is_plain: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keys with values, each key once, in the order of the file."""

    entries: "Mapping[str, Node]"
    keys: Mapping[str, Scalar]
    place: Place


Node = Scalar | Sequence | Dictionary


@dataclasses.dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    place: Place
    is_mapping: bool
    values: list[Node] = dataclasses.field(default_factory=list)
    keys: dict[str, Scalar] = dataclasses.field(default_factory=dict)
    waiting: bool = False


def parse_yaml(source: Source, text: str | None = None) -> Node:
    """Read one YAML document; `text` is the part of the source to read, its lines where they stand in it.

    Aliases, anchors, tags, merge keys, duplicate keys, several documents, more than 20 levels
    and more than 20,000 values are refused.

    Raises:
        BuildError: the first thing that is wrong.
    """
    directive = _DIRECTIVE.search(source.text if text is None else text)
    if directive:
        place = source.place(directive.start(), directive.end())
        raise BuildError([Diagnostic(place, "directives are not supported", "delete the line")])
    builder = _Builder(source)
    try:
        for event in yaml.parse(source.text if text is None else text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _translated(source, error) from error
    if builder.root is None:
        raise BuildError([Diagnostic(Place(source, 1, 1), "expected YAML, found nothing")])
    return builder.root


def _translated(source: Source, error: yaml.YAMLError) -> BuildError:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", "") or "the text is not YAML")
    if problem == "found unexpected end of stream":
        mark = getattr(error, "context_mark", None) or mark
        problem = "the quotes that open here never close"
    place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source, 1, 1)
    return BuildError([Diagnostic(place, f"the YAML cannot be read: {problem}", _yaml_hint(problem))])


def _yaml_hint(problem: str) -> str:
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, and put quotes around a text that starts with a special character"
    if "never close" in problem:
        return "close them, or write a quote inside a text twice"
    if "mapping values are not allowed" in problem:
        return "put quotes around a text that holds a colon"
    return "check the indentation, the quotes and the brackets just before this place"


class _Builder:
    """Builds the tree from events, refusing what the small language does not have."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        place = self._place(event)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(place, "expected one document, found a second one", "delete the line `---`")
            case yaml.AliasEvent():
                self._refuse(place, "aliases are not supported", "write the value again in full")
            case yaml.ScalarEvent():
                self._check(event, place)
                if UNPRINTABLE.search(event.value):
                    self._refuse(place, "expected text, found an invisible character", "delete its escape")
                self._add(Scalar(event.value, not event.style, place))
            case yaml.CollectionStartEvent():
                self._check(event, place)
                self._start(place, is_mapping=isinstance(event, yaml.MappingStartEvent))
            case yaml.CollectionEndEvent():
                self._end()
            case _:
                return  # the ends of documents and streams say nothing

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(self.source, 1, 1)
        line = start.line + 1
        end_column = end.column if end.line == start.line else len(self.source.line(line))
        return Place(self.source, line, start.column + 1, max(1, end_column - start.column))

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self._refuse(place, f"the file holds more than {MOST_VALUES:,} values", "split it")
        if event.anchor:
            self._refuse(place, "anchors are not supported", "write the value in full where it is needed")
        if event.tag and event.tag != "!":
            self._refuse(place, "tags are not supported", "write the plain value")

    def _start(self, place: Place, *, is_mapping: bool) -> None:
        if len(self._open) >= DEEPEST:
            hint = "look for a bracket that never closes"
            self._refuse(place, f"the file is nested more than {DEEPEST} levels deep", hint)
        if self._open and self._open[-1].is_mapping and not self._open[-1].waiting:
            self._refuse(place, "expected a name before the colon, found a list or a mapping", "")
        self._open.append(_Open(place, is_mapping))

    def _end(self) -> None:
        done = self._open.pop()
        if done.is_mapping:
            self._add(Dictionary(dict(zip(done.keys, done.values, strict=True)), done.keys, done.place))
        else:
            self._add(Sequence(tuple(done.values), done.place))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.values.append(node)
        elif parent.waiting:
            parent.values.append(node)
            parent.waiting = False
        elif isinstance(node, Scalar):
            self._add_key(parent, node)

    def _add_key(self, parent: _Open, key: Scalar) -> None:
        if key.text == "<<" and key.is_plain:
            self._refuse(key.place, "merge keys are not supported", "write the values in full")
        if key.text in parent.keys:
            first = parent.keys[key.text].place.line
            self._refuse(
                key.place, f"duplicate key `{key.text}`", f"it stands first on line {first}; keep one of the two"
            )
        parent.keys[key.text] = key
        parent.waiting = True

    def _refuse(self, place: Place, message: str, hint: str) -> None:
        raise BuildError([Diagnostic(place, message, hint)])


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it."""
    yield node
    match node:
        case Sequence(items):
            for item in items:
                yield from walk(item)
        case Dictionary(entries):
            for value in entries.values():
                yield from walk(value)
        case Scalar():
            return
