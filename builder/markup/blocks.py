"""Finding passages and cautions in a module's text, before Markdown sees it.

What does not close, or is misspelt, is an error: text for some readers must never be shown to all.
"""

import re
from dataclasses import dataclass, field

from builder.diagnostics import BuildError, Diagnostic, Problems, did_you_mean
from builder.sources import Place, Source

DEEPEST = 8
_WORDS = ("when", "else", "caution")
_MARK = re.compile(r"(?P<indent>[ \t]*)/{3,}[ \t]*(?P<rest>.*?)[ \t]*")
_OPENING = re.compile(r"(?P<word>\w+)[ \t]*\|[ \t]*(?P<argument>.+)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*")
# Slashes that look like a mark and are none: behind other text, too few, with spaces between them.
_NEARLY = re.compile(
    r"(?<![:/])/[\s\u200b]*/[\s\u200b/]*(?:when|else|caution)\b|^[\s>*+\u200b-]*/[\s\u200b]*/[\s\u200b/]*$"
)
_COVERS = re.compile(r"[ ]{4}covers:[ \t]*\[(?P<ids>[^\]]*)\][ \t]*")


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of Markdown; `start` is where they begin in the source."""

    text: str
    start: int


@dataclass(slots=True)
class Block:
    """A passage or caution: its word, what stands behind the bar, and what is inside."""

    word: str
    argument: str
    place: Place
    argument_place: Place
    covers: list[tuple[str, Place]] = field(default_factory=list)
    then: "list[Text | Block]" = field(default_factory=list)
    otherwise: "list[Text | Block] | None" = None

    @property
    def inside(self) -> "list[Text | Block]":
        """Return the half that is being filled."""
        return self.then if self.otherwise is None else self.otherwise


def parse_blocks(source: Source, start: int, problems: Problems) -> list[Text | Block]:
    """Split the text of a source from an offset on into Markdown and blocks."""
    reader = _Reader(source, problems)
    position = start
    for line in source.text[start:].splitlines(keepends=True):
        reader.take(line, position)
        position += len(line)
    return reader.finish()


class _Reader:
    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._problems = problems
        self._top: list[Text | Block] = []
        self._open: list[Block] = []
        self._fence = ""
        self._fence_place = source.place(0, 0)
        self._lines: list[str] = []
        self._start = 0
        self._may_cover = False

    def take(self, line: str, position: int) -> None:
        bare = line.rstrip("\n")
        mark = None if self._inside_fence(bare, position) else _MARK.fullmatch(bare)
        if self._may_cover and self._take_covers(bare, position):
            return
        self._may_cover = False
        if mark is None:
            nearly = None if self._fence else _NEARLY.search(bare)
            if nearly:
                place = self._source.place(position + nearly.start(), position + nearly.end())
                hint = "write `///` at the start of a line of its own"
                self._problems.add(place, "this looks like a passage mark and is none", hint)
            if not self._lines:
                self._start = position
            self._lines.append(line)
            return
        self._flush()
        place = self._source.place(position + len(mark["indent"]), position + len(bare))
        self._take_mark(mark["rest"], place)
        if mark["indent"]:
            self._problems.add(
                place, "a passage mark must stand at the start of its line", "delete the spaces before it"
            )

    def finish(self) -> list[Text | Block]:
        self._flush()
        if self._fence:
            self._problems.add(self._fence_place, "this code has no end", f"close it with a line `{self._fence}`")
        for block in self._open:
            self._problems.add(block.place, f"this {_called(block)} has no end", "close it with a line `///`")
        return self._top

    def _inside_fence(self, line: str, position: int) -> bool:
        match = _FENCE.fullmatch(line)
        if match and not self._fence:
            self._fence, self._fence_place = match[1], self._source.place(position, position + len(line))
            return True
        if match and self._fence and match[1].startswith(self._fence) and not line.strip(" `~"):
            self._fence = ""
            return True
        return bool(self._fence)

    def _flush(self) -> None:
        if self._lines:
            self._here().append(Text("".join(self._lines), self._start))
            self._lines = []

    def _here(self) -> list[Text | Block]:
        return self._open[-1].inside if self._open else self._top

    def _take_mark(self, rest: str, place: Place) -> None:
        opening = _OPENING.fullmatch(rest)
        if not rest:
            self._close(place)
        elif rest == "else":
            self._turn(place)
        elif opening and opening["word"] in {"when", "caution"}:
            self._begin(opening["word"], opening["argument"], place)
        else:
            self._refuse(rest, place)

    def _begin(self, word: str, argument: str, place: Place) -> None:
        line = place.source.line(place.line)
        column = line.index(argument, line.index("|")) + 1
        block = Block(word, argument, place, Place(place.source, place.line, column, len(argument)))
        if len(self._open) >= DEEPEST:
            raise BuildError([Diagnostic(place, f"passages are nested more than {DEEPEST} deep")])
        if "{{" in argument:
            self._problems.add(place, "a value cannot stand in a mark", "move it into a sentence")
        self._here().append(block)
        self._open.append(block)
        self._may_cover = word == "when"

    def _turn(self, place: Place) -> None:
        block = self._open[-1] if self._open else None
        if block is None or block.word != "when":
            self._problems.add(
                place, "`/// else` stands outside a passage", "write it between `/// when | ...` and `///`"
            )
        elif block.otherwise is not None:
            self._problems.add(place, "the passage has a second `/// else`", "delete one of the two")
        else:
            block.otherwise = []

    def _close(self, place: Place) -> None:
        if self._open:
            self._open.pop()
        else:
            self._problems.add(place, "`///` closes nothing", "delete it, or open the passage with `/// when | ...`")

    def _refuse(self, rest: str, place: Place) -> None:
        word = rest.split("|", maxsplit=1)[0].split(maxsplit=1)[0] if rest.split("|", maxsplit=1)[0].split() else rest
        if word in {"when", "caution"}:
            self._problems.add(place, f"expected `/// {word} | ...`, found `/// {rest}`", _missing_part(word))
        else:
            near = (
                did_you_mean(word, _WORDS)
                or "the marks are `/// when | ...`, `/// else`, `/// caution | ...` and `///`"
            )
            self._problems.add(place, f"unknown mark `/// {word}`", near)

    def _take_covers(self, line: str, position: int) -> bool:
        match = _COVERS.fullmatch(line)
        if match is None:
            if line.lstrip().startswith("covers:"):
                place = self._source.place(position, position + len(line))
                self._problems.add(
                    place, "this `covers` cannot be read", "write four spaces and `covers: [one-id, another]`"
                )
            return False
        offset = match.start("ids")
        for part in match["ids"].split(","):
            name = part.strip()
            start = position + offset + part.find(name)
            if name:
                self._open[-1].covers.append((name, self._source.place(start, start + len(name))))
            offset += len(part) + 1
        return True


def _missing_part(word: str) -> str:
    return "write the condition behind a bar" if word == "when" else "write the title behind a bar"


def _called(block: Block) -> str:
    return "passage" if block.word == "when" else "caution"
