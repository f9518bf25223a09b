"""Which questions `new` asks, in which order, and which it leaves out."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.comparison import compare_guides
from builder.conditions.facts import Facts
from builder.conditions.undecided import may_apply, undecided_fields
from builder.guide import assemble
from builder.library import Library
from builder.profiles import Profile, load_profile
from builder.questionnaire import Questionnaire
from builder.relevance import Relevance
from builder.schema import FieldName
from tests.building import make_project, matchbook, process_environment, real_library
from tests.guides import GUIDE, reader, small_library
from tests.profile_strategies import complete_facts

LIBRARY = real_library()
QUESTIONNAIRE = Questionnaire(LIBRARY, Relevance(LIBRARY))

VISA_FIRST = {
    "start/low.md": "---\ntitle: Low\nwhen: visa.needs and step1.score < upper\n---\nLow.\n",
    "start/everyone.md": "---\ntitle: Visa\nwhen: visa.needs\n---\nVisa.\n",
}


def next_name(library: Library, profile: str, *asked: str) -> str:
    """Return the field that a reader with a profile is asked next."""
    facts = reader(library.vocabulary, profile).facts
    field = Questionnaire(library, Relevance(library)).next_question(facts, {FieldName(name) for name in asked})
    return field.name if field else ""


def asked_names(library: Library, answers: Mapping[str, str]) -> list[str]:
    """Return the fields in the order they are asked of a reader who answers some of them, written as YAML."""
    names: list[str] = []
    while name := next_name(library, "\n".join(answers[field] for field in names if field in answers), *names):
        names.append(name)
    return names


def test_the_name_is_asked_first(tmp_path: Path) -> None:
    assert next_name(small_library(tmp_path), "") == "name"


def test_the_answer_that_could_settle_most_modules_is_asked_next(tmp_path: Path) -> None:
    assert next_name(small_library(tmp_path, VISA_FIRST), "", "name") == "visa.needs"


def test_the_order_is_worked_out_again_after_each_answer(tmp_path: Path) -> None:
    library = small_library(tmp_path, VISA_FIRST)

    assert next_name(library, "visa: {needs: true}", "name", "visa.needs") == "step1.status"


def test_questions_that_settle_the_same_number_come_in_the_order_of_the_schema(tmp_path: Path) -> None:
    changes = {"start/everyone.md": "---\ntitle: Visa\nwhen: visa.needs\n---\nVisa.\n"}

    assert next_name(small_library(tmp_path, changes), "", "name") == "step1.status"


def test_what_decides_whether_a_question_applies_is_asked_before_it(tmp_path: Path) -> None:
    order = asked_names(small_library(tmp_path), {"step1.status": "step1: {status: passed}"})

    assert order == ["name", "step1.status", "step1.score", "visa.needs", "match.year"]


def test_a_question_that_does_not_apply_is_not_asked(tmp_path: Path) -> None:
    order = asked_names(small_library(tmp_path), {"step1.status": "step1: {status: not taken}"})

    assert order == ["name", "step1.status", "visa.needs", "match.year"]


def test_a_question_is_not_asked_again_where_it_was_skipped(tmp_path: Path) -> None:
    order = asked_names(small_library(tmp_path), {})

    assert order == ["name", "step1.status", "step1.score", "visa.needs", "match.year"]


def test_a_question_about_a_page_that_is_settled_is_not_asked(tmp_path: Path) -> None:
    changes = {
        "start/low.md": '---\ntitle: Low\nwhen: visa.needs and citizenship in ["BR"]\n---\nLow.\n',
    }
    library = small_library(tmp_path, changes)

    assert "citizenship" not in asked_names(library, {"visa.needs": "visa: {needs: false}"})
    assert "citizenship" in asked_names(library, {"visa.needs": "visa: {needs: true}"})


SHEET = """\
title: Letters
purpose: To plan who writes.
columns: [Writer, {title: From, when: visa.needs}]
rows: [{label: Chair, fill: {From: citizenship}}]
"""


def test_a_question_about_a_column_is_asked_and_one_that_fills_a_column_left_out_is_not(tmp_path: Path) -> None:
    changes = {
        "guide.yaml": GUIDE.replace(", visa.needs", ""),
        "start/everyone.md": "---\ntitle: All\nworksheets: [letters]\n---\nAll.\n",
        "worksheets/letters.yaml": SHEET,
    }
    library = small_library(tmp_path, changes)

    order = asked_names(library, {"visa.needs": "visa: {needs: true}"})
    assert order[-3:] == ["visa.needs", "citizenship", "match.year"]
    assert "citizenship" not in asked_names(library, {"visa.needs": "visa: {needs: false}"})


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_left_out_changes_no_page_passage_task_or_printed_value(data: st.DataObject) -> None:
    whole = applying(data.draw(complete_facts(LIBRARY.vocabulary)))
    asked = interview(whole)
    told = LIBRARY.vocabulary.facts({name: value for name, value in whole.given.items() if name in asked})

    comparison = compare_guides(assemble(LIBRARY, Profile("told", told)), assemble(LIBRARY, Profile("whole", whole)))

    changed = (comparison.modules, comparison.passages, comparison.tasks, comparison.columns, comparison.values)
    assert changed == ((), (), (), (), ())


def applying(facts: Facts) -> Facts:
    """Return the answers without those about what does not apply, which nobody is asked."""
    return facts.giving({name: value for name, value in facts.given.items() if may_apply(name, facts)})


def interview(whole: Facts) -> set[FieldName]:
    """Return the questions that a reader is asked who answers every one."""
    asked: set[FieldName] = set()
    told = LIBRARY.vocabulary.facts({})
    while field := QUESTIONNAIRE.next_question(told, asked):
        asked.add(field.name)
        told = LIBRARY.vocabulary.facts({name: value for name, value in whole.given.items() if name in asked})
    return asked


@given(complete_facts(LIBRARY.vocabulary))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_condition_waits_for_nothing_once_everything_is_answered(facts: Facts) -> None:
    assert not [m.id for m in LIBRARY.modules.values() if undecided_fields(m.when, facts)]


def test_what_was_asked_of_one_reader_changes_nothing_for_another() -> None:
    # Whoever gives a score has told how Step 1 was reported, also to conditions that look at the attempts alone.
    some = {FieldName("step1.attempts"): 2}
    one, other = (LIBRARY.vocabulary.facts(given) for given in (some, {**some, FieldName("step1.score"): 235}))
    shared = Relevance(LIBRARY)
    assert "step1.reporting" in shared.fields(one)
    assert shared.fields(other) == Relevance(LIBRARY).fields(other)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of the small guide."""
    return make_project(tmp_path)


def given_in(project: Path) -> Mapping[FieldName, object]:
    """Return what the profile says that was just written."""
    return load_profile(project / "profiles" / "me.yaml", "me.yaml", small_library(project).vocabulary).given


def test_new_asks_what_matters_and_says_what_it_left_out(project: Path) -> None:
    ended = matchbook(project, "new", "profiles/me.yaml", answers="Ana\npassed\n212\nyes\n2029\n")

    assert given_in(project) == {
        "name": "Ana",
        "step1.status": "passed",
        "step1.score": 212,
        "visa.needs": True,
        "match.year": 2029,
    }
    assert ended.stderr.endswith(
        "> \n3 questions left out: no answer would change your guide\n"
        "\nwritten: profiles/me.yaml\nnow type: matchbook build profiles/me.yaml\n"
    )


def test_new_asks_in_the_order_of_the_schema_on_demand(project: Path) -> None:
    answers = "Ana\npassed\n212\n1\nyes\nBR\n2027-03\n2029\n"
    ended = matchbook(project, "new", "profiles/me.yaml", "--in-order", answers=answers)

    assert given_in(project) == {
        "name": "Ana",
        "step1.status": "passed",
        "step1.score": 212,
        "step1.attempts": 1,
        "visa.needs": True,
        "citizenship": ("BR",),
        "exam.planned": "2027-03",
        "match.year": 2029,
    }
    assert "left out" not in ended.stderr


@pytest.mark.parametrize(
    ("reply", "citizenship"), [("", None), ("n", None), ("y\n1\nBR\n2027-03", ("BR",)), ("YES\n1\nBR\n", ("BR",))]
)
def test_new_offers_at_a_terminal_to_ask_what_is_left(
    project: Path, reply: str, citizenship: tuple[str, ...] | None
) -> None:
    said = at_a_terminal(project, f"Ana\npassed\n212\nyes\n2029\n{reply}\n\n")

    offer = "What is left (3 questions) changes nothing in your guide.\nAnswer it all the same? (y/N) "
    assert offer in said
    assert given_in(project).get(FieldName("citizenship")) == citizenship


def test_new_offers_nothing_where_nothing_is_left(project: Path) -> None:
    changed = (project / "content" / "guide.yaml").read_text(encoding="utf-8")
    home = "home: [step1.score, step1.attempts, citizenship, exam.planned]"
    (project / "content" / "guide.yaml").write_text(
        changed.replace("home: [step1.score, visa.needs]", home), encoding="utf-8"
    )

    assert "What is left" not in at_a_terminal(project, "Ana\npassed\n212\n" + "\n" * 6)


def at_a_terminal(project: Path, typed: str) -> str:
    """Run `new` at a terminal, type some lines, and return what it said to standard error."""
    controller, terminal = pty.openpty()
    os.write(controller, typed.encode())
    ended = subprocess.run(
        [sys.executable, "-m", "builder", "new", "profiles/me.yaml"],
        cwd=project,
        env=process_environment(),
        stdin=terminal,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    os.close(controller)
    os.close(terminal)
    return ended.stderr
