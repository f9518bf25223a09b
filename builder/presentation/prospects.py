"""Views of what would change the reader's plan."""

from builder.guide import Guide
from builder.modules import Module
from builder.part_views import LinkView
from builder.presentation.medium import Medium
from builder.prospects import Modules, Prospect, find_prospects
from builder.views import ProspectGroupView, ProspectView
from builder.wording import Fields, say_setting, sentence

MOST_PROSPECTS = 8
_EFFECTS = ("would come", "would go", "would become open", "would read otherwise")


def prospect_views(guide: Guide, medium: Medium) -> tuple[ProspectView, ...]:
    """Return the few changes within the reader's power that matter most, the greatest first."""
    prospects = find_prospects(guide.library, guide.facts)[:MOST_PROSPECTS]
    return tuple(_prospect_view(prospect, guide, medium) for prospect in prospects)


def prospect_title(prospect: Prospect, fields: Fields) -> str:
    """Return a change as the start of a sentence: "If you have passed Step 3"."""
    clauses = (say_setting(fields[name], value) for name, value in prospect.settings.items())
    return sentence("If", clauses).removesuffix(".")


def prospect_effect(prospect: Prospect) -> str:
    """Return what a change would do: "2 pages would come and 1 would go."."""
    first, *others = ((effect, len(modules)) for effect, modules in _groups(prospect))
    pages = "page" if first[1] == 1 else "pages"
    return sentence("", (f"{first[1]} {pages} {first[0]}", *(f"{count} {effect}" for effect, count in others)))


def _groups(prospect: Prospect) -> tuple[tuple[str, Modules], ...]:
    touched = (prospect.come, prospect.go, prospect.wait, prospect.reads)
    return tuple((effect, modules) for effect, modules in zip(_EFFECTS, touched, strict=True) if modules)


def _prospect_view(prospect: Prospect, guide: Guide, medium: Medium) -> ProspectView:
    return ProspectView(
        title=prospect_title(prospect, guide.library.vocabulary.schema.fields),
        effect=prospect_effect(prospect),
        groups=tuple(
            ProspectGroupView(title=effect.capitalize(), modules=tuple(_link(module, medium) for module in modules))
            for effect, modules in _groups(prospect)
        ),
    )


def _link(module: Module, medium: Medium) -> LinkView:
    is_there = module.id in medium.chapters
    return LinkView(title=module.title, href=medium.module(module.id) if is_there else "")
