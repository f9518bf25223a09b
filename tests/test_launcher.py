"""The launcher as people meet it: real processes in a small clone, no network."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parent.parent
INSTALLING = "matchbook: installing Python packages into .venv: up to a minute, and only when they change\n"
BUILDER = """
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd()}))
sys.exit(3 if "fail" in sys.argv else 0)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="puts shell scripts in the place of programs")


def make_clone(folder: Path) -> Path:
    """Make a clone that needs no packages, with a builder that tells how it was called."""
    shutil.copytree(
        ROOT / "builder" / "launcher", folder / "builder" / "launcher", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "builder" / "__init__.py", folder / "builder")
    shutil.copy(ROOT / "matchbook", folder)
    (folder / "requirements.lock").touch()
    (folder / "requirements-test.lock").touch()
    (folder / "builder" / "__main__.py").write_text(BUILDER)
    return folder


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone = make_clone(tmp_path_factory.mktemp("ready") / "a clone")
    assert matchbook(clone, "build", "--no-pdf").stderr == INSTALLING
    return clone


@pytest.fixture
def without_pango(ready: Path, tmp_path: Path) -> Path:
    """Return a clone that is ready but for Pango, which this system seems to lack."""
    clone = make_clone(tmp_path / "clone")
    shutil.copy(ready / "requirements.lock", clone)
    edit(clone / "builder" / "launcher" / "system_packages.py", "libpangoft2-1.0.", "libno-such-pango.")
    edit(clone / "builder" / "launcher" / "clone.py", 'os.path.join(ROOT, ".venv")', repr(str(ready / ".venv")))
    (ready / ".venv" / "pango.installed").unlink(missing_ok=True)
    return clone


def matchbook(
    clone: Path, *arguments: str, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, clone / "matchbook", *arguments],
        cwd=folder or clone,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def write_program(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def fake_apt(folder: Path, script: str) -> str:
    """Return a PATH on which apt-get is this script, whoever runs the tests."""
    write_program(folder / "apt-get", script)
    write_program(folder / "sudo", 'shift; exec "$@"')
    return f"{folder}:{os.environ['PATH']}"


def test_the_builder_gets_the_arguments_and_the_working_directory(ready: Path, tmp_path: Path) -> None:
    told = json.loads(matchbook(ready, "explain", "a profile.yaml", "--json", folder=tmp_path).stdout)
    assert told == {"arguments": ["explain", "a profile.yaml", "--json"], "folder": str(tmp_path)}


def test_the_exit_status_is_the_builders(ready: Path) -> None:
    assert matchbook(ready, "fail").returncode == 3


def test_a_folder_named_builder_where_the_user_stands_is_not_run(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "builder").mkdir()
    (tmp_path / "builder" / "__main__.py").write_text("raise SystemExit('decoy')")
    assert matchbook(ready, "check", folder=tmp_path).returncode == 0


def test_a_clone_that_is_ready_starts_without_a_word(ready: Path) -> None:
    assert matchbook(ready, "build", "--no-pdf").stderr == ""


def test_a_link_to_the_launcher_finds_the_clone(ready: Path, tmp_path: Path) -> None:
    link = tmp_path / "matchbook"
    link.symlink_to(ready / "matchbook")
    assert subprocess.run([link, "check"], check=False, capture_output=True).returncode == 0


def test_a_changed_lock_is_installed_once(ready: Path) -> None:
    (ready / "requirements.lock").write_text("# changed\n")
    assert [matchbook(ready, "check").stderr for _ in range(2)] == [INSTALLING, ""]


def test_a_half_made_venv_is_made_anew(ready: Path) -> None:
    (ready / ".venv" / "requirements.lock.installed").unlink()
    (ready / ".venv" / "bin" / "python").unlink()
    (ready / ".venv" / "left-over").touch()
    assert matchbook(ready, "check").stderr == INSTALLING
    assert not (ready / ".venv" / "left-over").exists()


def test_a_moved_clone_sets_itself_up_again(ready: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(ready, tmp_path / "moved", symlinks=True)
    assert matchbook(moved, "check").stderr == INSTALLING
    assert str(moved) in (moved / ".venv" / "bin" / "pip").read_text()


def test_runs_at_the_same_time_set_up_once(ready: Path) -> None:
    (ready / "requirements.lock").write_text("# changed again\n")
    command = [sys.executable, str(ready / "matchbook"), "check"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert sorted(run.communicate()[1] for run in runs) == ["", "", INSTALLING]


def test_packages_that_cannot_be_had_stop_the_run(tmp_path: Path) -> None:
    clone = make_clone(tmp_path / "clone")
    (clone / "requirements.lock").write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
    ended = matchbook(clone, "build", "--no-pdf", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == INSTALLING + dedent("""\
        error: pip did not install the packages of requirements.lock:
            ERROR: Could not find a version that satisfies the requirement no-such-package==1 (from versions: none)
            ERROR: No matching distribution found for no-such-package==1
          hint: check the network, then type the same command again
        """)
    assert not (clone / ".venv" / "requirements.lock.installed").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / ".venv.lock").mkdir()
    assert matchbook(clone, "check").stderr == dedent(f"""\
        error: cannot write {clone}/.venv.lock: Is a directory
          hint: clone Matchbook into a folder that belongs to you
        """)


def test_an_old_python_is_told_from_the_start(ready: Path, tmp_path: Path) -> None:
    old = shutil.copy(ready / "matchbook", tmp_path)
    edit(Path(old), "OLDEST = (3, 11)", "OLDEST = (3, 99)")
    ended = matchbook(tmp_path, "check")
    assert ended.returncode == 1
    assert ended.stderr == dedent(f"""\
        error: Matchbook needs Python 3.99 or newer, found 3.{sys.version_info.minor}
          hint: install a newer Python
        """)


def test_an_old_python_hands_over_to_a_newer_one(ready: Path, tmp_path: Path) -> None:
    old = shutil.copy(ready / "matchbook", tmp_path)
    edit(Path(old), "OLDEST = (3, 11)", "OLDEST = (3, 19)")
    write_program(tmp_path / "programs" / "python3.19", 'echo "newer: $*"')
    assert matchbook(tmp_path, "check", PATH=str(tmp_path / "programs")).stdout == f"newer: {old} check\n"


@pytest.mark.parametrize("option", ["--no-pdf", "--help", "-h"])
def test_a_build_without_a_handbook_needs_no_pango(without_pango: Path, option: str) -> None:
    ended = matchbook(without_pango, "build", option, PATH="/nowhere")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_apt_the_missing_package_is_named(without_pango: Path) -> None:
    ended = matchbook(without_pango, "build", PATH="/nowhere")
    assert ended.returncode == 1
    assert ended.stderr == dedent("""\
        error: not installed: Pango
          hint: install that with the package manager of this system
        """)


def test_a_missing_package_is_installed_through_apt(without_pango: Path, tmp_path: Path) -> None:
    ended = matchbook(without_pango, "build", PATH=fake_apt(tmp_path, f'echo "$*" >> {tmp_path}/called'))
    assert ended.returncode == 0
    assert ended.stderr == "matchbook: installing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    options, packages = "-q -o DPkg::Lock::Timeout=120", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert (tmp_path / "called").read_text().splitlines() == [
        f"{options} update",
        f"{options} install -y --no-install-recommends {packages}",
    ]


def test_what_was_found_once_is_not_looked_for_again(without_pango: Path, tmp_path: Path) -> None:
    matchbook(without_pango, "build", PATH=fake_apt(tmp_path, "exit 0"))
    assert matchbook(without_pango, "build", PATH="/nowhere").returncode == 0


def test_when_apt_fails_the_line_to_type_is_shown(without_pango: Path, tmp_path: Path) -> None:
    ended = matchbook(
        without_pango, "build", PATH=fake_apt(tmp_path, "echo 'E: Unable to locate package' >&2; exit 100")
    )
    assert ended.returncode == 1
    assert ended.stderr == dedent("""\
        matchbook: installing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
        error: apt-get did not install Pango:
            E: Unable to locate package
          hint: type `sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`
        """)


def test_an_interrupted_setup_ends_without_a_traceback(without_pango: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "started")
    path = fake_apt(tmp_path, f"echo > {tmp_path}/started; sleep 60")
    command = [sys.executable, str(without_pango / "matchbook"), "build"]
    run = subprocess.Popen(
        command, env={**os.environ, "PATH": path}, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    (tmp_path / "started").read_text()  # waits for apt-get
    os.killpg(run.pid, signal.SIGINT)
    assert run.communicate()[1] == "matchbook: installing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    assert run.returncode == 130


def run_checks(folder: Path, *arguments: str, **scripts: str) -> subprocess.CompletedProcess[str]:
    """Run `tests/run.py` in a clone in which each check is a script."""
    for name in ("ruff", "mypy", "lint-imports", "pytest"):
        write_program(folder / "programs" / name, scripts.get(name, f'echo "{name} $*"'))
    (folder / "programs" / "python").symlink_to(sys.executable)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "run.py", folder / "tests")
    command = [str(folder / "programs" / "python"), str(folder / "tests" / "run.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_checks_end_with_the_summary_of_pytest(tmp_path: Path) -> None:
    ended = run_checks(tmp_path, pytest="echo 12 passed")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1] == "12 passed"
    assert [line for line in ended.stdout.splitlines() if line.startswith("==")] == [
        "== ruff check .",
        "== ruff format --check .",
        "== mypy builder tests",
        "== lint-imports --no-logo",
        "== pytest -n auto --dist loadfile --no-loadscope-reorder",
    ]


def test_a_failed_check_keeps_none_of_the_others_from_running(tmp_path: Path) -> None:
    ended = run_checks(tmp_path, mypy="exit 1", pytest="exit 5")
    assert ended.returncode == 1
    assert "lint-imports --no-logo" in ended.stdout
    assert (
        ended.stdout.splitlines()[-1]
        == "failed: mypy builder tests, pytest -n auto --dist loadfile --no-loadscope-reorder"
    )


def test_fast_leaves_out_browser_and_pdf_tests(tmp_path: Path) -> None:
    ended = run_checks(tmp_path, "--fast", "-k", "words", pytest='printf "<%s>" "$@"')
    assert (
        ended.stdout.splitlines()[-1]
        == "<-n><auto><--dist><loadfile><--no-loadscope-reorder><-m><not browser and not pdf><-k><words>"
    )


def test_long_runs_the_long_tests_alone(tmp_path: Path) -> None:
    ended = run_checks(tmp_path, "--long", pytest='printf "<%s>" "$@"')
    assert ended.stdout.splitlines()[-1] == "<-n><auto><--dist><loadfile><--no-loadscope-reorder><-m><long>"


@pytest.mark.parametrize(
    ("options", "ran"),
    [
        pytest.param((), "short", id="by default"),
        pytest.param(("-m", "not pdf"), "short", id="with other marks"),
        pytest.param(("-m", "long"), "long", id="when they are asked for"),
    ],
)
def test_long_tests_run_when_they_are_asked_for(tmp_path: Path, options: tuple[str, ...], ran: str) -> None:
    (tmp_path / "test_both.py").write_text(
        "import pytest\n\n@pytest.mark.long\ndef test_long(): print('<long>')\n\ndef test_short(): print('<short>')\n"
    )
    config = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "tests.conftest")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-s", *config, *options, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, re.findall("<(.*)>", ended.stdout)) == (0, [ran]), ended.stdout + ended.stderr


def pins(lock: str) -> set[str]:
    """Return the lines of a lock that name a package, its version and where it is for."""
    return set(re.findall(r"^\S+==.*(?= \\$)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_tests_run_with_the_packages_that_readers_get() -> None:
    assert pins("requirements.lock") < pins("requirements-test.lock")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split("[<>=]", dependency)[0] for dependency in project["dependencies"]}
    assert names <= {pin.split("==")[0] for pin in pins("requirements.lock")}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()
