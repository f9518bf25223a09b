"""What a handbook was made from, as attachments of its PDF: profile, decisions, versions and options."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from builder.diagnostics import BuildError, Diagnostic
from builder.paper import Paper
from builder.pdf_attachments import Form, attach, detach
from builder.pdf_file import UnknownFormError
from builder.source_files import parse_source
from builder.sources import Source, whole_file

PROFILE = Form("profile.yaml", "The answers that this handbook was made from", "application/yaml", "Source")
_DECISIONS = Form("decisions.json", "What was chosen by these answers, and why", "application/json", "Data")
_BUILD = Form("build.json", "The versions and options that this handbook was made with", "application/json", "Data")
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Options:
    """How a handbook was asked for."""

    paper: Paper
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class OwnSource:
    """Everything that a handbook can be made from again, with the project's content."""

    profile: Source
    versions: Mapping[str, str]
    options: Options


@dataclass(frozen=True, slots=True)
class Carrying:
    """A handbook without its source, and the source."""

    pdf: bytes
    source: OwnSource


def embed_source(pdf: bytes, source: OwnSource, decisions: str) -> bytes:
    """Return a handbook that carries its source, behind its own bytes."""
    build = json.dumps({"versions": dict(source.versions), "options": asdict(source.options)}, indent=1)
    files = {PROFILE: source.profile.text, _DECISIONS: decisions, _BUILD: build}
    return attach(pdf, [(form, text.encode()) for form, text in files.items()])


def parse_handbook(pdf: bytes, name: str) -> Carrying:
    """Take a handbook and its source apart; `name` is what messages call the file.

    Raises:
        BuildError: it is no PDF, carries no source, or was changed since it was made.
    """
    try:
        attached = detach(pdf)
        if attached is not None:
            return Carrying(attached.pdf, _source(attached.files))
    except UnknownFormError as error:
        message = "the handbook was changed or cut off after it was made"
        raise _refusal(name, message, "take the file as Matchbook wrote it") from error
    if not pdf.startswith(b"%PDF-"):
        raise _refusal(name, "expected a PDF, found something else", "")
    if _is_rewritten(pdf, name):
        message = "another program has rewritten this PDF, so that what it carries cannot be cut off"
        hint = f"take the file as Matchbook wrote it; a PDF reader can save the attachment `{PROFILE.name}`"
        raise _refusal(name, message, hint)
    raise _refusal(name, "the PDF carries no profile", "build it with `--embed-profile`")


def differences(then: Mapping[str, str], now: Mapping[str, str], name: str) -> Iterator[Diagnostic]:
    """Yield a message for each version that is another one now."""
    for key in sorted(then.keys() | now.keys()):
        before, after = then.get(key, "none"), now.get(key, "none")
        if before != after:
            message = f"`{key}` differs: the handbook was made with {before[:_SHORT]}, here is {after[:_SHORT]}"
            yield Diagnostic(whole_file(name), message)


def _source(files: Mapping[str, bytes]) -> OwnSource:
    try:
        build = json.loads(files[_BUILD.name])
        paper, only, skip, pages = (build["options"][key] for key in ("paper", "only", "skip", "pages"))
        return OwnSource(
            parse_source(files[PROFILE.name], PROFILE.name),
            {str(key): str(value) for key, value in build["versions"].items()},
            Options(Paper(paper), _texts(only), _texts(skip), _pages(pages)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnknownFormError from error


def _pages(value: object) -> int | None:
    return None if value is None else int(str(value))


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _is_rewritten(pdf: bytes, name: str) -> bool:
    """Tell whether what a handbook carries is in a PDF, though not where Matchbook puts it."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only a foreign file needs it

    try:
        with PdfDocument(pdf) as document:
            names = {document.get_attachment(number).get_name() for number in range(document.count_attachments())}
    except PdfiumError as error:
        raise _refusal(name, "the PDF cannot be read: it is damaged, or locked with a password", "") from error
    return bool(names & {PROFILE.name, _DECISIONS.name, _BUILD.name})


def _refusal(name: str, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(whole_file(name), message, hint)])
