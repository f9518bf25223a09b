"""Faults of every kind, sown by a script into one guide: each is found, and what is sound beside it is not blamed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.diagnostics import BuildError, Diagnostic
from builder.findings.coverage import find_unshown
from builder.findings.links import find_dead_links
from builder.findings.report import find_all
from builder.findings.survey import survey_library
from builder.library import Library
from tests.guides import FILES, GUIDE, small_library


@dataclass(frozen=True, slots=True)
class Triple:
    """Three conditions: the second excludes the first, the third follows from it; `field` is what they are about."""

    one: str
    excluded: str
    implied: str
    field: str


TRIPLES = (
    Triple("step1.score < 210", "step1.score >= 220", "step1.score < 215", "step1.score"),
    Triple("step1.attempts >= 3", "step1.attempts < 2", "step1.attempts >= 2", "step1.attempts"),
    Triple("match.year > 2030", "match.year < 2028", "match.year > 2029", "match.year"),
    Triple('exam.planned < "2027-03"', 'exam.planned >= "2028-01"', 'exam.planned < "2027-06"', "exam.planned"),
    Triple('step1.status == "failed"', 'step1.status == "passed"', 'step1.status != "passed"', "step1.status"),
    Triple("visa.needs and step1.score < 200", "not visa.needs", "visa.needs", "visa.needs"),
    Triple('citizenship in ["BR"] and low', "not low", 'citizenship in ["BR", "IN"]', "citizenship"),
)
HOLES = (("step1.score", "240"), ("step1.attempts", "2"), ("match.year", "2030"), ("exam.planned", '"2027-03"'))


def module(when: str = "", body: str = "Text.", head: str = "") -> str:
    return "---\ntitle: T\n" + (f"when: {when}\n" if when else "") + f"{head}---\n{body}\n"


def passage(condition: str, text: str = "x") -> str:
    return f"/// when | {condition}\n{text}\n///"


def task(condition: str) -> str:
    return f"tasks:\n  - do: Go\n    when: {condition}\n"


def faults() -> Iterator[tuple[str, str, str]]:
    """Yield the name of a module, its text and how the finding about it begins."""
    for number, t in enumerate(TRIPLES):
        nested = passage(t.one, passage(t.excluded))
        yield f"never-{number}", module(f"({t.one}) and {t.excluded}"), "no reader gets this module: its"
        yield (
            f"never-passage-{number}",
            module("", passage(f"{t.one} and {t.excluded}")),
            "no reader gets this passage: its",
        )
        yield (
            f"never-task-{number}",
            module("", head=task(f"{t.one} and {t.excluded}")),
            "no reader gets this task: its",
        )
        yield f"always-{number}", module(f"({t.one}) or not ({t.one})"), "every reader gets this module: its"
        yield (
            f"always-passage-{number}",
            module("", passage(f"{t.one} or not ({t.one})")),
            "every reader gets this passage: its",
        )
        yield f"idle-{number}", module(f"({t.one}) and {t.implied}"), "this part of the condition changes nothing"
        yield f"idle-or-{number}", module(f"({t.one}) or {t.implied}"), "this part of the condition changes nothing"
        yield (
            f"nested-{number}",
            module(t.one, passage(t.excluded)),
            "no reader gets this passage: its condition contradicts",
        )
        yield f"deeper-{number}", module("", nested), "no reader gets this passage: its condition contradicts"
        yield (
            f"task-{number}",
            module(t.one, head=task(t.excluded)),
            "no reader gets this task: its condition contradicts",
        )
        yield f"said-{number}", module(t.one, passage(t.implied)), "every reader who comes here gets this passage"
        yield (
            f"meets-{number}",
            module(t.one, head=f"excludes: [beside-{number}]\n"),
            "some readers get this module and",
        )
        yield f"known-{number}", module(f"known {t.field}"), f"an answer to `{t.field}` turns the verdict"
    for number, (field, value) in enumerate(HOLES):
        two = passage(f"{field} < {value}") + "\n\n" + passage(f"{field} > {value}")
        yield f"hole-{number}", module("", two), f"`{field}` of exactly"


def sound() -> Iterator[tuple[str, str]]:
    """Yield modules that are right."""
    for number, t in enumerate(TRIPLES):
        body = passage(t.one) + "\n\n" + passage(t.excluded) + "\n\n" + passage(f"not ({t.one}) and {t.implied}")
        yield f"beside-{number}", module(t.implied, head=task(t.one))
        yield f"passages-{number}", module("", body)
        yield f"apart-{number}", module(t.excluded, f"A [link](only-{number}.md).", f"excludes: [only-{number}]\n")
    for number, (field, value) in enumerate(HOLES):
        yield f"closed-{number}", module("", passage(f"{field} < {value}") + "\n\n" + passage(f"{field} >= {value}"))


FAULTS = {name: (text, message) for name, text, message in faults()}
SOUND = dict(sound())
ONLY = {f"only-{number}": module(t.one) for number, t in enumerate(TRIPLES)}


def sown() -> Mapping[str, str]:
    """Return the files of a guide with all faults; each module `only-` is the only one of its chapter and topic."""
    listed = ", ".join((*FAULTS, *SOUND))
    chapters = "".join(f"  - id: c{name}\n    title: C\n    modules: [{name}]\n" for name in ONLY)
    topics = "".join(f"  t{name}: [{name}]\n" for name in ONLY)
    guide = GUIDE.replace("modules: [everyone, low]\n", f"modules: [everyone, low, {listed}]\n{chapters}")
    files = {f"start/{name}.md": text for name, (text, _) in FAULTS.items()}
    files |= {f"start/{name}.md": text.replace("(only-", f"(../conly-{name[-1]}/only-") for name, text in SOUND.items()}
    files |= {f"c{name}/{name}.md": text for name, text in ONLY.items()}
    return {**FILES, **files, "guide.yaml": f"{guide}required:\n{topics}"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diagnostic, ...]:
    survey = survey_library(small_library(tmp_path_factory.mktemp("sown"), sown()))
    return (*find_all(survey), *find_dead_links(survey))


@pytest.fixture(scope="module")
def unshown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diagnostic, ...]:
    return tuple(find_unshown(survey_library(small_library(tmp_path_factory.mktemp("sown"), sown())), {}))


def about(findings: tuple[Diagnostic, ...], file: str) -> list[str]:
    return [finding.message for finding in findings if finding.place.source.name == f"content/{file}"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_sown_fault_is_found(found: tuple[Diagnostic, ...], name: str) -> None:
    messages = about(found, f"start/{name}.md")
    assert [message for message in messages if message.startswith(FAULTS[name][1])], messages


@pytest.mark.parametrize("number", range(len(TRIPLES)))
def test_a_broken_promise_of_the_guide_is_found(found: tuple[Diagnostic, ...], number: int) -> None:
    messages = about(found, "guide.yaml")
    assert f"some readers find nothing in the chapter `conly-{number}`" in messages
    assert f"some readers get nothing about `tonly-{number}`, which the guide promises to everyone" in messages


@pytest.mark.parametrize("number", range(len(TRIPLES)))
def test_a_link_to_what_its_readers_do_not_get_is_found(found: tuple[Diagnostic, ...], number: int) -> None:
    assert about(found, f"start/apart-{number}.md") == [
        f"for some readers this link is plain text: they do not get `only-{number}`"
    ]


@pytest.mark.parametrize("number", range(len(TRIPLES)))
def test_what_no_sample_shows_is_found(unshown: tuple[Diagnostic, ...], number: int) -> None:
    assert about(unshown, f"conly-{number}/only-{number}.md") == ["no sample profile shows this module"]


@pytest.mark.parametrize("name", [name for name in SOUND if not name.startswith("apart")])
def test_what_is_sound_is_not_blamed(found: tuple[Diagnostic, ...], name: str) -> None:
    assert about(found, f"start/{name}.md") == []


def exposed(t: Triple) -> str:
    """Return a module for all in danger, whose caution is only for a part of them."""
    caution = "/// caution | Beware\nx\n///"
    return module(t.implied, passage(t.one, caution) + "\n\n" + passage(t.excluded, caution), "hazards: [danger]\n")


def guarded(t: Triple) -> str:
    """Return a module for all in danger and more readers, with a caution for at least all in danger."""
    return module(t.implied, passage(t.implied, "/// caution | Beware\nx\n///"), "hazards: [danger]\n")


def with_danger(condition: str) -> Mapping[str, str]:
    quoted = condition.replace("'", "''")
    return {"conditions.yaml": FILES["conditions.yaml"] + f"hazards:\n  danger: {{title: D, for: '{quoted}'}}\n"}


@pytest.mark.parametrize("t", TRIPLES)
def test_a_hazard_that_some_reader_meets_without_a_caution_is_found(tmp_path: Path, t: Triple) -> None:
    with pytest.raises(BuildError) as caught:
        small_library(tmp_path, {**with_danger(f"{t.implied} and not ({t.one})"), "start/low.md": exposed(t)})

    assert [(found.message, bool(found.witness)) for found in caught.value.diagnostics] == [
        ("readers in danger of `danger` get this module without a caution", True)
    ]


@pytest.mark.parametrize("t", TRIPLES)
def test_a_hazard_against_which_all_are_warned_is_not_blamed(tmp_path: Path, t: Triple) -> None:
    assert small_library(tmp_path, {**with_danger(t.one), "start/low.md": guarded(t)}).warnings == ()


def test_there_are_many_faults() -> None:
    assert len(FAULTS) + 5 * len(TRIPLES) >= 60


def test_nothing_in_the_real_content_is_blamed(library: Library) -> None:
    assert library.warnings == ()
    assert list(find_all(survey_library(library))) == []
