"""How a command ends: messages to standard error, and the exit status."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import NoReturn, TextIO

from builder.diagnostics import BuildError, Diagnostic, format_diagnostic, printable, sort_diagnostics
from builder.interrupts import INTERRUPTS
from builder.output import OutputError


class Status(IntEnum):
    """What the exit status says."""

    DONE = 0
    WRONG_FILES = 1
    WRONG_COMMAND = 2
    NO_OUTPUT = 3
    OUR_BUG = 70
    INTERRUPTED = 130


def heed_signals() -> None:
    """Let `kill`, and a terminal that is closed, end a command as Ctrl-C does; what `nohup` ignores stays ignored."""
    for interrupt in INTERRUPTS:
        if signal.getsignal(interrupt) is signal.SIG_DFL:
            signal.signal(interrupt, signal.default_int_handler)


@contextmanager
def ending() -> Iterator[None]:
    """Turn every error into a message and an exit status; a traceback only for a bug of our own."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BuildError as error:
        tell(error.diagnostics)
        count = len(error.diagnostics)
        _end(f"{count} problem{'' if count == 1 else 's'}; nothing was written", Status.WRONG_FILES)
    except OutputError as error:
        _end(f"error: {error}", Status.NO_OUTPUT)
    except KeyboardInterrupt:
        _end("interrupted; nothing was written", Status.INTERRUPTED)
    except OSError as error:
        _end_unwritten(error)
    except Exception as error:
        if not _is_of_the_command_line(error):  # the last resort: no reader meets a bare traceback
            _report_bug(error)
        raise


def _is_of_the_command_line(error: Exception) -> bool:
    """Tell whether it is one by which a command line ends that was wrong, or asked for nothing but help."""
    # Imported here: most commands end well, and a website is built without it.
    import click  # noqa: PLC0415

    return isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort)


def _end_unwritten(error: OSError) -> NoReturn:
    """End because standard output cannot be written; without a word where nobody reads it any more."""
    if isinstance(error, BrokenPipeError):
        sys.exit(Status.DONE)
    _end(f"error: the output cannot be written: {(error.strerror or 'unknown reason').lower()}", Status.NO_OUTPUT)


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Print messages, each followed by an empty line."""
    for diagnostic in sort_diagnostics(diagnostics):
        say(format_diagnostic(diagnostic) + "\n")


def say(text: str) -> None:
    """Print a line to standard error; that nobody reads it keeps nothing from being done."""
    with suppress(OSError):
        _print(printable(text), sys.stderr)


def show(path: Path) -> None:
    """Print where something was written."""
    _print(str(path), sys.stdout)


def _print(text: str, stream: TextIO | None) -> None:
    if stream is not None:  # as where a program has no terminal
        print(text, file=stream, flush=True)


def _end(text: str, status: Status) -> NoReturn:
    say(text)
    sys.exit(status)


def _report_bug(error: Exception) -> NoReturn:
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{os.path.basename(where.tb_frame.f_code.co_filename)}:{where.tb_lineno}" if where else "?"  # noqa: PTH119 - a frame's name is no path of ours
    say(f"error: this is a bug in Matchbook, at {place} ({type(error).__name__})")
    say("  hint: set MATCHBOOK_DEBUG=1 and run the command again to see more, then report it")
    if os.environ.get("MATCHBOOK_DEBUG"):
        raise error
    sys.exit(Status.OUR_BUG)
