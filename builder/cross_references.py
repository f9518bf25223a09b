"""Checking what one file of a guide says about another."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from builder.claims import Claim, ClaimId
from builder.dates import say_date
from builder.diagnostics import Problems, did_you_mean
from builder.markup.body import passages_of
from builder.modules import Module, ModuleId
from builder.outline import Outline
from builder.score_line import ScoreLine
from builder.sources import whole_file
from builder.vocabulary import Vocabulary
from builder.worksheets import Worksheet, WorksheetId

Reference = tuple[str, str, Iterable[str]]


def check_outline(
    outline: Outline, vocabulary: Vocabulary, claims: Mapping[ClaimId, Claim], problems: Problems
) -> None:
    """Note every field, threshold and claim that the outline names and that does not exist."""
    fields = (*outline.home, *(named.year for named in outline.dates.values()))
    references: list[Reference] = [("field", name, vocabulary.schema.fields) for name in fields]
    if outline.score_line is not None:
        references += _score_references(outline.score_line, vocabulary, claims)
    for kind, name, names in references:
        if name not in names:
            found = re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", outline.source.text)
            place = outline.source.place(*found.span()) if found else whole_file(outline.source.name)
            problems.add(place, f"unknown {kind} `{name}`", did_you_mean(name, names))


def _score_references(line: ScoreLine, vocabulary: Vocabulary, claims: Mapping[ClaimId, Claim]) -> Iterator[Reference]:
    for axis in line.scores:
        yield "field", axis.field, vocabulary.schema.fields
        yield "threshold", axis.low, vocabulary.thresholds
        yield "threshold", axis.high, vocabulary.thresholds
    for reference in line.references:
        yield "field", reference.field, vocabulary.schema.fields
        yield "claim", reference.claim, claims
        if reference.claim in claims:
            values = claims[reference.claim].values
            yield "number of the claim", reference.value, [path for path, value in values.items() if value.isdecimal()]


def check_links(modules: Mapping[ModuleId, Module], listed: Collection[str], problems: Problems) -> None:
    """Note every link that leads to no module or heading, or not along the way its file is.

    `listed` are the modules of the outline: one that could not be read is not missing.
    """
    for module in modules.values():
        for link in module.links:
            folder, _, name = link.target.rpartition("/")
            target = modules.get(ModuleId(name.removesuffix(".md")))
            if target is None:
                if name.removesuffix(".md") not in listed:
                    hint = did_you_mean(name, [f"{key}.md" for key in listed])
                    problems.add(link.place, f"this link leads to no module: `{link.target}`", hint)
            elif link.fragment and link.fragment not in target.headings():
                hint = did_you_mean(link.fragment, target.headings())
                problems.add(link.place, f"this link leads to no heading of `{target.id}`: `{link.fragment}`", hint)
            elif folder not in _ways(module.chapter, target.chapter):
                right = f"../{target.chapter}/{name}"
                problems.add(link.place, f"this link leads to no file: `{link.target}`", f"write `{right}`")


def check_promises(
    outline: Outline, modules: Mapping[ModuleId, Module], listed: Collection[str], problems: Problems
) -> None:
    """Note every module or point that a required topic or an `excludes` names and that does not exist.

    Points are looked for only where every listed module could be read.
    """
    points = {point for module in modules.values() for point in _points(module)}
    for topic in outline.required:
        for scalar in topic.sources:
            if scalar.text not in listed and scalar.text not in points and len(modules) == len(listed):
                message = f"the topic `{topic.name}` names no module and no covered point: `{scalar.text}`"
                problems.add(scalar.place, message, did_you_mean(scalar.text, (*listed, *points)))
    for module in modules.values():
        for scalar in module.excludes:
            if scalar.text not in listed:
                problems.add(scalar.place, f"unknown module `{scalar.text}`", did_you_mean(scalar.text, listed))
            elif scalar.text == module.id:
                problems.add(scalar.place, "a module cannot exclude itself", "delete it")


def _points(module: Module) -> Iterator[str]:
    yield from module.covers
    for passage in passages_of(module.body):
        yield from passage.covers


def _ways(here: str, there: str) -> tuple[str, ...]:
    return ("", ".", f"../{there}") if here == there else (f"../{there}",)


def check_worksheets(
    modules: Mapping[ModuleId, Module],
    listed: Collection[str],
    worksheets: Mapping[WorksheetId, Worksheet],
    problems: Problems,
) -> None:
    """Note every worksheet that a module names and that does not exist, and each that no module names.

    Where a module that the outline lists could not be read, nobody knows which it names.
    """
    used: set[str] = set()
    for module in modules.values():
        for scalar in module.worksheets:
            used.add(scalar.text)
            if scalar.text not in worksheets:
                problems.add(scalar.place, f"unknown worksheet `{scalar.text}`", did_you_mean(scalar.text, worksheets))
    for key, worksheet in worksheets.items() if set(listed) <= modules.keys() else ():
        if key not in used:
            hint = f"add `worksheets: [{key}]` to the front matter of one"
            problems.warn(worksheet.place, "no module names this worksheet", hint)


def check_expiry(claims: Iterable[Claim], today: date, problems: Problems) -> None:
    """Note every claim that should have been checked again by now."""
    for claim in claims:
        if claim.expires is not None and claim.expires < today:
            message = f"the claim `{claim.id}` was to be checked again by {say_date(claim.expires)}"
            problems.warn(claim.place, message, "look at its source, then change its value and its dates")
