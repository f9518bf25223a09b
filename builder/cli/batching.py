"""The command `batch`."""

import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import click

from builder.batch.advisor import FOLDER, check_templates, write_advisor_folder
from builder.batch.cluster import ClusterError
from builder.batch.protection import check_protection, is_protected
from builder.batch.readers import Reader, is_roster, load_readers
from builder.batch.running import Batch, run_batch, unsearched
from builder.batch.work import Failed, Handout, Outcome, Settings
from builder.cli.exits import Status, ending, say, tell
from builder.cli.places import refuse_inputs, refuse_odd_name, refuse_place_of_others
from builder.diagnostics import BuildError
from builder.output import OutputError, refuse_strangers_beside_guides
from builder.paper import Paper
from builder.pipeline import load
from builder.private_files import KEY, keep_key, load_or_draw_key
from builder.project import find_project

_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]+")
_BAR = 24
_STEPS = 10  # how often progress is told where it is no terminal


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="ROSTER.csv | PROFILE...", type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 256), help="How many to make at a time; by default one a core.")
@click.option("--only-changed", is_flag=True, help="Leave handbooks whose inputs did not change as they are.")
@click.option("--website", is_flag=True, help="Make each reader's website too.")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Page size of the handbooks."
)
@click.option("--name-files", is_flag=True, help="Put the readers' names into the names of their handbooks.")
@click.option("--combined", is_flag=True, help="Make one file of all handbooks too, for printing on both sides.")
@click.option("--keep-going/--stop", default=True, show_default=True, help="Go on after a reader's failure.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write to instead of site/handouts/.")
@click.option("--scheduler", metavar="ADDRESS", help="Scheduler of a dask.distributed cluster: tcp://host:port.")
def batch(
    inputs: tuple[Path, ...],
    *,
    jobs: int | None,
    only_changed: bool,
    website: bool,
    paper: str,
    name_files: bool,
    combined: bool,
    keep_going: bool,
    output: Path | None,
    scheduler: str | None,
) -> None:
    """Make a handbook for each row of a roster, or for each of some profiles.

    Each reader gets a folder site/handouts/<id>/. Whoever fails is told at the end, and keeps nobody else from theirs.
    """
    with ending():
        paths = tuple(dict.fromkeys(inputs))
        if len(paths) > 1 and any(is_roster(path) for path in paths):
            raise click.UsageError("expected one roster, or profiles only")
        if scheduler is not None and not _ADDRESS.fullmatch(scheduler):
            raise click.UsageError("expected an address such as tcp://127.0.0.1:8786 after --scheduler")
        project = find_project(Path.cwd())
        root = output or Path(os.path.relpath(project.site / "handouts"))
        refuse_odd_name(root)
        refuse_place_of_others(root, project, "handouts")
        refuse_inputs(root, project, project.site / "handouts")
        library = load(project)
        key = load_or_draw_key(root / KEY)
        readers = load_readers(paths, project, library.vocabulary, key)
        refuse_strangers_beside_guides(root, {reader.id for reader in readers})
        planned = Batch(
            project=project,
            library=library,
            readers=readers,
            root=root,
            key=key,
            settings=Settings(
                paper=Paper.LETTER if paper == "letter" else Paper.A4, has_website=website, has_names=name_files
            ),
            jobs=jobs or _cores(),
            only_changed=only_changed,
            keeps_going=keep_going,
            scheduler=scheduler or "",
        )
        check_protection(planned)
        check_templates(planned)
        _tell_broken(readers, keeps_going=keep_going)
        keep_key(root / KEY, key)
        _run(planned, combined=combined)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else os.cpu_count() or 1


def _tell_broken(readers: Sequence[Reader], *, keeps_going: bool) -> None:
    problems = [problem for reader in readers for problem in reader.problems]
    if problems and (not keeps_going or all(reader.problems for reader in readers)):
        raise BuildError(problems)
    tell(problems)


def _run(planned: Batch, *, combined: bool) -> None:
    progress = _Progress()
    try:
        with closing(progress):
            outcomes = run_batch(planned, progress.show)
        write_advisor_folder(planned, outcomes, combined=combined)
    except KeyboardInterrupt:
        say(f"interrupted; {progress.done} of {len(planned.readers)} readers are done and whole in {planned.root}")
        say("  hint: run it again with --only-changed to make the rest")
        sys.exit(Status.INTERRUPTED)
    except ClusterError as error:
        say(f"error: {error}")
        sys.exit(Status.WRONG_COMMAND)
    except OutputError as error:
        if not progress.done or "\n" in str(error):
            raise
        done = f"{progress.done} of {len(planned.readers)} readers are done and whole"
        raise OutputError(f"{error}\n  hint: {done}; run it again with --only-changed to make the rest") from error
    except BuildError as error:
        tell(error.diagnostics)
        say(f"{progress.done} of {len(planned.readers)} readers are done and whole in {planned.root}")
        say(f"{planned.root / FOLDER} was not written")
        sys.exit(Status.WRONG_FILES)
    for source in unsearched(planned):
        say(f"{source}: warning: the name stands in the guide itself, so that others' files cannot be searched for it")
    _tell_end(planned, outcomes)


def _tell_end(planned: Batch, outcomes: Mapping[str, Outcome]) -> None:
    failures = {source: outcome.why for source, outcome in outcomes.items() if isinstance(outcome, Failed)}
    made = [reader for reader in planned.readers if isinstance(outcomes.get(reader.source), Handout)]
    for reader in made:
        click.echo(str(planned.root / reader.id))
    say(f"{len(made)} of {len(planned.readers)} readers have their handbook in {planned.root}")
    say(f"the advisor's sheets are in {planned.root / FOLDER}")
    if is_protected(planned):
        say(f"nothing in {planned.root / FOLDER} is protected by a password: keep it to yourself")
    if failures:
        say("\n" + _table(planned.readers, failures))
    if len(made) < len(planned.readers):
        sys.exit(Status.WRONG_FILES)


def _table(readers: Sequence[Reader], failures: Mapping[str, str]) -> str:
    """Return who failed and why, in the order of the roster."""
    rows = [(reader.source, failures[reader.source]) for reader in readers if reader.source in failures]
    width = max(len(source) for source, _ in (("failed", ""), *rows))
    return "\n".join(f"{source:<{width}}  {why}" for source, why in (("failed", "why"), *rows))


class _Progress:
    """A bar at a terminal, some lines elsewhere: done, failed, time left; never a word about a reader."""

    def __init__(self) -> None:
        self.done = 0
        self._start = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._told = 0
        self._is_open = False

    def show(self, done: int, failed: int, count: int) -> None:
        self.done = done
        finished = done + failed
        line = f"{done} of {count} done, {failed} failed" + self._left(finished, count)
        if self._is_terminal:
            filled = _BAR * finished // count
            click.echo(f"\r[{'#' * filled}{'-' * (_BAR - filled)}] {line:<60}", nl=False, err=True)
            self._is_open = True
        elif finished * _STEPS // count > self._told:
            self._told = finished * _STEPS // count
            say(line)

    def _left(self, finished: int, count: int) -> str:
        if finished in {0, count}:
            return ""
        seconds = (time.monotonic() - self._start) / finished * (count - finished)
        return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"  # noqa: PLR2004 - a minute and a half

    def close(self) -> None:
        """End the line of the bar."""
        if self._is_open:
            click.echo("", err=True)
        self._is_open = False
