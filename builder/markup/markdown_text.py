"""Markdown to HTML, compiled once: what was compiled in an earlier run is not compiled again."""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from builder.installed import installed_versions
from builder.records import dataclass, field

# Part of every key: a change of how text is compiled makes all that was kept useless.
EDITION = "5"
_HEADING = re.compile(r'<(h[1-6]) id="heading:([^"]*)"')


class Slugs:
    """Gives each heading of one module an id of its own."""

    def __init__(self, prefix: str) -> None:
        """Start ids with the module's id: a handbook holds many modules."""
        self._prefix = prefix
        self._used: dict[str, int] = {}

    def take(self, text: str) -> str:
        """Return an id for a heading that no earlier one has."""
        slug = f"{self._prefix}--{text or 'section'}"
        candidate, count = slug, self._used.get(slug, 1)
        while candidate in self._used:
            count += 1
            candidate = f"{slug}-{count}"
        self._used[slug] = count
        self._used.setdefault(candidate, 1)
        return candidate


@dataclass(frozen=True, slots=True)
class CompiledTexts:
    """HTML by keys made of the text and all it depends on: of earlier runs, and what this one used."""

    earlier: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)


class MarkdownText:
    """Compiles the texts of one library."""

    def __init__(self, terms: Mapping[str, str], compiled: CompiledTexts | None = None) -> None:
        """Explain these abbreviations wherever they stand."""
        self._terms = terms
        self._compiled = compiled or CompiledTexts()
        self._seed = sha256(
            repr((EDITION, installed_versions(frozenset({"markdown"})), sorted(terms.items()))).encode()
        ).hexdigest()
        self._convert: Callable[[str], str] | None = None

    def compile(self, text: str, slugs: Slugs) -> tuple[str, set[str]]:
        """Return HTML and the heading levels in it."""
        key = sha256(f"{self._seed} {text}".encode()).hexdigest()
        html = self._compiled.earlier.get(key)
        if html is None:
            html = self._converted(text)
        self._compiled.used[key] = html
        levels = {level for level, _ in _HEADING.findall(html)}
        return _HEADING.sub(lambda match: f'<{match[1]} id="{slugs.take(match[2])}"', html), levels

    def _converted(self, text: str) -> str:
        if self._convert is None:
            # Imported here: a run that finds every text compiled starts faster without the library.
            from builder.markup.markdown_engine import make_engine  # noqa: PLC0415

            self._convert = make_engine(self._terms)
        return self._convert(text)
