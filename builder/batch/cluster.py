"""Making readers' files on a cluster of dask.distributed, whose machines see the same folders as this one."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from os import environ, getpid, pathsep
from pathlib import Path

from builder.batch.parcels import outcome_of
from builder.batch.work import Failed, Job, Outcome
from builder.records import dataclass, field

_MOST = 4  # readers of one task: starting takes as long as loading the library, and what is lost is made again
_PATIENCE = 15  # seconds until somebody must have answered
_PACKAGE = Path(__file__).parent.parent
_INSTALL = "type `pip install 'matchbook[cluster]'`, or in a copy of the repository `.venv/bin/pip install distributed`"


class ClusterError(Exception):
    """There is no cluster to make anything; says why in one line, with a hint on the second."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a task gets; a cluster that logs its tasks shows nothing of it."""

    text: str = field(repr=False)


def run_on_cluster(
    jobs: Sequence[Job], pack: Callable[[Sequence[Job]], str], address: str
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with what became of it, made by the workers of the scheduler at an address.

    Raises:
        ClusterError: the library is not installed, or no scheduler or worker answers.
    """
    try:
        # In the function: an extra, and only `--scheduler` needs it.
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise ClusterError(f"`--scheduler` needs the package `distributed`\n  hint: {_INSTALL}") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers at {address}\n  hint: docs/batch.md says how to start one") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except OSError as error:
            message = f"the scheduler at {address} has no workers\n  hint: docs/batch.md says how to start some"
            raise ClusterError(message) from error
        together = max(1, min(_MOST, len(jobs) // (2 * sum(client.nthreads().values()))))
        executor = client.get_executor(pure=False)
        tasks: dict[Future[str], Sequence[Job]] = {
            executor.submit(make_parcel, Parcel(pack(some))): some
            for some in (jobs[start : start + together] for start in range(0, len(jobs), together))
        }
        for done in as_completed(tasks):
            yield from zip(tasks[done], _outcomes(done, len(tasks[done])), strict=True)


def _outcomes(done: Future[str], count: int) -> Sequence[Outcome]:
    error = done.exception()
    if error is not None:
        return [Failed(f"the cluster could not make it ({type(error).__name__})")] * count
    outcomes = [outcome_of(line) for line in done.result().splitlines()]
    return outcomes + [Failed("its process on the cluster ended before it was done")] * (count - len(outcomes))


def make_parcel(parcel: Parcel) -> str:
    """Have a process of its own make what is in a parcel, and return what it tells; runs in a worker.

    A worker may not start processes as this program does elsewhere, and must outlive whatever happens to them.
    """
    path = pathsep.join((str(_PACKAGE.parent), environ.get("PYTHONPATH", "")))
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "builder", "parcel", str(getpid())],
        input=parcel.text,
        env={**environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout
