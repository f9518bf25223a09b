"""Views of what would change the reader's plan."""

from builder.guide import Guide
from builder.modules import Module
from builder.presentation.medium import Medium
from builder.prospects import Modules, Prospect, find_prospects
from builder.views import LinkView, ProspectGroupView, ProspectView
from builder.wording import say_setting, sentence

_MOST = 8
_EFFECTS = ("would come", "would go", "would become open", "would read otherwise")


def prospect_views(guide: Guide, medium: Medium) -> tuple[ProspectView, ...]:
    """Return the few changes within the reader's power that matter most, the greatest first."""
    prospects = find_prospects(guide.library, guide.facts)[:_MOST]
    return tuple(_prospect_view(prospect, guide, medium) for prospect in prospects)


def _prospect_view(prospect: Prospect, guide: Guide, medium: Medium) -> ProspectView:
    fields = guide.library.vocabulary.schema.fields
    clauses = (say_setting(fields[name], value) for name, value in prospect.settings.items())
    touched = (prospect.come, prospect.go, prospect.wait, prospect.reads)
    groups = tuple((effect, modules) for effect, modules in zip(_EFFECTS, touched, strict=True) if modules)
    return ProspectView(
        title=sentence("If", clauses).removesuffix("."),
        effect=sentence("", _effects(groups)),
        groups=tuple(
            ProspectGroupView(title=effect.capitalize(), modules=tuple(_link(module, medium) for module in modules))
            for effect, modules in groups
        ),
    )


def _effects(groups: tuple[tuple[str, Modules], ...]) -> tuple[str, ...]:
    """Return what would happen to how many: "2 pages would come", "1 would go"."""
    first, *others = ((effect, len(modules)) for effect, modules in groups)
    pages = "page" if first[1] == 1 else "pages"
    return (f"{first[1]} {pages} {first[0]}", *(f"{count} {effect}" for effect, count in others))


def _link(module: Module, medium: Medium) -> LinkView:
    is_there = module.id in medium.chapters
    return LinkView(title=module.title, href=medium.module(module.id) if is_there else "")
