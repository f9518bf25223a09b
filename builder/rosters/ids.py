"""Ids of readers: part of a path, so short, plain and alike on every disk."""

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from hmac import digest

from builder.disk_names import is_device

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ADVISOR = "advisor"  # the folder for the advisor's own sheets
_BYTES = 6


def id_problem(text: str) -> str:
    """Return why a text cannot be an id, or nothing where it can or none is given."""
    if not text:
        return ""
    if not _ID.fullmatch(text):
        return "an id must be 1 to 40 letters (a to z), digits, `-` and `_`, the first a letter or digit"
    if is_device(text) or text.casefold() == _ADVISOR:
        return "this id is a name that some systems, or Matchbook, keep for themselves"
    return ""


def sharers(ids: Sequence[str]) -> Mapping[int, int]:
    """Return, for the position of each id that stands elsewhere too, the first such place; capitals do not count.

    An empty text is no id.
    """
    places: dict[str, list[int]] = {}
    for position, each in enumerate(ids):
        if each:
            places.setdefault(each.casefold(), []).append(position)
    shared = (found for found in places.values() if len(found) > 1)
    return {position: found[0 if position != found[0] else 1] for found in shared for position in found}


def derive_ids(key: bytes, identities: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return an id for each identity that stays the same with the key and that nobody can guess without it.

    Of equal identities the second, third and so on get ids of their own.
    """
    seen: dict[tuple[str, ...], int] = {}
    ids = []
    for identity in identities:
        seen[identity] = seen.get(identity, 0) + 1
        message = "\0".join((*identity, str(seen[identity]))).encode()
        ids.append(b32encode(digest(key, message, sha256)[:_BYTES]).decode().rstrip("=").lower())
    return tuple(ids)
