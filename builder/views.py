"""What the templates are given: one frozen view per page, ready to print and nothing to work out."""

from markupsafe import Markup

from builder.part_views import (
    AddressView,
    AnswerGroupView,
    AnswerView,
    LinkView,
    NoteView,
    QuestionView,
    SiteView,
    TaskView,
    TermView,
    WhyView,
    WorksheetView,
)
from builder.picture_views import ScoreLineView, TimelineView
from builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """One module: whole when it is in, a short card with its question when it is open."""

    anchor: str
    number: str
    title: str
    chapter: LinkView
    is_open: bool
    why: WhyView
    body: Markup
    questions: tuple[QuestionView, ...]
    waiting: tuple[QuestionView, ...]
    tasks: tuple[TaskView, ...]
    worksheets: tuple[WorksheetView, ...]
    notes: tuple[NoteView, ...]
    addresses: tuple[AddressView, ...]
    terms: tuple[TermView, ...]
    reviewed: str
    previous: LinkView | None
    next: LinkView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterView:
    """One chapter with its modules in reading order; `left_out` counts modules meant for others."""

    anchor: str
    number: int
    title: str
    summary: str
    href: str
    modules: tuple[ModuleView, ...]
    ready: int
    open: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYearView:
    """The tasks that fall due in one year: what must be done, then the others under a title of their own.

    Each group stands in order of time. `note` says what to do with late tasks and is empty elsewhere.
    """

    title: str
    note: str
    essential: tuple[TaskView, ...]
    others_title: str
    others: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The reader's situation at a glance."""

    glance: tuple[AnswerView, ...]
    score_line: ScoreLineView | None
    next_tasks: tuple[TaskView, ...]
    questions: tuple[QuestionView, ...]
    match_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One line of "why your guide looks like this"; `link` is empty for a module that is out."""

    title: str
    chapter: str
    verdict: str
    line: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectGroupView:
    """Modules that one change would touch alike; `href` is empty for one that is not in the guide."""

    title: str
    modules: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectView:
    """A change within the reader's power ("If you have passed Step 3") and what it would do."""

    title: str
    effect: str
    groups: tuple[ProspectGroupView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document that claims come from, and the modules that cite it."""

    organisation: str
    title: str
    url: str
    as_of: str
    modules: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutView:
    """Modules or chapters that a short handbook goes without for one reason: number, title and a remark."""

    why: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """Everything one reader's website and handbook show; `left_out` is None but in a short handbook."""

    site: SiteView
    home: HomeView
    chapters: tuple[ChapterView, ...]
    answers: tuple[AnswerGroupView, ...]
    plan: tuple[PlanYearView, ...]
    timeline: TimelineView | None
    prospects: tuple[ProspectView, ...]
    worksheets: tuple[WorksheetView, ...]
    sources: tuple[NoteView, ...]
    documents: tuple[DocumentView, ...]
    terms: tuple[TermView, ...]
    decisions: tuple[DecisionView, ...]
    left_out: tuple[LeftOutView, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFirstView:
    """A module that the sheet sends its reader to, with the reason why it is theirs."""

    number: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """The one-page sheet; a caution is its title and the number of the module it stands in."""

    site: SiteView
    home: HomeView
    tasks: tuple[TaskView, ...]
    questions: tuple[QuestionView, ...]
    read_first: tuple[ReadFirstView, ...]
    cautions: tuple[tuple[str, str], ...]
