"""The command `serve`."""

import sys
import time
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from builder.cli.exits import Status, ending, say, tell
from builder.cli.places import PROFILE, profile_path, project_here
from builder.diagnostics import Diagnostic
from builder.output import OutputError
from builder.pipeline import Built, Memory, build, build_public
from builder.preview.changes import Watch
from builder.preview.server import FIRST_PORT, Server, make_server
from builder.preview.showing import Preview


@click.command()
@click.argument("profile", required=False, type=PROFILE)
@click.option("--public", is_flag=True, help="Show the public guide, which is made without any profile.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help=f"Port to answer on.  [default: the first free one from {FIRST_PORT}]"
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
            raise click.UsageError("the public guide is made without a profile: name one, or say --public")
        project = project_here()
        memory = Memory()
        watched = [project.content, project.templates]
        if public:
            make: Callable[[], Built] = partial(build_public, project, memory)
        else:
            path = profile_path(profile, project)
            make = partial(build, project, path, None, say, memory)
            watched.append(path)
        watch, preview = Watch(watched), Preview(make)
        server = _server(preview, port)
        try:
            _serve(server, preview, watch, opens_browser=opens_browser)
        except KeyboardInterrupt:
            server.stop()
            say("\nthe preview has ended")
            sys.exit(Status.INTERRUPTED)


def _server(preview: Preview, port: int | None) -> Server:
    try:
        return make_server(preview, port, say)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise OutputError(
            f"port {port or FIRST_PORT} cannot be had: {reason}\n  hint: leave `--port` out, and a free one is taken"
        ) from error


def _serve(server: Server, preview: Preview, watch: Watch, *, opens_browser: bool) -> None:
    told = _rebuild(preview, ())
    server.start()
    click.echo(server.address)
    sys.stdout.flush()
    say("follows every change; Ctrl-C ends it")
    if opens_browser and not webbrowser.open(server.address):
        say(f"no browser was found: open {server.address} yourself")
    for _ in watch.changes():
        told = _rebuild(preview, told)


def _rebuild(preview: Preview, told: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Build, tell what is new of problems and warnings, and return all there are."""
    started = time.perf_counter()
    shown = preview.rebuild()
    found = (*shown.problems, *shown.warnings)
    tell(diagnostic for diagnostic in found if diagnostic not in told)
    if shown.problems:
        count = len(shown.problems)
        say(f"{count} problem{'' if count == 1 else 's'}; the page in the browser says so too")
    else:
        say(f"built in {time.perf_counter() - started:.2f} s")
    return found
