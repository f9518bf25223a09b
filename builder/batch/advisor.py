"""The advisor's folder of a batch: the list of handbooks, the sheets for the talks, all handbooks for the printer."""

from collections.abc import Iterator, Mapping, Sequence

from builder.batch.print_file import print_files
from builder.batch.readers import Reader
from builder.batch.running import Batch
from builder.batch.work import Failed, Handout, Outcome
from builder.guide import assemble
from builder.handouts.advice import Advice, advise
from builder.handouts.cohort import cohort_rows
from builder.handouts.manifest import ManifestEntry, ManifestFailure, manifest_csv, manifest_json
from builder.handouts.pdf_files import joined
from builder.handouts.sheets import SheetView, lay_out_sheets, render_cohort, render_sheets
from builder.library import Library
from builder.output import OutputError, write_folder
from builder.processes import Died, run_jobs
from builder.records import dataclass
from builder.templating import Templates

FOLDER = "advisor"
_TOGETHER = 50  # sheets laid out at a time


@dataclass(frozen=True, slots=True)
class _Advising:
    library: Library

    def __call__(self, reader: Reader) -> Advice:
        return advise(assemble(self.library, reader.profile))


def check_templates(batch: Batch) -> None:
    """Render the advisor's pages about nobody, so that a wrong template is told before hours of work.

    Raises:
        BuildError: a template is missing or wrong.
    """
    outline, templates = batch.library.outline, Templates(batch.project.templates)
    render_sheets(outline, (), batch.settings.paper, templates)
    render_cohort(outline, 0, (), templates)


def write_advisor_folder(batch: Batch, outcomes: Mapping[str, Outcome], *, combined: bool) -> None:
    """Write what the advisor needs beside the handbooks; `combined` adds all of them joined for the printer.

    Raises:
        BuildError: a template of the sheets is wrong.
        OutputError: the folder cannot be written, or the sheets or print files cannot be made.
    """
    made = [
        (reader, outcome) for reader in batch.readers if isinstance(outcome := outcomes.get(reader.source), Handout)
    ]
    advice = _advice(batch, [reader for reader, _ in made])
    files = {**_lists(batch, made, outcomes), **_sheets(batch, made, advice)}
    if combined:
        files |= print_files(batch, made)
    write_folder(batch.root / FOLDER, files)


def _advice(batch: Batch, readers: Sequence[Reader]) -> Mapping[str, Advice]:
    found = run_jobs(readers, _Advising(batch.library), batch.jobs, batch.limits)
    return {reader.source: advice for reader, advice in found if isinstance(advice, Advice)}


def _lists(
    batch: Batch, made: Sequence[tuple[Reader, Handout]], outcomes: Mapping[str, Outcome]
) -> Mapping[str, bytes]:
    entries = [
        ManifestEntry(
            id=reader.id,
            source=reader.source,
            handbook=f"{reader.id}/{handout.handbook}",
            pages=handout.pages,
            sha256=handout.sha256,
            open_questions=handout.open_questions,
            warnings=handout.warnings,
        )
        for reader, handout in made
    ]
    edition = batch.library.outline.edition.isoformat()
    return {
        "manifest.json": manifest_json(edition, entries, tuple(_failures(batch, outcomes))),
        "manifest.csv": manifest_csv(entries),
    }


def _failures(batch: Batch, outcomes: Mapping[str, Outcome]) -> Iterator[ManifestFailure]:
    for reader in batch.readers:
        outcome = outcomes.get(reader.source)
        if isinstance(outcome, Failed):
            yield ManifestFailure(reader.id, reader.source, outcome.why)


def _sheets(batch: Batch, made: Sequence[tuple[Reader, Handout]], advice: Mapping[str, Advice]) -> Mapping[str, bytes]:
    outline, templates = batch.library.outline, Templates(batch.project.templates)
    sheets = tuple(
        SheetView(id=reader.id, source=reader.source, pages=handout.pages, advice=advice[reader.source])
        for reader, handout in made
        if reader.source in advice
    )
    labels = {name: named.label for name, named in batch.library.vocabulary.conditions.items()}
    rows = cohort_rows(labels, (one.conditions for one in advice.values()))
    files = {"cohort.html": render_cohort(outline, len(advice), rows, templates)}
    if not sheets:
        return files
    files["sheets.html"] = render_sheets(outline, sheets, batch.settings.paper, templates)
    files["sheets.pdf"] = _printed(batch, sheets, templates)
    return files


def _printed(batch: Batch, sheets: Sequence[SheetView], templates: Templates) -> bytes:
    """Return the sheets as a PDF, some at a time in a process of their own: the engine grows with what it lays out."""
    pages = [
        render_sheets(batch.library.outline, sheets[first : first + _TOGETHER], batch.settings.paper, templates)
        for first in range(0, len(sheets), _TOGETHER)
    ]
    printed: dict[bytes, bytes] = {}
    for page, handbook in run_jobs(pages, lay_out_sheets, batch.jobs, batch.limits):
        if isinstance(handbook, Died):
            raise OutputError(f"the advisor's sheets cannot be laid out: {handbook.why}")
        printed[page] = handbook.pdf
    return printed[pages[0]] if len(pages) == 1 else joined((printed[page] for page in pages), on_right=False)
