"""The score line: the reader's scores beside the bands and dated reference figures."""

from builder.guide import Guide
from builder.library import Library
from builder.picture_views import BandView, ReferenceView, ScoreLineView, ScoreRowView
from builder.presentation.questions import applies
from builder.records import dataclass
from builder.score_line import ScoreAxis, ScoreLine

_TICK_EVERY = 20


def score_line_view(guide: Guide) -> ScoreLineView | None:
    """Return the picture of the scores that apply to this reader; None where no score is known."""
    line = guide.library.outline.score_line
    if line is None or not any(axis.field in guide.facts.given for axis in line.scores):
        return None
    axes = tuple(axis for axis in line.scores if applies(axis.field, guide))
    scores = [guide.facts.given.get(axis.field) for axis in axes]
    drawing = _Drawing(guide.library, line)
    rows = tuple(
        drawing.row(axis, score if isinstance(score, int) else None) for axis, score in zip(axes, scores, strict=True)
    )
    words = (drawing.in_words(axis, row) for axis, row in zip(axes, rows, strict=True))
    return ScoreLineView(alt=" ".join(words), rows=rows, minimum=line.minimum, maximum=line.maximum)


def empty_score_line(library: Library) -> ScoreLineView | None:
    """Return the picture without any reader's scores; None where the guide has none."""
    line = library.outline.score_line
    if line is None:
        return None
    drawing = _Drawing(library, line)
    rows = tuple(drawing.row(axis, None) for axis in line.scores)
    words = (f"{axis.title}: {drawing.bands(axis, row)}" for axis, row in zip(line.scores, rows, strict=True))
    return ScoreLineView(alt=" ".join(words), rows=rows, minimum=line.minimum, maximum=line.maximum)


@dataclass(frozen=True, slots=True)
class _Drawing:
    library: Library
    line: ScoreLine

    def row(self, axis: ScoreAxis, score: int | None) -> ScoreRowView:
        line = self.line
        low, high = self.edges(axis)
        edges = (
            ("low", f"below {low}", line.minimum, low),
            ("borderline", f"{low}–{high - 1}", low, high),
            ("above", f"{high} or more", high, line.maximum),
        )
        return ScoreRowView(
            field=axis.field,
            title=axis.title,
            value="" if score is None else str(score),
            x=None if score is None else _share(score, line),
            low=low,
            high=high,
            bands=tuple(
                BandView(kind=kind, label=label, x=_share(start, line), width=_share(end, line) - _share(start, line))
                for kind, label, start, end in edges
            ),
            ticks=tuple(
                (_share(tick, line), str(tick))
                for tick in range(-(-line.minimum // _TICK_EVERY) * _TICK_EVERY, line.maximum + 1, _TICK_EVERY)
            ),
            references=tuple(
                ReferenceView(label=reference.title, value=figure, x=_share(int(figure), line))
                for reference in line.references
                if reference.field == axis.field
                for figure in (self.library.claims[reference.claim].values[reference.value],)
            ),
        )

    def edges(self, axis: ScoreAxis) -> tuple[int, int]:
        low, high = (self.library.vocabulary.thresholds[name] for name in (axis.low, axis.high))
        return low, high

    def in_words(self, axis: ScoreAxis, row: ScoreRowView) -> str:
        low, high = self.edges(axis)
        said = f"Your {axis.title} is {row.value}" if row.value else f"Your {axis.title} has no number here"
        if row.value:
            score = int(row.value)
            said += (
                ", in the low band"
                if score < low
                else ", in the borderline band"
                if score < high
                else ", above both bands"
            )
        return f"{said}; {self.bands(axis, row)}"

    def bands(self, axis: ScoreAxis, row: ScoreRowView) -> str:
        """Return the bands and the figures beside them in words."""
        low, high = self.edges(axis)
        figures = "; ".join(f"{reference.label}: {reference.value}" for reference in row.references)
        bands = f"low is below {low}, borderline is {low} to {high - 1}."
        return bands + (f" For comparison: {figures}." if figures else "")


def _share(score: int, line: ScoreLine) -> float:
    """Return where a score lies on the axis, in percent of its width; ends are kept inside."""
    inside = min(max(score, line.minimum), line.maximum)
    return round(100 * (inside - line.minimum) / (line.maximum - line.minimum), 2)
