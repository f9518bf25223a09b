"""Every reader of texts that somebody else wrote: from bytes to what is said about them, each message judged."""

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from unicodedata import bidirectional, category

from builder.conditions.checker import parse_condition
from builder.conditions.phrases import Phrase
from builder.diagnostics import BuildError, Diagnostic, format_diagnostic
from builder.disk_names import LONGEST_NAME, name_problem
from builder.glossary import spellings
from builder.library import Library
from builder.markup.compiling import Language
from builder.markup.markdown_text import CompiledTexts, MarkdownText
from builder.module_files import parse_module
from builder.modules import ModuleId
from builder.outline import is_plain_id, parse_outline
from builder.profiles import parse_profile
from builder.rosters.ids import id_problem
from builder.rosters.mapping import RosterMapping, parse_mapping
from builder.rosters.reading import parse_roster
from builder.source_files import parse_source
from builder.sources import Place, Source
from tests.outspoken import outspoken_library

MINUTES = float(os.environ.get("MATCHBOOK_FUZZING_MINUTES") or 10)  # of searching in all, by chance and led
PIECES = (
    *("&a ", "*a", "<<: ", "!!str ", "!t ", "? ", ": ", "- ", "[", "]", "{", "}", ",", "\n", "\r", "\t", "  ", "|\n"),
    *(">-\n", "#", "'", '"', "%YAML 1.1\n", "---", "...", "\x00", "\x1b[2J", "\u202e", "\u2028", "\ufeff", "\x85"),
    *("\\ud800", "\\x1b", "no", "~", "2:30", "0x1F", "null", "=", "1e999", "9" * 30, ";", "sep=;\n", "é", "😀"),
    *("name", "visa", "needs", "step1", "score", "wish", "wishes", "id", "name,wish\n", "columns: ", "ignore: "),
)
_DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_PLACE = re.compile(r"file\.[a-z]+(?:: row \d+[^:]*|(?::\d+){0,2}): (?:error|warning): ")


@cache
def outspoken() -> Library:
    """Return the guide; no fixture, since a failure would print all of it."""
    with TemporaryDirectory() as folder:
        return outspoken_library(Path(folder))


def read_profile(content: bytes) -> None:
    parse_profile(parse_source(content, "file.yaml"), outspoken().vocabulary)


def read_roster(content: bytes) -> None:
    roster = parse_roster(content, "file.csv", RosterMapping(), outspoken().vocabulary)
    _complain([problem for row in roster.rows for problem in row.problems])


def read_mapping(content: bytes) -> None:
    parse_mapping(parse_source(content, "file.yaml"), outspoken().vocabulary.schema)


def read_condition(content: bytes) -> None:
    text = parse_source(content, "file.md").text.partition("\n")[0]
    place = Place(Source("file.md", text), 1, 1, len(text))
    parse_condition(Phrase(text, place), outspoken().vocabulary.names)


def read_module(content: bytes) -> None:
    module = parse_module(parse_source(content, "file.md"), "start", ModuleId("file"), language(), {"match"})
    _complain(module.warnings)


def read_outline(content: bytes) -> None:
    parse_outline(parse_source(content, "file.yaml"))


def read_name(content: bytes) -> None:
    """Take a name, which must mean one file of its folder wherever nothing is said about it."""
    name = content.decode(errors="surrogateescape")
    if name and not name_problem(name):
        assert PurePosixPath("folder", name).parts == ("folder", name)
        assert len(name.encode()) <= LONGEST_NAME
    if name and (is_plain_id(name) or not id_problem(name)):
        assert re.fullmatch("[A-Za-z0-9][A-Za-z0-9_-]*", name)


READINGS: Mapping[str, Callable[[bytes], None]] = {
    "profile": read_profile,
    "roster": read_roster,
    "mapping": read_mapping,
    "condition": read_condition,
    "module": read_module,
    "outline": read_outline,
    "name": read_name,
}


@cache
def language() -> Language:
    """Return what modules of the guide are compiled with."""
    library = outspoken()
    markdown = MarkdownText(spellings(library.glossary), CompiledTexts(used=_Nothing()))
    return Language(library.vocabulary, library.claims, markdown, library.outline.banned_words)


class _Nothing(dict[str, str]):
    """Keeps nothing, since a search compiles millions of texts."""

    def __setitem__(self, key: str, value: str) -> None:
        """Forget it."""


def _complain(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> None:
    if diagnostics:
        raise BuildError(diagnostics)


def unsound(read: Callable[[bytes], None], content: bytes) -> list[str]:
    """Return the messages about a text that name no place or hold what a terminal obeys; none where it is read."""
    try:
        read(content)
    except BuildError as error:
        told = [format_diagnostic(found) for found in error.diagnostics]
        return [text for text in told if not is_sound(text)]
    return []


def is_sound(told: str) -> bool:
    """Tell whether a message names the place and is text for a terminal."""
    return bool(_PLACE.match(told)) and not any(is_obeyed(letter) for letter in told if letter not in "\n\t")


def is_obeyed(letter: str) -> bool:
    """Tell whether a terminal obeys a letter: controls, halves of pairs, line ends, marks of direction."""
    return category(letter) in {"Cc", "Cs", "Zl", "Zp"} or bidirectional(letter) in _DIRECTIONS
