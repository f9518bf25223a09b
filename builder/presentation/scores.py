"""The score line: the reader's scores beside the bands and dated reference figures."""

from builder.guide import Guide
from builder.outline import ScoreAxis, ScoreLine
from builder.presentation.questions import applies
from builder.views import BandView, ReferenceView, ScoreLineView, ScoreRowView

_TICK_EVERY = 20


def score_line_view(guide: Guide) -> ScoreLineView | None:
    """Return the picture of the scores that apply to this reader; None where no score is known."""
    line = guide.library.outline.score_line
    if line is None or not any(axis.field in guide.facts.given for axis in line.scores):
        return None
    axes = tuple(axis for axis in line.scores if applies(axis.field, guide))
    rows = tuple(_row(axis, line, guide) for axis in axes)
    words = (_in_words(axis, row, guide) for axis, row in zip(axes, rows, strict=True))
    return ScoreLineView(alt=" ".join(words), rows=rows)


def _row(axis: ScoreAxis, line: ScoreLine, guide: Guide) -> ScoreRowView:
    value = guide.facts.given.get(axis.field)
    score = value if isinstance(value, int) else None
    low, high = (guide.library.vocabulary.thresholds[name] for name in (axis.low, axis.high))
    edges = (
        ("low", f"below {low}", line.minimum, low),
        ("borderline", f"{low}–{high - 1}", low, high),
        ("above", f"{high} or more", high, line.maximum),
    )
    return ScoreRowView(
        title=axis.title,
        value="" if score is None else str(score),
        x=None if score is None else _share(score, line),
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
            for figure in (guide.library.claims[reference.claim].values[reference.value],)
        ),
    )


def _share(score: int, line: ScoreLine) -> float:
    """Return where a score lies on the axis, in percent of its width; ends are kept inside."""
    inside = min(max(score, line.minimum), line.maximum)
    return round(100 * (inside - line.minimum) / (line.maximum - line.minimum), 2)


def _in_words(axis: ScoreAxis, row: ScoreRowView, guide: Guide) -> str:
    low, high = (guide.library.vocabulary.thresholds[name] for name in (axis.low, axis.high))
    score = guide.facts.given.get(axis.field)
    said = f"Your {axis.title} is {row.value}" if row.value else f"Your {axis.title} has no number here"
    if isinstance(score, int):
        said += (
            ", in the low band" if score < low else ", in the borderline band" if score < high else ", above both bands"
        )
    figures = "; ".join(f"{reference.label}: {reference.value}" for reference in row.references)
    bands = f"low is below {low}, borderline is {low} to {high - 1}"
    return f"{said}; {bands}." + (f" For comparison: {figures}." if figures else "")
