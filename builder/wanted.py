"""What to build for a reader, and what came of it."""

from collections.abc import Mapping

from builder.diagnostics import Diagnostic
from builder.limits import Limits
from builder.made_from import EarlierPages, WebsiteInputs
from builder.paper import Paper
from builder.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to build beside the website; `paper` and `sheet` are the page sizes of the handbook and of the sheet.

    `only` and `skip` name chapters that the handbook is cut down to or goes without. `limits` are those of each PDF.
    With `embeds` it carries its source; with `forms` there is a second one, with fields to fill in.
    With `pages` it holds what matters most and fills at most so many. `earlier_calendar` is the one to be replaced.
    With `inputs`, hashes of what is built from, pages of the `earlier` website are taken that would be made again.
    """

    paper: Paper | None = None
    calendar: bool = False
    earlier_calendar: bytes = b""
    sheet: Paper | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    embeds: bool = False
    forms: bool = False
    pages: int | None = None
    inputs: WebsiteInputs | None = None
    earlier: EarlierPages | None = None

    @property
    def is_website_only(self) -> bool:
        """Tell whether nothing is wanted beside the website."""
        return self.paper is None and self.sheet is None and not self.calendar


@dataclass(frozen=True, slots=True)
class Built:
    """A reader's files, by path, what will disappoint about them, and hashes of what some pages were made from."""

    files: Mapping[str, bytes]
    warnings: tuple[Diagnostic, ...]
    pages: Mapping[str, str] = field(default_factory=dict)
