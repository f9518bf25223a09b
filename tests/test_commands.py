"""The commands as people meet them: real processes, their output, messages and exit status."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from builder.cli.asking import first_sentence
from builder.output import write_folder
from builder.profiles import load_profile
from tests.building import ANA, ROOT, files_of, make_project, matchbook, process_environment
from tests.guides import EVERYONE, GUIDE, LOW, small_library

OLD_SITE = {"index.html": b"the last good page"}
NO_PDF = ("build", "profiles/ana.yaml", "--no-pdf")
NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="closes pipes and sends signals as Unix does")

# Runs the command with a hook on what Python tells about itself; hooks are the only part a test adds.
HOOKED = """
import os, runpy, signal, sys
def hook(event, arguments):
    if {condition}:
        {action}
sys.addaudithook(hook)
sys.argv[0] = "matchbook"
runpy.run_module("builder", run_name="__main__")
"""
# A system that does not know who runs the command, as in a container with a number for a user.
HOMELESS = """
import os, pwd, runpy, sys
def unknown(number):
    raise KeyError(number)
pwd.getpwuid = unknown
os.environ.pop("HOME", None)
sys.argv[0] = "matchbook"
runpy.run_module("builder", run_name="__main__")
"""
CLOSED = """
import os, sys
os.close(1)
os.execv(sys.executable, [sys.executable, "-m", "builder", *sys.argv[1:]])
"""
INTERRUPT = "os.kill(os.getpid(), signal.SIGINT)"
ABOUT_MODULES = """
import runpy, sys
sys.argv[0] = "matchbook"
try:
    runpy.run_module("builder", run_name="__main__")
except SystemExit as ended:
    print("status", ended.code or 0)
finally:
    print("imported", *sorted(name for name in sys.modules if "." not in name))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def built(project: Path) -> Path:
    """Return a project with an output from an earlier day."""
    write_folder(project / "site" / "ana", OLD_SITE)
    return project


def run_python(project: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=project,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def change(project: Path, name: str, old: str, new: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    assert old in text
    (project / name).write_text(text.replace(old, new), encoding="utf-8")


def own_templates(project: Path) -> Path:
    """Give a project templates of its own to spoil."""
    for name, content in files_of(ROOT / "templates").items():
        (project / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "templates" / name).write_bytes(content)
    return project


def explained(project: Path, profile: str = "profiles/ana.yaml") -> dict[str, object]:
    answer = json.loads(matchbook(project, "explain", profile, "--json").stdout)
    assert isinstance(answer, dict)
    return answer


def test_build_writes_the_website_and_says_where(project: Path) -> None:
    ended = matchbook(project, *NO_PDF)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "site/ana/index.html\n"
    assert {"index.html", "plan.html", "answers.html", "start/everyone.html", "assets/style.css"} <= files_of(
        project / "site" / "ana"
    ).keys()


def test_build_without_a_profile_builds_the_sample(project: Path) -> None:
    (project / "profiles" / "sample.yaml").write_text(ANA, encoding="utf-8")
    assert matchbook(project, "build", "--no-pdf").stdout == "site/sample/index.html\n"


def test_build_writes_where_it_is_told(project: Path) -> None:
    assert matchbook(project, *NO_PDF, "--output", "elsewhere").stdout == "elsewhere/index.html\n"
    assert (project / "elsewhere" / "index.html").is_file()
    assert not (project / "site").exists()


def test_build_works_from_any_folder_of_the_project(project: Path) -> None:
    ended = matchbook(project / "content" / "start", "build", "../../profiles/ana.yaml", "--no-pdf")
    assert ended.stdout == "../../site/ana/index.html\n"


def test_a_project_may_have_templates_of_its_own(project: Path) -> None:
    change(own_templates(project), "templates/website/base.html", "<!DOCTYPE html>", "<!DOCTYPE html><!-- ours -->")
    matchbook(project, *NO_PDF)
    assert b"<!-- ours -->" in (project / "site" / "ana" / "index.html").read_bytes()


def test_a_change_of_the_profile_is_seen_in_the_next_build(project: Path) -> None:
    matchbook(project, *NO_PDF)
    change(project, "profiles/ana.yaml", "212", "240")
    matchbook(project, *NO_PDF)
    assert "start/low.html" not in files_of(project / "site" / "ana")


@pytest.mark.pdf
def test_build_adds_the_handbook_and_says_that_it_takes_a_moment(project: Path) -> None:
    ended = matchbook(project, "build", "profiles/ana.yaml", "--paper", "letter")
    assert (ended.returncode, ended.stderr) == (0, "laying out the handbook, which takes some seconds ...\n")
    assert ended.stdout == "site/ana/index.html\nsite/ana/handbook.pdf\n"
    assert (project / "site" / "ana" / "handbook.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("command", [("build", "--no-pdf"), ("explain",), ("build", "--help")])
def test_without_a_handbook_the_pdf_engine_is_not_imported(project: Path, command: tuple[str, ...]) -> None:
    ended = run_python(project, ABOUT_MODULES, *command, "profiles/ana.yaml")
    imported = ended.stdout.rpartition("imported ")[2].split()
    assert "builder" in imported
    assert not {"weasyprint", "pydyf", "fontTools", "fontpkg", "PIL"}.intersection(imported)


@pytest.mark.pdf
def test_only_the_process_that_prints_a_handbook_imports_the_pdf_engine(project: Path) -> None:
    ended = run_python(project, ABOUT_MODULES, "build", "profiles/ana.yaml")
    imported = ended.stdout.rpartition("imported ")[2].split()
    assert (project / "site" / "ana" / "handbook.pdf").exists()
    assert "builder" in imported
    assert "weasyprint" not in imported


@pytest.fixture
def cold(project: Path) -> tuple[Path, Mapping[str, bytes]]:
    """Return a project with a cache of its own, and the guide it built before there was one."""
    matchbook(project, *NO_PDF, "--output", "cold", XDG_CACHE_HOME=str(project / "cache"))
    return project, files_of(project / "cold")


def test_a_second_build_makes_the_same_guide_from_what_the_first_one_kept(
    cold: tuple[Path, Mapping[str, bytes]],
) -> None:
    project, guide = cold
    names = [re.sub(r"-[0-9a-f]{16}", "", Path(name).name) for name in files_of(project / "cache")]
    assert names == ["library.parts", "markdown.json", "templates.code"]
    matchbook(project, *NO_PDF, "--output", "warm", XDG_CACHE_HOME=str(project / "cache"))
    assert files_of(project / "warm") == guide


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_what_was_kept_and_is_damaged_is_made_again(cold: tuple[Path, Mapping[str, bytes]], damage: bytes) -> None:
    project, guide = cold
    for kept in (project / "cache" / "matchbook").iterdir():
        kept.write_bytes(damage)
    ended = matchbook(project, *NO_PDF, "--output", "warm", XDG_CACHE_HOME=str(project / "cache"))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert files_of(project / "warm") == guide


def test_a_build_that_can_keep_nothing_makes_the_same_guide(cold: tuple[Path, Mapping[str, bytes]]) -> None:
    project, guide = cold
    nowhere = {"XDG_CACHE_HOME": os.devnull, "HOME": os.devnull, "TMPDIR": str(project)}
    ended = matchbook(project, *NO_PDF, "--output", "warm", **nowhere)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert files_of(project / "warm") == guide


@NOT_ON_WINDOWS
def test_who_has_no_home_has_one_folder_of_their_own_for_what_is_kept(
    cold: tuple[Path, Mapping[str, bytes]], tmp_path: Path
) -> None:
    project, _ = cold
    passing = tmp_path / "passing"
    passing.mkdir()
    nowhere = {"XDG_CACHE_HOME": os.devnull, "HOME": os.devnull, "TMPDIR": str(passing)}
    for _ in range(2):
        assert matchbook(project, *NO_PDF, "--output", "warm", **nowhere).returncode == 0
    (kept,) = passing.iterdir()
    assert kept.name == f"matchbook-{os.getuid()}"
    assert kept.stat().st_mode & 0o777 == 0o700


@NOT_ON_WINDOWS
def test_a_folder_for_what_is_kept_that_others_can_write_is_left_alone(
    cold: tuple[Path, Mapping[str, bytes]], tmp_path: Path
) -> None:
    project, guide = cold
    strange = tmp_path / f"matchbook-{os.getuid()}"
    strange.mkdir()
    strange.chmod(0o777)
    nowhere = {"XDG_CACHE_HOME": os.devnull, "HOME": os.devnull, "TMPDIR": str(tmp_path)}
    assert matchbook(project, *NO_PDF, "--output", "warm", **nowhere).returncode == 0
    assert files_of(project / "warm") == guide
    assert list(strange.iterdir()) == []


def test_a_change_of_the_text_is_seen_although_the_old_one_was_kept(cold: tuple[Path, Mapping[str, bytes]]) -> None:
    project, _ = cold
    change(project, "content/start/everyone.md", "reads this.", "reads that.")
    matchbook(project, *NO_PDF, "--output", "warm", XDG_CACHE_HOME=str(project / "cache"))
    assert b"reads that." in (project / "warm" / "start" / "everyone.html").read_bytes()


def test_what_is_kept_holds_nothing_of_the_reader_and_is_the_owners_only(project: Path) -> None:
    (project / "profiles" / "ana.yaml").write_text(ANA.replace("Ana", "Zenobia").replace("212", "197"))
    matchbook(project, *NO_PDF, XDG_CACHE_HOME=str(project / "cache"))
    folder = project / "cache" / "matchbook"
    everything = b"".join(files_of(folder).values())
    assert [answer for answer in (b"Zenobia", b"197", b"2029") if answer in everything] == []
    assert [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())] == [0o700, *[0o600] * 3]


TOLD_EVERYONE: dict[str, object] = {
    "id": "everyone",
    "title": "For everyone",
    "chapter": "start",
    "verdict": "in",
    "because": [],
    "flips": [],
    "covers": ["point-a"],
    "passages": [{"line": 9, "verdict": "open", "because": ["Need for a visa is not given"]}],
}
TOLD_LOW: dict[str, object] = {
    "id": "low",
    "title": "For low scores",
    "chapter": "start",
    "verdict": "in",
    "because": ["Step 1 score is 212, below 230"],
    "flips": [
        {"set": {"step1.score": 230}, "verdict": "out"},
        {"set": {"step1.status": "not taken"}, "verdict": "out"},
    ],
    "covers": [],
    "passages": [],
}
EXPLAINED = {
    "profile": "profiles/ana.yaml",
    "conditions": {"low": "yes"},
    "modules": [TOLD_EVERYONE, TOLD_LOW],
    "points": ["point-a"],
    "questions": [{"field": "visa.needs", "settles": 0}],
}


def test_explain_tells_other_programs_every_verdict_with_its_reasons(project: Path) -> None:
    ended = matchbook(project, "explain", "profiles/ana.yaml", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout) == EXPLAINED
    assert list(json.loads(ended.stdout)) == ["profile", "conditions", "modules", "points", "questions"]


def test_explain_tells_other_programs_what_is_open(project: Path) -> None:
    told = explained(project, "profiles/empty.yaml")
    assert told["conditions"] == {"low": "unknown"}
    assert told["modules"] == [
        TOLD_EVERYONE,
        {
            "id": "low",
            "title": "For low scores",
            "chapter": "start",
            "verdict": "open",
            "because": ["Step 1 score is not given", "Step 1 result is not given"],
            "flips": [
                {"set": {"step1.score": 230}, "verdict": "out"},
                {"set": {"step1.score": 229}, "verdict": "in"},
                {"set": {"step1.status": "not taken"}, "verdict": "out"},
            ],
            "covers": [],
            "passages": [],
        },
    ]
    assert told["questions"] == [
        {"field": "step1.status", "settles": 1},
        {"field": "step1.score", "settles": 1},
        {"field": "visa.needs", "settles": 0},
    ]


def test_one_changed_answer_changes_what_depends_on_it_and_nothing_else(project: Path) -> None:
    change(project, "profiles/ana.yaml", "212", "240")
    assert explained(project) == {
        **EXPLAINED,
        "conditions": {"low": "no"},
        "modules": [
            TOLD_EVERYONE,
            {
                **TOLD_LOW,
                "verdict": "out",
                "because": ["Step 1 score is 240, 230 or more"],
                "flips": [{"set": {"step1.score": 229}, "verdict": "in"}],
            },
        ],
    }


def test_one_more_answer_adds_the_points_of_the_passage_it_opens(project: Path) -> None:
    change(project, "profiles/ana.yaml", "name: Ana\n", "visa: {needs: true}\n")
    told = explained(project)
    assert told["points"] == ["point-a", "point-b"]
    assert told["questions"] == []


def test_explain_tells_a_person_what_they_get_and_why(project: Path) -> None:
    ended = matchbook(project, "explain", "profiles/ana.yaml")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == dedent("""\
        profiles/ana.yaml: 2 modules in, 0 left out, 0 open

        In your guide (2)
          For everyone  [everyone]
            for every reader
          For low scores  [low]
            Step 1 score is 212, below 230

        Questions still open, the most useful first
          Do you need a visa?  [visa.needs]

        What would change the plan, the most first
          If your Step 1 score is 230: 1 page would go
        """)


def test_explain_tells_a_person_what_is_left_out_and_what_is_open(project: Path) -> None:
    change(project, "content/start/everyone.md", "title: For everyone\n", "title: Visas\nwhen: visa.needs\n")
    change(project, "profiles/ana.yaml", "212", "240")
    assert matchbook(project, "explain", "profiles/ana.yaml").stdout == dedent("""\
        profiles/ana.yaml: 0 modules in, 1 left out, 1 open

        Left out (1)
          For low scores  [low]
            Step 1 score is 240, 230 or more

        Open (1)
          Visas  [everyone]
            Need for a visa is not given

        Questions still open, the most useful first
          Do you need a visa?  [visa.needs]: settles 1 module
        """)


def test_explain_tells_the_whole_story_of_one_module(project: Path) -> None:
    change(project, "content/start/everyone.md", "title: For everyone\n", "title: Scores\nwhen: low\n")
    ended = matchbook(project, "explain", "profiles/ana.yaml", "everyone")
    assert ended.stdout == dedent("""\
        Scores  [everyone]
          in your guide
            Step 1 score is 212, below 230
            If your Step 1 score is 230: left out
            If you have not taken Step 1: left out
          passages
            line 10, `when | visa.needs`: open
              Need for a visa is not given
        """)


def test_explain_says_where_a_proof_may_quote_more_than_it_takes(project: Path) -> None:
    items = " and ".join(f'"A{letter}" in citizenship' for letter in "ABCDEFGHIJKLM")
    text = f"visa.needs and (({items}) or not ({items}))"
    change(project, "content/start/low.md", "when: low", f"when: '{text}'")
    change(project, "content/start/everyone.md", "/// when | visa.needs", f"/// when | {text}")
    change(project, "profiles/ana.yaml", "name: Ana", "name: Ana\ncitizenship: [AA]")
    told = explained(project)["modules"]
    assert isinstance(told, list)
    assert [(module["because"], module.get("because_minimal", True)) for module in told] == [
        ([], True),
        (["Need for a visa is not given", "Citizenship does not include AB"], False),
    ]
    assert [passage.get("because_minimal", True) for passage in told[0]["passages"]] == [False]
    ended = matchbook(project, "explain", "profiles/ana.yaml", "low")
    assert ended.stdout == dedent("""\
        For low scores  [low]
          open
            Need for a visa is not given
            Citizenship does not include AB
            perhaps fewer of these would do: there was too much to try
            If you need a visa: in your guide
            If you do not need a visa: left out
            not every change was tried: there are too many, and others may turn this too
        """)


def test_explain_says_where_not_every_change_was_tried(project: Path) -> None:
    countries = " and ".join(f'"A{letter}" in citizenship' for letter in "ABCDEFGHIJKLM")
    change(project, "content/start/everyone.md", "title: For everyone\n", f"title: Many\nwhen: '{countries}'\n")
    told = explained(project)["modules"]
    ended = matchbook(project, "explain", "profiles/ana.yaml", "everyone")
    assert isinstance(told, list)
    assert [module.get("flips_complete", True) for module in told] == [False, True]
    assert ended.stdout == dedent("""\
        Many  [everyone]
          open
            Citizenship is not given
            If your citizenship is none: left out
            not every change was tried: there are too many, and others may turn this too
        """)


def test_explain_writes_nothing(project: Path) -> None:
    before = files_of(project)
    matchbook(project, "explain", "profiles/ana.yaml")
    assert files_of(project) == before


def test_a_module_that_is_not_there_is_told_with_the_nearest_name(project: Path) -> None:
    ended = matchbook(project, "explain", "profiles/ana.yaml", "evryone")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith("Error: unknown module `evryone`\n  hint: did you mean `everyone`?\n")


def test_check_finds_nothing_wrong_with_a_good_guide(project: Path) -> None:
    ended = matchbook(project, "check")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "no problems in 2 modules" in ended.stderr


def test_check_tells_other_programs_that_nothing_is_wrong(project: Path) -> None:
    ended = matchbook(project, "check", "--json")
    assert (ended.returncode, json.loads(ended.stdout)) == (0, [])


def test_check_shows_every_problem_in_one_run(project: Path) -> None:
    change(project, "content/start/everyone.md", "/// when | visa.needs", "/// when | visa.neds")
    write_low(project, "lo", "Text.")
    ended = matchbook(project, "check")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == dedent("""\
        content/start/everyone.md:9:12: error: unknown field `visa.neds`
          9 | /// when | visa.neds
            |            ^^^^^^^^^
          hint: did you mean `visa.needs`?

        content/start/low.md:3:7: error: unknown name `lo`
          3 | when: lo
            |       ^^
          hint: did you mean `low`?

        2 problems; nothing was written
        """)


def test_check_tells_other_programs_every_problem(project: Path) -> None:
    write_low(project, "visa.neds", "Text.")
    ended = matchbook(project, "check", "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout) == [
        {
            "file": "content/start/low.md",
            "line": 3,
            "column": 7,
            "severity": "error",
            "message": "unknown field `visa.neds`",
            "hint": "did you mean `visa.needs`?",
            "witness": None,
        }
    ]


ASKED = dedent("""\
    Every answer is optional: Enter skips a question, ? says more about it. Nothing leaves this machine.

    What is your name?
      text
    > """)


def test_new_writes_the_answers_and_the_questions_as_comments(project: Path) -> None:
    answers = 'Ana "Nana" Łu\n1\n212\n1\ny\nbr, it\n2027-03\n2029\n'.replace("br, it", "BR, IT")
    ended = matchbook(project, "new", "profiles/me.yaml", "--in-order", answers=answers)
    assert (ended.returncode, ended.stdout) == (0, "")
    written = load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary)
    assert written.given == {
        "name": 'Ana "Nana" Łu',
        "step1.status": "passed",
        "step1.score": 212,
        "step1.attempts": 1,
        "visa.needs": True,
        "citizenship": ("BR", "IT"),
        "exam.planned": "2027-03",
        "match.year": 2029,
    }


def test_new_leaves_what_was_skipped_as_a_comment_to_fill_in(project: Path) -> None:
    matchbook(project, "new", "profiles/me.yaml", answers="\n1\n\n\n\n\n\n\n")
    lines = (project / "profiles" / "me.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.lstrip().startswith("#")] == ["step1:", '  status: "passed"']
    assert "# What is your name?" in lines
    assert "#name:" in lines


def test_new_asks_with_help_and_says_what_it_accepts(project: Path) -> None:
    ended = matchbook(project, "new", "profiles/me.yaml", answers="\n1\n\n\n\n\n\n\n")
    assert ended.stderr.startswith(ASKED)
    assert (
        dedent("""\

        What is your Step 1 score?
          Three digits, on your score report.
          a number from 1 to 300
        > """)
        in ended.stderr
    )
    assert "one of: 1) passed, 2) failed, 3) not taken\n" in ended.stderr
    assert ended.stderr.endswith("written: profiles/me.yaml\nnow type: matchbook build profiles/me.yaml\n")


def test_new_shows_a_short_help_and_the_whole_one_on_demand(project: Path) -> None:
    schema = project / "content" / "profile.schema.yaml"
    short = "description: Three digits, on your score report."
    more = f"{short} A score from the U.S. Navy is one, too. Leave it out if you have none."
    schema.write_text(schema.read_text(encoding="utf-8").replace(short, more), encoding="utf-8")

    ended = matchbook(project, "new", "profiles/me.yaml", answers="?\n\n1\n?\n\n\n\n\n\n")

    assert ended.stderr.startswith(f"{ASKED}  text\n> ")
    assert (
        dedent("""\

        What is your Step 1 score?
          Three digits, on your score report.
          a number from 1 to 300; ? for more
        >   Three digits, on your score report. A score from the U.S. Navy is one, too.
          Leave it out if you have none.
        > """)
        in ended.stderr
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("One only", "One only"),
        ("Is it one? Yes.", "Is it one?"),
        ("In the U.S. Navy, e.g. at sea, it is one. Else it is not.", "In the U.S. Navy, e.g. at sea, it is one."),
        ("Step 1.5 is none. (Nor is 2.)", "Step 1.5 is none."),
    ],
)
def test_a_help_is_cut_behind_its_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_new_skips_what_does_not_apply(project: Path) -> None:
    ended = matchbook(project, "new", "profiles/me.yaml", answers="\nNOT TAKEN\nyes\n")
    assert "Step 1 score" not in ended.stderr
    assert "How often" not in ended.stderr
    written = load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary)
    assert written.given == {"step1.status": "not taken", "visa.needs": True}


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("500", "`step1.score` must be between 1 and 300"),
        ("high", "`step1.score` must be a whole number, not a text"),
    ],
)
def test_new_asks_again_until_an_answer_fits(project: Path, answer: str, complaint: str) -> None:
    ended = matchbook(project, "new", "profiles/me.yaml", answers=f"\n1\n{answer}\n212\n")
    assert f"> {complaint}\n".replace("> ", ">   ") in ended.stderr
    written = load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary)
    assert written.given == {"step1.status": "passed", "step1.score": 212}


def test_new_keeps_what_was_answered_when_the_answers_end(project: Path) -> None:
    matchbook(project, "new", "profiles/me.yaml", answers="Ana")
    written = load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary)
    assert written.given == {"name": "Ana"}


@pytest.mark.parametrize("name", ["x: y", "'", "#1", "&a *b", "- a", "{{ 1 }}", "a\\nb", "null", "Ana\u200eX"])
def test_new_takes_any_name_as_it_is_typed(project: Path, name: str) -> None:
    assert matchbook(project, "new", "profiles/me.yaml", answers=f"{name}\n").returncode == 0
    written = load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary)
    assert written.given == {"name": name}


def test_a_new_profile_can_be_built_at_once(project: Path) -> None:
    matchbook(project, "new", "profiles/more/me.yaml", answers="Ana\n1\n212\n")
    assert matchbook(project, "build", "--no-pdf", "profiles/more/me.yaml").returncode == 0


def test_new_never_writes_over_a_file(project: Path) -> None:
    ended = matchbook(project, "new", "profiles/ana.yaml", answers="Bo\n")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == ("error: profiles/ana.yaml exists already\n  hint: choose another name, or edit the file\n")
    assert (project / "profiles" / "ana.yaml").read_text(encoding="utf-8") == ANA


def test_a_guide_without_its_first_file_is_not_taken_for_none(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "content" / "guide.yaml").unlink()
    ended = matchbook(project, "check")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("content/guide.yaml: error: there is no such file\n")


@pytest.mark.parametrize("name", [".", "", "/"])
def test_a_folder_in_place_of_a_new_profile_is_told(tmp_path: Path, name: str) -> None:
    ended = matchbook(make_project(tmp_path), "new", name)
    told = f"error: {name or '.'} exists already\n  hint: choose another name, or edit the file\n"
    assert (ended.returncode, ended.stderr) == (3, told)


def test_the_first_help_says_what_to_type(project: Path) -> None:
    ended = matchbook(project, "--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\n    matchbook new profiles/me.yaml     answer questions, get a profile\n" in ended.stdout
    assert "\n    matchbook build profiles/me.yaml   build your guide into site/me/\n" in ended.stdout
    assert "\\b" not in ended.stdout


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("build", ["--no-pdf", "[a4|letter]", "--output", "index.html", "handbook.pdf", "sample", "answers"]),
        ("explain", ["why", "--json", "MODULE"]),
        ("check", ["every problem", "--json", "--strict"]),
        ("new", ["skipped with Enter", "on this machine"]),
    ],
)
def test_each_command_has_help_that_needs_no_programmer(project: Path, command: str, told: list[str]) -> None:
    ended = matchbook(project, command, "-h")
    assert (ended.returncode, ended.stderr) == (0, "")
    text = " ".join(ended.stdout.split())
    assert [words for words in told if words not in text] == []


def test_the_version_is_told(project: Path) -> None:
    assert matchbook(project, "--version").stdout == "0.1.0\n"


@pytest.mark.parametrize(
    "command", [("frobnicate",), ("build", "--frobnicate"), ("build", "--paper", "a5"), ("explain",), ("new",)]
)
def test_a_wrong_command_line_ends_with_2(project: Path, command: tuple[str, ...]) -> None:
    ended = matchbook(project, *command)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["build", "explain"])
def test_a_profile_that_is_not_there_is_told_with_the_nearest_name(project: Path, command: str) -> None:
    ended = matchbook(project, command, "profiles/anna.yaml")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == dedent("""\
        profiles/anna.yaml: error: there is no such file
          hint: did you mean `profiles/ana.yaml`?

        1 problem; nothing was written
        """)


def test_a_profile_like_no_other_is_told_how_to_make_one(project: Path) -> None:
    assert "  hint: make one with `matchbook new`\n" in matchbook(project, "build", "elsewhere/zoe.yml").stderr


PROFILES = {
    "a misspelt field": (
        "step1: {scor: 212}\n",
        """\
        profiles/ana.yaml:1:9: error: unknown field `step1.scor`
          hint: did you mean `step1.score`?
        """,
    ),
    "a wrong type": (
        "step1: {score: many}\n",
        """\
        profiles/ana.yaml:1:16: error: `step1.score` must be a whole number, not a text
          hint: leave the line out if you do not know it
        """,
    ),
    "a score that cannot be": (
        "step1: {score: 301}\n",
        """\
        profiles/ana.yaml:1:16: error: `step1.score` must be between 1 and 300
        """,
    ),
    "a misspelt choice": (
        "step1: {status: pased}\n",
        """\
        profiles/ana.yaml:1:17: error: `step1.status` must be "passed", "failed" or "not taken"
          hint: did you mean "passed"?
        """,
    ),
    "answers that contradict each other": (
        "step1: {status: not taken, score: 212}\n",
        """\
        profiles/ana.yaml:1:35: error: `step1.score` is given, but by `step1.status` it does not apply
          hint: change one of the two, or leave one out
        """,
    ),
}


@pytest.mark.parametrize(("text", "message"), PROFILES.values(), ids=PROFILES.keys())
def test_a_wrong_profile_is_told_and_nothing_is_written(built: Path, text: str, message: str) -> None:
    (built / "profiles" / "ana.yaml").write_text(text, encoding="utf-8")
    site = files_of(built / "site")
    ended = matchbook(built, *NO_PDF)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == dedent(message) + "\n1 problem; nothing was written\n"
    assert files_of(built / "site") == site


MODULES = {
    "an unknown name in a condition": (
        "low and hgih",
        "Text.",
        """\
        content/start/low.md:3:15: error: unknown name `hgih`
          3 | when: low and hgih
            |               ^^^^
        """,
    ),
    "a misspelt field in a condition": (
        "step1.scores < 200",
        "Text.",
        """\
        content/start/low.md:3:7: error: unknown field `step1.scores`
          3 | when: step1.scores < 200
            |       ^^^^^^^^^^^^
          hint: did you mean `step1.score`?
        """,
    ),
    "a value that cannot be": (
        'step1.status == "pased"',
        "Text.",
        """\
        content/start/low.md:3:23: error: `step1.status` is never "pased"
          3 | when: step1.status == "pased"
            |                       ^^^^^^^
          hint: did you mean "passed"?
        """,
    ),
    "an unclosed passage": (
        "low",
        "/// when | visa.needs\nFor some readers only.",
        """\
        content/start/low.md:5:1: error: this passage has no end
          5 | /// when | visa.needs
            | ^^^^^^^^^^^^^^^^^^^^^
          hint: close it with a line `///`
        """,
    ),
    "a misspelt mark": (
        "low",
        "/// when | visa.needs\nSome.\n/// esle\nOthers.\n///",
        """\
        content/start/low.md:7:1: error: unknown mark `/// esle`
          7 | /// esle
            | ^^^^^^^^
          hint: did you mean `else`?
        """,
    ),
    "a link to nowhere": (
        "low",
        "See [the start](evryone.md).",
        """\
        content/start/low.md:5:17: error: this link leads to no module: `evryone.md`
          5 | See [the start](evryone.md).
            |                 ^^^^^^^^^^
          hint: did you mean `everyone.md`?
        """,
    ),
    "an unknown claim": (
        "low",
        "There is a mean.[^maen]",
        """\
        content/start/low.md:5:17: error: unknown claim `maen`
          5 | There is a mean.[^maen]
            |                 ^^^^^^^
          hint: did you mean `mean`?
        """,
    ),
}


def write_low(project: Path, when: str, text: str) -> None:
    """Give the second module another condition and text."""
    file = project / "content" / "start" / "low.md"
    file.write_text(f"---\ntitle: For low scores\nwhen: {when}\n---\n{text}\n", encoding="utf-8")


@pytest.mark.parametrize(("when", "text", "message"), MODULES.values(), ids=MODULES.keys())
def test_a_wrong_module_is_told_and_nothing_is_written(built: Path, when: str, text: str, message: str) -> None:
    write_low(built, when, text)
    site = files_of(built / "site")
    ended = matchbook(built, *NO_PDF)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == dedent(message) + "\n1 problem; nothing was written\n"
    assert files_of(built / "site") == site


def test_a_wrong_module_is_told_once_and_not_as_a_missing_one_too(project: Path) -> None:
    change(project, "content/start/everyone.md", "/// else", "/// esle")
    assert matchbook(project, "check").stderr.endswith("\n1 problem; nothing was written\n")


@pytest.mark.parametrize("address", ["everyone.md#no-such-heading", "nowhere.html", "everyone", "#no-such-heading"])
def test_a_link_that_leads_nowhere_is_never_built(project: Path, address: str) -> None:
    write_low(project, "low", f"See [this]({address}).")
    assert matchbook(project, *NO_PDF).returncode == 1


def test_two_pages_never_share_one_address(project: Path) -> None:
    change(project, "content/guide.yaml", "[everyone, low]", "[everyone, low, index]")
    (project / "content" / "start" / "index.md").write_text(EVERYONE, encoding="utf-8")
    assert matchbook(project, *NO_PDF).returncode == 1


def test_a_chapter_never_leads_out_of_the_readers_folder(tmp_path: Path) -> None:
    modules = {"../out/everyone.md": EVERYONE, "../out/low.md": LOW}
    project = make_project(tmp_path / "project", {"guide.yaml": GUIDE.replace("id: start", "id: ../out"), **modules})
    ended = matchbook(project, *NO_PDF)
    assert not (project / "site" / "out").exists()
    assert ended.returncode == 1


TEMPLATES = {
    "a syntax error": (
        "<h1>{{ page.title }}</h1>",
        "<h1>{{ page.title }</h1>",
        """\
        templates/website/plan.html:5:1: error: the template cannot be rendered: unexpected '}'
          5 | <h1>{{ page.title }</h1>
            | ^^^^^^^^^^^^^^^^^^^^^^^^
          hint: look at the line for a misspelt name or an unclosed tag
        """,
    ),
    "an unknown tag": (
        "{% block main %}",
        "{% blok main %}",
        """\
        templates/website/plan.html:3:1: error: the template cannot be rendered: Encountered unknown tag 'blok'.
          3 | {% blok main %}
            | ^^^^^^^^^^^^^^^
          hint: look at the line for a misspelt name or an unclosed tag
        """,
    ),
    "a template that is not there": (
        "website/base.html",
        "website/bse.html",
        """\
        templates/website/bse.html: error: there is no such template
        """,
    ),
}
PLAN = """\
{%- extends "website/base.html" -%}
{%- from "website/parts.html" import tasks -%}
{% block main %}
<header>
<h1>{{ page.title }}</h1>
</header>
{% endblock %}
"""


@pytest.fixture
def templated(built: Path) -> Path:
    """Return a built project whose templates may be spoilt; the one of the plan is short and known."""
    own_templates(built)
    (built / "templates" / "website" / "plan.html").write_text(PLAN, encoding="utf-8")
    return built


@pytest.mark.parametrize(("old", "new", "message"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_wrong_template_is_told_and_nothing_is_written(templated: Path, old: str, new: str, message: str) -> None:
    change(templated, "templates/website/plan.html", old, new)
    site = files_of(templated / "site")
    ended = matchbook(templated, *NO_PDF)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == dedent(message) + "\n1 problem; nothing was written\n"
    assert files_of(templated / "site") == site


def test_an_undefined_name_in_a_template_stops_the_build_and_nothing_is_written(templated: Path) -> None:
    change(templated, "templates/website/plan.html", "page.title", "pge.title")
    site = files_of(templated / "site")
    ended = matchbook(templated, *NO_PDF)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "error: the template cannot be rendered: 'pge' is undefined\n" in ended.stderr
    assert files_of(templated / "site") == site


def test_an_undefined_name_in_a_template_is_underlined(templated: Path) -> None:
    change(templated, "templates/website/plan.html", "page.title", "pge.title")
    assert matchbook(templated, *NO_PDF).stderr == dedent("""\
        templates/website/plan.html:5:8: error: the template cannot be rendered: 'pge' is undefined
          5 | <h1>{{ pge.title }}</h1>
            |        ^^^
          hint: look at the line for a misspelt name or an unclosed tag

        1 problem; nothing was written
        """)


def test_an_undefined_name_in_a_macro_is_told_where_it_stands(templated: Path) -> None:
    change(templated, "templates/website/parts.html", "{{ task.do }}", "{{ task.dew }}")
    assert matchbook(templated, *NO_PDF).stderr.startswith("templates/website/parts.html:")


def test_a_template_that_adds_words_to_numbers_is_the_templates_fault(templated: Path) -> None:
    change(templated, "templates/website/plan.html", "page.title", "page.title + 1")
    ended = matchbook(templated, *NO_PDF)
    assert ended.returncode == 1
    assert ended.stderr.startswith("templates/website/plan.html:5:")


def test_a_strangers_folder_ends_with_3(project: Path) -> None:
    (project / "photos").mkdir()
    (project / "photos" / "me.jpg").write_bytes(b"me")
    ended = matchbook(project, *NO_PDF, "--output", "photos")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "error: photos holds files that Matchbook did not make, such as `me.jpg`\n"
        "  hint: move them away or choose another folder\n"
    )


def test_a_message_about_the_output_names_nothing_above_the_project(project: Path) -> None:
    (project / "site" / "ana").mkdir(parents=True)
    (project / "site" / "ana" / "me.jpg").write_bytes(b"me")
    assert str(project.parent) not in matchbook(project, *NO_PDF).stderr


@pytest.fixture
def broken_pipe() -> int:
    """Return the writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def run_into(project: Path, *arguments: str, stdout: int, stderr: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        cwd=project,
        env=process_environment(),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        text=True,
        check=False,
    )


@NOT_ON_WINDOWS
@pytest.mark.parametrize("options", [("--json",), (), ("everyone",)])
def test_a_reader_who_has_gone_ends_explain_without_a_word(
    project: Path, broken_pipe: int, options: tuple[str, ...]
) -> None:
    ended = run_into(project, "explain", "profiles/ana.yaml", *options, stdout=broken_pipe, stderr=subprocess.PIPE)
    assert (ended.returncode, ended.stderr) == (0, "")


@NOT_ON_WINDOWS
def test_a_reader_who_has_gone_does_not_keep_a_guide_from_being_written(project: Path, broken_pipe: int) -> None:
    ended = run_into(project, *NO_PDF, stdout=broken_pipe, stderr=subprocess.PIPE)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (project / "site" / "ana" / "index.html").is_file()


@NOT_ON_WINDOWS
def test_help_that_nobody_reads_ends_without_a_word(project: Path, broken_pipe: int) -> None:
    assert run_into(project, "--help", stdout=broken_pipe, stderr=subprocess.PIPE).stderr == ""


@NOT_ON_WINDOWS
@pytest.mark.pdf
def test_progress_that_nobody_reads_does_not_keep_a_guide_from_being_written(project: Path, broken_pipe: int) -> None:
    run_into(project, "build", "profiles/ana.yaml", stdout=subprocess.PIPE, stderr=broken_pipe)
    assert (project / "site" / "ana" / "index.html").is_file()


@NOT_ON_WINDOWS
@pytest.mark.parametrize("command", [("explain", "profiles/ana.yaml"), NO_PDF])
def test_a_closed_standard_output_is_no_bug(project: Path, command: tuple[str, ...]) -> None:
    assert "bug" not in run_python(project, CLOSED, *command).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_output_onto_a_full_disk_ends_with_3(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = run_into(project, "explain", "profiles/ana.yaml", stdout=full.fileno(), stderr=subprocess.PIPE)
    assert ended.returncode == 3
    assert ended.stderr.startswith("error: ")


def test_answers_that_are_no_utf_8_are_asked_for_again(project: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "builder", "new", "profiles/me.yaml"],
        cwd=project,
        env=process_environment(LC_ALL="C.UTF-8"),
        input=b"Jos\xe9\nJose\n",
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0


def test_output_in_an_encoding_without_the_readers_letters_is_no_bug(project: Path) -> None:
    (project / "profiles" / "ana.yaml").rename(project / "profiles" / "Łucja.yaml")
    ended = matchbook(project, "build", "--no-pdf", "profiles/Łucja.yaml", PYTHONIOENCODING="cp1252")
    assert (ended.returncode, ended.stderr) == (0, "")


@NOT_ON_WINDOWS
def test_a_person_without_a_home_can_build(project: Path) -> None:
    ended = run_python(project, HOMELESS, *NO_PDF)
    assert (ended.returncode, ended.stderr) == (0, "")


@NOT_ON_WINDOWS
def test_ctrl_c_at_a_question_ends_without_a_traceback_and_writes_nothing(project: Path) -> None:
    command = [sys.executable, "-m", "builder", "new", "profiles/me.yaml"]
    with subprocess.Popen(
        command,
        cwd=project,
        env=process_environment(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as asking:
        assert asking.stderr is not None
        assert asking.stderr.read(len(ASKED)) == ASKED
        asking.send_signal(signal.SIGINT)
        said = asking.stderr.read()
    assert (asking.returncode, said.strip()) == (130, "interrupted; nothing was written")
    assert not (project / "profiles" / "me.yaml").exists()


@NOT_ON_WINDOWS
@pytest.mark.parametrize(
    "moment",
    [
        'event == "open" and "guide.yaml" in str(arguments[0])',
        'event == "open" and "base.html" in str(arguments[0])',
        'event == "os.mkdir" and "matchbook-new" in str(arguments[0])',
        'event == "open" and "style.css" in str(arguments[0]) and "matchbook-new" in str(arguments[0])',
    ],
    ids=["loading", "rendering", "before writing", "in the middle of writing"],
)
def test_ctrl_c_ends_a_build_without_a_traceback_and_leaves_the_old_output(built: Path, moment: str) -> None:
    site = files_of(built / "site")
    ended = run_python(built, HOOKED.format(condition=moment, action=INTERRUPT), *NO_PDF)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "interrupted; nothing was written\n"
    assert files_of(built / "site") == site


@NOT_ON_WINDOWS
def test_ctrl_c_while_the_program_starts_shows_no_traceback(project: Path) -> None:
    condition = 'event == "import" and arguments[0] == "jinja2"'
    ended = run_python(project, HOOKED.format(condition=condition, action=INTERRUPT), *NO_PDF)
    assert "Traceback" not in ended.stderr


BUG = HOOKED.format(
    condition='event == "open" and "guide.yaml" in str(arguments[0])', action='raise RuntimeError("/home/jane")'
)


def test_a_bug_of_ours_ends_with_70_and_tells_nothing_of_this_machine(built: Path) -> None:
    site = files_of(built / "site")
    ended = run_python(built, BUG, *NO_PDF)
    assert (ended.returncode, ended.stdout) == (70, "")
    assert ended.stderr == dedent("""\
        error: this is a bug in Matchbook, at <string>:5 (RuntimeError)
          hint: set MATCHBOOK_DEBUG=1 and run the command again to see more, then report it
        """)
    assert files_of(built / "site") == site


def test_a_guide_tells_nothing_of_the_machine_it_was_built_on(project: Path) -> None:
    matchbook(project, *NO_PDF)
    everything = b"".join(files_of(project / "site" / "ana").values())
    assert [path for path in (project.parent, ROOT, Path.home()) if str(path).encode() in everything] == []


@NOT_ON_WINDOWS
def test_a_new_profile_can_be_read_by_its_owner_only(project: Path) -> None:
    matchbook(project, "new", "profiles/me.yaml")
    assert (project / "profiles" / "me.yaml").stat().st_mode & 0o777 == 0o600
