"""Frozen classes of named fields, as `dataclasses` makes them, of which a program of hundreds is loaded sooner.

The standard decorator compiles six methods for each class, a millisecond in all, whether the program needs them or
not. Here `__init__` is compiled when the first instance is made, and the others are the same code for all classes.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, field, replace
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TypeVar

__all__ = ["dataclass", "field", "replace"]

_Class = TypeVar("_Class", bound=type)


def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[_Class], _Class]:
    """Make a class what `dataclasses.dataclass` makes of it with `frozen` and `slots`, which must be true."""
    if not (frozen and slots):
        raise TypeError("records are frozen and have slots; use `dataclasses` for others")
    plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)

    def made(cls: _Class) -> _Class:
        # What has no words of its own is told by its name: to tell its fields loads and asks `inspect`.
        cls.__doc__ = cls.__doc__ or cls.__name__
        record = plain(cls)
        for name, method in _methods(record).items():
            if name not in vars(record):
                setattr(record, name, method)
        return record

    return made


def _methods(record: type) -> Mapping[str, object]:
    fields = dataclasses.fields(record)
    every = _getter(tuple(each.name for each in fields))
    compared = _getter(tuple(each.name for each in fields if each.compare))

    def init(self: object, *args: object, **kwargs: object) -> None:
        if record.__init__ is init:
            record.__init__ = _init(record, fields)
        record.__init__(self, *args, **kwargs)

    def equals(self: object, other: object) -> object:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    methods = {
        "__init__": init,
        "__repr__": _shown,
        "__eq__": equals,
        "__hash__": lambda self: hash(compared(self)),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
    }
    if all(each.init and not each.kw_only for each in fields):
        return {**methods, "__reduce_ex__": lambda self, _: (record, every(self))}

    fillers = tuple(_filler(record, each) for each in fields)

    def set_state(self: object, state: tuple[object, ...]) -> None:
        for fill, value in zip(fillers, state, strict=True):
            fill(self, value)

    return {**methods, "__getstate__": lambda self: every(self), "__setstate__": set_state}  # noqa: PLW0108 - a method


def _getter(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """Return a function from an instance to the values of some fields."""
    if len(names) > 1:
        several: Callable[[object], tuple[object, ...]] = attrgetter(*names)
        return several
    if not names:
        return lambda _: ()
    one: Callable[[object], object] = attrgetter(*names)
    return lambda self: (one(self),)


def _filler(record: type, of: "Field[object]") -> Callable[[object, object], None]:
    """Return what gives a field its value, which nothing can do from outside."""
    fill: Callable[[object, object], None] = getattr(record, of.name).__set__
    return fill


def _init(record: type, fields: "tuple[Field[object], ...]") -> Callable[..., None]:
    """Return the `__init__` of a class."""
    given = [each for each in fields if each.init]
    makes_values = any(each.default_factory is not MISSING for each in given)
    made = _compiled(record, given) if makes_values else _alike(record, given)
    made.__qualname__ = f"{record.__qualname__}.__init__"
    return made


def _alike(record: type, given: "Sequence[Field[object]]") -> Callable[..., None]:
    """Return an `__init__` from the code that all classes with so many fields have in common."""
    by_place = [each for each in given if not each.kw_only]
    by_name = [each for each in given if each.kw_only]
    code = _filling(len(by_place), len(by_name), hasattr(record, "__post_init__"))
    in_order = [*by_place, *by_name]
    fillers: dict[str, object] = {f"fill_{place}": _filler(record, each) for place, each in enumerate(in_order)}
    defaults = tuple(each.default for each in by_place if each.default is not MISSING)
    named = code.replace(co_varnames=("self", *(each.name for each in in_order)))
    made = FunctionType(named, fillers, "__init__", defaults)
    made.__kwdefaults__ = {each.name: each.default for each in by_name if each.default is not MISSING}
    return made


@cache
def _filling(places: int, names: int, has_more: bool) -> CodeType:  # noqa: FBT001 - only told apart here
    """Compile what fills so many fields by place and by name, and then does what the class says."""
    by_place = [f"_{place}" for place in range(places)]
    by_name = [f"_{place}" for place in range(places, places + names)]
    parameters = ["self", *by_place, *(["*", *by_name] if by_name else [])]
    lines = [f"fill{name}(self, {name})" for name in (*by_place, *by_name)]
    if has_more:
        lines.append("self.__post_init__()")
    found: dict[str, FunctionType] = {}
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), {}, found)  # noqa: S102 - numbers
    return found["__init__"].__code__


def _compiled(record: type, given: "Sequence[Field[object]]") -> Callable[..., None]:
    """Compile an `__init__` that makes some of the values."""
    by_place = [_parameter(each) for each in given if not each.kw_only]
    by_name = [_parameter(each) for each in given if each.kw_only]
    parameters = ["self", *by_place, *(["*", *by_name] if by_name else [])]
    lines = [f"fill_{each.name}(self, {_value(each)})" for each in given]
    if hasattr(record, "__post_init__"):
        lines.append("self.__post_init__()")
    names: dict[str, object] = {"MISSING": MISSING}
    for each in given:
        names[f"fill_{each.name}"] = _filler(record, each)
        names[f"default_{each.name}"] = each.default if each.default_factory is MISSING else each.default_factory
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), names)  # noqa: S102 - names of fields, as in `dataclasses`
    made: Callable[..., None] = names["__init__"]
    return made


def _parameter(of: "Field[object]") -> str:
    if of.default_factory is not MISSING:
        return f"{of.name}=MISSING"
    return of.name if of.default is MISSING else f"{of.name}=default_{of.name}"


def _value(of: "Field[object]") -> str:
    """Return what `__init__` puts into a field, as Python."""
    return of.name if of.default_factory is MISSING else f"default_{of.name}() if {of.name} is MISSING else {of.name}"


def _shown(self: object) -> str:
    values = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({values})"


def _refuse_setting(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
