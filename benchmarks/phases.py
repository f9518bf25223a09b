"""How long each phase of a build takes, and a whole `build --no-pdf` beside a Python that does nothing."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TypeVar

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from builder.fonts import use_package_fonts  # noqa: E402 - the path must be set first, as in the lines below
from builder.guide import assemble  # noqa: E402
from builder.handbook import render_handbook  # noqa: E402
from builder.library_files import load_library  # noqa: E402
from builder.paper import Paper  # noqa: E402
from builder.pipeline import load  # noqa: E402
from builder.presentation.guide_view import guide_view  # noqa: E402
from builder.presentation.medium import Kind  # noqa: E402
from builder.profiles import load_profile  # noqa: E402
from builder.project import find_project  # noqa: E402
from builder.selection import select  # noqa: E402
from builder.templating import Templates  # noqa: E402
from builder.website import render_website  # noqa: E402

_T = TypeVar("_T")


@click.command()
@click.option("--profile", default="profiles/sample.yaml", show_default=True, help="Whose guide to build.")
@click.option("--rounds", default=7, show_default=True, help="How often; the table shows medians.")
@click.option("--no-pdf", is_flag=True, help="Leave the handbook out.")
def main(profile: str, rounds: int, *, no_pdf: bool) -> None:
    """Measure the phases of a build and print a table."""
    click.echo(f"{profile}, medians of {rounds} rounds\n")
    click.echo(_table("phase, in one process", "CPU ms", _phases(ROOT / profile, rounds, no_pdf=no_pdf)))
    click.echo()
    click.echo(_table("whole process", "wall ms", _processes(profile, rounds)))


def _phases(profile: Path, rounds: int, *, no_pdf: bool) -> Sequence[tuple[str, float]]:
    timings: list[tuple[str, float]] = []

    def timed(phase: str, work: Callable[[], _T], times: int = rounds) -> _T:
        result, spent = _cpu(work, times)
        timings.append((phase, spent))
        return result

    library = timed("load the library", lambda: load_library(ROOT / "content", "content"))
    timed("load it again, cached", lambda: load(find_project(ROOT)))
    reader = timed("load the profile", lambda: load_profile(profile, profile.name, library.vocabulary))
    timed("select", lambda: select(library, reader))
    guide = timed("select and assemble", lambda: assemble(library, reader))
    view = timed("view", lambda: guide_view(guide, Kind.WEBSITE))
    timed("render the website", lambda: render_website(view, Templates(ROOT / "templates")))
    if not no_pdf:
        timed("import the PDF engine", _import_engine, 1)
        paper = guide_view(guide, Kind.HANDBOOK)
        timed("render the handbook", lambda: render_handbook(paper, Paper.A4, Templates(ROOT / "templates")), 1)
    return timings


def _import_engine() -> None:
    use_package_fonts()  # must come first, as in a build
    import_module("weasyprint")


def _cpu(work: Callable[[], _T], rounds: int) -> tuple[_T, float]:
    """Return what the work returns, and its median CPU time in milliseconds."""
    spent = []
    for _ in range(rounds - 1):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    start = time.process_time()
    result = work()
    spent.append(time.process_time() - start)
    return result, 1000 * median(spent)


def _processes(profile: str, rounds: int) -> Sequence[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        build = ("-m", "builder", "build", profile, "--no-pdf", "--output", str(Path(folder) / "guide"))
        return (
            ("python -c pass", _wall(("-c", "pass"), rounds)),
            ("build --no-pdf", _wall(build, rounds, Path(folder) / "guide")),
        )


def _wall(arguments: Sequence[str], rounds: int, made: Path | None = None) -> float:
    """Return the median time a Python process takes, in milliseconds; what it made goes before it starts again."""
    spent = []
    for _ in range(rounds):
        if made is not None and made.exists():
            shutil.rmtree(made)  # else there were nothing to do
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - start)
    return 1000 * median(spent)


def _table(title: str, unit: str, rows: Sequence[tuple[str, float]]) -> str:
    lines = [f"{title:<24}{unit:>10}", "-" * 34, *(f"{name:<24}{spent:>10.1f}" for name, spent in rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
