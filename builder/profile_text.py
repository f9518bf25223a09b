"""Writing a profile as YAML with comments, from answers as people type them."""

from collections.abc import Iterable, Mapping

from builder.analysis import with_settings
from builder.conditions.facts import Facts
from builder.diagnostics import BuildError, Problems, did_you_mean
from builder.profiles import Profile, parse_profile
from builder.schema import Field, FieldName, Kind, Value
from builder.sources import Source
from builder.vocabulary import Vocabulary

_LONGEST_CHOICE = 3  # digits of the number of a choice
_FLAGS = {"y": "true", "yes": "true", "true": "true", "n": "false", "no": "false", "false": "false"}


def answer_line(field: Field, typed: str) -> str:
    """Return a typed answer as YAML: a choice by its number or any case, yes and no, lists by commas."""
    match field.kind:
        case Kind.CHOICE:
            if typed.isdecimal() and len(typed) <= _LONGEST_CHOICE and 0 < int(typed) <= len(field.choices):
                return _quoted(field.choices[int(typed) - 1])
            known = {choice.casefold(): choice for choice in field.choices}
            return _quoted(known.get(typed.casefold(), typed))
        case Kind.FLAG:
            return _FLAGS.get(typed.casefold()) or _quoted(typed)
        case Kind.TEXTS:
            items = [item.strip().strip("[]\"'") for item in typed.split(",")]
            return "[" + ", ".join(_quoted(item) for item in items if item) + "]"
        case Kind.WHOLE:
            return typed if typed.lstrip("-").isdecimal() else _quoted(typed)
        case Kind.TEXT | Kind.MONTH:
            return _quoted(typed)


def read_answer(name: FieldName, text: str, vocabulary: Vocabulary) -> Value:
    """Return the value that a line of YAML gives to a field.

    Raises:
        BuildError: the value does not fit the field.
    """
    profile = parse_profile(Source("your answer", _line(name, text)), vocabulary)
    return profile.given[name]


def with_answers(profile: Profile, settings: Iterable[str], vocabulary: Vocabulary) -> Profile:
    """Return a profile with some answers changed, each written `field=value`; `field=` takes an answer back.

    Other answers that no longer apply are dropped.

    Raises:
        BuildError: a field does not exist, a value does not fit it, or a new answer does not apply.
    """
    problems = Problems()
    facts, name = profile.facts, profile.name
    for setting in settings:
        facts = _with_answer(facts, setting, vocabulary, problems) or facts
        name += f" --set {setting}"
    problems.raise_errors()
    return Profile(name, facts)


def _with_answer(facts: Facts, setting: str, vocabulary: Vocabulary, problems: Problems) -> Facts | None:
    place = Source("--set", setting, is_private=True).place(0, len(setting))
    key, equals, typed = (part.strip() for part in setting.partition("="))
    name = FieldName(key)
    if not name or not equals:
        hint = "write nothing behind the `=` to take an answer back"
        problems.add(place, "expected `field=value`, found another text", hint)
        return None
    if name not in vocabulary.schema.fields:
        problems.add(place, f"unknown field `{name}`", did_you_mean(name, vocabulary.schema.fields))
        return None
    if not typed:
        return facts.giving({key: value for key, value in facts.given.items() if key != name})
    try:
        value = read_answer(name, answer_line(vocabulary.schema.fields[name], typed), vocabulary)
    except BuildError as error:
        for diagnostic in error.diagnostics:
            problems.add(place, diagnostic.message, "")
        return None
    changed = with_settings(facts, {name: value})
    if changed is None:
        problems.add(place, f"`{name}` does not apply to this reader", "set the answer it depends on too, before it")
    return changed


def profile_text(answers: Mapping[FieldName, str], vocabulary: Vocabulary) -> str:
    """Return a whole profile; a field that is not answered stands there as a comment."""
    lines = ["# A profile for Matchbook. Every line may be left out. Keep this file private.", ""]
    group = ""
    for field in vocabulary.schema.fields.values():
        key, indent = field.name.rpartition(".")[2], "  " if field.group else ""
        lines += [f"{indent}# {field.question}"]
        answered = field.name in answers
        line = f"{indent}{key}: {answers[field.name]}" if answered else f"#{indent}{key}:"
        if field.group and field.group != group:
            is_used = any(name.startswith(f"{field.group}.") for name in answers)
            lines.insert(-1, f"{field.group}:" if is_used else f"#{field.group}:")
        group = field.group
        lines += [line, ""]
    return "\n".join(lines)


def _line(name: FieldName, text: str) -> str:
    group, _, key = name.rpartition(".")
    return f"{group}: {{{key}: {text}}}\n" if group else f"{key}: {text}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
