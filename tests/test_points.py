"""Every strategy point stands in the guide, for just the readers it is for."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.conditions.truth import Truth
from builder.profiles import Profile
from builder.selection import select
from tests.building import real_library
from tests.profile_strategies import complete_facts

ROOT = Path(__file__).parent.parent
LIBRARY = real_library()
LINES = (ROOT / "tests" / "strategy_points.txt").read_text(encoding="utf-8").splitlines()[1:]
POINTS = {line.split()[1]: frozenset(line.split()[2:]) for line in LINES}


def test_there_are_248_strategy_points() -> None:
    assert len(POINTS) == 248


@settings(derandomize=True, deadline=None, max_examples=120)
@given(data=st.data())
def test_a_reader_gets_just_the_points_that_apply_to_them(data: st.DataObject) -> None:
    profile = Profile("drawn.yaml", data.draw(complete_facts(LIBRARY.vocabulary)))

    selection = select(LIBRARY, profile)

    true = {name for name, truth in selection.conditions.items() if truth is Truth.YES}
    got = {point for decision in selection.decisions for point in decision.covers}
    wanted = {point for point, conditions in POINTS.items() if conditions <= true}
    assert (sorted(wanted - got), sorted(got - wanted)) == ([], [])
