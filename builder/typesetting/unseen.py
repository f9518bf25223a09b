"""Elements that only selectors see: they stand for what is laid out elsewhere."""

import re
from collections.abc import Iterable
from functools import lru_cache

UNSEEN = "x-unseen"
OPENINGS = 2000  # that are remembered: a handbook has some hundred
_NO_STUB = re.compile(r' (?:id|style|value)="[^"]*"')


@lru_cache(OPENINGS)
def stub(opening: str, tag: str) -> str:
    """Return an element for selectors to see and nobody else."""
    return f"{with_classes(_NO_STUB.sub('', opening), (UNSEEN,))}</{tag}>"


def with_classes(opening: str, names: Iterable[str]) -> str:
    """Return an opening tag with further classes: the engine shares what it works out for these, not for styles."""
    added = " ".join(names)
    if not added:
        return opening
    if 'class="' in opening:
        return opening.replace('class="', f'class="{added} ', 1)
    return f'{opening[:-1]} class="{added}">'
