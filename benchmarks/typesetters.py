"""What a handbook costs beside Typst and plain WeasyPrint on the same text, in one run.

    .venv/bin/python -m benchmarks.typesetters
    .venv/bin/python -m benchmarks.typesetters --rounds 5 --peers FOLDER --no-weasyprint

Typst gets the words, headings, lists, tables, terms, notes and links of the sample's handbook as markup (see
typst_markup.py), in a plain layout without pictures, and makes PDF/UA-1 of it; the last line counts the words of both.
Warm is the same process again, with the reader's name changed: Typst's, and one that makes the handbook alone from
blocks that a process before it has kept. WeasyPrint gets the page and the style sheet as they
are. Matchbook builds the sample's website and handbook; its first build finds nothing kept, later ones find the blocks.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
import pypdfium2

from benchmarks.handbooks import alone
from benchmarks.peers import ROOT, Run, copy_project, costs, environment, installed
from benchmarks.typst_markup import typst_markup
from builder.fonts import use_package_fonts
from builder.guide import assemble
from builder.handbook import handbook_html, handbook_style, lay_out_handbook
from builder.library_files import load_library
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.profile_text import with_answers
from builder.profiles import load_profile
from builder.templating import Templates

_COMPILE = "import typst; typst.compile('handbook.typ', 'handbook.pdf', pdf_standards=['ua-1'])"
_WARM = """
import json, sys, time, typst
text = open("handbook.typ", encoding="utf-8").read()
name, spent = sys.argv[1], []
for number in range(int(sys.argv[2]) + 1):
    open("warm.typ", "w", encoding="utf-8").write(text.replace(name, f"Reader {number}"))
    start = time.process_time(), time.perf_counter()
    typst.compile("warm.typ", pdf_standards=["ua-1"])
    spent.append((time.process_time() - start[0], time.perf_counter() - start[1]))
print(json.dumps(spent[1:]))
"""
_PROCESS = "Typst, a process"


@click.command()
@click.option("--rounds", default=3, show_default=True, help="How often; the table shows medians.")
@click.option("--weasyprint/--no-weasyprint", default=True, help="WeasyPrint takes a minute a round.")
@click.option("--peers", type=click.Path(path_type=Path), help="A folder that keeps Typst for the next run.")
def main(rounds: int, peers: Path | None, *, weasyprint: bool) -> None:
    """Measure and print a table."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        python = installed(peers or work / "peers", ("typst",)) / "python"
        name, page = _write_page(work)
        project = copy_project(work / "guide")
        runs = [Run(_PROCESS, [str(python), "-c", _COMPILE], work), *_own(project)]
        if weasyprint:
            use_package_fonts()
            print_it = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "handbook.html", "plain.pdf"]
            runs.append(Run("WeasyPrint, a process", print_it, work))
        rows = {name: (cost.cpu, cost.wall) for name, cost in costs(runs, rounds).items()}
        rows["Typst, warm"] = _warm(python, work, name, rounds)
        rows["its handbook alone, warm"] = alone(_own_warm, rounds, before=1)
        versions = {"Typst": _told(python, "typst"), "WeasyPrint": _told(sys.executable, "weasyprint")}
        click.echo(f"Python {platform.python_version()}, {versions}; {rounds} rounds on {os.cpu_count()} cores\n")
        _print(rows)
        html = len(re.sub(r"<(style|svg|title).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())
        click.echo(f"\nwords of the page: {html:,}; of Typst's PDF: {_words(work / 'handbook.pdf'):,}")


def _write_page(work: Path) -> tuple[str, str]:
    """Write the sample's handbook for every program; return the reader's name and the page."""
    templates, library = Templates(ROOT / "templates"), load_library(ROOT / "content", "content")
    reader = load_profile(ROOT / "profiles" / "sample.yaml", "sample", library.vocabulary)
    page = handbook_html(guide_view(assemble(library, reader), Kind.HANDBOOK), Paper.A4, templates)
    (work / "handbook.html").write_text(page, encoding="utf-8")
    (work / "handbook.css").write_text(handbook_style(templates), encoding="utf-8")
    (work / "handbook.typ").write_text(typst_markup(page), encoding="utf-8")
    found = re.search(r"<title>.*: (.*)</title>", page)
    return found[1] if found else "", page


def _own(project: Path) -> list[Run]:
    cache, number = project.parent / "cache", count(1)
    told = {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    build = [sys.executable, "-P", "-X", "utf8", "-m", "builder", "build"]
    profile = project / "profiles" / "sample.yaml"
    answers = profile.read_text(encoding="utf-8")

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def answer_otherwise() -> None:
        profile.write_text(re.sub(r"score: \d+", f"score: {200 + next(number) % 50}", answers), encoding="utf-8")

    return [
        Run("Matchbook, nothing kept", build, project, forget, told),
        Run("Matchbook, the same", build, project, environment=told),
        Run("Matchbook, an answer", build, project, answer_otherwise, told),
        Run("its website alone", [*build, "--no-pdf"], project, answer_otherwise, told),
    ]


def _warm(python: Path, work: Path, name: str, rounds: int) -> tuple[float, float]:
    command = [str(python), "-c", _WARM, name, str(rounds)]
    told = subprocess.run(command, cwd=work, env=environment(), capture_output=True, text=True, check=True).stdout
    cpu, wall = zip(*json.loads(told), strict=True)
    return median(cpu), median(wall)


def _own_warm(rounds: int) -> tuple[float, float]:
    templates, library = Templates(ROOT / "templates"), load_library(ROOT / "content", "content")
    sample = load_profile(ROOT / "profiles" / "sample.yaml", "sample", library.vocabulary)
    spent = []
    for number in range(rounds + 1):
        reader = with_answers(sample, [f"name=Reader {number}"], library.vocabulary)
        view = guide_view(assemble(library, reader), Kind.HANDBOOK)
        start = time.process_time(), time.perf_counter()
        lay_out_handbook(view, Paper.A4, templates).printed()
        spent.append((time.process_time() - start[0], time.perf_counter() - start[1]))
    cpu, wall = zip(*spent[1:], strict=True)
    return median(cpu), median(wall)


def _told(python: Path | str, package: str) -> str:
    asking = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([str(python), "-c", asking], capture_output=True, text=True, check=True).stdout.strip()


def _words(pdf: Path) -> int:
    document = pypdfium2.PdfDocument(pdf)
    return sum(len(page.get_textpage().get_text_range().split()) for page in document)


def _print(rows: Mapping[str, tuple[float, float]]) -> None:
    cpu_of_typst, wall_of_typst = rows[_PROCESS]
    click.echo(f"{'':<26}{'CPU s':>8}{'x Typst':>9}{'wall s':>9}{'x Typst':>9}")
    click.echo("-" * 61)
    for name, (cpu, wall) in rows.items():
        click.echo(f"{name:<26}{cpu:>8.2f}{cpu / cpu_of_typst:>9.2f}{wall:>9.2f}{wall / wall_of_typst:>9.2f}")


if __name__ == "__main__":
    main()
