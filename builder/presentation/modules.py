"""Views of chapters and modules."""

from markupsafe import Markup

from builder.analysis import Flip, find_flips, with_settings
from builder.claims import Claim
from builder.conditions.facts import Facts
from builder.conditions.nodes import ALWAYS
from builder.dates import say_date, say_when
from builder.guide import Guide, GuideChapter, GuideModule
from builder.outline import Outline
from builder.part_views import AddressView, LinkView, NoteView, TaskView, TermView, WhyView
from builder.plan import PlannedTask, say_window
from builder.presentation.addresses import number_addresses
from builder.presentation.medium import Kind, Medium, note_anchor
from builder.presentation.questions import question_views, questions_of
from builder.presentation.worksheets import worksheet_view
from builder.schema import Schema
from builder.selection import Ruling, Verdict
from builder.views import ChapterView, ModuleView
from builder.wording import PERHAPS_FEWER, clauses, say_setting, sentence, statements


def chapter_views(guide: Guide, medium: Medium) -> tuple[ChapterView, ...]:
    """Return the chapters with their modules, in reading order."""
    links = tuple(module_link(module, medium) for module in guide.modules)
    order: dict[str, int] = {module.id: position for position, module in enumerate(guide.modules)}
    return tuple(_chapter_view(chapter, guide, medium, links, order) for chapter in guide.chapters)


def module_link(module: GuideModule, medium: Medium) -> LinkView:
    """Return a link to a module."""
    return LinkView(
        title=module.decision.module.title, href=medium.module(module.id), number=module.number, is_open=module.is_open
    )


def task_view(task: PlannedTask, module: LinkView, outline: Outline) -> TaskView:
    """Return a task with its window in words."""
    return TaskView(
        anchor=task.anchor,
        do=task.task.do,
        is_essential=task.task.is_essential,
        window=say_window(task, outline.edition, outline),
        module=module,
    )


def why_view(ruling: Ruling, guide: Guide) -> WhyView:
    """Return why a module has its verdict, and what would change that."""
    facts, schema = guide.facts, guide.library.vocabulary.schema
    flips = find_flips(ruling.condition, facts, schema).found if ruling.verdict is not Verdict.OPEN else ()
    return WhyView(
        line=why_line(ruling, guide),
        facts=tuple(f"{statement}." for statement in statements(ruling.proof, facts, schema.fields)),
        flips=tuple(_flip_sentence(flip, schema) for flip in flips if _keeps_other_answers(flip, facts)),
    )


def _flip_sentence(flip: Flip, schema: Schema) -> str:
    settings = (say_setting(schema.fields[name], value) for name, value in flip.settings.items())
    outcome = "leave your guide" if flip.verdict is Verdict.OUT else "be in your guide"
    return f"{sentence('If', settings)[:-1]}, this would {outcome}."


def _keeps_other_answers(flip: Flip, facts: Facts) -> bool:
    """Tell whether a change lets all other answers stand: who has a score cannot have not taken the exam."""
    changed = with_settings(facts, flip.settings)
    return changed is not None and set(facts.given) <= set(changed.given)


def why_line(ruling: Ruling, guide: Guide) -> str:
    """Return the one line that says why a module is here, waits, or is left out."""
    if ruling.condition == ALWAYS:
        return "In every reader’s guide."
    fields = guide.library.vocabulary.schema.fields
    doubt = "" if ruling.proof.is_minimal else f" {PERHAPS_FEWER}"
    if ruling.verdict is Verdict.OPEN:
        missing = (f"your {fields[name].title}" for name in ruling.proof.fields if name not in guide.facts.given)
        return sentence("Depends on", missing) + doubt
    start = "Here because" if ruling.verdict is Verdict.IN else "Left out because"
    return sentence(start, clauses(ruling.proof, guide.facts, fields)) + doubt


def note_views(notes: tuple[Claim, ...], module: GuideModule, guide: Guide) -> tuple[NoteView, ...]:
    """Return the numbered source notes of a module."""
    return tuple(
        note_view(claim, number, note_anchor(module.id, claim.id), guide.library.outline)
        for number, claim in enumerate(notes, start=1)
    )


def note_view(claim: Claim, number: int, anchor: str, outline: Outline) -> NoteView:
    """Return one source note; a claim past its day says so."""
    is_past = claim.expires is not None and claim.expires < outline.edition
    return NoteView(
        number=number,
        anchor=anchor,
        says=claim.says,
        organisation=claim.organisation,
        title=claim.title,
        url=claim.url,
        as_of=say_when(claim.as_of),
        reach=claim.reach,
        check=claim.check,
        expired=f"To be checked again since {say_date(claim.expires)}" if is_past and claim.expires else "",
    )


def _chapter_view(
    chapter: GuideChapter, guide: Guide, medium: Medium, links: tuple[LinkView, ...], order: dict[str, int]
) -> ChapterView:
    here = LinkView(title=chapter.chapter.title, href=medium.chapter(chapter.chapter.id), number=str(chapter.number))
    modules = []
    for module in chapter.modules:
        position = order[module.id]
        before, after = links[:position][-1:], links[position + 1 :][:1]
        modules.append(
            _module_view(module, guide, medium, here, (before[0] if before else None, after[0] if after else None))
        )
    return ChapterView(
        anchor=medium.anchor("chapter", chapter.chapter.id),
        number=chapter.number,
        title=chapter.chapter.title,
        summary=chapter.chapter.summary,
        href=here.href,
        modules=tuple(modules),
        ready=sum(not module.is_open for module in chapter.modules),
        open=sum(module.is_open for module in chapter.modules),
        left_out=chapter.left_out,
    )


def _module_view(
    module: GuideModule,
    guide: Guide,
    medium: Medium,
    chapter: LinkView,
    around: tuple[LinkView | None, LinkView | None],
) -> ModuleView:
    asked = question_views(questions_of(module.decision.open_rulings(), guide), medium)
    reviewed = module.decision.module.reviewed
    body, addresses = _body(module, medium)
    return ModuleView(
        anchor=medium.anchor("module", module.id),
        number=module.number,
        title=module.decision.module.title,
        chapter=chapter,
        is_open=module.is_open,
        why=why_view(module.decision.ruling, guide),
        body=body,
        questions=asked if module.is_open else (),
        waiting=() if module.is_open else asked,
        tasks=tuple(task_view(task, module_link(module, medium), guide.library.outline) for task in module.tasks),
        worksheets=tuple(worksheet_view(worksheet, module, guide, medium) for worksheet in module.worksheets),
        notes=note_views(module.notes, module, guide),
        addresses=addresses,
        terms=tuple(TermView(term=term.term, long=term.long, meaning=term.meaning) for term in module.terms),
        reviewed=say_date(reviewed) if reviewed else "",
        previous=around[0],
        next=around[1],
    )


def _body(module: GuideModule, medium: Medium) -> tuple[Markup, tuple[AddressView, ...]]:
    """Return a module's text, and on paper the addresses that its links lead to."""
    body = medium.body(module)
    if medium.kind is Kind.WEBSITE:
        return body, ()
    return number_addresses(body, module.id, len(module.notes) + 1)
