"""A batch: everybody gets what a build of their own would give, nobody more, and no end of it leaves anything half."""

import csv
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import SystemRandom  # noqa: TID251 - any moment

import pytest

from builder.handouts.pdf_files import page_count, pdf_texts
from builder.output import load_written
from tests.batches import (
    children_of,
    handouts,
    interrupt,
    quick_project,
    start_batch,
    wait_until,
)
from tests.building import files_of, matchbook, process_environment

pytestmark = pytest.mark.pdf

BROKEN = """\
roster.csv: row 5, column D: error: `step1.score` must be a whole number between 1 and 300, not a text
  hint: leave the cell empty if it is not known

"""
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and signals are those of Linux")
CHANCE = SystemRandom()
ATTEMPTS = [0, *(pytest.param(attempt, marks=pytest.mark.long) for attempt in range(1, 12))]
SLOTHS = "id,name\na1,Ana Araújo\na2,Bo Xu\nz1,Sloth\n"
FULL = """
import resource, os, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # enough for the caches of fonts
os.execv(sys.executable, [sys.executable, "-m", "builder", *sys.argv[1:]])
"""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A batch that has been run: its project, what the command said, and the ids in the order of the roster."""

    project: Path
    ended: subprocess.CompletedProcess[str]

    @property
    def root(self) -> Path:
        return self.project / "site" / "handouts"

    @property
    def ids(self) -> list[str]:
        return [Path(line).name for line in self.ended.stdout.splitlines()]


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> HandedOut:
    """Return a batch of five of whom one is broken, with websites and a print file."""
    project = quick_project(tmp_path_factory.mktemp("batch"))
    return HandedOut(project, matchbook(project, "batch", "roster.csv", "--website", "--combined"))


@pytest.fixture
def copied(handed_out: HandedOut, tmp_path: Path) -> Path:
    """Return a copy of the project in which the batch has been run, to change."""
    shutil.copytree(handed_out.project, tmp_path / "copy")
    return tmp_path / "copy"


def manifest_of(project: Path) -> Mapping[str, list[dict[str, object]]]:
    text = (project / "site" / "handouts" / "advisor" / "manifest.json").read_text(encoding="utf-8")
    listed: dict[str, list[dict[str, object]]] = json.loads(text)
    return listed


def text_of(pdf: Path) -> str:
    return " ".join("\n".join(pdf_texts(pdf.read_bytes())).split())


def is_whole(folder: Path) -> bool:
    return load_written(folder) is not None


def test_a_broken_row_keeps_nobody_else_from_a_handbook(handed_out: HandedOut) -> None:
    ended = handed_out.ended
    lines = ended.stderr.removeprefix(BROKEN).splitlines()
    progress = [line for line in lines if " done, " in line]
    assert ended.returncode == 1
    assert len(ended.stdout.splitlines()) == 4
    assert ended.stderr.startswith(BROKEN)
    assert progress[-1] == "4 of 5 done, 1 failed"
    assert [line for line in lines if line not in progress] == [
        "row 6: warning: the name stands in the guide itself, so that others' files cannot be searched for it",
        "4 of 5 readers have their handbook in site/handouts",
        "the advisor's sheets are in site/handouts/advisor",
        "",
        "failed  why",
        "row 5   `step1.score` must be a whole number between 1 and 300, not a text",
    ]


def test_every_reader_has_a_folder_under_the_given_or_a_made_up_id(handed_out: HandedOut) -> None:
    ids = handed_out.ids
    folders = {path.name for path in handed_out.root.iterdir() if path.is_dir()}
    assert ids[:2] == ["a1", "a2"]
    assert [len(each) for each in ids[2:]] == [10, 10]
    assert folders == {*ids, "advisor"}


def test_a_handbook_of_a_batch_is_the_one_of_a_build(handed_out: HandedOut, tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    text = "name: Ana Araújo\nstep1: {status: passed, score: 212}\nmatch: {year: 2029}\nvisa: {needs: true}\n"
    (project / "profiles" / "ana.yaml").write_text(text, encoding="utf-8")
    matchbook(project, "build", "profiles/ana.yaml", "--sheet")
    built = {name: content for name, content in files_of(project / "site" / "ana").items() if name[0] != "."}
    made = {name: content for name, content in files_of(handed_out.root / "a1").items() if name[0] != "."}
    assert made.pop("handbook.pdf") == built.pop("handbook.pdf")
    assert made.pop("sheet.pdf") == built.pop("sheet.pdf")
    assert made == {f"website/{name}": content for name, content in built.items()}


def test_a_handbook_holds_its_own_readers_answers(handed_out: HandedOut) -> None:
    text = text_of(handed_out.root / handed_out.ids[3] / "handbook.pdf")
    assert "for =Everyone" in text
    assert "Ana" not in text


def test_no_name_stands_in_a_path_or_in_what_the_command_says(handed_out: HandedOut) -> None:
    told = handed_out.ended.stdout + handed_out.ended.stderr + "\n".join(files_of(handed_out.root))
    assert not any(name in told.lower() for name in ("araújo", "bo xu", "chidi", "dee dorn", "=everyone"))


def test_what_was_handed_out_is_for_its_owner_only(handed_out: HandedOut) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in handed_out.root.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in handed_out.root.rglob("*") if path.is_dir()}
    locks = {path for path in handed_out.root.iterdir() if path.name.startswith(".matchbook-lock")}
    assert folders == {0o700}
    assert modes <= {0o600} | {stat.S_IMODE(lock.stat().st_mode) for lock in locks}


def test_the_manifest_lists_the_handbooks_in_the_order_of_the_roster(handed_out: HandedOut) -> None:
    listed = manifest_of(handed_out.project)
    assert [entry["source"] for entry in listed["handbooks"]] == ["row 2", "row 3", "row 4", "row 6"]
    assert [entry["id"] for entry in listed["handbooks"]] == handed_out.ids
    assert [entry["open_questions"] for entry in listed["handbooks"]] == [0, 0, 3, 0]
    assert listed["failed"] == [
        {
            "id": "a4",
            "source": "row 5",
            "why": "`step1.score` must be a whole number between 1 and 300, not a text",
        }
    ]


def test_the_manifest_tells_pages_and_hashes_that_the_files_have(handed_out: HandedOut) -> None:
    for entry in manifest_of(handed_out.project)["handbooks"]:
        path = handed_out.root / str(entry["handbook"])
        written = load_written(path.parent)
        assert written is not None
        assert entry["pages"] == page_count(path.read_bytes())
        assert entry["sha256"] == written.files["handbook.pdf"]


def test_the_manifest_is_a_table_too(handed_out: HandedOut) -> None:
    text = (handed_out.root / "advisor" / "manifest.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["id"] for row in rows] == handed_out.ids
    assert rows[0]["handbook"] == "a1/handbook.pdf"


def test_the_print_file_begins_each_handbook_on_a_right_hand_page(handed_out: HandedOut) -> None:
    combined = handed_out.root / "advisor" / "combined.pdf"
    pages = page_count((handed_out.root / "a1" / "handbook.pdf").read_bytes())
    starts = [page for page, text in enumerate(pages_of(combined), start=1) if "for " in text]
    assert pages == 1
    assert starts == [1, 3, 5, 7]
    assert ["Ana Araújo" in text for text in pages_of(combined)] == [True] + [False] * 6


def pages_of(pdf: Path) -> list[str]:
    printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)  # noqa: S607
    return printed.stdout.split("\f")[:-1]


def test_the_advisors_sheets_say_whom_to_ask_what(handed_out: HandedOut) -> None:
    pages = pages_of(handed_out.root / "advisor" / "sheets.pdf")
    chidi = next(page for page in pages if "Chidi Okafor" in page)
    assert len(pages) == 4
    assert "row 4" in chidi
    assert "Have you passed Step 1?" in chidi
    assert "Do you need a visa?" in chidi
    assert "Questions still open, in all: 3" in chidi
    assert "Pages still open\nFor low scores" in chidi.replace("\n\n", "\n")


def test_what_a_killed_batch_left_of_an_old_handbook_goes_though_the_new_one_is_whole(tmp_path: Path) -> None:
    project = quick_project(tmp_path, "id,name\na1,Ana Araújo\n")
    assert matchbook(project, "batch", "roster.csv").returncode == 0
    left = project / "site" / "handouts" / ".matchbook-new-a1"
    left.mkdir()
    (left / "handbook.pdf").write_bytes(b"old")
    assert matchbook(project, "batch", "roster.csv", "--only-changed").returncode == 0
    assert not left.exists()


def test_only_changed_leaves_what_is_whole_and_makes_the_rest_again(handed_out: HandedOut, copied: Path) -> None:
    root = copied / "site" / "handouts"
    (root / "a2" / "handbook.pdf").write_bytes(b"%PDF-broken")
    places = {name: (root / name).stat().st_ino for name in handed_out.ids}
    ended = matchbook(copied, "batch", "roster.csv", "--website", "--combined", "--only-changed")
    assert ended.stdout == handed_out.ended.stdout
    assert [name for name in handed_out.ids if (root / name).stat().st_ino != places[name]] == ["a2"]
    assert handouts(copied) == handouts(handed_out.project)


def test_a_wrong_template_of_the_advisors_is_told_before_the_work(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    (project / "templates" / "handouts" / "cohort.html").unlink()
    ended = matchbook(project, "batch", "roster.csv")
    assert ended.returncode == 1
    assert ended.stderr == (
        "templates/handouts/cohort.html: error: there is no such template\n\n1 problem; nothing was written\n"
    )


def test_a_template_that_fits_no_reader_is_told_without_denying_the_handbooks(tmp_path: Path) -> None:
    project = quick_project(tmp_path, "id,name\na1,Ana Araújo\n")
    template = project / "templates" / "handouts" / "sheets.html"
    template.write_text("{% for sheet in sheets %}{{ sheet.nothing }}{% endfor %}", encoding="utf-8")
    ended = matchbook(project, "batch", "roster.csv")
    assert ended.returncode == 1
    assert "nothing was written" not in ended.stderr
    assert ended.stderr.endswith(
        "\n\n1 of 1 readers are done and whole in site/handouts\nsite/handouts/advisor was not written\n"
    )
    assert is_whole(project / "site" / "handouts" / "a1")


@LINUX_ONLY
def test_a_terminal_sees_a_bar_with_what_is_done_and_failed(copied: Path) -> None:
    mine, terminal = os.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "builder", "batch", "roster.csv", "--website", "--only-changed"],
        cwd=copied,
        env=process_environment(),
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        check=False,
    )
    os.close(terminal)
    shown = os.read(mine, 10_000).decode()
    assert ended.returncode == 1
    assert "\r[#########---------------] 1 of 5 done, 1 failed, about " in shown
    assert "\r[########################] 4 of 5 done, 1 failed " in shown
    assert "Ana" not in shown


def test_profiles_make_a_batch_too(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    (project / "profiles" / "ana.yaml").write_text("name: Ana ก\n", encoding="utf-8")
    (project / "profiles" / "bad.yaml").write_text("name: [Bad]\n", encoding="utf-8")
    profiles = ("profiles/ana.yaml", "profiles/bad.yaml", "profiles/none.yaml")
    ended = matchbook(project, "batch", *profiles, "--name-files")
    assert ended.returncode == 1
    assert ended.stderr.endswith(
        "\n\nfailed              why\n"
        "profiles/bad.yaml   `name` must be a text, not a list\n"
        "profiles/none.yaml  there is no such file\n"
    )
    assert len(ended.stdout.splitlines()) == 1
    assert "ana" not in ended.stdout
    made = [name.partition("/")[2] for name in handouts(project) if not name.startswith("advisor/")]
    assert made == [".matchbook.json", "handbook-ana.pdf", "sheet-ana.pdf"]
    assert manifest_of(project)["handbooks"][0]["warnings"] == [
        "not every letter of the reader's own words, such as the name, is printed: look at the handbook"
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["roster.csv", "profiles/ana.yaml"], "Error: expected one roster, or profiles only\n"),
        ([], "Error: Missing argument 'ROSTER.csv | PROFILE...'.\n"),
    ],
)
def test_what_a_batch_cannot_be_made_of_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    ended = matchbook(quick_project(tmp_path), "batch", *arguments)
    assert ended.returncode == 2
    assert ended.stderr.endswith(message)


@pytest.mark.parametrize("output", ["content/new", "profiles/handouts", "templates/x"])
def test_a_batch_is_never_written_among_the_files_it_is_made_from(tmp_path: Path, output: str) -> None:
    project = quick_project(tmp_path)
    before = files_of(project)
    ended = matchbook(project, "batch", "roster.csv", "--output", output)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"error: {output} lies among the files that guides are made from\n"
        "  hint: choose a folder of its own, such as site/handouts\n"
    )
    assert files_of(project) == before


def test_a_roster_of_broken_rows_writes_no_handbook(tmp_path: Path) -> None:
    project = quick_project(tmp_path, "id,step1.score\na1,x\n")
    ended = matchbook(project, "batch", "roster.csv")
    assert ended.returncode == 1
    assert ended.stderr.endswith("\n1 problem; nothing was written\n")
    assert not (project / "site").exists()


def test_a_batch_that_is_to_stop_makes_nothing_of_a_roster_with_a_broken_row(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    ended = matchbook(project, "batch", "roster.csv", "--stop")
    assert (ended.returncode, ended.stderr) == (1, BROKEN + "1 problem; nothing was written\n")
    assert not (project / "site").exists()


def wait_for_two(process: subprocess.Popen[str]) -> None:
    """Wait until two readers are done and one process is left, which works on the third."""
    assert process.stderr is not None
    assert any(line.startswith("2 of 3 done") for line in iter(process.stderr.readline, ""))
    assert wait_until(lambda: len(children_of(process)) == 1)


@LINUX_ONLY
def test_a_killed_worker_is_its_readers_failure_and_the_batch_goes_on(tmp_path: Path) -> None:
    project = quick_project(tmp_path, SLOTHS)
    process = start_batch(project, "roster.csv", "--jobs", "2")
    wait_for_two(process)
    os.kill(children_of(process)[0], signal.SIGKILL)
    output, messages = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == "site/handouts/a1\nsite/handouts/a2\n"
    assert messages.endswith(
        "\n\nfailed  why\nrow 4   its process was killed, by somebody or by a system short of memory\n"
    )


@LINUX_ONLY
def test_an_interrupt_ends_a_batch_at_once_and_leaves_finished_handbooks_whole(tmp_path: Path) -> None:
    project = quick_project(tmp_path, SLOTHS)
    process = start_batch(project, "roster.csv", "--jobs", "1")
    root = project / "site" / "handouts"
    wait_for_two(process)
    interrupt(process)
    messages = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert messages.endswith(
        "interrupted; 2 of 3 readers are done and whole in site/handouts\n"
        "  hint: run it again with --only-changed to make the rest\n"
    )
    assert [is_whole(root / name) for name in ("a1", "a2", "z1")] == [True, True, False]


def with_key_of(handed_out: HandedOut, project: Path) -> Path:
    """Let a project make up the ids that another one made up; return the folder of its handouts."""
    root = project / "site" / "handouts"
    root.mkdir(parents=True)
    shutil.copy(handed_out.root / ".matchbook-key", root)
    return root


def halves_in(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if path.is_dir() and path.name[0] != "." and not is_whole(path)]


def kill_after(moment: float, process: subprocess.Popen[str]) -> None:
    """Kill one of the processes that a batch has started, some time after there is one."""
    assert wait_until(lambda: bool(children_of(process)) or process.poll() is not None)
    time.sleep(moment)
    with suppress(ProcessLookupError, IndexError):
        os.kill(CHANCE.choice(children_of(process)), signal.SIGKILL)


@LINUX_ONLY
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_batch_killed_at_any_moment_is_finished_by_the_next(
    handed_out: HandedOut, tmp_path: Path, attempt: int
) -> None:
    project = quick_project(tmp_path)
    root = with_key_of(handed_out, project)
    moment = CHANCE.uniform(0, 4)
    process = start_batch(project, "roster.csv", "--website")
    assert wait_until(lambda: bool(children_of(process)))
    time.sleep(moment)
    process.kill()
    process.communicate()
    assert halves_in(root) == [], f"attempt {attempt}: killed after {moment} seconds"
    matchbook(project, "batch", "roster.csv", "--website", "--combined", "--only-changed")
    assert handouts(project) == handouts(handed_out.project), f"attempt {attempt}: killed after {moment} seconds"


@LINUX_ONLY
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_batch_whose_workers_are_killed_at_any_moment_is_finished_by_the_next(
    handed_out: HandedOut, tmp_path: Path, attempt: int
) -> None:
    project = quick_project(tmp_path)
    root = with_key_of(handed_out, project)
    moments = [CHANCE.uniform(0, 1.5) for _ in range(3)]
    process = start_batch(project, "roster.csv", "--website")
    for moment in moments:
        kill_after(moment, process)
    process.communicate()
    assert process.returncode in {1, 3}
    assert halves_in(root) == [], f"attempt {attempt}: a worker killed after each of {moments} seconds"
    matchbook(project, "batch", "roster.csv", "--website", "--combined", "--only-changed")
    assert handouts(project) == handouts(handed_out.project), f"attempt {attempt}: killed after {moments} seconds"


@LINUX_ONLY
def test_a_full_disk_is_told_once_and_leaves_no_half_file(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", FULL, "batch", "roster.csv", "--website", "--jobs", "1"],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == BROKEN + "error: site/handouts/a1 cannot be written: file too large\n"
    assert handouts(project) == {}


def test_a_strangers_file_in_a_readers_folder_is_that_readers_failure(tmp_path: Path) -> None:
    project = quick_project(tmp_path)
    (project / "site" / "handouts" / "a1").mkdir(parents=True)
    (project / "site" / "handouts" / "a1" / "mine.txt").write_bytes(b"mine")
    ended = matchbook(project, "batch", "roster.csv")
    assert "\nrow 2   site/handouts/a1 holds files that Matchbook did not make, such as `mine.txt`\n" in ended.stderr
    assert len(ended.stdout.splitlines()) == 3
    assert files_of(project / "site" / "handouts" / "a1") == {"mine.txt": b"mine"}


def test_another_readers_data_from_a_shared_cache_is_found_and_the_handbooks_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = quick_project(tmp_path / "project", "id,name\na1,Ana Araújo\na2,Bo Xu\na3,Chidi Okafor\n")
    matchbook(project, "check")
    cache = next((tmp_path / "cache" / "matchbook").glob("markdown-*.json"))
    planted = cache.read_text(encoding="utf-8").replace("reads this", "reads what <b>Bo</b> Xu wrote")
    cache.write_text(planted, encoding="utf-8")
    next(cache.parent.glob("library-*.parts")).unlink()  # what was read from it is not kept elsewhere
    ended = matchbook(project, "batch", "roster.csv", "--website")
    assert (ended.returncode, ended.stdout) == (1, "site/handouts/a2\n")
    assert ended.stderr.endswith(
        "\n\nfailed  why\n"
        "row 2   its handbook.pdf holds data of row 3; it was removed\n"
        "row 4   its handbook.pdf holds data of row 3; it was removed\n"
    )
    assert {name.partition("/")[0] for name in handouts(project)} == {"a2", "advisor"}
