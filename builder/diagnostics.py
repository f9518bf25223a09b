"""Messages to authors and readers: where, what, the line, the fix."""

from collections.abc import Iterable
from enum import StrEnum

from builder.records import dataclass
from builder.sources import UNPRINTABLE, Place, whole_file

WIDEST = 110  # of a line that a message quotes
LONGEST = 1_000  # characters of a message
MOST_ERRORS = 200  # in one file
_NOBODY = ["  reader: none, whatever the answers"]


class Severity(StrEnum):
    """How much a message weighs: an error is wrong, a warning will disappoint, a note is only to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message about one place.

    `witness` are the lines of a profile of a reader about whom the message is; empty where it says that there
    is no such reader, None where it is not about readers.
    """

    place: Place
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    witness: tuple[str, ...] | None = None


class BuildError(Exception):
    """The files are wrong; carries every problem found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the problems in the order in which they were found."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(format_diagnostic(d) for d in self.diagnostics))


class Problems:
    """Collects problems, so that one run shows all of them."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: list[Diagnostic] = []
        self._added = 0

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note an error.

        Raises:
            BuildError: it is the last of very many.
        """
        self._found.append(Diagnostic(place, message, hint))
        self._added += 1
        if self._added >= MOST_ERRORS:
            more = f"there are {MOST_ERRORS} problems here, and perhaps more; the rest was not read"
            self._found.append(Diagnostic(whole_file(place.source.name), more))
            self.raise_errors()

    def warn(self, place: Place, message: str, hint: str = "") -> None:
        """Note a warning."""
        self._found.append(Diagnostic(place, message, hint, Severity.WARNING))

    def take(self, error: BuildError) -> None:
        """Take over the problems of a stage that gave up."""
        self.take_all(error.diagnostics)

    def take_all(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over what a stage found."""
        self._found.extend(diagnostics)

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """Return everything found so far."""
        return tuple(self._found)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Return the errors found so far."""
        return tuple(d for d in self._found if d.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Return the warnings found so far."""
        return tuple(d for d in self._found if d.severity is Severity.WARNING)

    def raise_errors(self) -> None:
        """Raise `BuildError` with every problem, in the order of files and lines, if one is an error."""
        if any(d.severity is Severity.ERROR for d in self._found):
            raise BuildError(sort_diagnostics(self._found))


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return messages by file, line and column, each once."""
    unique = dict.fromkeys(diagnostics)
    return sorted(unique, key=lambda d: (d.place.source.name, d.place.line, d.place.column))


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """Return a message with its line, the stretch underlined, and the hint; of a private file without the line."""
    place = diagnostic.place
    where = str(place) if place.line else place.source.name
    lines = [one_line(f"{where}: {diagnostic.severity}: {diagnostic.message}")]
    if place.line and not place.source.is_private:
        lines += _excerpt(place)
    if diagnostic.witness is not None:
        lines += ["  reader:", *(f"    {line}" for line in diagnostic.witness)] if diagnostic.witness else _NOBODY
    if diagnostic.hint:
        lines.append(f"  hint: {one_line(diagnostic.hint)}")
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Return a text as a message may hold it: on one line, not endless, without what a terminal obeys."""
    line = printable(text).replace("\n", "�")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def printable(text: str) -> str:
    """Return a text without what nobody sees, and a terminal obeys."""
    return UNPRINTABLE.sub("�", text)


def _excerpt(place: Place) -> list[str]:
    line, column = _window(place.source.line(place.line), place)
    gutter = " " * len(str(place.line))
    lead = "".join("\t" if character == "\t" else " " for character in line[:column])
    width = min(place.width, max(1, len(line) - column))
    return [f"  {place.line} | {printable(line)}".rstrip(), f"  {gutter} | {lead}{'^' * width}"]


def _window(line: str, place: Place) -> tuple[str, int]:
    """Return the part of a long line around a place, and where in it the place begins."""
    column = place.column - 1
    if len(line) <= WIDEST:
        return line, column
    start = max(0, min(column - WIDEST // 3, len(line) - WIDEST))
    end = start + WIDEST
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return before + line[start:end] + after, column - start + len(before)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a hint with the name nearest in spelling, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - takes time, and most names are right

    near = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""
