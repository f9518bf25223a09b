"""Reading modules: Markdown files with a head that says for whom they are."""

import re
from collections.abc import Collection

from builder.diagnostics import BuildError, Diagnostic, Problems
from builder.markup.compiling import Language, compile_text
from builder.modules import Module, ModuleId
from builder.sources import Place, Source
from builder.tasks import parse_task
from builder.vocabulary import parse_when, written_phrase
from builder.yaml_text import Dictionary, Node, parse_yaml
from builder.yaml_values import date_of, items_of, keys_of, required_prose, scalars_of, texts_at

_KEYS = ("title", "when", "covers", "claims", "tasks", "worksheets", "hazards", "excludes", "reviewed")


def parse_module(
    source: Source, chapter: str, key: ModuleId, language: Language, date_names: Collection[str]
) -> Module:
    """Read a module's head and compile its text.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    head, start = _split_head(source)
    keys = keys_of(head, "the front matter", _KEYS, problems)
    names = language.vocabulary.names
    compiled = compile_text(source, start, key, language, problems)
    module = Module(
        id=key,
        chapter=chapter,
        title=required_prose(head, "title", "the front matter", problems),
        when=parse_when(keys.get("when"), names, problems),
        phrase=written_phrase(keys.get("when")),
        covers=_texts(keys.get("covers"), "`covers`", problems),
        tasks=tuple(
            parse_task(node, names, date_names, problems) for node in items_of(keys.get("tasks"), "`tasks`", problems)
        ),
        hazards=scalars_of(keys.get("hazards"), "`hazards`", problems),
        excludes=scalars_of(keys.get("excludes"), "`excludes`", problems),
        worksheets=scalars_of(keys.get("worksheets"), "`worksheets`", problems),
        reviewed=date_of(keys.get("reviewed"), "`reviewed`", problems),
        body=compiled.body,
        links=compiled.links,
        warnings=problems.warnings,
        texts=(*texts_at(head, "title"), *texts_at(head, "tasks", "*", "do")),
        place=head.place,
    )
    problems.raise_errors()
    return module


def _split_head(source: Source) -> tuple[Dictionary, int]:
    """Return the front matter and where the text after it begins."""
    first = source.text.find("\n") + 1
    if source.line(1) != "---":
        raise _complaint(
            source.place(0, 1), "expected the front matter, found text", "start the file with a line `---`"
        )
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(source.text, first)
    if end is None:
        raise _complaint(source.place(0, 3), "the front matter has no end", "close it with a line `---`")
    node = parse_yaml(source, "\n" + source.text[first : end.start()])
    if not isinstance(node, Dictionary):
        raise _complaint(
            node.place, "the front matter must be a mapping of keys and values", "start it with `title: ...`"
        )
    return node, min(end.end() + 1, len(source.text))


def _complaint(place: Place, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(place, message, hint)])


def _texts(node: Node | None, what: str, problems: Problems) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in scalars_of(node, what, problems))
