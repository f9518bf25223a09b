"""Reading a guide's folder and checking it: outline, vocabulary, claims, glossary and modules."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from builder.claims import parse_claims
from builder.cross_references import check_links, check_outline, check_promises, check_worksheets
from builder.diagnostics import BuildError, Diagnostic, Problems, did_you_mean
from builder.glossary import Term, parse_glossary, spellings
from builder.hazards import check_hazards
from builder.kept import Kept
from builder.library import Library
from builder.library_parts import Parts
from builder.markup.compiling import Language
from builder.markup.markdown_text import CompiledTexts, MarkdownText
from builder.module_files import parse_module
from builder.modules import Module, ModuleId
from builder.outline import ID_HINT, RESERVED, Chapter, Outline, is_plain_id, parse_outline
from builder.schema_file import parse_schema
from builder.shown_texts import check_texts
from builder.source_files import load_source, real_path, refuse_way_out
from builder.sources import Source, whole_file
from builder.vocabulary import Vocabulary, parse_vocabulary
from builder.worksheets import Worksheet, WorksheetId, parse_worksheet
from builder.yaml_text import Scalar

_T = TypeVar("_T")


def load_library(
    folder: Path, shown: str, compiled: CompiledTexts | None = None, parts: Parts | None = None
) -> Library:
    """Read a guide's folder; `shown` is what messages call it, `compiled` what earlier runs compiled.

    With `parts`, what did not change since they were last given here is taken from there.

    Raises:
        BuildError: with every problem of every file.
    """
    loading = _Loading(folder, shown, parts or Parts())
    outline = loading.read("guide.yaml", parse_outline, loading.parts.outline)
    schema = loading.read("profile.schema.yaml", parse_schema, loading.parts.schema)
    claims = loading.read("claims.yaml", parse_claims, loading.parts.claims)
    glossary = loading.read("glossary.yaml", parse_glossary, loading.parts.glossary)
    vocabulary = None
    if schema is not None:
        parse = partial(parse_vocabulary, schema=schema)
        vocabulary = loading.read("conditions.yaml", parse, loading.parts.vocabulary, schema)
    if outline is None or vocabulary is None or claims is None or glossary is None:
        raise loading.failure()
    language = Language(vocabulary, claims, MarkdownText(spellings(glossary), compiled), outline.banned_words)
    modules = loading.modules(outline, language, glossary)
    worksheets = loading.worksheets(vocabulary)
    library = Library(outline, vocabulary, claims, glossary, modules, worksheets, ())
    _check(library, loading)
    loading.problems.raise_errors()
    return replace(library, warnings=loading.problems.warnings + _warnings(modules))


def _check(library: Library, loading: "_Loading") -> None:
    """Note what is wrong between the parts of a guide."""
    outline, vocabulary, modules, problems = library.outline, library.vocabulary, library.modules, loading.problems
    listed = {scalar.text for chapter in outline.chapters for scalar in chapter.modules}
    check_outline(outline, vocabulary, library.claims, problems)
    check_links(modules, listed, problems)
    check_promises(outline, modules, listed, problems)
    for module in modules.values():
        loading.check(f"hazards of {module.id}", partial(check_hazards, module, vocabulary), module, vocabulary)
    check_worksheets(modules, listed, library.worksheets, problems)
    for name, part, texts in _texts(library):
        loading.check(name, partial(check_texts, texts, outline.banned_words), part, outline)
    about = (claim.texts for claim in library.claims.values())
    check_claims = partial(check_texts, tuple(chain(*about)), outline.banned_words, figures=False)
    loading.check("claims", check_claims, library.claims, outline)


def _texts(library: Library) -> Iterator[tuple[str, object, tuple[Scalar, ...]]]:
    """Yield the parts of a guide whose texts are prose, with a name for each and these texts."""
    schema = library.vocabulary.schema
    yield "outline", library.outline, library.outline.texts
    yield "schema", schema, schema.texts
    yield "vocabulary", library.vocabulary, library.vocabulary.texts
    yield "glossary", library.glossary, tuple(chain(*(term.texts for term in library.glossary.values())))
    yield from ((f"module {module.id}", module, module.texts) for module in library.modules.values())
    yield from ((f"worksheet {sheet.id}", sheet, sheet.texts) for sheet in library.worksheets.values())


def _warnings(modules: Mapping[ModuleId, Module]) -> tuple[Diagnostic, ...]:
    return tuple(warning for module in modules.values() for warning in module.warnings)


class _Loading:
    """One run over a folder, with every problem found on the way."""

    def __init__(self, folder: Path, shown: str, parts: Parts) -> None:
        self._folder, self._real = folder, real_path(folder)
        self._shown = shown
        self.parts = parts
        self.problems = Problems()

    def read(self, path: str, parse: Callable[[Source], _T], kept: Kept[_T], *made_with: object) -> _T | None:
        """Load and parse one file; None, with its problems noted, where that is not possible.

        `made_with` is all that `parse` looks at beside the file.
        """
        try:
            refuse_way_out(self._real / path, self._real, f"{self._shown}/{path}")
            source = load_source(self._folder / path, f"{self._shown}/{path}")
            return kept.get(source.name, source.text, made_with, lambda: parse(source))
        except BuildError as error:
            self.problems.take(error)
            return None

    def check(self, name: str, check: Callable[[Problems], None], *made_with: object) -> None:
        """Note what a check finds, which looks at `made_with` alone."""

        def found() -> tuple[Diagnostic, ...]:
            problems = Problems()
            check(problems)
            return problems.all

        try:
            self.problems.take_all(self.parts.checks.get(name, "", made_with, found))
        except BuildError as error:
            self.problems.take(error)

    def failure(self) -> BuildError:
        """Return the error for a folder of which too little could be read."""
        try:
            self.problems.raise_errors()
        except BuildError as error:
            return error
        return BuildError([Diagnostic(whole_file(self._shown), "the guide cannot be read")])

    def modules(self, outline: Outline, language: Language, glossary: Mapping[str, Term]) -> Mapping[ModuleId, Module]:
        """Read the modules that the outline lists; note those that it does not."""
        found: dict[ModuleId, Module] = {}
        for chapter in outline.chapters:
            listed = {scalar.text for scalar in chapter.modules}
            for scalar in chapter.modules:
                module = self._module(chapter, scalar, (outline, language, glossary), found)
                if module is not None:
                    found[module.id] = module
            for path in sorted((self._folder / chapter.id).glob("*.md")):
                if path.stem not in listed:
                    name = f"{self._shown}/{chapter.id}/{path.name}"
                    self.problems.add(
                        whole_file(name),
                        "this module is not in the outline",
                        f"add `{path.stem}` to the chapter `{chapter.id}` in `guide.yaml`",
                    )
        return found

    def worksheets(self, vocabulary: Vocabulary) -> Mapping[WorksheetId, Worksheet]:
        """Read every worksheet of the folder."""
        found: dict[WorksheetId, Worksheet] = {}
        for path in sorted((self._folder / "worksheets").glob("*.yaml")):
            key = WorksheetId(path.stem)
            if not is_plain_id(key):
                message = "the name of this worksheet is not made of small letters, digits and hyphens"
                self.problems.add(whole_file(f"{self._shown}/worksheets/{path.name}"), message, ID_HINT)
                continue
            parse = partial(parse_worksheet, key=key, vocabulary=vocabulary)
            worksheet = self.read(f"worksheets/{path.name}", parse, self.parts.worksheets, vocabulary)
            if worksheet is not None:
                found[key] = worksheet
        return found

    def _module(
        self,
        chapter: Chapter,
        scalar: Scalar,
        made_with: tuple[Outline, Language, Mapping[str, Term]],
        found: Mapping[ModuleId, Module],
    ) -> Module | None:
        if not self._can_be_read(chapter, scalar, found):
            return None
        outline, language, glossary = made_with
        key = ModuleId(scalar.text)
        parse = partial(parse_module, chapter=chapter.id, key=key, language=language, date_names=outline.dates)
        # Not the language itself: it is made anew for every load, of these.
        unchanged = (outline, language.vocabulary, language.claims, glossary)
        return self.read(f"{chapter.id}/{key}.md", parse, self.parts.modules, *unchanged)

    def _can_be_read(self, chapter: Chapter, scalar: Scalar, found: Mapping[ModuleId, Module]) -> bool:
        """Tell whether a module of the outline can be read, noting why not."""
        key = ModuleId(scalar.text)
        if not is_plain_id(key):
            message = f"the module id `{key}` is not made of small letters, digits and hyphens"
            self.problems.add(scalar.place, message, ID_HINT)
        elif key in RESERVED:
            self.problems.add(scalar.place, f"the module id `{key}` is the name of another page", "choose another one")
        elif key in found:
            self.problems.add(scalar.place, f"duplicate module `{key}`", "a module stands in one chapter, once")
        elif not (self._folder / chapter.id / f"{key}.md").exists():
            near = [path.stem for path in (self._folder / chapter.id).glob("*.md")]
            self.problems.add(
                scalar.place,
                f"unknown module `{key}`",
                did_you_mean(key, near) or f"write it as `{chapter.id}/{key}.md`",
            )
        else:
            return True
        return False
