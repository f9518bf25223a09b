"""What the drawings are given: positions as shares of the width, ready to print."""

from builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BandView:
    """A stretch of a score's axis, as shares of the width (0–100), with its name."""

    kind: str
    label: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceView:
    """A dated reference figure on a score's axis."""

    label: str
    value: str
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRowView:
    """One score on its axis; `x` is None where the reader's score is unknown."""

    field: str
    title: str
    value: str
    x: float | None
    low: int
    high: int
    bands: tuple[BandView, ...]
    ticks: tuple[tuple[float, str], ...]
    references: tuple[ReferenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLineView:
    """The reader's scores beside the bands and reference figures; `alt` says the same in words."""

    alt: str
    rows: tuple[ScoreRowView, ...]
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRowView:
    """One chapter on a timeline: stretches with something to do (start and width), and last days of tasks."""

    title: str
    count: str
    bars: tuple[tuple[float, float], ...]
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """The plan as a picture, places in percent of its width; `alt` says the same in words."""

    alt: str
    start: str
    days: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    rows: tuple[TimelineRowView, ...]
