"""A module's text as a tree of pieces, ready to be walked for one reader."""

from collections.abc import Iterator

from builder.claims import ClaimId
from builder.conditions.nodes import Condition, Not
from builder.conditions.phrases import Phrase
from builder.records import dataclass
from builder.schema import FieldName
from builder.sources import Place


@dataclass(frozen=True, slots=True)
class Html:
    """Finished HTML, the same for every reader unless it is this reader's own: a value of the profile."""

    text: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of the reader's profile, or the text for a reader who has not given it."""

    field: FieldName
    otherwise: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a claim; numbered when the reader's text is known."""

    claim: ClaimId


@dataclass(frozen=True, slots=True)
class LinkStart:
    """The start of a link to another module; plain text for a reader who does not get that one."""

    module: str
    fragment: str


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """The end of a link to another module."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text for the readers for whom a condition holds, and text for those for whom it does not."""

    condition: Condition
    covers: tuple[str, ...]
    then: "Body"
    otherwise: "Body"
    phrase: Phrase

    def __hash__(self) -> int:  # not of all the text in it
        return hash((self.place.line, self.place.column))

    @property
    def place(self) -> Place:
        """Return where the condition stands."""
        return self.phrase.place


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another module and perhaps a heading in it, with its place."""

    target: str
    fragment: str
    place: Place


# What is left when passages are chosen and values filled in.
Settled = Html | Citation | LinkStart | LinkEnd
Piece = Settled | FieldValue | Passage
Body = tuple[Piece, ...]
# The conditions that bring a reader to a piece, the outermost first.
Way = tuple[Condition, ...]


def pieces_with_conditions(body: Body, around: Way = ()) -> Iterator[tuple[Piece, Way]]:
    """Yield every piece, also those inside passages, with the way to it that begins with `around`."""
    for piece in body:
        yield piece, around
        if isinstance(piece, Passage):
            yield from pieces_with_conditions(piece.then, (*around, piece.condition))
            yield from pieces_with_conditions(piece.otherwise, (*around, Not(piece.condition)))


def passages_of(body: Body) -> Iterator[Passage]:
    """Yield every passage of a body, an outer one before the ones inside it."""
    for piece in body:
        if isinstance(piece, Passage):
            yield piece
            yield from passages_of(piece.then)
            yield from passages_of(piece.otherwise)


def pieces_of(body: Body) -> Iterator[Piece]:
    """Yield every piece of a body, also those inside passages."""
    for piece in body:
        yield piece
        if isinstance(piece, Passage):
            yield from pieces_of(piece.then)
            yield from pieces_of(piece.otherwise)
