"""What a plan rests on: the claims that the reader's own text cites, and a visible word on those past their day."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pypdfium2
import pytest

from builder.handbook import render_handbook
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.templating import Templates
from tests.building import ANA, PROFILES, ROOT, make_project, matchbook, small_guide, small_view, small_website
from tests.guides import CLAIMS

NOTE = re.compile(r'id="[a-z0-9-]+--source-([a-z0-9-]+)"')
SOURCE = re.compile(r'id="source-([a-z0-9-]+)"')
PRINTED = re.compile(r"\{\{\s*claims\.([a-z0-9-]+)\.")
CITED = re.compile(r"\[\^([a-z0-9-]+)\]")
PARAGRAPH = re.compile(r"\n\s*\n|\n///|\n[-*] |\n\|")
TEXTS = sorted((ROOT / "content").glob("*/*.md"))

PAST = {"claims.yaml": CLAIMS + "    expires: 2020-01-31\n"}
AHEAD = {"claims.yaml": CLAIMS + "    expires: 2999-01-31\n"}
FLAG = "To be checked again since January 31, 2020"
MESSAGE = """\
content/claims.yaml:3:5: {severity}: the claim `mean` was to be checked again by January 31, 2020
  3 |     says: The mean was 230 in 2018.
    |     ^
  hint: look at its source, then change its value and its dates
"""


def claim(key: str) -> str:
    """Return one more claim of this name."""
    return CLAIMS.partition("\n")[2].replace("mean:", f"{key}:").replace("The mean was 230", key)


FOUR_CLAIMS = {
    "claims.yaml": CLAIMS + claim("shown") + claim("hidden") + claim("waiting") + claim("unused"),
    "start/everyone.md": dedent("""\
        ---
        title: For everyone
        ---
        So it is.[^shown]

        /// when | step1.score >= upper
        Or so.[^hidden]
        ///

        /// when | visa.needs
        Or so.[^waiting]
        ///
        """),
}


def test_a_plan_rests_only_on_what_the_readers_own_text_cites(tmp_path: Path) -> None:
    view = small_view(tmp_path, ANA, FOUR_CLAIMS)
    assert [source.anchor for source in view.sources] == ["source-mean", "source-shown"]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_page_of_sources_lists_exactly_what_the_readers_pages_cite(
    sample_websites: Mapping[str, Mapping[str, bytes]], profile: str
) -> None:
    pages = {path: file.decode() for path, file in sample_websites[profile].items() if path.endswith(".html")}
    cited = {key for text in pages.values() for key in NOTE.findall(text)}
    listed = SOURCE.findall(pages["sources.html"])
    assert len(listed) > 0
    assert sorted(listed) == sorted(cited)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_paragraph_that_prints_a_claim_cites_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("---", 2)[2]
    missing = [set(PRINTED.findall(part)) - set(CITED.findall(part)) for part in PARAGRAPH.split(text)]
    assert [keys for keys in missing if keys] == []


@pytest.mark.parametrize("page", ["start/low.html", "sources.html"])
def test_a_claim_past_its_day_is_flagged_on_the_website(tmp_path: Path, page: str) -> None:
    html = small_website(tmp_path, ANA, PAST)[page].decode()
    assert html.count(f'<p class="note-stale">{FLAG}</p>') == 1


def test_a_claim_whose_day_is_still_ahead_is_not_flagged(tmp_path: Path) -> None:
    pages = small_website(tmp_path, ANA, AHEAD)
    assert [path for path, file in pages.items() if path.endswith(".html") and b"note-stale" in file] == []


@pytest.mark.pdf
def test_a_claim_past_its_day_is_flagged_in_the_handbook(tmp_path: Path) -> None:
    view = guide_view(small_guide(tmp_path, ANA, PAST), Kind.HANDBOOK)
    made = render_handbook(view, Paper.A4, Templates(ROOT / "templates"))
    with pypdfium2.PdfDocument(made.pdf) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert (
        " ".join(text.split()).count(FLAG) == 1
    )  # under its module; the sources of a handbook are a list of documents


def test_check_warns_of_a_claim_past_its_day(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path, PAST), "check")
    assert (ended.returncode, ended.stderr) == (
        0,
        MESSAGE.format(severity="warning") + "\n1 warning in 2 modules and 1 claims\n",
    )


def test_a_strict_check_fails_on_a_claim_past_its_day(tmp_path: Path) -> None:
    ended = matchbook(make_project(tmp_path, PAST), "check", "--strict")
    assert (ended.returncode, ended.stderr) == (
        1,
        MESSAGE.format(severity="error") + "\n1 problem; nothing was written\n",
    )
