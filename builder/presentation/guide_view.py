"""A whole guide as views, for one medium."""

from builder.claims import Claim
from builder.dates import say_date
from builder.guide import Guide
from builder.letters import direction_of, language_of
from builder.part_views import ChapterLinkView, LinkView, SiteView, TermView
from builder.plan import day_of
from builder.presentation.addresses import address_code
from builder.presentation.documents import document_views
from builder.presentation.medium import Kind, Medium
from builder.presentation.modules import chapter_views, module_link, note_view, why_line
from builder.presentation.plan import next_tasks, plan_views
from builder.presentation.prospects import prospect_views
from builder.presentation.questions import answer_groups, answer_view, question_views
from builder.presentation.scores import score_line_view
from builder.presentation.timeline import timeline_view
from builder.presentation.worksheets import worksheet_views
from builder.schema import FieldName
from builder.views import DecisionView, GuideView, HomeView, PlanYearView

_EXTRAS = (
    ("plan", "Your plan"),
    ("prospects", "What would change your plan"),
    ("answers", "Your answers"),
    ("why", "Why your guide looks like this"),
    ("sources", "What your plan rests on"),
)


def guide_view(guide: Guide, kind: Kind) -> GuideView:
    """Return everything one reader's website or handbook shows."""
    medium = Medium(kind, {module.id: chapter.chapter.id for chapter in guide.chapters for module in chapter.modules})
    plan = plan_views(guide, medium)
    return GuideView(
        site=_site_view(guide, medium),
        home=_home_view(guide, medium, plan),
        chapters=chapter_views(guide, medium),
        answers=answer_groups(guide),
        plan=plan,
        timeline=timeline_view(guide),
        prospects=prospect_views(guide, medium),
        worksheets=worksheet_views(guide, medium),
        sources=tuple(
            note_view(claim, number, f"source-{claim.id}", guide.library.outline)
            for number, claim in enumerate(_sources(guide), start=1)
        ),
        documents=document_views(guide, medium),
        terms=_terms(guide),
        decisions=_decisions(guide, medium),
    )


def _site_view(guide: Guide, medium: Medium) -> SiteView:
    outline = guide.library.outline
    given = guide.facts.given.get(FieldName("name"))
    name = given if isinstance(given, str) else ""
    return SiteView(
        title=outline.title,
        subtitle=outline.subtitle,
        language=outline.language,
        edition=say_date(outline.edition),
        audience=outline.audience,
        disclaimer=outline.disclaimer,
        reader=name,
        reader_language=language_of(name),
        reader_direction=direction_of(name),
        address=outline.address,
        address_code=address_code(outline.address if medium.kind is Kind.HANDBOOK else ""),
        chapters=tuple(
            ChapterLinkView(
                title=chapter.chapter.title,
                href=medium.chapter(chapter.chapter.id),
                number=chapter.number,
                modules=tuple(module_link(module, medium) for module in chapter.modules),
            )
            for chapter in guide.chapters
        ),
        extras=tuple(LinkView(title=title, href=medium.page(page)) for page, title in _EXTRAS),
    )


def _home_view(guide: Guide, medium: Medium, plan: tuple[PlanYearView, ...]) -> HomeView:
    outline, fields = guide.library.outline, guide.library.vocabulary.schema.fields
    days = ((named.title, day_of(named, guide.facts)) for named in outline.dates.values())
    return HomeView(
        glance=tuple(answer_view(fields[name], guide) for name in outline.home),
        score_line=score_line_view(guide),
        next_tasks=next_tasks(plan),
        questions=question_views(guide.questions, medium),
        match_day=next((f"{title}: {say_date(day)}" for title, day in days if day), ""),
    )


def _sources(guide: Guide) -> tuple[Claim, ...]:
    claims = {claim.id: claim for module in guide.modules for claim in module.notes}
    return tuple(sorted(claims.values(), key=lambda claim: (claim.organisation.casefold(), claim.id)))


def _terms(guide: Guide) -> tuple[TermView, ...]:
    terms = {term.term: term for module in guide.modules for term in module.terms}
    return tuple(
        TermView(term=t.term, long=t.long, meaning=t.meaning)
        for t in sorted(terms.values(), key=lambda term: term.term.casefold())
    )


def _decisions(guide: Guide, medium: Medium) -> tuple[DecisionView, ...]:
    return tuple(
        DecisionView(
            title=decision.module.title,
            chapter=chapter.title,
            verdict=str(decision.verdict),
            line=why_line(decision.ruling, guide),
            href=medium.module(decision.module.id) if decision.module.id in medium.chapters else "",
        )
        for chapter, decisions in guide.selection.chapters
        for decision in decisions
    )
