"""Writes something again and again, each time with one step that goes wrong: `faults.py SCENE WAY FOLDER`.

Every step is met once, in whichever process it is taken: it fails (`fail`), the power goes there (`kill`), half of what
is written is on the disk when it does (`tear`), or the process alone dies that lays out a PDF or makes a reader's files
(`lose`). After each the same is done once more, undisturbed. Prints a line of JSON for each step.
"""

import builtins
import ctypes
import errno
import gc
import importlib
import io
import json
import mmap
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import builder.cli.running
from builder.cache import write_texts
from builder.fonts import prepare_engine
from builder.new_folders import write_new_folder
from builder.output import OutputError, remove_folder, write_folder
from builder.private_files import keep_key, write_new_file

STEPS = ("write", "fsync", "rename", "replace", "unlink", "remove", "rmdir", "mkdir", "link", "chmod", "truncate")
OLD = {"index.html": b"old", "start/gone.html": b"old", "start/kept.html": b"old", "start/same.html": b"same"}
NEW = {"index.html": b"new", "start/kept.html": b"new", "start/same.html": b"same", "assets/style.css": b"new"}
KEY = b"k" * 32
DONE, TOLD = 0, 3
MOST_STEPS = 1_000
LOADED = (
    "builder.batch.running", "builder.pipeline", "builder.starting", "builder.typesetting.handbook_pages", "pypdfium2",
    "builder.public_pipeline",
)  # fmt: skip
LONG = 1_000


class Faults:
    """Counts what is done to the disk by a process and those that it starts, and lets one step go wrong."""

    def __init__(self, step: int, way: str) -> None:
        self._left = ctypes.c_long.from_buffer(mmap.mmap(-1, mmap.PAGESIZE))  # shared with the processes to come
        self._left.value, self.way = step, way
        self.report = os.open(os.devnull, os.O_WRONLY)
        self.write = os.write
        self.first = os.getpid()

    def arm(self) -> None:
        """Have every step counted from now on, those of open files too."""
        self.first = os.getpid()
        for name in STEPS:
            setattr(os, name, self._counted(getattr(os, name), name))
        # Their own code is Python and calls `os`, where that of `io` calls the system.
        builtins.open = io.open = importlib.import_module("_pyio").open
        library, faults = ctypes.CDLL(None, use_errno=True), self

        class Counting:
            renameat2 = staticmethod(faults._counted(library.renameat2, "renameat2"))

            def __getattr__(self, name: str) -> object:
                return getattr(library, name)

        ctypes.CDLL = lambda *_, **__: Counting()  # type: ignore[assignment,misc]

    def _counted(self, step: Callable[..., object], name: str) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            if self.way == "lose" and os.getpid() == self.first:
                return step(*arguments, **named)
            self._left.value -= 1
            if self._left.value == 0:
                self._go_wrong(step, name, arguments)
            return step(*arguments, **named)

        return counted

    def _go_wrong(self, step: Callable[..., object], name: str, arguments: tuple[object, ...]) -> None:
        self.write(self.report, name.encode())
        if name == "write" and self.way == "tear":
            descriptor, content = arguments[:2]
            step(descriptor, memoryview(content)[: len(content) // 2])  # type: ignore[arg-type]
        if self.way == "fail":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.kill(os.getpid() if self.way == "lose" else 0, signal.SIGKILL)  # 0: all that began with the first


def run_command(*arguments: str) -> Callable[[], None]:
    """Return what runs a command here."""

    def run() -> None:
        sys.argv = ["matchbook", *arguments]
        builder.cli.running.main()

    return run


def elsewhere(step: Callable[[], None]) -> Callable[[], None]:
    """Return a step as it is on a system that cannot exchange two folders."""

    def run() -> None:
        sys.platform = "other"
        step()

    return run


def replace() -> None:
    write_folder(Path("site/ana"), NEW)


COMMANDS: Mapping[str, Callable[[], None]] = {
    "build": run_command("build", "--calendar", "profiles/ana.yaml"),
    "build again": run_command("build", "--calendar", "profiles/ana.yaml"),
    "build --public": run_command("build", "--public"),
    "batch": run_command("batch", "roster.csv", "--jobs", "1"),
    "batch again": run_command("batch", "roster.csv", "--website", "--only-changed", "--jobs", "1"),
    "init": run_command("init", "guide"),
    "template": run_command("roster", "template"),
    "new": run_command("new", "profiles/me.yaml"),
}
SCENES: Mapping[str, Callable[[], None]] = {
    **COMMANDS,
    "replace": replace,
    "replace in two steps": elsewhere(replace),
    "first": replace,
    "remove": lambda: remove_folder(Path("site/ana")),
    "file": lambda: write_new_file(Path("profiles/me.yaml"), "name: Ana\n"),
    "key": lambda: keep_key(Path("site/handouts/.matchbook-key"), KEY),
    "new folder": lambda: write_new_folder(Path("guide"), NEW),
    "empty folder": lambda: write_new_folder(Path("empty"), NEW),
    "cache": lambda: write_texts("texts", {"a": "b" * 10_000}),
}


def in_a_process(scene: Callable[[], None], folder: Path, faults: Faults | None) -> tuple[int, str]:
    """Run a scene in a copy of this process; return its status and what it said, once all that it started is over."""
    said = folder.parent / "said.txt"
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.chdir(folder)
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(output, stream)
        if faults:
            faults.report = os.open(folder.parent / "step.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            faults.arm()
        os._exit(status_of(scene))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(ChildProcessError):
        while os.waitpid(-child, 0):
            pass
    return status, said.read_text(encoding="utf-8")


def adopt() -> None:
    """Become the parent of what a killed process leaves behind."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def status_of(scene: Callable[[], None]) -> int:
    """Run a scene and return its exit status: it may only be done, or say that it cannot write."""
    try:
        scene()
    except OutputError as error:
        sys.stdout.write(f"{error}\n")
        sys.stdout.flush()
        return TOLD
    except SystemExit as ended:
        sys.stdout.flush()
        return int(ended.code or 0)
    return DONE


def shown(content: bytes) -> str:
    """Return what a file holds, or of a long one what tells it from others."""
    return content.decode("latin-1") if len(content) < LONG else f"{len(content)} bytes, {sha256(content).hexdigest()}"


def files_in(folder: Path) -> Mapping[str, str]:
    """Return every file and empty folder by path, but for locks, which hold nothing."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() or not any(path.iterdir()))
    return {
        path.relative_to(folder).as_posix(): shown(path.read_bytes()) if path.is_file() else "a folder"
        for path in paths
        if not path.name.startswith(".matchbook-lock")
    }


def main(scene: str, way: str, folder: Path) -> None:
    """Let each step of a scene go wrong once, until the scene has no more."""
    adopt()
    if scene in COMMANDS:
        warm(scene, folder)
    for step in range(1, MOST_STEPS):
        work = folder / "work"
        shutil.copytree(folder / "start", work)
        status, said = in_a_process(SCENES[scene], work, Faults(step, way))
        after = files_in(work)
        again, said_again = in_a_process(SCENES[scene], work, None)
        name = (folder / "step.txt").read_text(encoding="utf-8")
        met = {"step": f"{step} {name}", "status": status, "said": said, "after": after}
        sys.stdout.write(json.dumps({**met, "again": again, "said_again": said_again, "then": files_in(work)}) + "\n")
        sys.stdout.flush()
        shutil.rmtree(work)
        if not name and status == DONE:  # it has fewer steps
            return
    sys.exit(f"{scene} does not end well even where nothing goes wrong")


def warm(scene: str, folder: Path) -> None:
    """Have at hand what each step would wait for: libraries, and what a command keeps in its cache."""
    work = folder / "work"
    shutil.copytree(folder / "start", work)
    prepare_engine()
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("weasyprint").HTML(string="<p>a").write_pdf()
    in_a_process(SCENES[scene], work, None)
    if (work / "cache").exists():
        shutil.copytree(work / "cache", folder / "start" / "cache", dirs_exist_ok=True)
    shutil.rmtree(work)
    gc.freeze()  # what is loaded stays shared with the copies


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
