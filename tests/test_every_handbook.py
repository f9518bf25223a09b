"""Every sample reader's handbook in both page sizes: valid, small, without complaints, and the same as the website."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import page as pdf_rules
import pypdfium2
import pytest

from builder.parity.comparing import differences
from tests.building import PROFILES, ROOT, files_of, process_environment
from tests.printed_pages import printed_pages

pytestmark = [pytest.mark.pdf, pytest.mark.long]

MOST_BYTES = 1_500_000
SIZES = {"a4": (595.276, 841.89), "letter": (612, 792)}


@dataclass(frozen=True, slots=True)
class Built:
    """A guide as the real command built it, and what it said."""

    folder: Path
    paper: str
    messages: str

    @property
    def pdf(self) -> bytes:
        return (self.folder / "handbook.pdf").read_bytes()


@pytest.fixture(scope="module", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module", params=SIZES)
def built(request: pytest.FixtureRequest, profile: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    paper: str = request.param
    folder = tmp_path_factory.mktemp("every") / "guide"
    arguments = (f"profiles/{profile}.yaml", "--paper", paper, "--strict", "--output", str(folder))
    ended = subprocess.run(
        [sys.executable, "-m", "builder", "build", *arguments],
        cwd=ROOT,
        env=process_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return Built(folder, paper, ended.stderr)


def test_it_follows_pdf_ua(built: Built) -> None:
    report = pdf_rules.validate_pdf(str(built.folder / "handbook.pdf"), profile="ua1")
    assert report.is_compliant, report.to_json()


def test_neither_the_engine_nor_the_comparison_complains(built: Built) -> None:
    assert "handbook.pdf" not in built.messages


def test_it_is_small_enough_to_send(built: Built) -> None:
    assert len(built.pdf) < MOST_BYTES


def test_it_says_what_the_website_says(built: Built) -> None:
    assert differences(files_of(built.folder), built.pdf) == ()


def test_its_page_numbers_are_right(built: Built) -> None:
    printed = list(printed_pages(built.pdf))
    assert len(printed) > 300
    assert [each for each in printed if each.printed != each.real] == []


def test_every_page_has_the_size_asked_for(built: Built) -> None:
    with pypdfium2.PdfDocument(built.pdf) as document:
        sizes = {tuple(sorted(document.get_page_size(number))) for number in range(len(document))}
    assert [size == pytest.approx(SIZES[built.paper], abs=0.01) for size in sizes] == [True]
