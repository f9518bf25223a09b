"""How long checking all readers takes, by the size of a made-up library: `python benchmarks/reasoning.py`.

A library has modules with conditions of two to four comparisons over random fields, each with four passages, two of
them nested, and two tasks. A quarter of the fields applies only to readers who answer another one in some way.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from builder.findings.report import find_all
from builder.findings.survey import survey_library
from builder.library_files import load_library

SIZES = ((20, 20), (75, 40), (150, 40), (300, 40), (300, 80), (600, 40))
KINDS = ("whole", "flag", "choice", "list")


def field(number: int) -> str:
    """Return one field of the schema."""
    head = f"  f{number}:\n    title: f{number}\n    x-question: What?\n"
    if number >= 4 and number % 4 == 0:
        head += f"    x-only-when: f{number - 3}\n"  # the flag before it
    match KINDS[number % 4]:
        case "whole":
            return head + "    type: integer\n    minimum: 0\n    maximum: 300\n"
        case "flag":
            return head + "    type: boolean\n    x-yes: y\n    x-no: n\n"
        case "choice":
            return head + "    type: string\n    enum: [a, b, c, d]\n    x-says: {a: a, b: b, c: c, d: d}\n"
        case _:
            return head + "    type: array\n    items: {type: string}\n"


def comparison(chance: random.Random, fields: int) -> str:
    """Return a comparison over a random field."""
    number = chance.randrange(fields)
    match KINDS[number % 4]:
        case "whole":
            return f"f{number} {chance.choice(['<', '>='])} {chance.randrange(10, 290, 10)}"
        case "flag":
            return f"f{number}"
        case "choice":
            return f'f{number} in ["{chance.choice("ab")}", "{chance.choice("cd")}"]'
        case _:
            return f'"{chance.choice("uvwxyz")}" in f{number}'


def condition(chance: random.Random, fields: int) -> str:
    """Return a condition of two to four comparisons."""
    parts = [chance.choice(["", "not "]) + comparison(chance, fields) for _ in range(chance.randrange(1, 4))]
    return f"({' or '.join(parts)}) and {comparison(chance, fields)}"


def module(chance: random.Random, fields: int) -> str:
    """Return one module."""
    when = [condition(chance, fields) for _ in range(7)]
    tasks = "".join(f"  - do: Go\n    when: {text}\n" for text in when[5:])
    inner = f"/// when | {when[2]}\nx\n///\n"
    return (
        f"---\ntitle: T\nwhen: {when[0]}\ntasks:\n{tasks}---\nText.\n\n/// when | {when[1]}\nx\n\n{inner}\n///\n\n"
        f"/// when | {when[3]}\nx\n\n/// else\n\n/// when | {when[4]}\nx\n///\n\n///\n"
    )


def write_library(folder: Path, modules: int, fields: int) -> None:
    """Write a library of so many modules and fields."""
    chance = random.Random(f"{modules} {fields}")
    (folder / "c").mkdir()
    names = ", ".join(f"m{number}" for number in range(modules))
    outline = f"title: B\nedition: 2026-11-22\nchapters:\n  - {{id: c, title: C, modules: [{names}]}}\n"
    (folder / "guide.yaml").write_text(outline, encoding="utf-8")
    schema = "type: object\nproperties:\n" + "".join(field(number) for number in range(fields))
    (folder / "profile.schema.yaml").write_text(schema, encoding="utf-8")
    for name in ("conditions.yaml", "claims.yaml", "glossary.yaml"):
        key = {"conditions.yaml": "thresholds", "claims.yaml": "claims", "glossary.yaml": "terms"}[name]
        (folder / name).write_text(f"{key}: {{}}\n", encoding="utf-8")
    for number in range(modules):
        (folder / "c" / f"m{number}.md").write_text(module(chance, fields), encoding="utf-8")


def main() -> None:
    """Print a table: what was checked, how many findings there are, and how much time of one core it took."""
    print(f"{'modules':>8} {'fields':>7} {'conditions':>11} {'findings':>9} {'seconds':>8} {'ms each':>8}")
    for modules, fields in SIZES:
        with TemporaryDirectory() as name:
            write_library(Path(name), modules, fields)
            library = load_library(Path(name), "content")
        start = time.process_time()
        survey = survey_library(library)
        findings = sum(1 for _ in find_all(survey))
        seconds = time.process_time() - start
        each = 1000 * seconds / len(survey.sites)
        print(f"{modules:8} {fields:7} {len(survey.sites):11} {findings:9} {seconds:8.2f} {each:8.2f}")


if __name__ == "__main__":
    main()
