"""Serving the preview to browsers on this machine, and to nobody else."""

import os
import sys
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import quote, unquote

from builder.preview.pages import (
    EVENTS,
    OWN_POLICY,
    SCRIPT,
    live_page,
    missing_page,
    problem_page,
    reload_script,
)
from builder.preview.showing import Preview

HOST = "127.0.0.1"
FIRST_PORT = 8000

_NAMES = frozenset({HOST, "localhost"})
_PORTS_TO_TRY = 20
_HEARTBEAT = 10.0
_HTML = "text/html; charset=utf-8"
_KINDS = {
    ".html": _HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".pdf": "application/pdf",
}

Log = Callable[[str], None]


class Server(ThreadingTCPServer):
    """Answers on 127.0.0.1 in threads that end with the program."""

    daemon_threads = True
    block_on_close = False
    # On Windows this would let two programs have one port.
    allow_reuse_address = os.name == "posix"
    log: Log
    is_answering = False

    @property
    def address(self) -> str:
        """Return what to open in a browser."""
        return f"http://{HOST}:{self.socket.getsockname()[1]}/"

    def start(self) -> None:
        """Answer from now on, in the background."""
        self.is_answering = True
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        if self.is_answering:  # else this would wait for ever
            self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the library's signature
        """Say nothing of a browser that went away, and no more than the kind of any other error."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.log(f"error: this is a bug in Matchbook, while answering a browser ({type(error).__name__})")


def make_server(preview: Preview, port: int | None, log: Log) -> Server:
    """Take a port, or where none is asked for the first free one from 8000 on.

    Raises:
        OSError: the port cannot be had.
    """
    answer = partial(_Answer, preview, log)
    if port is not None:
        return _server(answer, port, log)
    for candidate in range(FIRST_PORT, FIRST_PORT + _PORTS_TO_TRY):
        try:
            return _server(answer, candidate, log)
        except OSError:
            continue
    return _server(answer, 0, log)


def _server(answer: Callable[..., BaseRequestHandler], port: int, log: Log) -> Server:
    server = Server((HOST, port), answer)
    server.log = log
    return server


class _Answer(BaseHTTPRequestHandler):
    """Answers one request out of memory: no address leads to the disk."""

    timeout: ClassVar[float | None] = 30.0

    def __init__(self, preview: Preview, log: Log, *connection: object) -> None:
        self._preview = preview
        self._log = log
        super().__init__(*connection)  # type: ignore[arg-type]  # what the server passes on

    def do_GET(self) -> None:
        """Answer with a page, a file or the stream of versions."""
        path = unquote(self.path.partition("?")[0].partition("#")[0])
        if not self._is_asked_for_by_its_name():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", f"ask for {HOST} or localhost\n".encode())
        elif path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, _KINDS[".js"], reload_script())
        else:
            self._answer_with_file(path.removeprefix("/"))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _is_asked_for_by_its_name(self) -> bool:
        """Tell whether the browser believes to speak to this machine.

        A page of a stranger can point a name of its own at 127.0.0.1 and then read what is there as if it were its
        own (DNS rebinding): the browser still sends that name.
        """
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and hosts[0].partition(":")[0].lower() in _NAMES

    def _answer_with_file(self, name: str) -> None:
        shown = self._preview.shown
        if not name or name.endswith("/"):
            name += "index.html"
        is_page = name.endswith(".html")
        if f"{name}/index.html" in shown.files:
            self._redirect(f"/{name}/")
        elif is_page and shown.problems:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, _HTML, problem_page(shown.problems, shown.version))
        elif name not in shown.files:
            self._send(HTTPStatus.NOT_FOUND, _HTML, missing_page(f"/{name}", shown.version))
        elif is_page:
            self._send(HTTPStatus.OK, _HTML, live_page(shown.files[name], shown.version))
        else:
            kind = _KINDS.get(os.path.splitext(name)[1], "application/octet-stream")  # noqa: PTH122 - no path on a disk
            self._send(HTTPStatus.OK, kind, shown.files[name])

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if status >= HTTPStatus.BAD_REQUEST:
            self.send_header("Content-Security-Policy", OWN_POLICY)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        """Send the version that is shown, and each that follows, until the browser goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        version = ""
        while self.command != "HEAD":
            shown = self._preview.wait_for_other(version, _HEARTBEAT)
            self.wfile.write(b": still here\n\n" if shown == version else f"data: {shown}\n\n".encode())
            version = shown

    def end_headers(self) -> None:
        """Add what every answer says: keep nothing, and no other site may use it."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def version_string(self) -> str:
        """Return what the answer says about its server: not which Python this is."""
        return "Matchbook"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - the library's signature
        """Log what was not found or refused, by its path: what stands behind a question mark may be private."""
        is_worth_a_line = isinstance(code, int) and HTTPStatus.BAD_REQUEST <= code < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_worth_a_line and hasattr(self, "path"):
            self._log(f"{int(code)} {quote(unquote(self.path.partition('?')[0]))}")

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the library's signature
        """Log nothing else: the library's own lines hold whole addresses."""
