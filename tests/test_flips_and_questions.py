"""What would turn a verdict, tried against every change there is, and which questions are worth asking."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import assume, given

from builder.analysis import Flip, askable, find_flips, rank_questions, with_settings
from builder.conditions.evaluator import judge
from builder.conditions.facts import Facts
from builder.conditions.nodes import ALWAYS, Condition
from builder.conditions.truth import Truth
from builder.schema import FieldName, Value
from builder.selection import Verdict, select
from tests.condition_strategies import (
    SMALL_WORLD,
    VOCABULARY,
    applicable,
    condition,
    facts,
    small_conditions,
    small_readers,
)
from tests.guides import GUIDE, reader, small_library

SCORE = FieldName("step1.score")
SCORES = range(1, 301)
SETTLED = {Truth.YES: Verdict.IN, Truth.NO: Verdict.OUT}

# Conditions on the score alone, which every score there is can be tried on.
ABOUT_THE_SCORE = (
    "step1.score < 230",
    "step1.score <= 230",
    "step1.score > 225",
    "step1.score >= 225",
    "step1.score == 230",
    "step1.score != 230",
    "step1.score in [200, 225, 230]",
    "230 > step1.score",
    "lower <= step1.score < upper",
    "not lower <= step1.score < upper",
    "step1.score < 200 or step1.score > 250",
    "step1.score in [1, 300]",
    "step1.score < 300",
    "step1.score > 1",
    "step1.score >= 200 and step1.score != 230 and step1.score < 250",
)

Names = tuple[FieldName, ...]


def flips(text: str, given_: Mapping[str, Value]) -> list[tuple[Mapping[FieldName, Value], str]]:
    """Return what would turn a condition."""
    found = find_flips(condition(text), facts(given_), VOCABULARY.schema).found
    return [(flip.settings, flip.verdict) for flip in found]


def changed(given_: Facts, settings: Mapping[FieldName, Value]) -> Facts | None:
    """Return a reader who answers some questions otherwise; None where such an answer would not apply."""
    answers = (*given_.given.items(), *settings.items())
    after = applicable({str(name): value for name, value in answers})
    return after if settings.items() <= after.given.items() else None


def verdict_after(tree: Condition, given_: Facts, settings: Mapping[FieldName, Value]) -> Verdict | None:
    """Return what a condition becomes with other answers; None where it is not turned."""
    after = changed(given_, settings)
    truth = judge(tree, given_) if after is None else judge(tree, after)
    return None if truth is judge(tree, given_) else SETTLED.get(truth)


def turning(tree: Condition, given_: Facts, size: int) -> Iterator[tuple[Names, Verdict]]:
    """Yield which fields of the small world, so many at a time, can turn a condition, and to what."""
    for names in combinations(SMALL_WORLD, size):
        options = ([value for value in SMALL_WORLD[name] if value != given_.given.get(name)] for name in names)
        for values in product(*options):
            verdict = verdict_after(tree, given_, dict(zip(names, values, strict=True)))
            if verdict is not None:
                yield names, verdict


def fewest_that_turn(tree: Condition, given_: Facts) -> set[tuple[Names, Verdict]]:
    """Return the smallest sets of fields that turn a condition."""
    by_size = (set(turning(tree, given_, size)) for size in range(1, len(SMALL_WORLD) + 1))
    return next((found for found in by_size if found), set())


def turned_by(flip: Flip) -> tuple[Names, Verdict]:
    """Return the fields of a flip in the order of the small world, and its verdict."""
    return tuple(name for name in SMALL_WORLD if name in flip.settings), flip.verdict


def less(settings: Mapping[FieldName, Value]) -> Iterator[Mapping[FieldName, Value]]:
    """Yield the settings with one or more of them left out."""
    for size in range(len(settings)):
        for names in combinations(settings, size):
            yield {name: settings[name] for name in names}


def scores_by_trying(tree: Condition) -> dict[int, dict[Verdict, int]]:
    """Return for each score how far off the nearest one is that turns the condition, by the verdict it turns it to."""
    truths = {score: judge(tree, facts({SCORE: score})) for score in SCORES}
    alike = {truth: [score for score in SCORES if truths[score] is truth] for truth in SETTLED}
    return {
        score: {
            verdict: min(abs(score - other) for other in alike[truth])
            for truth, verdict in SETTLED.items()
            if truth is not truths[score] and alike[truth]
        }
        for score in SCORES
    }


def scores_found(tree: Condition) -> dict[int, dict[Verdict, int]]:
    """Return the same as the flips tell it."""
    found = {score: find_flips(tree, facts({SCORE: score}), VOCABULARY.schema).found for score in SCORES}
    return {
        score: {
            flip.verdict: abs(value - score)
            for flip in found[score]
            if isinstance(value := flip.settings.get(SCORE), int) and len(flip.settings) == 1
        }
        for score in SCORES
    }


@given(small_conditions(), small_readers())
def test_every_flip_flips(tree: Condition, given_: Facts) -> None:
    found = find_flips(tree, given_, VOCABULARY.schema).found

    assert [verdict_after(tree, given_, flip.settings) for flip in found] == [flip.verdict for flip in found]


@given(small_conditions(), small_readers())
def test_the_flips_are_the_smallest_changes_there_are(tree: Condition, given_: Facts) -> None:
    found = [turned_by(flip) for flip in find_flips(tree, given_, VOCABULARY.schema).found]

    assert set(found) == fewest_that_turn(tree, given_)
    assert len(found) == len(set(found))


@given(small_conditions(), small_readers())
def test_a_part_of_a_flip_flips_nothing(tree: Condition, given_: Facts) -> None:
    found = find_flips(tree, given_, VOCABULARY.schema).found
    smaller = [settings for flip in found for settings in less(flip.settings)]

    assert {verdict_after(tree, given_, settings) for settings in smaller} <= {None}


@pytest.mark.parametrize("text", ABOUT_THE_SCORE)
def test_of_all_scores_the_nearest_that_turns_a_condition_is_found(text: str) -> None:
    assert scores_found(condition(text)) == scores_by_trying(condition(text))


@pytest.mark.parametrize("text", ABOUT_THE_SCORE)
def test_whatever_scores_settle_an_open_condition_one_for_each_verdict_is_found(text: str) -> None:
    tree = condition(text)
    found = [flip for flip in find_flips(tree, facts({}), VOCABULARY.schema).found if set(flip.settings) == {SCORE}]

    assert sorted(flip.verdict for flip in found) == ["in", "out"]
    assert [verdict_after(tree, facts({}), flip.settings) for flip in found] == [flip.verdict for flip in found]


@pytest.mark.parametrize(
    ("text", "given_", "expected"),
    [
        ("visa.needs", {"visa.needs": True}, [({"visa.needs": False}, "out")]),
        ("visa.needs", {"visa.needs": False}, [({"visa.needs": True}, "in")]),
        ("visa.needs", {}, [({"visa.needs": True}, "in"), ({"visa.needs": False}, "out")]),
        ("low", {"step1.score": 212, "step1.status": "passed"},
            [({"step1.score": 230}, "out"), ({"step1.status": "not taken"}, "out")]),
        ("low", {"step1.score": 240, "step1.status": "passed"}, [({"step1.score": 229}, "in")]),
        ("low", {"step1.status": "not taken"}, [({"step1.score": 229, "step1.status": "passed"}, "in")]),
        ("borderline", {"step1.score": 200, "step1.status": "passed"}, [({"step1.score": 225}, "in")]),
        ("borderline", {"step1.score": 250, "step1.status": "passed"}, [({"step1.score": 229}, "in")]),
        ('step1.status == "passed"', {"step1.status": "passed"},
            [({"step1.status": "failed"}, "out")]),
        ("visa.needs or backup.open", {"visa.needs": False, "backup.open": False},
            [({"visa.needs": True}, "in"), ({"backup.open": True}, "in")]),
        ("visa.needs and backup.open", {"visa.needs": False, "backup.open": False},
            [({"visa.needs": True, "backup.open": True}, "in")]),
        ("visa.needs and backup.open", {"visa.needs": True, "backup.open": True},
            [({"visa.needs": False}, "out"), ({"backup.open": False}, "out")]),
        ("visa.needs and backup.open and letters.us > 2", {"visa.needs": False, "backup.open": False, "letters.us": 1},
            [({"visa.needs": True, "backup.open": True, "letters.us": 3}, "in")]),
        ("visa.needs and backup.open", {"visa.needs": True},
            [({"visa.needs": False}, "out"), ({"backup.open": True}, "in"), ({"backup.open": False}, "out")]),
        ("backup.ranked", {"backup.open": False}, [({"backup.ranked": True, "backup.open": True}, "in")]),
        ("step1.attempts >= 2", {"step1.status": "not taken"},
            [({"step1.attempts": 2, "step1.status": "passed"}, "in")]),
        ("letters.us > 2", {"letters.us": 2}, [({"letters.us": 3}, "in")]),
        ("letters.us > letters.other", {"letters.us": 2, "letters.other": 5},
            [({"letters.us": 6}, "in"), ({"letters.other": 1}, "in")]),
        ("letters.us > letters.other", {"letters.us": 2},
            [({"letters.other": 2}, "out"), ({"letters.other": 1}, "in")]),
        ('exam.planned < "2027-03"', {"exam.planned": "2027-01"}, [({"exam.planned": "2027-03"}, "out")]),
        ('exam.planned >= "2027-03"', {"exam.planned": "2027-01"}, [({"exam.planned": "2027-03"}, "in")]),
        ('name == "Ana"', {"name": "Bo"}, [({"name": "Ana"}, "in")]),
        ('"BR" in citizenship', {"citizenship": ("AR",)}, [({"citizenship": ("AR", "BR")}, "in")]),
        ('"BR" in citizenship', {"citizenship": ("AR", "BR", "CL")}, [({"citizenship": ("AR", "CL")}, "out")]),
        ('citizenship in ["BR"]', {"citizenship": ()}, [({"citizenship": ("BR",)}, "in")]),
        ('citizenship in ["BR", "IN"]', {"citizenship": ("IN", "AR", "BR")}, [({"citizenship": ("AR",)}, "out")]),
        ('not "BR" in citizenship', {}, [({"citizenship": ()}, "in"), ({"citizenship": ("BR",)}, "out")]),
        ("known letters.us", {}, [({"letters.us": 0}, "in")]),
        ("known exam.planned", {}, [({"exam.planned": "2030-01"}, "in")]),
        ("known citizenship", {}, [({"citizenship": ()}, "in")]),
        ("not known name", {}, [({"name": "another text"}, "out")]),
        ("known name", {"name": "Ana"}, []),
        ("letters.us > letters.other", {},
            [({"letters.us": 0, "letters.other": 0}, "out"), ({"letters.us": 1, "letters.other": 0}, "in")]),
        ("exam.planned < exam.latest", {},
            [({"exam.planned": "2030-01", "exam.latest": "2030-01"}, "out"),
             ({"exam.planned": "2030-01", "exam.latest": "2030-02"}, "in")]),
        ("name == nickname", {},
            [({"name": "another text", "nickname": "another text"}, "in"),
             ({"name": "another text", "nickname": "another text 2"}, "out")]),
        ("name in citizenship", {},
            [({"name": "another text", "citizenship": ()}, "out"),
             ({"name": "another text", "citizenship": ("another text",)}, "in")]),
        ('name == "Ana"', {"name": "Ana"}, [({"name": "another text"}, "out")]),
    ],
)  # fmt: skip
def test_the_answers_that_would_turn_a_condition_are_found(
    text: str, given_: Mapping[str, Value], expected: list[tuple[Mapping[str, Value], str]]
) -> None:
    assert flips(text, given_) == expected


@pytest.mark.parametrize(
    ("text", "given_"),
    [
        ("visa.needs or not visa.needs", {"visa.needs": True}),
        ("letters.us >= 0", {"letters.us": 3}),
        ("letters.us <= 50", {"letters.us": 3}),
        ("letters.us < 2 and letters.us > 5", {"letters.us": 3}),
    ],
)
def test_what_no_answer_can_turn_has_no_flips(text: str, given_: Mapping[str, Value]) -> None:
    assert flips(text, given_) == []


def test_what_is_for_everyone_cannot_be_turned() -> None:
    assert find_flips(ALWAYS, facts({}), VOCABULARY.schema).found == ()


@pytest.mark.parametrize(
    ("given_", "settings", "after"),
    [
        ({}, {"visa.needs": True}, {"visa.needs": True}),
        ({"name": "Ana"}, {"name": "Bo"}, {"name": "Bo"}),
        ({"visa.needs": True, "name": "Ana"}, {"visa.needs": False}, {"visa.needs": False, "name": "Ana"}),
        ({"visa.needs": True, "visa.preferred": "J-1"}, {"visa.needs": False}, {"visa.needs": False}),
        (
            {"visa.needs": True, "visa.preferred": "undecided"},
            {"visa.needs": False},
            {"visa.needs": False, "visa.preferred": "undecided"},
        ),
        (
            {"visa.needs": True, "visa.preferred": "H-1B", "visa.employer": "Acme"},
            {"visa.needs": False},
            {"visa.needs": False},
        ),
        (
            {"visa.needs": True, "visa.preferred": "H-1B", "visa.employer": "Acme"},
            {"visa.preferred": "J-1"},
            {"visa.needs": True, "visa.preferred": "J-1"},
        ),
        (
            {"step1.status": "passed", "step1.score": 212, "step1.attempts": 1},
            {"step1.status": "not taken"},
            {"step1.status": "not taken"},
        ),
        (
            {"backup.open": True, "backup.ranked": True, "backup.specialties": ("Surgery",)},
            {"backup.open": False},
            {"backup.open": False},
        ),
        ({"step1.score": 212}, {"step1.status": "failed"}, {"step1.score": 212, "step1.status": "failed"}),
        ({}, {"step1.score": 212}, {"step1.score": 212}),
    ],
)
def test_answers_that_no_longer_apply_are_dropped(
    given_: Mapping[str, Value], settings: Mapping[FieldName, Value], after: Mapping[str, Value]
) -> None:
    assert with_settings(facts(given_), settings) == facts(after)


@pytest.mark.parametrize(
    ("given_", "settings"),
    [
        ({"visa.needs": False}, {"visa.preferred": "J-1"}),
        ({"step1.status": "not taken"}, {"step1.score": 212}),
        ({"step1.status": "passed"}, {"step1.status": "not taken", "step1.score": 212}),
        ({"visa.needs": True, "visa.preferred": "H-1B"}, {"visa.needs": False, "visa.employer": "Acme"}),
    ],
)
def test_an_answer_that_does_not_apply_cannot_be_given(
    given_: Mapping[str, Value], settings: Mapping[FieldName, Value]
) -> None:
    assert with_settings(facts(given_), settings) is None


@given(small_conditions(), small_readers())
def test_after_a_flip_every_answer_applies(tree: Condition, given_: Facts) -> None:
    found = find_flips(tree, given_, VOCABULARY.schema).found
    assume(found)
    after = [with_settings(given_, flip.settings) for flip in found]

    assert after == [changed(given_, flip.settings) for flip in found]
    assert None not in after


@pytest.mark.parametrize(
    ("text", "given_", "names"),
    [
        ("low", {}, ("step1.score", "step1.status")),
        ("low", {"step1.status": "passed"}, ("step1.score",)),
        ("low", {"step1.status": "not taken"}, ()),
        ("low", {"step1.score": 212}, ("step1.status",)),
        ("visa.needs and low", {"step1.status": "failed"}, ("visa.needs", "step1.score")),
        ('visa.employer == "Acme"', {"visa.needs": True}, ("visa.employer", "visa.preferred")),
        ('visa.employer == "Acme"', {"visa.preferred": "J-1"}, ("visa.needs",)),
        ("known name", {}, ("name",)),
    ],
)
def test_only_what_is_missing_and_may_apply_is_asked(
    text: str, given_: Mapping[str, Value], names: tuple[str, ...]
) -> None:
    assert askable(condition(text), facts(given_)) == names


def module(when: str, text: str = "A text.") -> str:
    """Return a module's file with this condition."""
    return f"---\ntitle: A module\nwhen: '{when}'\n---\n{text}\n"


def questions(folder: Path, profile: str, *modules: str) -> list[tuple[str, int]]:
    """Return the questions to a reader of a guide of four modules, with how many modules each would settle."""
    names = ("everyone", "low", "third", "fourth")
    changes = {f"start/{name}.md": text for name, text in zip(names, modules, strict=True)}
    guide = GUIDE.replace("[everyone, low]", f"[{', '.join(names)}]")
    library = small_library(folder, {"guide.yaml": guide, **changes})
    selection = select(library, reader(library.vocabulary, profile))
    return [
        (question.field.name, question.settles) for question in rank_questions(selection, library.vocabulary.schema)
    ]


def test_the_question_that_settles_most_modules_comes_first(tmp_path: Path) -> None:
    asked = questions(
        tmp_path,
        "step1: {status: passed}\n",
        module("step1.score < 230"),
        module("visa.needs"),
        module("not visa.needs"),
        module('visa.needs or "BR" in citizenship'),
    )

    assert asked == [("visa.needs", 3), ("step1.score", 1), ("citizenship", 1)]


def test_questions_that_settle_as_many_modules_come_in_the_order_of_the_questionnaire(tmp_path: Path) -> None:
    asked = questions(
        tmp_path,
        "# Nothing yet.\n",
        module('"BR" in citizenship'),
        module("visa.needs"),
        module('step1.status == "passed"'),
        module('name == "Ana"'),
    )

    assert asked == [("name", 1), ("step1.status", 1), ("visa.needs", 1), ("citizenship", 1)]


def test_a_question_that_settles_nothing_alone_is_asked_last(tmp_path: Path) -> None:
    asked = questions(
        tmp_path,
        "visa: {needs: true}\nstep1: {status: passed}\n",
        module('(step1.attempts < 2 and not name == "Ana") or (step1.attempts >= 2 and name == "Ana")'),
        module("step1.score < 230"),
        module("visa.needs"),
        module("not visa.needs"),
    )

    assert asked == [("step1.score", 1), ("name", 0), ("step1.attempts", 0)]


def test_a_passage_and_a_task_are_asked_about_without_settling_a_module(tmp_path: Path) -> None:
    passage = "A text.\n\n/// when | visa.needs\nMore.\n///"
    task = "---\ntitle: A module\ntasks:\n  - {do: Go, due: match - 2 months, when: step1.score < 230}\n---\nA text.\n"

    asked = questions(
        tmp_path,
        "step1: {status: passed}\n",
        module('"BR" in citizenship'),
        module('step1.status == "passed"', passage),
        task,
        module('step1.status == "failed"', passage.replace("visa.needs", 'name == "Ana"')),
    )

    assert asked == [("citizenship", 1), ("step1.score", 0), ("visa.needs", 0)]


def test_what_is_given_or_does_not_apply_or_decides_nothing_is_not_asked(tmp_path: Path) -> None:
    asked = questions(
        tmp_path,
        "step1: {status: not taken}\nvisa: {needs: false}\n",
        module("step1.score < 230"),
        module("step1.attempts >= 2"),
        module('visa.needs and "BR" in citizenship'),
        module('not visa.needs or name == "Ana"'),
    )

    assert asked == []


def test_a_question_whose_answer_may_show_that_a_field_does_not_apply_settles_too(tmp_path: Path) -> None:
    asked = questions(
        tmp_path,
        "visa: {needs: true}\n",
        module("step1.score < 230"),
        module("step1.attempts >= 2"),
        module("visa.needs"),
        module("not visa.needs"),
    )

    assert asked == [("step1.status", 2), ("step1.score", 1), ("step1.attempts", 1)]
