"""What the templates of the public website are given: one frozen view per page, ready to print.

`shown` says for which readers something is, in numbers of the library's table of conditions: `12 -30;7` is for
readers for whom 12 is not "no" and 30 not "yes", and for those for whom 7 is not "no"; empty is for everyone.
`audience` says it in words.
"""

from markupsafe import Markup

from builder.part_views import LinkView, NoteView, TermView
from builder.picture_views import ScoreLineView
from builder.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLinkView:
    """A link to a module; `href` starts at the website's root."""

    id: str
    title: str
    href: str
    number: str
    shown: str
    audience: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChapterLinkView:
    """A chapter in the contents, with its modules."""

    id: str
    shown: str
    title: str
    href: str
    number: int
    modules: tuple[PublicLinkView, ...]
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What changed in one edition."""

    day: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSiteView:
    """What every page shares. `address` is where the website will stand, with a slash at its end, or empty."""

    title: str
    subtitle: str
    language: str
    edition: str
    audience: str
    disclaimer: str
    address: str
    chapters: tuple[PublicChapterLinkView, ...]
    extras: tuple[LinkView, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTaskView:
    """Something to do; `window` is relative to a named date, `number` counts a module's tasks from 0."""

    anchor: str
    number: int
    do: str
    window: str
    shown: str
    audience: str
    is_essential: bool
    module: PublicLinkView


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a worksheet."""

    title: str
    shown: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a worksheet; `field` names what fills it where the reader has answered."""

    text: str
    shown: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWorksheetView:
    """A table to fill in; see `WorksheetView`."""

    anchor: str
    title: str
    goal: str
    purpose: str
    columns: tuple[ColumnView, ...]
    bookkeeping: int
    rows: tuple[tuple[CellView, ...], ...]
    href: str
    csv: str
    shown: str
    module: PublicLinkView


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicModuleView:
    """One module with all its passages, each under the number of its condition.

    `body_below` is the body with headings one level lower, to stand below the module's title on a page of many.
    """

    link: PublicLinkView
    chapter: LinkView
    description: str
    body: Markup
    body_below: Markup
    tasks: tuple[PublicTaskView, ...]
    worksheets: tuple[PublicWorksheetView, ...]
    notes: tuple[NoteView, ...]
    terms: tuple[TermView, ...]
    reviewed: str
    previous: PublicLinkView | None
    next: PublicLinkView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChapterView:
    """One chapter with its modules in reading order."""

    id: str
    number: int
    title: str
    summary: str
    href: str
    modules: tuple[PublicModuleView, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value a reader can choose, and its words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFormView:
    """A field of the profile with what is needed to ask for it; `kind` says which control fits."""

    field: str
    anchor: str
    title: str
    question: str
    help: str
    kind: str
    options: tuple[OptionView, ...]
    minimum: str
    maximum: str
    layout: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroupView:
    """The questions under one heading."""

    title: str
    questions: tuple[QuestionFormView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPartView:
    """The tasks of one stretch of time before a named date, in order of time; `others` can wait."""

    title: str
    essential: tuple[PublicTaskView, ...]
    others: tuple[PublicTaskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlanView:
    """The plan of all readers, and the words with which a script sets it in one reader's years."""

    parts: tuple[PlanPartView, ...]
    late_note: str
    late_others: str
    others: str
    most_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSourceView:
    """A source note of the whole guide, for whoever gets a text that cites it."""

    note: NoteView
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGuideView:
    """Everything the public website shows."""

    site: PublicSiteView
    chapters: tuple[PublicChapterView, ...]
    questions: tuple[QuestionGroupView, ...]
    glance: tuple[QuestionFormView, ...]
    score_line: ScoreLineView | None
    plan: PublicPlanView
    worksheets: tuple[PublicWorksheetView, ...]
    sources: tuple[PublicSourceView, ...]
    terms: tuple[TermView, ...]
