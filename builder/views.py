"""What the templates are given: one frozen view per page, ready to print and nothing to work out."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link inside the website or the handbook; `href` starts at the website's root."""

    title: str
    href: str
    number: str = ""
    is_open: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterLinkView:
    """A chapter in the contents, with the modules this reader has in it."""

    title: str
    href: str
    number: int
    modules: tuple[LinkView, ...]
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What every page of one guide shares: names, edition and contents.

    `address` leads to the public guide, as does `address_code`, an image to scan (handbook only); empty without one.
    """

    title: str
    subtitle: str
    language: str
    edition: str
    audience: str
    disclaimer: str
    reader: str
    address: str
    address_code: Markup
    chapters: tuple[ChapterLinkView, ...]
    extras: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The frame of one page; `root` leads from the page to the website's root ("" or "../")."""

    title: str
    description: str
    href: str
    root: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """Why a module is in this guide: one line, the facts behind it, what would change it."""

    line: str
    facts: tuple[str, ...]
    flips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question this reader has not answered, with what an answer settles."""

    field: str
    question: str
    help: str
    href: str
    settles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A numbered source note: a claim with its date, reach and address."""

    number: int
    anchor: str
    says: str
    organisation: str
    title: str
    url: str
    as_of: str
    reach: str
    check: str
    expired: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """An address that a module's text leads to, numbered after its source notes (handbook only)."""

    number: int
    anchor: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """An abbreviation this module or handbook uses."""

    term: str
    long: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """Something to do; `window` is in words ("March to June 2027") and empty where it has no dates.

    `is_essential` where the reader's whole plan fails without it.
    """

    anchor: str
    do: str
    is_essential: bool
    window: str
    module: LinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetView:
    """A table to fill in: every row has one cell a column, empty where the reader writes.

    `href` leads to its page (website) or table (handbook), `csv` to its download (website only).
    `bookkeeping` counts the last columns, which are for the reader's own records.
    """

    anchor: str
    title: str
    goal: str
    purpose: str
    columns: tuple[str, ...]
    bookkeeping: int
    rows: tuple[tuple[str, ...], ...]
    href: str
    csv: str
    module: LinkView


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
class AnswerView:
    """One field of the profile as the reader would say it; `value` is empty where it is unknown."""

    field: str
    title: str
    value: str
    is_known: bool
    applies: bool
    question: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroupView:
    """The answers under one heading of the questionnaire."""

    title: str
    answers: tuple[AnswerView, ...]


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
class GuideView:
    """Everything one reader's website and handbook show."""

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
