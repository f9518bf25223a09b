"""Where a point is about the reader, the text that makes it prints the reader's own answers."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from builder.guide import Guide
from builder.markup.body import Body, FieldValue, Passage
from builder.profiles import Profile
from builder.schema import FieldName
from builder.selection import Decision, Verdict, chosen, select
from tests.building import PROFILES, ROOT, real_library
from tests.profile_strategies import complete_facts

Wanted = Mapping[str, tuple[frozenset[str], ...]]

LIBRARY = real_library()
LINES = (ROOT / "tests" / "personal_points.txt").read_text(encoding="utf-8").splitlines()[1:]
# For each point the fields that must be printed, each as the names of which one is enough.
WANTED: Wanted = {line.split()[0]: tuple(frozenset(names.split("|")) for names in line.split()[1:]) for line in LINES}


def printed(body: Body, decision: Decision) -> Iterator[FieldName]:
    """Yield the fields whose values a reader sees in a part of a module."""
    for piece in body:
        if isinstance(piece, FieldValue):
            yield piece.field
        elif isinstance(piece, Passage):
            yield from printed(chosen(piece, decision.passages[piece]), decision)


def printed_under(decision: Decision) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each point that a reader's module covers, with the fields printed in the part that covers it."""
    if decision.verdict is Verdict.IN:
        parts = [(decision.module.covers, decision.module.body)]
        parts += [(p.covers, p.then) for p, ruling in decision.passages.items() if ruling.verdict is Verdict.IN]
        for covers, body in parts:
            fields = frozenset(printed(body, decision))
            yield from ((point, fields) for point in covers)


def impersonal(decisions: tuple[Decision, ...], wanted: Wanted = WANTED) -> list[str]:
    """Return what the text of these decisions leaves out, as "point: fields"."""
    return [
        f"{point}: {' or '.join(sorted(names))}"
        for decision in decisions
        for point, fields in printed_under(decision)
        for names in wanted.get(point, ())
        if not names & fields
    ]


def test_81_points_are_personal_and_every_one_is_a_point_of_the_strategy() -> None:
    points = (ROOT / "tests" / "strategy_points.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert len(WANTED) == len(LINES) == 81
    assert set(WANTED) - {line.split()[1] for line in points} == set()


def test_every_personal_point_asks_for_fields_that_exist() -> None:
    names = {name for wanted in WANTED.values() for either in wanted for name in either}
    assert names - set(LIBRARY.vocabulary.schema.fields) == set()
    assert [point for point, wanted in WANTED.items() if not wanted] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_sample_reader_sees_their_own_answers_in_every_personal_point(
    sample_guides: Mapping[str, Guide], profile: str
) -> None:
    assert impersonal(sample_guides[profile].selection.decisions) == []


@settings(derandomize=True, deadline=None, max_examples=60, phases=[Phase.generate])
@given(data=st.data())
def test_every_reader_sees_their_own_answers_in_every_personal_point(data: st.DataObject) -> None:
    profile = Profile("drawn.yaml", data.draw(complete_facts(LIBRARY.vocabulary)))
    assert impersonal(select(LIBRARY, profile).decisions) == []


def test_every_personal_point_is_made_to_some_sample_reader(sample_guides: Mapping[str, Guide]) -> None:
    made = {point for guide in sample_guides.values() for d in guide.selection.decisions for point in d.covers}
    assert set(WANTED) - made == set()


def test_a_text_that_leaves_an_answer_out_is_found(sample_guides: Mapping[str, Guide]) -> None:
    wanted = {
        "research-publications-3-5": (frozenset({"name", "visa.holds"}), frozenset({"research.ent_publications"}))
    }
    assert impersonal(sample_guides["sample"].selection.decisions, wanted) == [
        "research-publications-3-5: name or visa.holds"
    ]
