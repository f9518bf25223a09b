"""Records do what the standard library's frozen dataclasses with slots do."""

import dataclasses
import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError

import pytest

from builder import records


@records.dataclass(frozen=True, slots=True)
class Own:
    name: str
    count: int = 3
    items: list[str] = records.field(default_factory=list)
    unseen: str = records.field(default="", repr=False, compare=False)
    length: int = records.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    name: str
    count: int = 3
    items: list[str] = dataclasses.field(default_factory=list)
    unseen: str = dataclasses.field(default="", repr=False, compare=False)
    length: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@records.dataclass(frozen=True, slots=True, kw_only=True)
class OwnByName:
    one: tuple[int, ...]
    two: str = "two"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StandardByName:
    one: tuple[int, ...]
    two: str = "two"


@records.dataclass(frozen=True, slots=True)
class OwnEmpty:
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class StandardEmpty:
    pass


def outcome(run: Callable[[], object]) -> str:
    """Return what comes of a call, or what it raises, with the names of both kinds of class as one."""
    try:
        told = repr(run())
    except (AttributeError, TypeError) as error:
        told = f"{type(error).__name__}: {error}"
    return told.replace("Standard", "Own")


def made(kind: Callable[..., object], positional: tuple[object, ...], named: dict[str, object]) -> str:
    return outcome(lambda: kind(*positional, **named))


def _set(instance: object, name: str) -> None:
    setattr(instance, name, "other")


def _delete(instance: object, name: str) -> None:
    delattr(instance, name)


@pytest.mark.parametrize(
    ("positional", "named"),
    [
        (("a",), {}),
        (("a", 4, ["x"], "unseen"), {}),
        ((), {"name": "a", "items": ["x"]}),
        ((), {}),
        (("a", 1, [], "", 5), {}),
        (("a",), {"name": "a"}),
        (("a",), {"other": "a"}),
        ((None,), {}),
    ],
)
def test_they_are_made_of_the_same_arguments(positional: tuple[object, ...], named: dict[str, object]) -> None:
    assert made(Own, positional, named) == made(Standard, positional, named)


@pytest.mark.parametrize(("positional", "named"), [((), {"one": (1,)}), ((), {"two": "x"}), (((1,),), {}), ((), {})])
def test_they_can_ask_for_names(positional: tuple[object, ...], named: dict[str, object]) -> None:
    assert made(OwnByName, positional, named) == made(StandardByName, positional, named)


def test_each_has_a_list_of_its_own() -> None:
    assert Own("a").items is not Own("a").items


@pytest.mark.parametrize("kinds", [(Own, Standard), (OwnByName, StandardByName), (OwnEmpty, StandardEmpty)])
def test_they_have_the_same_parts(kinds: tuple[type, type]) -> None:
    parts = [
        (
            [(each.name, each.init, each.compare, each.kw_only) for each in dataclasses.fields(kind)],
            vars(kind)["__match_args__"],
            vars(kind)["__slots__"],
            hasattr(object.__new__(kind), "__dict__"),
        )
        for kind in kinds
    ]
    assert parts[0] == parts[1]


def test_they_are_equal_and_hashed_by_what_is_compared() -> None:
    one, same, other = OwnByName(one=(1,)), OwnByName(one=(1,)), OwnByName(one=(2,))
    strangers: list[object] = [(1,), StandardByName(one=(1,))]
    assert (one == same, one == other, one != other, one in strangers) == (True, False, True, False)
    assert hash(one) == hash(same) == hash(StandardByName(one=(1,)))
    assert Own("a", unseen="x") == Own("a", unseen="y")
    assert OwnEmpty() == OwnEmpty()
    assert hash(OwnEmpty()) == hash(StandardEmpty())


def test_what_holds_a_list_has_no_hash() -> None:
    assert outcome(lambda: hash(Own("a"))) == outcome(lambda: hash(Standard("a")))


@pytest.mark.parametrize("name", ["name", "another"])
@pytest.mark.parametrize("change", [_set, _delete])
def test_nothing_of_them_changes(name: str, change: Callable[[object, str], None]) -> None:
    with pytest.raises(FrozenInstanceError, match=f"'{name}'"):
        change(Own("a"), name)


def test_they_are_replaced_copied_and_kept() -> None:
    one = Own("a", 4, ["x"], "unseen")
    assert records.replace(one, name="long") == Own("long", 4, ["x"])
    again = pickle.loads(pickle.dumps((one, OwnEmpty())))  # noqa: S301 - made a moment ago
    assert [copy(one), deepcopy(one), again[0]] == [one] * 3
    assert (again[0].length, again[1]) == (1, OwnEmpty())


def test_a_pattern_takes_them_apart() -> None:
    match Own("a", 4):
        case Own(name, count):
            assert (name, count) == ("a", 4)


def test_a_method_of_their_own_stays() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return self.name

    assert repr(Named("a")) == "a"


def test_they_are_always_frozen() -> None:
    with pytest.raises(TypeError, match="records are frozen and have slots"):
        records.dataclass(frozen=False, slots=True)


@records.dataclass(frozen=True, slots=True)
class OwnOfValues:
    name: str
    count: int = 3
    length: int = records.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@dataclasses.dataclass(frozen=True, slots=True)
class StandardOfValues:
    name: str
    count: int = 3
    length: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@pytest.mark.parametrize(
    "given", [{"name": "ana"}, {"name": "bo", "count": 4}, {"count": 4}, {"name": "bo", "size": 1}]
)
def test_records_of_plain_values_take_what_the_standard_ones_take(given: dict[str, object]) -> None:
    made = [_made(kind, given).replace(kind.__qualname__, "") for kind in (OwnOfValues, StandardOfValues)]
    assert made[0] == made[1]


def _made(kind: Callable[..., object], given: dict[str, object]) -> str:
    try:
        return repr(kind(**given))
    except TypeError as error:
        return str(error)
