"""What the parts of a page are given, the same for all kinds of pages: links, notes, tasks, questions."""

from markupsafe import Markup

from builder.records import dataclass


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

    `reader_language` and `reader_direction` are those of the name's letters; the first is empty for Latin ones.
    `address` leads to the public guide, as does `address_code`, an image to scan (handbook only); empty without one.
    """

    title: str
    subtitle: str
    language: str
    edition: str
    audience: str
    disclaimer: str
    reader: str
    reader_language: str
    reader_direction: str
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
