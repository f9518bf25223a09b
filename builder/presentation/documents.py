"""The documents that a handbook's claims come from, each once, with the places where it is cited."""

from collections.abc import Iterator

from builder.claims import Claim
from builder.dates import say_when
from builder.guide import Guide
from builder.part_views import LinkView
from builder.presentation.medium import Medium
from builder.presentation.modules import module_link
from builder.views import DocumentView


def document_views(guide: Guide, medium: Medium) -> tuple[DocumentView, ...]:
    """Return the documents by organisation and title."""
    places: dict[tuple[str, str, str], dict[LinkView, None]] = {}
    dates: dict[tuple[str, str, str], dict[str, None]] = {}
    for claim, link in _cited(guide, medium):
        key = (claim.organisation, claim.title, claim.url)
        places.setdefault(key, {})[link] = None
        dates.setdefault(key, {})[say_when(claim.as_of)] = None
    return tuple(
        DocumentView(
            organisation=organisation,
            title=title,
            url=url,
            as_of=", ".join(sorted(dates[organisation, title, url])),
            modules=tuple(places[organisation, title, url]),
        )
        for organisation, title, url in sorted(places, key=lambda key: tuple(map(str.casefold, key)))
    )


def _cited(guide: Guide, medium: Medium) -> Iterator[tuple[Claim, LinkView]]:
    for module in guide.modules:
        for claim in module.notes:
            yield claim, module_link(module, medium)
