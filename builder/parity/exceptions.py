"""Where website and handbook may differ, and why: everything else that one has and the other lacks is a mistake."""

import re

from builder.records import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Elements of a website's pages that are not compared: `.class` or `tag`, inside of another where two are named."""

    selector: str
    why: str


@dataclass(frozen=True, slots=True)
class Only:
    """Texts that one medium alone has, in parts of a kind; of a text that matches in part, the rest is compared."""

    part: str
    pattern: re.Pattern[str]
    why: str


def _only(part: str, pattern: str, why: str) -> Only:
    return Only(part, re.compile(pattern), why)


LEFT_OUT = (
    LeftOut("pager", "pages of paper are turned"),
    LeftOut("kicker", "the head of each page on paper says the chapter"),
    LeftOut("why label", "the proof opens on a tap; on paper the line that sums it up stands alone"),
    LeftOut("why ul", "the same"),
    LeftOut("reviewed", "when a page was reviewed matters where it can be newer than the rest"),
    LeftOut("modules", "a chapter lists its pages with their numbers on paper, with their reasons on screen"),
    LeftOut("left-out", "a way to the list of reasons, which a handbook has in its contents"),
    LeftOut("worksheets", "a handbook has its worksheets in a part of their own, and no files of them"),
    LeftOut("answer question-help", "on paper a question not answered has a line to write on instead"),
    LeftOut("answer code", "the names of fields are for who changes a profile on a computer"),
    LeftOut("answer label", "on paper a line to write on says that there is no answer"),
    LeftOut("verdict", "says before a title on screen what stands behind it on paper"),
    LeftOut("plan-others number", "on paper all of them are seen"),
)

WEBSITE_ONLY = (
    _only("module", "^Worksheets$", "a handbook has its worksheets in a part of their own"),
    _only("module", "^Terms$", "the terms of all pages stand at the end of a handbook"),
    _only("module", "^Thispageisnotwrittenforyouyet.*", "on paper the frame around the page and its title say it"),
    _only("plan", "^Yourworksheets$", "a handbook has its worksheets in a part of their own"),
    _only("plan", "Attheendstandyourworksheets\\.$", "the same"),
    _only("plan", "^Thereisnothingtodoyet.*", "a plan without tasks is empty on paper"),
    _only("answers", "Tochangeananswer.*$", "a profile is changed on a computer"),
    _only("worksheet", "^Printthispage.*$", "what is on paper needs not be printed"),
    _only("home", "^(Whereyoustand|Yournexttasks|Stillopen|Chapters)$", "the first page leads to the others"),
    _only("home", "^(Yourwholeplan|Allyouranswers(,[0-9]+open)?)$", "the same"),
    _only("home", "^.*foryou(,[0-9]+open)?(,[0-9]+forothers)?$", "the same"),
    _only("home", "^notansweredyet$", "the same"),
    _only("sources", "^(What|Everynumberandrule)yourplanrestson.*$", "the list has another name on paper"),
)

# What stands in a handbook before the title of a chapter, a page or a worksheet: its number, or that of its page.
NUMBER = re.compile(r"[0-9]+(\.[0-9]+.*)?$")

# Links that a handbook alone has, with the number that is their text.
HANDBOOK_LINKS = re.compile("--address-[0-9]+$")  # from a link in a text to its address, printed at the end of the page

HANDBOOK_ONLY = (
    _only(
        "cover",
        "^(for|Ataglance|Stillopen|notansweredyet)$",
        "the first page on screen says the same",
    ),
    _only("cover", "^Editionof.*$", "the foot of each page on screen"),
    _only("cover", "^Thisguideonline.*$", "an address to type, and a code to scan"),
    _only("glance", "^(Whereyoustandtoday|Yournexttasks|Stillopen)$", "the first page on screen has other heads"),
    _only("glance", "^Allthatisstillopenstandsamong.*$", "the first page on screen leads to all answers"),
    _only("sources", "^.*$", "each document once, with the pages that quote it; where it leads is compared"),
    _only("terms", "^Terms$", "the terms of all pages stand together on paper"),
    _only("module", "^Sources$", "the addresses of a text are printed among its sources"),
    _only("", "^Caution:", "printed by the style, on screen too"),
    _only("module", "^Worksheet:.*$", "the way to a worksheet, which the website's list of worksheets is"),
    _only("chapter", "^[0-9]+\\.[0-9]+.*$", "a chapter lists its pages with their numbers"),
    _only("why", "(leftout|open)(?=Leftout|Dependson)", "says behind a title on paper what stands before it on screen"),
)
