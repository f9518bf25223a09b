"""Who a batch is for: the rows of a roster or some profiles, each with an id."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from builder.diagnostics import BuildError, Diagnostic
from builder.profiles import Profile, load_profile
from builder.project import Project
from builder.records import dataclass, field, replace
from builder.relevance import NAME
from builder.rosters.ids import derive_ids, sharers
from builder.rosters.reading import RosterRow, load_roster, shared_id
from builder.schema import FieldName, Value
from builder.sources import Place, whole_file
from builder.vocabulary import Vocabulary

_ROSTERS = frozenset({".csv", ".tsv", ".txt"})
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One reader; `source` is what messages call the row or profile, `problems` what is wrong with it.

    The password, where there is one, protects the reader's PDF files; it is no answer, and nothing prints it.
    """

    id: str
    source: str
    place: Place
    profile: Profile
    problems: tuple[Diagnostic, ...] = ()
    password: str = field(default="", repr=False)

    @property
    def given(self) -> Mapping[FieldName, Value]:
        """Return the reader's answers."""
        return self.profile.given

    @property
    def name(self) -> str:
        """Return the reader's name; empty where it is not given."""
        return str(self.given.get(NAME, ""))


def is_roster(path: Path) -> bool:
    """Tell whether a file is a table of readers, by its ending."""
    return path.suffix.lower() in _ROSTERS


def load_readers(paths: Sequence[Path], project: Project, vocabulary: Vocabulary, key: bytes) -> tuple[Reader, ...]:
    """Return the readers of one roster or of some profiles, in their order, the broken ones among them.

    An id that is not given is derived from the key and the reader's name, or the row where there is none.

    Raises:
        BuildError: the roster cannot be read at all.
    """
    if len(paths) == 1 and is_roster(paths[0]):
        roster = load_roster(paths[0], project.shown(paths[0]), vocabulary)
        return _with_ids((_from_row(row) for row in roster.rows), key)
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)
    return _with_ids((_from_file(path, project, vocabulary) for path in once.values()), key)


def _from_row(row: RosterRow) -> Reader:
    return Reader(
        id=row.id,
        source=f"row {row.place.line}",
        place=row.place,
        profile=row.profile,
        problems=row.problems,
        password=row.password,
    )


def _from_file(path: Path, project: Project, vocabulary: Vocabulary) -> Reader:
    shown = project.shown(path)
    problems: tuple[Diagnostic, ...] = ()
    try:
        profile = load_profile(path, shown, vocabulary)
    except BuildError as error:
        profile, problems = Profile(shown, vocabulary.facts({})), error.diagnostics
    return Reader(id="", source=shown, place=whole_file(shown), profile=profile, problems=problems)


def _with_ids(readers: Iterable[Reader], key: bytes) -> tuple[Reader, ...]:
    listed = tuple(readers)
    derived = derive_ids(key, (_identity(reader) for reader in listed))
    named = [reader if reader.id else replace(reader, id=one) for reader, one in zip(listed, derived, strict=True)]
    others = sharers([reader.id for reader in named])
    return tuple(
        _with_problem(reader, shared_id(reader.place, named[others[position]].place)) if position in others else reader
        for position, reader in enumerate(named)
    )


def _with_problem(reader: Reader, problem: Diagnostic) -> Reader:
    """Return a reader with one more problem; one given id that stands twice is told by the roster already."""
    return reader if problem in reader.problems else replace(reader, problems=(*reader.problems, problem))


def _identity(reader: Reader) -> tuple[str, ...]:
    if reader.place.source.is_table and reader.name:
        return "name", reader.name
    return "source", reader.source


def with_name(file: str, reader: Reader) -> str:
    """Return the name of a file with the reader's name before its ending, in letters that every disk takes."""
    letters = unicodedata.normalize("NFKD", reader.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_NAME].strip("-")
    stem, ending = file.rsplit(".", 1)
    return f"{stem}-{name}.{ending}" if name else file
