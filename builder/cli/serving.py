"""The command `serve`."""

import select
import sys
import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import click

from builder.cli.exits import Status, ending, say, tell
from builder.cli.parameters import PROFILE
from builder.cli.places import profile_path, project_here
from builder.diagnostics import format_diagnostic
from builder.output import OutputError
from builder.pipeline import Memory, build
from builder.preview.changes import Watch
from builder.preview.showing import Preview
from builder.public_pipeline import build_public
from builder.wanted import Built, Wanted


@click.command()
@click.argument("profile", required=False, type=PROFILE)
@click.option("--public", is_flag=True, help="Show the public guide, the one website for all readers.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to answer on.  [default: the first free one from 8000 on]"
)
@click.option("--open", "opens_browser", is_flag=True, help="Open the guide in your browser.")
def serve(profile: Path | None, *, public: bool, port: int | None, opens_browser: bool) -> None:
    """Show a reader's website while you write, and build it again whenever a file changes.

    PROFILE is a YAML file with the reader's answers. Without it the sample profile is shown.
    The page in the browser follows by itself. What is wrong with a file is said there and here; the guide comes back
    as soon as that is mended. Nothing is written, and only this machine is answered. Ctrl-C ends it.
    """
    with ending():
        if public and profile is not None:
            raise click.UsageError("--public takes no profile: the public guide is for all readers")
        project = project_here()
        memory = Memory()
        watched = [project.content, project.templates]
        if public:
            make: Callable[[], Built] = partial(build_public, project, memory)
        else:
            path = profile_path(profile, project)
            make = partial(build, project, path, Wanted(), say, memory)
            watched.append(path)
        watch, preview = Watch(watched), Preview(make)
        _serve(preview, watch, port, opens_browser=opens_browser)


def _serve(preview: Preview, watch: Watch, port: int | None, *, opens_browser: bool) -> None:
    # Imported here: no other command answers browsers, and all of them start faster without.
    from builder.preview.server import make_server  # noqa: PLC0415

    try:
        server = make_server(preview, port, say)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        hint = "leave `--port` out, and a free one is taken"
        raise OutputError(f"port {port or 'of any number'} cannot be had: {reason}\n  hint: {hint}") from error
    try:
        told = _rebuild(preview, ())
        server.start()
        click.echo(server.address)
        sys.stdout.flush()
        say("follows every change; Ctrl-C ends it")
        if opens_browser:
            _open_browser(server.address)
        for _ in watch.changes(_is_read):
            told = _rebuild(preview, told)
    except KeyboardInterrupt:
        sys.exit(Status.INTERRUPTED)
    finally:
        server.stop()
        say("\nthe preview has ended")


def _is_read() -> bool:
    """Tell whether somebody may still read what is printed: of a pipe, the system knows."""
    if sys.platform == "win32":
        return True
    pipe = select.poll()
    pipe.register(sys.stdout.fileno(), 0)
    return not any(event & select.POLLERR for _, event in pipe.poll(0))


def _open_browser(address: str) -> None:
    # Imported here, as above.
    import webbrowser  # noqa: PLC0415

    if not webbrowser.open(address):
        say(f"no browser was found: open {address} yourself")


def _rebuild(preview: Preview, told: Collection[str]) -> Collection[str]:
    """Build, tell what is new of problems and warnings, and return the texts of all there are."""
    started = time.perf_counter()
    shown = preview.rebuild()
    found = {format_diagnostic(diagnostic): diagnostic for diagnostic in (*shown.problems, *shown.warnings)}
    tell(diagnostic for text, diagnostic in found.items() if text not in told)
    if shown.problems:
        count = len(shown.problems)
        say(f"{count} problem{'' if count == 1 else 's'}; the page in the browser says so too")
    else:
        say(f"built in {time.perf_counter() - started:.2f} s")
    return found
