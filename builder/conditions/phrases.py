"""The text of a condition with the place where it stands in its file."""

from builder.diagnostics import BuildError, Diagnostic
from builder.records import dataclass
from builder.sources import Place
from builder.yaml_text import Scalar


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition as written; `is_exact` where its characters lie one after another from `place` on."""

    text: str
    place: Place
    is_exact: bool = True

    def at(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the text."""
        return self.place.part(start, end) if self.is_exact else self.place

    def complaint(self, start: int, end: int, message: str, hint: str = "") -> BuildError:
        """Return an error about a stretch of the text."""
        return BuildError([Diagnostic(self.at(start, end), message, hint)])


def phrase_of(scalar: Scalar) -> Phrase:
    """Return the phrase in a YAML value, quoted or not."""
    place = scalar.place
    line = place.source.line(place.line)
    start = line.find(scalar.text, place.column - 1)
    if scalar.text and start >= 0:
        return Phrase(scalar.text, Place(place.source, place.line, start + 1, len(scalar.text)))
    return Phrase(scalar.text, place, is_exact=False)
