"""Finding what a reader's profile says in files that everybody may read."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from unicodedata import normalize
from urllib.parse import quote

from builder.diagnostics import Diagnostic
from builder.profiles import Profile
from builder.schema import FieldName, Kind, Schema
from builder.sources import whole_file

# Shorter ones are codes, of countries for example, and stand in files for many reasons.
_SHORTEST_ITEM = 4
_HINT = "take it out of the guide, or move the profile out of the folder of profiles if it is not private"


def find_leaks(
    files: Mapping[str, bytes], profiles: Iterable[Profile], schema: Schema, own_words: str, ids: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield a finding for every file in which a text of a profile stands; it never says the text.

    `ids` are those that rosters give their readers, by the names of the profiles; not every profile has one.

    Looked for are texts that readers write themselves: choices, numbers and codes with a layout of their own tell of
    nobody in particular. A single text, such as a name, and an id that is no short code may stand nowhere; an item of a
    list may where it is one of `own_words`, what authors write for everyone.
    """
    texts = {name: content.decode(errors="replace") for name, content in sorted(files.items())}
    for profile in profiles:
        said = ids.get(profile.name, "")
        own_id = [("id", said)] if len(said) >= _SHORTEST_ITEM else []
        for field, value in (*own_id, *_own_texts(profile, schema, own_words)):
            wanted = _pattern(value)
            for name, text in texts.items():
                # Two or three letters stand in any picture or font by chance.
                is_by_chance = len(value) < _SHORTEST_ITEM and "\N{REPLACEMENT CHARACTER}" in text
                if not is_by_chance and wanted.search(text):
                    message = f"this file holds what {profile.name} says as `{field}`"
                    yield Diagnostic(whole_file(name), message, _HINT)


def _own_texts(profile: Profile, schema: Schema, own_words: str) -> Iterator[tuple[FieldName, str]]:
    for name, value in profile.given.items():
        field = schema.fields[name]
        if field.kind is Kind.TEXT and isinstance(value, str) and value.strip():
            yield name, value.strip()
        elif field.kind is Kind.TEXTS and isinstance(value, tuple) and not field.layout:
            items = (item.strip() for item in value)
            yield from ((name, item) for item in items if len(item) >= _SHORTEST_ITEM and item not in own_words)


def _pattern(value: str) -> re.Pattern[str]:
    """Return what finds a text in every spelling in which a file may hold it: as it is, in HTML, scripts, addresses."""
    composed = {normalize(form, value) for form in ("NFC", "NFD")}
    spelt = {spelling for text in composed for spelling in (text, escape(text), quote(text), *_in_scripts(text))}
    # Whole words, so that a short name is not found inside others.
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(spelling) for spelling in sorted(spelt)) + r")(?!\w)")


def _in_scripts(text: str) -> tuple[str, str]:
    return json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]
