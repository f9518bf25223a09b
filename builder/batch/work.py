"""What the processes of a batch do: make one reader's files, or search them for other readers' data."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from builder.batch.readers import Reader, with_name
from builder.diagnostics import BuildError
from builder.guide import assemble
from builder.handouts.leaks import Leak, MarkIndex, Marks, find_leaks, free_texts, words_of
from builder.handouts.pdf_files import page_count
from builder.handouts.protection import protected, unprotected
from builder.library import Library
from builder.output import INPUTS, OutputError, load_made, write_folder
from builder.paper import Paper
from builder.presentation.guide_view import guide_view
from builder.presentation.medium import Kind
from builder.print_outs import render_print_outs
from builder.project import Project
from builder.reader_files import HANDBOOK
from builder.records import dataclass
from builder.templating import Templates
from builder.website import render_website

_ABOUT_OWN_WORDS = "not every letter of the reader's own words, such as the name, is printed: look at the handbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the files of a batch are made, the same for all readers."""

    paper: Paper
    has_website: bool
    has_names: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the settings as what a hash is made of."""
        return str(self.paper), str(self.has_website), str(self.has_names)


@dataclass(frozen=True, slots=True)
class Job:
    """One reader's files to make, the folder to put them in, and the hash of what they are made from."""

    reader: Reader
    target: Path
    inputs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What was made for a reader: the handbook with its hash, its pages, open questions and warnings."""

    handbook: str
    sha256: str
    pages: int
    open_questions: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a reader got nothing; `is_disk` where nobody else will get anything either."""

    why: str
    is_disk: bool = False


Outcome = Handout | Failed


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the files of one reader; runs in a process of its own."""

    project: Project
    library: Library
    settings: Settings

    def __call__(self, job: Job) -> Handout | Failed:
        """Make and write one reader's files, all of them or none."""
        try:
            files, handout = self._made(job)
            write_folder(job.target, files, about_handout(handout, job.inputs))
        except BuildError as error:
            return Failed("; ".join(diagnostic.message for diagnostic in error.diagnostics))
        except OutputError as error:
            return Failed(str(error).split("\n", 1)[0], is_disk=isinstance(error.__cause__, OSError))
        return handout

    def _made(self, job: Job) -> tuple[Mapping[str, bytes], Handout]:
        templates = Templates(self.project.templates)
        guide = assemble(self.library, job.reader.profile)
        made = render_print_outs(guide, self.settings.paper, templates)
        files = {self._called(name, job.reader): content for name, content in made.files.items()}
        if self.settings.has_website:
            website = render_website(guide_view(guide, Kind.WEBSITE), templates)
            files |= {f"website/{name}": content for name, content in website.items()}
        templates.keep()
        name = self._called(HANDBOOK, job.reader)
        own = " ".join(free_texts(job.reader.given, self.library.vocabulary.schema.fields.values()))
        written = protected(files, job.reader.password)
        return written, Handout(
            handbook=name,
            sha256=sha256(written[name]).hexdigest(),
            pages=page_count(files[name]),
            open_questions=len(guide.questions),
            warnings=tuple(dict.fromkeys(_told(warning.message, own) for warning in made.warnings)),
        )

    def _called(self, file: str, reader: Reader) -> str:
        return with_name(file, reader) if self.settings.has_names else file


def _told(message: str, own_words: str) -> str:
    """Return a warning as it may stand in a list of many readers: with nothing of a reader's own words in it."""
    letters = {letter for letter in message if not letter.isascii()}
    words = set(words_of(message).split())
    is_quoted = not letters.isdisjoint(own_words) or not words.isdisjoint(words_of(own_words).split())
    return _ABOUT_OWN_WORDS if is_quoted else message


def about_handout(handout: Handout, inputs: str) -> Mapping[str, object]:
    """Return what a reader's folder notes about itself."""
    return {
        INPUTS: inputs,
        "handbook": handout.handbook,
        "pages": handout.pages,
        "open_questions": handout.open_questions,
        "warnings": list(handout.warnings),
    }


def load_handout(target: Path, inputs: str) -> Handout | None:
    """Return what a folder holds if it is whole and was made from the same inputs, else None."""
    try:
        written = load_made(target, inputs)
    except OutputError:  # told where it is made again
        return None
    if written is None:
        return None
    name, pages = written.about.get("handbook"), written.about.get("pages")
    count, warnings = written.about.get("open_questions"), written.about.get("warnings")
    if not (isinstance(name, str) and isinstance(pages, int) and isinstance(count, int) and isinstance(warnings, list)):
        return None
    return Handout(
        handbook=name,
        sha256=written.files.get(name, ""),
        pages=pages,
        open_questions=count,
        warnings=tuple(str(warning) for warning in warnings),
    )


@dataclass(frozen=True, slots=True)
class Searching:
    """Searches one reader's files for everybody else's data; runs in a process of its own."""

    marks: Mapping[str, Marks]
    index: MarkIndex

    def __call__(self, job: Job) -> tuple[Leak, ...]:
        """Return every other reader whose data stands in the files of one."""
        files = {
            path.relative_to(job.target).as_posix(): path.read_bytes()
            for path in sorted(job.target.rglob("*"))
            if path.is_file()
        }
        return find_leaks(unprotected(files, job.reader.password), self.marks[job.reader.source], self.index)
