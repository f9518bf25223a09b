"""How long `serve` takes to build the guide again after one changed module, and how soon a browser is told."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from threading import Thread

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from builder.pipeline import Memory, build  # noqa: E402 - the path must be set first
from builder.preview.changes import Watch  # noqa: E402 - the same
from builder.preview.showing import Preview  # noqa: E402 - the same
from builder.project import Project  # noqa: E402 - the same
from builder.public_pipeline import build_public  # noqa: E402 - the path must be set first
from builder.wanted import Built, Wanted  # noqa: E402 - the path must be set first


@click.command()
@click.option("--rounds", default=9, show_default=True, help="How often; the table shows medians.")
def main(rounds: int) -> None:
    """Measure rebuilds in a copy of the guide and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        # A copy each: the watch of the first still runs while the second is measured.
        mine, publics = _copy(Path(folder, "mine")), _copy(Path(folder, "public"))
        personal = partial(build, mine, mine.profiles / "sample.yaml", Wanted(), lambda _: None)
        click.echo("guide     first CPU s  again CPU s  saved to shown, wall s")
        _measure("personal", personal, mine, rounds)
        _measure("public", partial(build_public, publics), publics, rounds)


def _copy(folder: Path) -> Project:
    for name in ("content", "templates", "profiles"):
        shutil.copytree(ROOT / name, folder / name)
    return Project(folder, folder / "content", folder / "templates", folder / "profiles", folder / "site")


def _measure(name: str, make: Callable[..., Built], project: Project, rounds: int) -> None:
    preview = Preview(partial(make, memory=Memory()))
    first = _cpu(preview.rebuild)
    module = next(iter(sorted(project.content.glob("*/*.md"))))
    again = []
    for _ in range(rounds):
        module.write_text(module.read_text() + "\nOne more line.\n")
        again.append(_cpu(preview.rebuild))
    Thread(target=_follow, args=(Watch([project.content]), preview), daemon=True).start()
    waits = [_wait(module, preview) for _ in range(rounds)]
    click.echo(f"{name:8}  {first:11.2f}  {median(again):11.2f}  {median(waits):22.2f}")


def _cpu(step: Callable[[], object]) -> float:
    started = time.process_time()
    step()
    return time.process_time() - started


def _follow(watch: Watch, preview: Preview) -> None:
    for _ in watch.changes():
        preview.rebuild()


def _wait(module: Path, preview: Preview) -> float:
    time.sleep(0.3)
    started, version = time.perf_counter(), preview.shown.version
    module.write_text(module.read_text() + "\nOne more line.\n")
    preview.wait_for_other(version, 30)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
