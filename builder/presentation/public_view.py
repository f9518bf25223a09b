"""The public guide as views."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from builder.claims import ClaimId
from builder.dates import say_date
from builder.markup.body import Body, Citation, Passage
from builder.part_views import LinkView, TermView
from builder.plan import MOST_LATE, days_after, stretch
from builder.presentation.medium import Kind, Medium
from builder.presentation.modules import note_view
from builder.presentation.plan import LATE_NOTE, LATE_OTHERS, OTHERS
from builder.presentation.public_modules import public_chapters, public_link
from builder.presentation.public_questions import question_form, question_groups
from builder.presentation.scores import empty_score_line
from builder.presentation.shown import either, shown_for
from builder.public_guide import PublicGuide
from builder.public_views import (
    ChangeView,
    PlanPartView,
    PublicChapterLinkView,
    PublicChapterView,
    PublicGuideView,
    PublicPlanView,
    PublicSiteView,
    PublicSourceView,
    PublicTaskView,
    PublicWorksheetView,
)

_EXTRAS = (
    ("plan", "Your plan"),
    ("answers", "Your answers"),
    ("why", "Who each page is for"),
    ("sources", "What your plan rests on"),
    ("changes", "What changed"),
)


def public_view(guide: PublicGuide) -> PublicGuideView:
    """Return everything the public website shows."""
    medium = Medium(
        Kind.WEBSITE, {module.id: chapter.chapter.id for chapter in guide.chapters for module in chapter.modules}
    )
    chapters = public_chapters(guide, medium)
    schema, outline = guide.library.vocabulary.schema, guide.library.outline
    return PublicGuideView(
        site=_site_view(guide, medium),
        chapters=chapters,
        questions=question_groups(schema),
        glance=tuple(question_form(schema.fields[name]) for name in outline.home),
        score_line=empty_score_line(guide.library),
        plan=_plan(chapters, guide),
        worksheets=_each_once(each for chapter in chapters for module in chapter.modules for each in module.worksheets),
        sources=_sources(guide),
        terms=_terms(guide),
    )


def _each_once(worksheets: Iterable[PublicWorksheetView]) -> tuple[PublicWorksheetView, ...]:
    found: dict[str, PublicWorksheetView] = {}
    for worksheet in worksheets:
        found.setdefault(worksheet.anchor, worksheet)
    return tuple(found.values())


def _site_view(guide: PublicGuide, medium: Medium) -> PublicSiteView:
    outline = guide.library.outline
    return PublicSiteView(
        title=outline.title,
        subtitle=outline.subtitle,
        language=outline.language,
        edition=say_date(outline.edition),
        audience=outline.audience,
        disclaimer=outline.disclaimer,
        address=outline.address,
        chapters=tuple(
            PublicChapterLinkView(
                id=chapter.chapter.id,
                shown=either(shown_for(guide.table, module.module.when) for module in chapter.modules),
                title=chapter.chapter.title,
                href=medium.chapter(chapter.chapter.id),
                number=chapter.number,
                modules=tuple(public_link(module, guide, medium) for module in chapter.modules),
            )
            for chapter in guide.chapters
        ),
        extras=tuple(LinkView(title=title, href=medium.page(page)) for page, title in _EXTRAS),
        changes=tuple(ChangeView(day=say_date(change.day), says=change.says) for change in outline.changes),
    )


def _plan(chapters: tuple[PublicChapterView, ...], guide: PublicGuide) -> PublicPlanView:
    views = {task.anchor: task for chapter in chapters for module in chapter.modules for task in module.tasks}
    tasks = sorted((task for module in guide.modules for task in module.tasks), key=lambda task: days_after(task.task))
    return PublicPlanView(
        parts=tuple(
            _part(title, [views[task.anchor] for task in some])
            for title, some in groupby(tasks, key=lambda task: stretch(task.task, guide.library.outline))
        ),
        late_note=LATE_NOTE,
        late_others=LATE_OTHERS,
        others=OTHERS,
        most_late=MOST_LATE,
    )


def _part(title: str, tasks: Iterable[PublicTaskView]) -> PlanPartView:
    listed = tuple(tasks)
    return PlanPartView(
        title=title,
        essential=tuple(task for task in listed if task.is_essential),
        others=tuple(task for task in listed if not task.is_essential),
    )


def _sources(guide: PublicGuide) -> tuple[PublicSourceView, ...]:
    cited: dict[ClaimId, list[str]] = {}
    for module in guide.modules:
        for claim, shown in _cited(module.body, shown_for(guide.table, module.module.when), guide):
            cited.setdefault(claim, []).append(shown)
    claims = guide.library.claims
    ordered = sorted(cited, key=lambda claim: (claims[claim].organisation.casefold(), claim))
    return tuple(
        PublicSourceView(
            note=note_view(claims[claim], number, f"source-{claim}", guide.library.outline), shown=either(cited[claim])
        )
        for number, claim in enumerate(ordered, start=1)
    )


def _cited(body: Body, shown: str, guide: PublicGuide) -> Iterator[tuple[ClaimId, str]]:
    """Yield each citation with the readers for whom it is."""
    for piece in body:
        if isinstance(piece, Citation):
            yield piece.claim, shown
        elif isinstance(piece, Passage):
            number = guide.table.number(piece.condition)
            yield from _cited(piece.then, f"{shown} {number}".strip(), guide)
            yield from _cited(piece.otherwise, f"{shown} -{number}".strip(), guide)


def _terms(guide: PublicGuide) -> tuple[TermView, ...]:
    terms = {term.term: term for module in guide.modules for term in module.terms}
    return tuple(
        TermView(term=term.term, long=term.long, meaning=term.meaning)
        for term in sorted(terms.values(), key=lambda term: term.term.casefold())
    )
