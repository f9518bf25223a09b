"""Runs commands in copies of a process that has the program loaded, as a batch runs its handbooks: `-m tests.loaded`.

A copy begins with all modules imported and nothing else: what it reads, writes and says, and how it ends, is that of a
process of its own.
"""

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory
from typing import NoReturn

import builder.cli
from builder.__main__ import main
from builder.fonts import prepare_engine

ROOT = Path(__file__).parent.parent
STREAMS = ("answers", "said", "complained")


class LoadedProgram:
    """A process that waits for commands to run, one at a time."""

    def __init__(self) -> None:
        """Start the process, in the environment of now."""
        self.environment = environment_of_now()
        self._folder = TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.loaded"],
            cwd=ROOT,
            env={**self.environment, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, project: Path, arguments: tuple[str, ...], answers: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a project, answers piped in."""
        assert self._process.stdin
        assert self._process.stdout
        streams = [Path(self._folder.name, name) for name in STREAMS]
        streams[0].write_text(answers, encoding="utf-8")
        asked = {"project": str(project), "arguments": arguments, "streams": [str(path) for path in streams]}
        try:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
        except BaseException:
            self.end()
            raise
        said, complained = (path.read_text(encoding="utf-8") for path in streams[1:])
        return subprocess.CompletedProcess(arguments, status, said, complained)

    def is_for_now(self) -> bool:
        """Tell whether a command would find the environment that the process began with."""
        return self._process.poll() is None and self.environment == environment_of_now()

    def end(self) -> None:
        """End the process and what it runs."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        with self._process:
            self._folder.cleanup()


def environment_of_now() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def become_commands(environment: Mapping[str, str]) -> None:
    """Become a copy of this process for each command that is asked for; return in the copies alone."""
    requests, statuses = os.fdopen(os.dup(0), encoding="utf-8"), os.dup(1)
    while line := requests.readline():
        child = os.fork()
        if child == 0:
            os.environ.clear()
            os.environ.update(environment)
            become(**json.loads(line))
            return
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(statuses, f"{status}\n".encode())
    sys.exit()


def become(project: str, arguments: list[str], streams: list[str]) -> None:
    """Stand in a project with the arguments and the streams of a command."""
    os.chdir(project)
    sys.argv = ["matchbook", *arguments]
    for number, path in enumerate(streams):
        stream = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY, 0o600)
        os.dup2(stream, number)
        os.close(stream)


def run_and_end(command: Callable[[], None]) -> NoReturn:
    """Run a command and end as Python does, but without taking apart what was loaded, which would take longest."""
    status: object = 0
    try:
        command()
    except SystemExit as ended:
        status = ended.code
    except BaseException:  # noqa: BLE001 - told as Python itself does
        sys.excepthook(*sys.exc_info())
        status = 1
    assert status is None or isinstance(status, int), "the program ends with a number"
    atexit._run_exitfuncs()  # noqa: SLF001 - Python offers no other way
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status or 0)


if __name__ == "__main__":
    before = dict(os.environ)  # loading adds to it
    for module in iter_modules(builder.cli.__path__, "builder.cli."):
        import_module(module.name)
    prepare_engine()
    gc.freeze()  # what is loaded stays shared: no copy looks through it for what can go
    become_commands(before)
    run_and_end(main)
