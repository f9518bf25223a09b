"""Writing the output: all of it or none, never over somebody else's files, for the owner's eyes only."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from builder.output import MANIFEST, OutputError, Readers, refuse_strangers_beside_guides, write_folder
from tests.building import files_of, make_project, matchbook, process_environment

OLD = {"index.html": b"old", "start/gone.html": b"old", "start/kept.html": b"old", "start/same.html": b"same"}
NEW = {"index.html": b"new", "start/kept.html": b"new", "start/same.html": b"same", "assets/style.css": b"new"}
NEWER = {"index.html": b"newer"}

WRITER = f"""
import ctypes, errno, os, signal, sys  # ctypes: what `write_folder` itself imports is no step of it
from pathlib import Path
from builder.output import write_folder

def write(at_event):
    def hook(event, arguments):
        if event.partition(".")[0] in {{"open", "os", "shutil", "ctypes"}}:
            at_event(event, arguments)
    sys.addaudithook(hook)
    write_folder(Path(sys.argv[1]), {NEW!r})
"""
# Dies before the Nth thing it does to the disk; on a system that is not Linux, folders are not exchanged in one step.
DYING = """
left, sys.platform = int(sys.argv[2]), sys.argv[3]

def die(event, arguments):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

write(die)
print("done")
"""
PAUSING = """
def pause(event, arguments):
    if event == "os.mkdir" and "new" in str(arguments[0]):
        print("writing", flush=True)
        sys.stdin.readline()

write(pause)
"""
FAILING = """
sys.platform = "other"

def fail(event, arguments):
    if event == "os.rename" and "new" in str(arguments[0]):
        raise OSError(errno.EIO, "Input/output error")

write(fail)
"""
# Runs the command without root's power to write where permissions forbid it, on a disk with room for small files only.
POWERLESS = """
import ctypes, os, resource, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
os.execv(sys.executable, [sys.executable, "-m", "builder", *sys.argv[2:]])
"""
LARGE = 1_000_000_000
ENOUGH_STEPS = 40
KILLS = pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes a power away that Linux gives")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a folder that holds an old guide."""
    folder = tmp_path / "site" / "ana"
    write_folder(folder, OLD)
    return folder


def guide_in(folder: Path) -> Mapping[str, bytes]:
    """Return a guide's files but for the list that Matchbook keeps of them."""
    return {name: content for name, content in files_of(folder).items() if name != MANIFEST}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(target: Path, files: Mapping[str, bytes] = NEW) -> str:
    with pytest.raises(OutputError) as caught:
        write_folder(target, files)
    return str(caught.value)


def run_writer(script: str, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WRITER + script, str(target), *arguments],
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def run_powerless(project: Path, *arguments: str, largest_file: int = LARGE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", POWERLESS, str(largest_file), *arguments],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_folder_is_made_with_everything_above_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "far" / "away" / "ana", NEW)
    assert guide_in(tmp_path / "far" / "away" / "ana") == NEW


def test_an_old_guide_is_replaced_and_its_stale_files_are_gone(target: Path) -> None:
    write_folder(target, NEW)
    assert guide_in(target) == NEW


def test_nothing_is_left_beside_the_guide_but_its_lock(target: Path) -> None:
    write_folder(target, NEW)
    assert names_in(target.parent) == [".matchbook-lock-ana", "ana"]


def test_the_same_files_are_written_the_same_way(target: Path) -> None:
    before = files_of(target)
    write_folder(target, dict(reversed(OLD.items())))
    assert files_of(target) == before


def test_a_file_that_stays_as_it_is_is_not_written_again(target: Path) -> None:
    before = (target / "start" / "same.html").stat()
    write_folder(target, NEW)
    after = (target / "start" / "same.html").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, before.st_mtime_ns, 1)
    assert guide_in(target) == NEW


@pytest.mark.parametrize("mode", [0o644, 0o400])
def test_a_file_with_another_mode_is_written_again(target: Path, mode: int) -> None:
    (target / "start" / "same.html").chmod(mode)
    write_folder(target, NEW)
    assert (target / "start" / "same.html").stat().st_mode & 0o777 == 0o600


def test_a_file_that_has_a_second_name_is_written_again(target: Path, tmp_path: Path) -> None:
    (tmp_path / "another.html").hardlink_to(target / "start" / "same.html")
    write_folder(target, NEW)
    (tmp_path / "another.html").write_bytes(b"other")
    assert guide_in(target) == NEW


def test_a_file_that_was_changed_since_is_written_again(target: Path) -> None:
    (target / "start" / "same.html").write_bytes(b"emas")
    write_folder(target, NEW)
    assert guide_in(target) == NEW


def test_a_guide_for_its_owner_shares_nothing_with_one_for_everyone(target: Path) -> None:
    write_folder(target, NEW, readers=Readers.EVERYONE)
    assert {path.stat().st_mode & 0o777 for path in target.rglob("*.html")} == {0o644}
    write_folder(target, NEW)
    assert {path.stat().st_mode & 0o777 for path in target.rglob("*.html")} == {0o600}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "ana").mkdir()
    write_folder(tmp_path / "ana", NEW)
    assert guide_in(tmp_path / "ana") == NEW


def test_what_a_file_manager_leaves_is_no_strangers_file(target: Path) -> None:
    (target / ".DS_Store").write_bytes(b"litter")
    (target / "start" / "Thumbs.db").write_bytes(b"litter")
    write_folder(target, NEW)
    assert guide_in(target) == NEW


@pytest.mark.parametrize("name", ["mine.txt", "start/mine.html", ".git/config", "index.html.bak"])
def test_a_folder_with_a_strangers_file_is_refused_and_stays_as_it_is(target: Path, name: str) -> None:
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_bytes(b"mine")
    before = files_of(target.parent)
    assert refusal(target) == (
        f"{target} holds files that Matchbook did not make, such as `{name}`\n"
        "  hint: move them away or choose another folder"
    )
    assert files_of(target.parent) == before


def test_a_folder_that_matchbook_did_not_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "index.html").write_bytes(b"mine")
    assert "did not make, such as `index.html`" in refusal(tmp_path / "photos")
    assert files_of(tmp_path / "photos") == {"index.html": b"mine"}


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"files": ["index.html"]}', b"\xff", b"{}"])
def test_a_folder_whose_list_of_files_is_damaged_is_refused(target: Path, manifest: bytes) -> None:
    (target / MANIFEST).write_bytes(manifest)
    assert "did not make" in refusal(target)
    assert guide_in(target) == OLD


def test_a_link_inside_the_folder_is_a_strangers_file(target: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (target / "more").symlink_to(tmp_path / "photos")
    assert "such as `more`" in refusal(target)


def test_a_page_that_became_a_link_is_replaced_and_what_it_leads_to_is_not(target: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_bytes(b"mine")
    (target / "index.html").unlink()
    (target / "index.html").symlink_to(tmp_path / "mine.html")
    write_folder(target, NEW)
    assert guide_in(target) == NEW
    assert (tmp_path / "mine.html").read_bytes() == b"mine"


def test_a_link_in_the_place_of_the_folder_is_refused(target: Path) -> None:
    link = target.parent / "link"
    link.symlink_to(target)
    assert refusal(link) == f"{link} is not a folder\n  hint: move it away or choose another folder"
    assert guide_in(target) == OLD


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ana").write_bytes(b"mine")
    assert refusal(tmp_path / "ana") == (
        f"{tmp_path}/ana is not a folder\n  hint: move it away or choose another folder"
    )
    assert files_of(tmp_path)["ana"] == b"mine"


def test_a_file_above_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    assert refusal(tmp_path / "file" / "ana") == f"{tmp_path}/file is not a folder\n  hint: choose another place"


@pytest.mark.parametrize("name", ["../strange.html", "start/../../strange.html"])
def test_nothing_is_written_outside_the_folder(target: Path, name: str) -> None:
    assert refusal(target, {"index.html": b"new", name: b"new"})


@pytest.mark.parametrize("output", [".", "content", "profiles", "..", "/", "site/../content"])
def test_a_folder_that_holds_what_the_guide_is_made_from_is_refused(tmp_path: Path, output: str) -> None:
    project = make_project(tmp_path / "project")
    before = files_of(tmp_path)
    ended = matchbook(project, "build", "profiles/ana.yaml", "--no-pdf", "--output", output)
    shown = Path(output)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"error: {shown} holds more than a guide\n  hint: choose a folder of its own, such as site/ana\n"
    )
    assert files_of(tmp_path) == before


def test_a_persons_home_is_refused(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    (tmp_path / "home").mkdir()
    ended = matchbook(project, "build", "--no-pdf", "profiles/ana.yaml", "--output", "../home", HOME=f"{tmp_path}/home")
    assert ended.returncode == 3
    assert ended.stderr.startswith("error: ../home holds more than a guide\n")
    assert "index.html" not in files_of(tmp_path / "home")


WRITING = (
    ("build", "--no-pdf", "profiles/ana.yaml"),
    ("build", "profiles/ana.yaml"),
    ("build", "--public"),
    ("batch", "profiles/ana.yaml"),
)
# Folders that are somebody's, by what is in them; `{}` is where the project and they lie.
SOMEBODYS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "/": ({}, "error: / holds more than a guide"),
    "..": ({}, "error: .. holds more than a guide"),
    ".": ({}, "error: . holds more than a guide"),
    "profiles": ({}, "error: profiles holds more than a guide"),
    "content/new": ({}, "error: content/new lies among the files that guides are made from"),
    "{}/home": ({}, "error: {}/home holds more than a guide"),
    "{}/home/..": ({}, "error: {}/home/.. holds more than a guide"),
    "{}/link": ({}, "error: {}/link holds more than a guide"),
    "../checkout": (
        {".git/HEAD": "ref: refs/heads/main\n", "index.html": "mine"},
        "error: ../checkout holds files that Matchbook did not make, such as `.git",
    ),
    "../worktree": (
        {".git": "gitdir: /elsewhere\n"},
        "error: ../worktree holds files that Matchbook did not make, such as `.git`",
    ),
    "../photos": (
        {"summer/me.jpg": "mine"},
        "error: ../photos holds files that Matchbook did not make, such as `summer",
    ),
}


@pytest.mark.parametrize("folder", SOMEBODYS)
@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_no_command_writes_into_what_is_somebodys(tmp_path: Path, command: tuple[str, ...], folder: str) -> None:
    project = make_project(tmp_path / "project")
    (tmp_path / "home" / "below").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "home")
    files, message = SOMEBODYS[folder]
    for name, text in files.items():
        (project / folder / name).parent.mkdir(parents=True, exist_ok=True)
        (project / folder / name).write_text(text, encoding="utf-8")
    before = files_of(tmp_path)
    home = str(tmp_path / "home" / "below" if folder.endswith("home") else tmp_path / "home")
    ended = matchbook(project, *command, "--output", folder.format(tmp_path), HOME=home)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith(message.format(tmp_path))
    assert ended.stderr.count("\n") == len(("message", "hint"))
    assert files_of(tmp_path) == before


def test_a_folder_of_guides_may_be_filled_again_whatever_a_killed_batch_left_there(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for name in (".gitkeep", ".DS_Store", ".matchbook-new-bo/index.html", "empty/below/.keep"):
        (project / "many" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "many" / name).write_bytes(b"")
    (project / "many" / "empty" / "below" / ".keep").unlink()
    write_folder(project / "many" / "old", OLD)
    refuse_strangers_beside_guides(project / "many", ())
    (project / "many" / "old" / MANIFEST).unlink()
    with pytest.raises(OutputError, match="such as `old`"):
        refuse_strangers_beside_guides(project / "many", ())


@pytest.mark.parametrize("output", ["content/new", "content/start/new"])
def test_a_folder_inside_the_guides_own_files_is_refused(tmp_path: Path, output: str) -> None:
    project = make_project(tmp_path / "project")
    assert matchbook(project, "build", "--no-pdf", "profiles/ana.yaml", "--output", output).returncode == 3


@pytest.fixture
def second_build(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield a build that is in the middle of writing the same folder, until it gets a line."""
    command = [sys.executable, "-c", WRITER + PAUSING, str(target)]
    with subprocess.Popen(
        command, env=process_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        yield other
        other.kill()


def test_a_second_build_at_the_same_time_is_refused(target: Path, second_build: subprocess.Popen[str]) -> None:
    assert second_build.poll() is None
    assert refusal(target) == (
        f"{target.parent} is in use: another build is writing there\n  hint: wait until it is done"
    )
    assert guide_in(target) == OLD


def test_the_first_of_two_builds_is_not_disturbed(target: Path, second_build: subprocess.Popen[str]) -> None:
    refusal(target, {"index.html": b"other"})
    second_build.communicate("\n", timeout=60)
    assert guide_in(target) == NEW


@pytest.mark.usefixtures("second_build")
def test_the_guide_of_another_reader_can_be_built_at_the_same_time(target: Path) -> None:
    write_folder(target.parent / "bo", NEW)
    assert guide_in(target.parent / "bo") == NEW


@LINUX_ONLY
@pytest.mark.parametrize("parent", ["site", "fresh"])
def test_a_read_only_folder_is_told_in_one_line(tmp_path: Path, parent: str) -> None:
    project = make_project(tmp_path)
    matchbook(project, "build", "--no-pdf", "profiles/ana.yaml")
    (project / "fresh").mkdir()
    (project / parent).chmod(0o500)
    before = files_of(project)
    ended = run_powerless(project, "build", "--no-pdf", "--calendar", "profiles/ana.yaml", "--output", f"{parent}/ana")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == f"error: {parent}/ana cannot be written: permission denied\n"
    assert files_of(project) == before


@LINUX_ONLY
def test_a_disk_that_fills_up_leaves_the_old_output_whole(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    matchbook(project, "build", "--no-pdf", "profiles/ana.yaml")
    before = files_of(project)
    (project / "profiles" / "ana.yaml").write_text("name: Bo\n", encoding="utf-8")
    output = ("--output", "site/ana")
    ended = run_powerless(project, "build", "--no-pdf", "profiles/ana.yaml", *output, largest_file=2_000)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == "error: site/ana cannot be written: file too large\n"
    assert files_of(project / "site") == {
        name.removeprefix("site/"): content for name, content in before.items() if name.startswith("site/")
    }


@LINUX_ONLY
def test_a_disk_that_fills_up_leaves_no_half_of_a_first_output(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    output = ("--output", "site/ana")
    assert (
        run_powerless(project, "build", "--no-pdf", "profiles/ana.yaml", *output, largest_file=20_000).returncode == 3
    )
    assert names_in(project / "site") == [".matchbook-lock-ana"]


def test_an_old_guide_is_put_back_when_the_new_one_cannot_take_its_place(target: Path) -> None:
    ended = run_writer(FAILING, target)
    assert "cannot be written: input/output error" in ended.stderr
    assert guide_in(target) == OLD
    assert names_in(target.parent) == [".matchbook-lock-ana", "ana"]


def kill_build(target: Path, step: int, system: str) -> None:
    """Start a build that dies before its Nth step, or ends if it has fewer."""
    ended = run_writer(DYING, target, str(step), system)
    assert (ended.returncode, ended.stdout) in {(-signal.SIGKILL, ""), (0, "done\n")}, ended.stderr


@KILLS
@pytest.mark.parametrize("step", range(1, ENOUGH_STEPS))
def test_a_killed_build_leaves_the_old_or_the_new_guide_whole_and_the_next_one_works(target: Path, step: int) -> None:
    kill_build(target, step, sys.platform)
    assert guide_in(target) in (OLD, NEW)
    write_folder(target, NEWER)
    assert guide_in(target) == NEWER
    assert names_in(target.parent) == [".matchbook-lock-ana", "ana"]


@KILLS
@pytest.mark.parametrize("step", range(1, ENOUGH_STEPS))
def test_where_folders_cannot_be_exchanged_a_killed_build_still_loses_nothing(target: Path, step: int) -> None:
    kill_build(target, step, "other")
    aside = target.parent / ".matchbook-old-ana"
    assert guide_in(target) in (OLD, NEW) or guide_in(aside) == OLD
    write_folder(target, NEWER)
    assert guide_in(target) == NEWER
    assert names_in(target.parent) == [".matchbook-lock-ana", "ana"]


@KILLS
@pytest.mark.parametrize("step", range(1, ENOUGH_STEPS))
def test_a_killed_first_build_leaves_nothing_or_the_whole_guide(tmp_path: Path, step: int) -> None:
    kill_build(tmp_path / "ana", step, sys.platform)
    assert guide_in(tmp_path / "ana") in ({}, NEW)


@KILLS
@pytest.mark.parametrize("system", [sys.platform, "other"])
def test_builds_were_killed_at_every_step_they_have(target: Path, system: str) -> None:
    assert run_writer(DYING, target, str(ENOUGH_STEPS), system).stdout == "done\n"


def test_the_output_is_for_its_owner_only(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    matchbook(project, "build", "--no-pdf", "profiles/ana.yaml")
    site = project / "site" / "ana"
    modes = {path.stat().st_mode & 0o777 for path in (site, *site.rglob("*")) if path.is_dir()}
    assert modes == {0o700}
    assert {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_file()} == {0o600}


def test_folders_above_the_deepest_file_are_for_the_owner_only_too(tmp_path: Path) -> None:
    write_folder(tmp_path / "ana", {"a/b/c.html": b"new"})
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "ana").rglob("*") if path.is_dir()} == {0o700}


def test_old_output_that_others_could_read_becomes_the_owners_only(target: Path) -> None:
    target.chmod(0o755)
    write_folder(target, NEW)
    assert target.stat().st_mode & 0o777 == 0o700


def test_a_folder_deleted_by_hand_is_made_again(target: Path) -> None:
    shutil.rmtree(target)
    write_folder(target, NEW)
    assert guide_in(target) == NEW
