"""A whole batch: what need not be made again, the making, and the search for mix-ups."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from builder.batch.cluster import run_on_cluster
from builder.batch.freshness import reader_inputs, shared_inputs
from builder.batch.parcels import pack
from builder.batch.readers import Reader
from builder.batch.work import Failed, Handout, Job, Making, Outcome, Searching, Settings, load_handout
from builder.fonts import prepare_engine
from builder.handouts.leaks import Leak, Marks, index_of, marks_of, words_of
from builder.library import Library
from builder.limits import Limits
from builder.output import OutputError, remove_folder, repair_folder
from builder.processes import Died, run_jobs
from builder.project import Project
from builder.records import dataclass, field

Progress = Callable[[int, int, int], None]
_TEXTS = frozenset({".md", ".yaml", ".html", ".css", ".js", ".py"})
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some readers, where their folders go, and how they are made; the key hides what hashes are made of.

    `scheduler` is the address of a cluster that makes them, empty where this machine does.
    """

    project: Project
    library: Library
    readers: tuple[Reader, ...]
    root: Path
    key: bytes = field(repr=False)
    settings: Settings
    jobs: int
    only_changed: bool
    keeps_going: bool
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits)


def run_batch(batch: Batch, progress: Progress) -> Mapping[str, Outcome]:
    """Make every reader's files and return what became of each, by row or file; `progress` gets done, failed and all.

    What was made and then found to hold another reader's data is removed again.

    Raises:
        OutputError: nothing can be written any more.
        ClusterError: the cluster that is to make the files does not answer.
    """
    prepare_engine()
    shared = shared_inputs(batch.project)
    jobs = [
        Job(reader, batch.root / reader.id, reader_inputs(batch.key, shared, reader, batch.settings.texts))
        for reader in batch.readers
        if not reader.problems
    ]
    outcomes: dict[str, Outcome] = {
        reader.source: Failed("; ".join(problem.message for problem in reader.problems))
        for reader in batch.readers
        if reader.problems
    }
    for job, outcome in _outcomes(batch, jobs, shared):
        outcomes[job.reader.source] = outcome
        failed = sum(isinstance(each, Failed) for each in outcomes.values())
        progress(len(outcomes) - failed, failed, len(batch.readers))
        if isinstance(outcome, Failed) and not batch.keeps_going:
            break
    made = [job for job in jobs if isinstance(outcomes.get(job.reader.source), Handout)]
    return outcomes | dict(_mixed_up(batch, made))


def _outcomes(batch: Batch, jobs: Sequence[Job], shared: str) -> Iterator[tuple[Job, Outcome]]:
    waiting = []
    for job in jobs:
        handout = load_handout(job.target, job.inputs) if batch.only_changed else None
        if handout is None:
            waiting.append(job)
        else:
            yield job, handout
    for job, outcome in _made(batch, waiting, shared):
        if isinstance(outcome, Failed) and outcome.is_disk:
            raise OutputError(outcome.why)
        if isinstance(outcome, Died):
            with suppress(OutputError):  # the next batch does it
                repair_folder(job.target)
            yield job, Failed(outcome.why)
        else:
            yield job, outcome


def _made(batch: Batch, jobs: Sequence[Job], shared: str) -> Iterator[tuple[Job, Outcome | Died]]:
    if batch.scheduler and jobs:
        return run_on_cluster(jobs, partial(pack, batch.project, batch.settings, shared), batch.scheduler)
    return run_jobs(jobs, Making(batch.project, batch.library, batch.settings), batch.jobs, batch.limits)


def _mixed_up(batch: Batch, jobs: Sequence[Job]) -> Iterator[tuple[str, Failed]]:
    """Search what was made for other readers' data; remove and yield what holds some."""
    marks = identifying_marks(batch)
    for job, found in run_jobs(jobs, Searching(marks, index_of(marks.values())), batch.jobs, batch.limits):
        if found == ():
            continue
        remove_folder(job.target)
        if isinstance(found, Died):
            yield job.reader.source, Failed(f"the search for other readers' data ended: {found.why}")
        else:
            yield job.reader.source, Failed(_leaked(found))


def _leaked(leaks: Sequence[Leak]) -> str:
    readers = ", ".join(dict.fromkeys(leak.reader for leak in leaks))
    return f"its {leaks[0].file} holds data of {readers}; it was removed"


def identifying_marks(batch: Batch) -> Mapping[str, Marks]:
    """Return what identifies each reader, broken ones too, by row or file."""
    fields = tuple(batch.library.vocabulary.schema.fields.values())
    words = "".join(
        words_of(path.read_text(encoding="utf-8"))
        for folder in (batch.project.content, batch.project.templates, _PACKAGE)
        for path in sorted(folder.rglob("*"))
        if path.suffix in _TEXTS
    )
    return {
        reader.source: marks_of(reader.source, (reader.id, reader.password), reader.given, fields, words)
        for reader in batch.readers
    }


def unsearched(batch: Batch) -> tuple[str, ...]:
    """Return the readers with a name that cannot be searched for: it stands in the guide, or is very short."""
    marks = identifying_marks(batch)
    return tuple(
        reader.source
        for reader in batch.readers
        if reader.name and words_of(reader.name).strip() not in marks[reader.source].texts
    )
