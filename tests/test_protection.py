"""Passwords: every PDF of a reader opens with that reader's only, and nothing else tells what it is."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from builder.handouts.pdf_files import pdf_texts
from builder.handouts.protection import protected, unprotected
from tests.batches import batch_without, quick_project
from tests.building import files_of, matchbook

pytestmark = pytest.mark.pdf

ANAS, BOS = "Tr0ub4dor&3", "c0rrect-horse"
ROSTER = f"id,name,password\na1,Ana Araújo,{ANAS}\na2,Bo Xu,{BOS}\na3,Chidi Okafor,\n"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A batch with passwords that has been run."""

    project: Path
    ended: subprocess.CompletedProcess[str]

    @property
    def files(self) -> Mapping[str, bytes]:
        return files_of(self.project / "site" / "handouts")


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> HandedOut:
    project = quick_project(tmp_path_factory.mktemp("protected"), ROSTER)
    return HandedOut(project, matchbook(project, "batch", "roster.csv", "--combined"))


def opened(path: Path, password: str = "") -> tuple[int, int, bool]:
    """Return the revision and the bits of a PDF's encryption, and whether it has tags."""
    with pikepdf.open(path, password=password) as pdf:
        return pdf.encryption.R, pdf.encryption.bits, "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize("name", ["handbook.pdf", "sheet.pdf"])
def test_a_readers_files_open_with_that_readers_password_only(handed_out: HandedOut, name: str) -> None:
    path = handed_out.project / "site" / "handouts" / "a1" / name
    assert opened(path, ANAS) == (6, 256, True)
    for wrong in ("", BOS, ANAS.lower()):
        with pytest.raises(pikepdf.PasswordError):
            opened(path, wrong)


def test_a_protected_handbook_is_the_one_of_a_build(handed_out: HandedOut) -> None:
    matchbook(handed_out.project, "build", "profiles/ana.yaml", "--output", "site/ana")
    built = {"handbook.pdf": (handed_out.project / "site" / "ana" / "handbook.pdf").read_bytes()}
    again = unprotected(protected(built, ANAS), ANAS)
    assert list(pdf_texts(again["handbook.pdf"])) == list(pdf_texts(built["handbook.pdf"]))
    assert b"Ana" not in protected(built, ANAS)["handbook.pdf"]
    assert len(again["handbook.pdf"]) < 1.2 * len(built["handbook.pdf"])


def test_a_row_without_a_password_gets_nothing_rather_than_open_files(handed_out: HandedOut) -> None:
    assert handed_out.ended.returncode == 1
    assert handed_out.ended.stdout == "site/handouts/a1\nsite/handouts/a2\n"
    assert handed_out.ended.stderr.startswith(
        "roster.csv: row 4, column C: error: the password of this row is missing\n"
        "  hint: give every row a password, or leave out the column\n\n"
    )


def test_nothing_tells_a_password(handed_out: HandedOut) -> None:
    everything = [handed_out.ended.stdout.encode(), handed_out.ended.stderr.encode(), *handed_out.files.values()]
    assert not any(password.encode() in content for password in (ANAS, BOS) for content in everything)


def test_the_advisors_print_file_is_open_and_the_advisor_is_told(handed_out: HandedOut) -> None:
    printed = handed_out.files["advisor/combined.pdf"]
    text = " ".join(pdf_texts(printed))
    assert "Ana Araújo" in text
    assert "Bo Xu" in text
    assert "nothing in site/handouts/advisor is protected by a password: keep it to yourself\n" in (
        handed_out.ended.stderr
    )


def test_only_a_changed_password_makes_files_anew(handed_out: HandedOut) -> None:
    before = handed_out.files
    (handed_out.project / "roster.csv").write_text(ROSTER.replace(BOS, "an0ther-word"), encoding="utf-8")
    matchbook(handed_out.project, "batch", "roster.csv", "--only-changed")
    assert handed_out.files["a1/handbook.pdf"] == before["a1/handbook.pdf"]
    assert opened(handed_out.project / "site" / "handouts" / "a2" / "handbook.pdf", "an0ther-word") == (6, 256, True)


def test_a_website_that_no_password_can_protect_is_refused(tmp_path: Path) -> None:
    ended = matchbook(quick_project(tmp_path, ROSTER), "batch", "roster.csv", "--website")
    assert ended.returncode == 1
    assert ended.stderr == (
        "roster.csv: error: no website can be protected by the column `password`\n"
        "  hint: leave out `--website`, or the column\n\n1 problem; nothing was written\n"
    )
    assert not (tmp_path / "site").exists()


def test_passwords_without_the_package_that_encrypts_are_refused(tmp_path: Path) -> None:
    project = quick_project(tmp_path, ROSTER)
    ended = batch_without("pikepdf", project, "roster.csv")
    assert ended.returncode == 1
    assert ended.stderr == (
        "roster.csv: error: the column `password` needs the package `pikepdf`\n"
        "  hint: type `pip install 'matchbook[encryption]'`, or in a copy of the repository "
        "`.venv/bin/pip install pikepdf`\n\n1 problem; nothing was written\n"
    )
    assert not (project / "site").exists()
