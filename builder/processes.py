"""Running jobs side by side, each in a process of its own within limits: one that dies takes nobody else with it."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from builder.interrupts import INTERRUPTS
from builder.limits import Limits
from builder.records import dataclass

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")

# On Linux a process begins as a copy of this one, with the library loaded; elsewhere it loads what it needs.
if sys.platform.startswith("linux"):
    _PROCESSES = multiprocessing.get_context("fork")
else:
    _PROCESSES = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Died:
    """A job whose process ended without a result, and why; `is_bug` where the fault is the program's own."""

    why: str
    is_bug: bool = False


@dataclass(frozen=True, slots=True)
class _Running(Generic[_Job]):
    job: _Job
    process: BaseProcess
    results: Connection
    deadline: float


def run_jobs(
    jobs: Iterable[_Job], work: Callable[[_Job], _Result], most: int, limits: Limits
) -> Generator[tuple[_Job, _Result | Died], None, None]:
    """Yield each job with its result as it is done, at most so many running at a time.

    Whoever stops asking for more, or is interrupted, stops those that run.
    """
    waiting = iter(jobs)
    running: list[_Running[_Job]] = []
    try:
        while True:
            while len(running) < most and (job := next(waiting, None)) is not None:
                with _uninterrupted():
                    running.append(_start(job, work, limits))
            if not running:
                return
            left = min(each.deadline for each in running) - time.monotonic()
            wait([each.results for each in running], max(0.0, left))
            done = [each for each in running if each.results.poll() or time.monotonic() >= each.deadline]
            running = [each for each in running if each not in done]
            for each in done:
                yield each.job, _result_of(each, limits)
    finally:
        for each in running:
            each.process.kill()
            each.process.join()
            each.results.close()


def _start(job: _Job, work: Callable[[_Job], _Result], limits: Limits) -> _Running[_Job]:
    results, sending = _PROCESSES.Pipe(duplex=False)
    # A daemon: ended with this program, however that comes.
    process = _PROCESSES.Process(target=_run, args=(sending, work, job, limits, os.getpid()), daemon=True)
    process.start()
    sending.close()
    return _Running(job, process, results, time.monotonic() + limits.seconds)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let interrupts wait while a process begins, so that none is answered by it, and none before it is known."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result_of(running: _Running[_Job], limits: Limits) -> _Result | Died:
    try:
        if not running.results.poll():
            running.process.kill()
            return Died(f"it took longer than {limits.seconds} seconds")
        result: _Result | Died = running.results.recv()
    except (EOFError, OSError):
        running.process.join()
        return Died(_why(running.process.exitcode or 0, limits))
    else:
        return result
    finally:
        running.process.join()
        running.results.close()


def _why(code: int, limits: Limits) -> str:
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"it used a processor for longer than {limits.processor_seconds} seconds"
    if code == -getattr(signal, "SIGKILL", 0):
        return "its process was killed, by somebody or by a system short of memory"
    return f"its process ended with the status {code}"


def _run(
    sending: Connection, work: Callable[[_Job], _Result], job: _Job, limits: Limits, parent: int
) -> None:  # pragma: no cover - in the processes
    _ignore_interrupts()
    die_with(parent)
    _limit(limits)
    is_watched = bool(os.environ.get("MATCHBOOK_DEBUG"))
    if not is_watched:
        _hush()
    try:
        result: _Result | Died = work(job)
    except MemoryError:
        result = Died(f"it needed more than {limits.memory / 1e9:.1f} GB of memory")
    except RecursionError:
        result = Died("something in it is nested too deeply")
    except Exception as error:
        if is_watched:
            raise
        result = Died(f"of a bug in Matchbook ({type(error).__name__}); set MATCHBOOK_DEBUG=1 to see more", is_bug=True)
    with suppress(OSError):
        sending.send(result)


def _ignore_interrupts() -> None:  # pragma: no cover - in the processes
    """Leave an interrupt to the parent to answer, which ends this process by `kill` where nothing else does."""
    for interrupt in INTERRUPTS:
        signal.signal(interrupt, signal.SIG_DFL if interrupt is signal.SIGTERM else signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)


def _hush() -> None:  # pragma: no cover - in the processes
    """Keep libraries from writing at the terminal, where the parent tells how far it is."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def die_with(parent: int) -> None:  # pragma: no cover - in the processes
    """Let the system end this process when its parent ends, however that comes."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415 - Linux only

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def _limit(limits: Limits) -> None:  # pragma: no cover - in the processes
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    wanted = {resource.RLIMIT_AS: limits.memory, resource.RLIMIT_CPU: limits.processor_seconds}
    for which, most in wanted.items():
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(which)[1]
            resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
