"""Jobs in processes of their own: each ends with a result or a reason, and none outlives whoever asked for it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.limits import Limits
from builder.processes import Died, run_jobs
from tests.building import process_environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and signals are those of Linux")

PATIENCE = 60  # seconds for what takes an instant on an idle machine
STARTER = """
import os, sys, time
from builder.processes import run_jobs
from builder.limits import Limits

def sleep(job):
    print(os.getpid(), flush=True)
    time.sleep(600)

for _ in run_jobs([1, 2], sleep, 2, Limits()):
    pass
"""


def doubled(number: int) -> int:
    return 2 * number


def told(work: Callable[[int], int], limits: Limits | None = None) -> dict[int, int | Died]:
    """Run four jobs, two at a time, and return what became of each."""
    return dict(run_jobs(range(4), work, 2, limits or Limits()))


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


def test_every_job_gives_its_result() -> None:
    assert told(doubled) == {0: 0, 1: 2, 2: 4, 3: 6}


def test_each_job_has_a_process_of_its_own() -> None:
    processes = set(told(lambda _: os.getpid()).values())
    assert len(processes) == 4
    assert os.getpid() not in processes


def test_a_killed_job_takes_nobody_with_it() -> None:
    def work(number: int) -> int:
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    why = "its process was killed, by somebody or by a system short of memory"
    assert told(work) == {0: 0, 1: Died(why), 2: 2, 3: 3}


def test_a_job_that_leaves_the_program_is_told() -> None:
    def work(number: int) -> int:
        if number == 2:
            os._exit(7)
        return number

    assert told(work)[2] == Died("its process ended with the status 7")


def test_a_job_that_wants_too_much_memory_is_told() -> None:
    def work(number: int) -> int:
        return len(bytearray(5_000_000_000 if number == 3 else 5))

    assert told(work) == {0: 5, 1: 5, 2: 5, 3: Died("it needed more than 4.0 GB of memory")}


def test_a_job_that_uses_a_processor_too_long_is_told() -> None:
    def work(number: int) -> int:
        while number == 0:
            pass
        return number

    assert told(work, Limits(processor_seconds=1))[0] == Died("it used a processor for longer than 1 seconds")


def test_a_job_that_takes_too_long_is_told() -> None:
    def work(number: int) -> int:
        time.sleep(600 if number == 0 else 0)
        return number

    assert told(work, Limits(seconds=2)) == {0: Died("it took longer than 2 seconds"), 1: 1, 2: 2, 3: 3}


def test_a_bug_in_a_job_is_told_without_what_it_says() -> None:
    def work(number: int) -> int:
        message = f"a secret about {number}"
        raise ValueError(message)

    why = "of a bug in Matchbook (ValueError); set MATCHBOOK_DEBUG=1 to see more"
    assert told(work)[0] == Died(why, is_bug=True)


def test_a_job_that_goes_too_deep_is_told() -> None:
    def work(number: int) -> int:
        return work(number) if number == 1 else number

    assert told(work) == {0: 0, 1: Died("something in it is nested too deeply"), 2: 2, 3: 3}


def test_an_interrupt_is_left_to_whoever_asked() -> None:
    def work(number: int) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return number

    assert told(work) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_whoever_stops_asking_stops_what_runs(tmp_path: Path) -> None:
    def work(number: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0 if number == 0 else 600)
        return number

    results = run_jobs(range(2), work, 2, Limits())
    assert next(results) == (0, 0)
    assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    results.close()
    assert not any(is_alive(int(path.name)) for path in tmp_path.iterdir())


def test_jobs_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER],
        env=process_environment(MATCHBOOK_DEBUG="1"),  # else what a job prints is dropped
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        jobs = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
    assert wait_until(lambda: not any(is_alive(job) for job in jobs))
