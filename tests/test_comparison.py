"""How two readers' guides differ, and which answer makes each difference."""

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.analysis import with_settings
from builder.comparison import Comparison, compare_guides
from builder.comparison_text import comparison_json, format_comparison, is_empty
from builder.conditions.facts import Facts
from builder.guide import Guide, GuideModule, assemble
from builder.library import Library
from builder.markup.body import LinkEnd, LinkStart
from builder.modules import ModuleId
from builder.plan import say_window
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profiles import Profile
from builder.schema import Field
from builder.selection import Verdict
from builder.templating import Templates
from builder.website import render_website
from tests.building import ANA, ROOT, make_project, matchbook
from tests.guides import reader, small_library
from tests.profile_strategies import complete_facts, values

BO = """\
name: Bo
step1: {status: passed, score: 240, attempts: 1}
visa: {needs: true}
match: {year: 2030}
"""
EITHER = {"start/low.md": "---\ntitle: Low\nwhen: visa.needs or step1.score < upper\n---\nLow.\n"}
BOTH = {"start/low.md": "---\ntitle: Low\nwhen: visa.needs and step1.score < upper\n---\nLow.\n"}
TEMPLATES = Templates(ROOT / "templates")
VISA, FREE = "visa: {needs: true}\n", "visa: {needs: false}\n"
LOW_SCORE, HIGH_SCORE = "step1: {score: 212}\n", "step1: {score: 240}\n"
CONDITIONAL_TASK = {
    "start/everyone.md": "---\ntitle: All\ntasks:\n  - {do: Go, when: visa.needs, due: match - 2 months}\n---\nAll.\n"
}


def compared(root: Path, before: str, after: str, changes: dict[str, str] | None = None) -> Comparison:
    """Compare the small guide, some of its files changed, of two readers."""
    library = small_library(root, changes)
    one, other = (assemble(library, reader(library.vocabulary, profile)) for profile in (before, after))
    return compare_guides(one, other)


def test_an_answer_that_differs_is_told_with_both_values(tmp_path: Path) -> None:
    found = compared(tmp_path, "name: Ana\nvisa: {needs: true}\n", "name: Bo\ncitizenship: [BR]\n")

    assert [(change.field, change.before, change.after) for change in found.answers] == [
        ("name", "Ana", "Bo"),
        ("visa.needs", True, None),
        ("citizenship", None, ("BR",)),
    ]


def test_a_module_that_one_reader_gets_is_told_with_the_answer_behind_it(tmp_path: Path) -> None:
    found = compared(tmp_path, ANA, BO)

    assert [(change.module, change.before, change.after, change.because) for change in found.modules] == [
        ("low", Verdict.IN, Verdict.OUT, ("step1.score",))
    ]


def test_a_module_that_waits_for_one_reader_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, "step1: {score: 212}", "name: Bo")

    assert [(change.before, change.after, change.because) for change in found.modules] == [
        (Verdict.IN, Verdict.OPEN, ("step1.score",))
    ]


def test_a_passage_of_a_module_that_both_get_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, "visa: {needs: true}", "visa: {needs: false}")

    assert [
        (change.module, change.passage.place.line if change.passage else 0, change.before, change.after, change.because)
        for change in found.passages
    ] == [("everyone", 9, Verdict.IN, Verdict.OUT, ("visa.needs",))]


def test_a_task_that_moves_is_told_with_the_year_behind_it(tmp_path: Path) -> None:
    found = compared(tmp_path, "match: {year: 2029}", "match: {year: 2030}")

    assert [(change.task.do, change.before, change.after, change.because) for change in found.tasks] == [
        ("Read it", "by January 2029", "by January 2030", ("match.year",))
    ]


def test_a_task_that_one_reader_does_not_have_is_told(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        "match: {year: 2029}\nvisa: {needs: false}\n",
        "match: {year: 2029}\nvisa: {needs: true}\n",
        CONDITIONAL_TASK,
    )

    assert [(change.task.do, change.before, change.after, change.because) for change in found.tasks] == [
        ("Go", None, "by January 2029", ("visa.needs",))
    ]


def test_a_value_that_the_text_prints_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, "step1: {score: 212}", "step1: {score: 213}")

    assert [(change.module, change.field) for change in found.values] == [("low", "step1.score")]
    assert (found.modules, found.passages, found.tasks) == ((), (), ())


LETTERS = {
    "start/everyone.md": "---\ntitle: All\nworksheets: [letters]\n---\nAll.\n",
    "worksheets/letters.yaml": dedent("""\
        title: Letters
        purpose: To plan who writes.
        columns: [Writer]
        bookkeeping: [Sent, {title: Visa, when: visa.needs}]
        """),
}


def test_a_column_of_a_worksheet_that_one_reader_does_not_have_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, VISA, FREE, LETTERS)

    assert json.loads(comparison_json(found, ("a", "b")))["columns"] == [
        {"module": "everyone", "worksheet": "Letters", "column": "Visa", "comes": False, "because": ["visa.needs"]}
    ]
    said = format_comparison(found, small_library(tmp_path, LETTERS))
    assert said.endswith("Columns of worksheets (1)\n  Letters, Visa: there → left out  [visa.needs]")


def test_a_column_that_waits_for_an_answer_comes_for_nobody(tmp_path: Path) -> None:
    assert compared(tmp_path, "", VISA, LETTERS).columns == ()
    assert [change.comes for change in compared(tmp_path, FREE, "", LETTERS).columns] == [True]


def test_a_value_in_a_module_that_only_one_gets_is_not_told_again(tmp_path: Path) -> None:
    assert compared(tmp_path, "step1: {score: 212}", "step1: {score: 240}").values == ()


@pytest.mark.parametrize(
    ("changes", "before", "after", "because"),
    [
        (EITHER, FREE + HIGH_SCORE, VISA + HIGH_SCORE, ("visa.needs",)),
        (EITHER, FREE + HIGH_SCORE, VISA + LOW_SCORE, ("step1.score",)),
        (EITHER, VISA + LOW_SCORE, FREE + HIGH_SCORE, ("step1.score", "visa.needs")),
        (BOTH, FREE + HIGH_SCORE, VISA + LOW_SCORE, ("step1.score", "visa.needs")),
        (BOTH, VISA + LOW_SCORE, VISA + "step1: {status: not taken}", ("step1.status",)),
        (BOTH, VISA + LOW_SCORE, FREE + "name: Bo", ("visa.needs",)),
    ],
)
def test_the_cause_is_a_smallest_set_of_answers_that_makes_the_difference(
    tmp_path: Path, changes: dict[str, str], before: str, after: str, because: tuple[str, ...]
) -> None:
    (change,) = compared(tmp_path, before, after, changes).modules

    assert change.because == because


def test_two_readers_who_say_the_same_have_the_same_guide(tmp_path: Path) -> None:
    found = compared(tmp_path, ANA, ANA)

    assert is_empty(found)
    assert found == Comparison(answers=(), modules=(), passages=(), tasks=(), columns=(), values=())
    assert format_comparison(found, small_library(tmp_path)) == "no difference: the two guides are the same"


@st.composite
def pairs(draw: st.DrawFn, library: Library) -> tuple[Facts, Facts]:
    """Draw two readers who differ in some answers, or in none."""
    whole = draw(complete_facts(library.vocabulary))
    kept = draw(st.sets(st.sampled_from(sorted(whole.given))))
    one = whole.giving({name: value for name, value in whole.given.items() if name in kept})
    field: Field = draw(st.sampled_from(tuple(library.vocabulary.schema.fields.values())))
    other = with_settings(one, {field.name: draw(values(field))})
    return one, other or one


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the small guide, loaded once."""
    return small_library(tmp_path_factory.mktemp("pairs"))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_there_is_no_difference_if_and_only_if_the_websites_are_the_same(library: Library, data: st.DataObject) -> None:
    one, other = (assemble(library, Profile("reader", facts)) for facts in data.draw(pairs(library)))

    assert is_empty(compare_guides(one, other)) == (website(one) == website(other))


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_module_is_named_if_its_text_differs_and_a_value_only_where_it_is_printed(
    library: Library, data: st.DataObject
) -> None:
    one, other = (assemble(library, Profile("reader", facts)) for facts in data.draw(pairs(library)))
    found = compare_guides(one, other)
    told = {change.module for change in found.passages} | {change.module for change in found.values}

    assert differing(texts(one), texts(other)) <= told
    assert {change.module for change in found.values} <= differing(printed(one), printed(other))


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_task_is_named_if_and_only_if_it_comes_goes_or_moves(library: Library, data: st.DataObject) -> None:
    one, other = (assemble(library, Profile("reader", facts)) for facts in data.draw(pairs(library)))

    told = {change.module for change in compare_guides(one, other).tasks}

    assert told == differing(windows(one), windows(other))


Parts = Mapping[ModuleId, object]


def differing(one: Parts, other: Parts) -> set[ModuleId]:
    """Return the modules of both guides of which a part differs."""
    return {key for key in one.keys() & other.keys() if one[key] != other[key]}


def whole(guide: Guide) -> tuple[GuideModule, ...]:
    return tuple(module for module in guide.modules if not module.is_open)


def texts(guide: Guide) -> Parts:
    """Return the text of each module; whether a link in it is alive depends on the module that it leads to."""
    return {m.id: [piece for piece in m.pieces if not isinstance(piece, LinkStart | LinkEnd)] for m in whole(guide)}


def printed(guide: Guide) -> Parts:
    """Return the text of each module, and the answers in the cells of its worksheets."""
    rows = {m.id: [row for sheet in m.worksheets for row in sheet.rows] for m in whole(guide)}
    cells = {
        key: [[guide.facts.given.get(name) for name in row.fill.values()] for row in some] for key, some in rows.items()
    }
    return {key: (text, cells[key]) for key, text in texts(guide).items()}


def windows(guide: Guide) -> Parts:
    outline = guide.library.outline
    return {m.id: [(t.anchor, say_window(t, outline.edition, outline)) for t in m.tasks] for m in whole(guide)}


def website(guide: Guide) -> dict[str, bytes]:
    """Return the files of a reader's website."""
    return dict(render_website(guide_view(guide, Kind.WEBSITE), TEMPLATES))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of the small guide with the profiles of two readers."""
    make_project(tmp_path)
    (tmp_path / "profiles" / "bo.yaml").write_text(BO, encoding="utf-8")
    return tmp_path


def said(project: Path, *arguments: str) -> str:
    """Return what `compare` tells about Ana."""
    ended = matchbook(project, "compare", "profiles/ana.yaml", *arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def complained(project: Path, *arguments: str) -> str:
    """Return the messages of a comparison that cannot be made."""
    ended = matchbook(project, "compare", "profiles/ana.yaml", *arguments)
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr


def test_compare_tells_other_programs_every_difference(project: Path) -> None:
    assert json.loads(said(project, "profiles/bo.yaml", "--json")) == {
        "before": "profiles/ana.yaml",
        "after": "profiles/bo.yaml",
        "answers": [
            {"field": "name", "before": "Ana", "after": "Bo"},
            {"field": "step1.score", "before": 212, "after": 240},
            {"field": "visa.needs", "before": None, "after": True},
            {"field": "match.year", "before": 2029, "after": 2030},
        ],
        "modules": [{"module": "low", "before": "in", "after": "out", "because": ["step1.score"]}],
        "passages": [
            {"module": "everyone", "line": 9, "before": "open", "after": "in", "because": ["visa.needs"]},
        ],
        "tasks": [
            {
                "module": "everyone",
                "do": "Read it",
                "before": "by January 2029",
                "after": "by January 2030",
                "because": ["match.year"],
            }
        ],
        "columns": [],
        "values": [],
    }


def test_compare_tells_other_programs_of_a_printed_value_and_of_a_list(tmp_path: Path) -> None:
    found = compared(tmp_path, "step1: {score: 212}", "step1: {score: 213}\ncitizenship: [BR]\n")
    told = json.loads(comparison_json(found, ("a", "b")))

    assert told["values"] == [{"module": "low", "field": "step1.score"}]
    assert told["answers"][1] == {"field": "citizenship", "before": None, "after": ["BR"]}


def test_compare_tells_a_person_every_difference(project: Path) -> None:
    assert said(project, "profiles/bo.yaml") == dedent("""\
        Answers (4)
          name: Ana → Bo
          step1.score: 212 → 240
          visa.needs: not given → yes
          match.year: 2029 → 2030

        Modules (1)
          For low scores: in the guide → left out  [step1.score]

        Passages (1)
          For everyone, passage on line 9: open → in the guide  [visa.needs]

        Tasks (1)
          Read it: by January 2029 → by January 2030  [match.year]
        """)


def test_compare_tells_what_another_answer_would_change(project: Path) -> None:
    assert said(project, "--set", "step1.score=229") == dedent("""\
        Answers (1)
          step1.score: 212 → 229

        Values in the text (1)
          For low scores: step1.score
        """)


def test_an_answer_that_is_set_takes_back_those_that_no_longer_apply(project: Path) -> None:
    assert said(project, "--set", "step1.status=not taken") == dedent("""\
        Answers (3)
          step1.status: passed → not taken
          step1.score: 212 → not given
          step1.attempts: 1 → not given

        Modules (1)
          For low scores: in the guide → left out  [step1.status]
        """)


def test_an_answer_can_be_taken_back(project: Path) -> None:
    assert said(project, "--set", "match.year=") == dedent("""\
        Answers (1)
          match.year: 2029 → not given

        Tasks (1)
          Read it: by January 2029 → by 2 months before Match Day  [match.year]
        """)


def test_an_answer_that_is_set_to_what_it_is_changes_nothing(project: Path) -> None:
    assert said(project, "--set", "step1.score=212") == "no difference: the two guides are the same\n"


def test_answers_are_set_for_the_second_reader(project: Path) -> None:
    told = json.loads(said(project, "profiles/bo.yaml", "--set", "step1.score=212", "--set", "name=Ana", "--json"))

    assert told["after"] == "profiles/bo.yaml --set step1.score=212 --set name=Ana"
    assert [change["field"] for change in told["answers"]] == ["visa.needs", "match.year"]


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        (["step1.scor=3"], """\
            --set:1:1: error: unknown field `step1.scor`
              hint: did you mean `step1.score`?

            1 problem; nothing was written
            """),
        (["step1.score=500"], """\
            --set:1:1: error: `step1.score` must be between 1 and 300

            1 problem; nothing was written
            """),
        (["step1.score"], """\
            --set:1:1: error: expected `field=value`, found another text
              hint: write nothing behind the `=` to take an answer back

            1 problem; nothing was written
            """),
        (["=3"], """\
            --set:1:1: error: expected `field=value`, found another text
              hint: write nothing behind the `=` to take an answer back

            1 problem; nothing was written
            """),
        (["step1.status=not taken", "step1.score=212"], """\
            --set:1:1: error: `step1.score` does not apply to this reader
              hint: set the answer it depends on too, before it

            1 problem; nothing was written
            """),
        (["step1.score=high", "visa.needs=perhaps"], """\
            --set:1:1: error: `step1.score` must be a whole number, not a text

            --set:1:1: error: `visa.needs` must be true or false, not a text

            2 problems; nothing was written
            """),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_set_is_told(project: Path, settings_: list[str], message: str) -> None:
    assert complained(project, *(part for setting in settings_ for part in ("--set", setting))) == dedent(message)


def test_compare_needs_a_second_reader_or_another_answer(project: Path) -> None:
    ended = matchbook(project, "compare", "profiles/ana.yaml")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith("Error: expected a second profile, or --set FIELD=VALUE\n")
