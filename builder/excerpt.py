"""A part of a guide: some of its chapters, under the numbers they have in the whole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from builder.diagnostics import BuildError, Diagnostic, did_you_mean
from builder.guide import Guide, GuideChapter, GuideModule
from builder.markup.body import LinkEnd, LinkStart, Settled
from builder.modules import ModuleId
from builder.sources import Source


def excerpt(guide: Guide, only: Collection[str], skip: Collection[str]) -> Guide:
    """Return the guide with the chapters named in `only`, all where it is empty, and without those in `skip`.

    Links into other chapters become text.

    Raises:
        BuildError: the guide's outline has no such chapter, or none would be left.
    """
    known = [chapter.id for chapter in guide.library.outline.chapters]
    problems = [
        _unknown(option, name, known) for option, names in (("--only", only), ("--skip", skip)) for name in names
    ]
    if any(problems):
        raise BuildError(problem for problem in problems if problem)
    chapters = tuple(
        chapter
        for chapter in guide.chapters
        if chapter.chapter.id not in skip and (not only or chapter.chapter.id in only)
    )
    if not chapters:
        place = Source("--only", " ".join(only)).place(0, max(1, len(" ".join(only))))
        raise BuildError([Diagnostic(place, "no chapter of this reader’s guide would be left")])
    return excerpt_modules(guide, {module.id for chapter in chapters for module in chapter.modules})


def excerpt_modules(guide: Guide, kept: Collection[ModuleId]) -> Guide:
    """Return the guide with some of its modules; chapters without any are gone, links to other modules become text."""
    chapters = (_with_modules(chapter, kept) for chapter in guide.chapters)
    return replace(guide, chapters=tuple(chapter for chapter in chapters if chapter.modules))


def _unknown(option: str, name: str, known: Iterable[str]) -> Diagnostic | None:
    if name in known:
        return None
    place = Source(option, name).place(0, max(1, len(name)))
    return Diagnostic(
        place, f"unknown chapter `{name}`", did_you_mean(name, known) or f"choose from {', '.join(known)}"
    )


def _with_modules(chapter: GuideChapter, kept: Collection[ModuleId]) -> GuideChapter:
    return replace(chapter, modules=tuple(_module(module, kept) for module in chapter.modules if module.id in kept))


def _module(module: GuideModule, kept: Collection[str]) -> GuideModule:
    return replace(module, pieces=tuple(_without_links_out(module.pieces, kept)))


def _without_links_out(pieces: Iterable[Settled], kept: Collection[str]) -> Iterator[Settled]:
    leads_out = False
    for piece in pieces:
        if isinstance(piece, LinkStart):
            leads_out = piece.module not in kept
        if not (leads_out and isinstance(piece, LinkStart | LinkEnd)):
            yield piece
