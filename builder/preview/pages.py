"""What the preview adds to pages, and its own pages: the built files know nothing of it."""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from pathlib import Path
from string import Template

from builder.diagnostics import Diagnostic, format_diagnostic, sort_diagnostics

EVENTS = "/.preview/events"
SCRIPT = "/.preview/reload.js"
# For pages of the preview's own: nothing but the script that waits for the next version.
OWN_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'"

_HERE = Path(__file__).parent
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)', re.IGNORECASE)


def reload_script() -> bytes:
    """Return the script that loads a page again when the guide was built anew."""
    return (_HERE / "reload.js").read_bytes()


def live_page(html: bytes, version: str) -> bytes:
    """Return a page of the guide with the script in it, and leave for that script to reach the preview."""
    text = _POLICY.sub(lambda match: match[1] + escape(_relaxed(unescape(match[2]))), html.decode())
    head, end, rest = text.partition("</head>")
    return (head + _script(version) + end + rest).encode()


def problem_page(problems: Iterable[Diagnostic], version: str) -> bytes:
    """Return a page that says why the guide cannot be built."""
    messages = [format_diagnostic(problem) for problem in sort_diagnostics(problems)]
    count = f"{len(messages)} problem{'' if len(messages) == 1 else 's'}"
    intro = f"{count} in its files. This page gives way to the guide as soon as they are mended."
    return _own_page("The guide cannot be built", intro, messages, version)


def missing_page(path: str, version: str) -> bytes:
    """Return a page that says that the guide has no such page."""
    return _own_page("No such page", "This guide has no page of this name, or not for this reader.", [path], version)


def _own_page(title: str, intro: str, messages: Iterable[str], version: str) -> bytes:
    page = Template((_HERE / "message.html").read_text(encoding="utf-8"))
    blocks = "\n".join(f'<pre tabindex="0">{escape(message)}</pre>' for message in messages)
    return page.substitute(title=escape(title), intro=escape(intro), messages=blocks, script=_script(version)).encode(
        errors="replace"
    )


def _script(version: str) -> str:
    return f'<script src="{SCRIPT}" data-version="{version}" defer></script>'


def _relaxed(policy: str) -> str:
    """Return a content security policy under which the script may be loaded and hear of changes.

    A public guide forbids every connection, so that a stranger can verify that no answer leaves the browser. Only
    the preview, on the author's own machine, allows those to itself.
    """
    directives = dict(_directives(policy))
    scripts = directives.get("script-src", directives.get("default-src", "")).replace("'none'", "").split()
    directives["script-src"] = " ".join(dict.fromkeys((*scripts, "'self'")))
    directives["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def _directives(policy: str) -> Mapping[str, str]:
    parts = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name.lower(): value.strip() for name, _, value in parts}
