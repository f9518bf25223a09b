"""The abbreviations a guide explains."""

from collections.abc import Mapping

from builder.diagnostics import Problems
from builder.records import dataclass
from builder.sources import Source
from builder.yaml_text import Scalar, parse_yaml
from builder.yaml_values import keys_of, mapping_of, open_keys_of, required_prose, texts_at


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation, what it stands for, and what that is in one sentence."""

    term: str
    long: str
    meaning: str
    texts: tuple[Scalar, ...] = ()


def parse_glossary(source: Source) -> Mapping[str, Term]:
    """Read `glossary.yaml`.

    Raises:
        BuildError: with every problem found.
    """
    problems = Problems()
    top = keys_of(parse_yaml(source), "the glossary", ("terms",), problems)
    terms = {}
    for name, node in open_keys_of(top.get("terms"), "`terms`", problems).items():
        what = f"the term `{name}`"
        keys_of(node, what, ("long", "meaning"), problems)
        entry = mapping_of(node)
        terms[name] = Term(
            name,
            required_prose(entry, "long", what, problems),
            required_prose(entry, "meaning", what, problems),
            tuple(texts_at(entry, "*")),
        )
    problems.raise_errors()
    return terms


def spellings(terms: Mapping[str, Term]) -> Mapping[str, str]:
    """Return every spelling to look for in texts, plurals included, with what it stands for."""
    found: dict[str, str] = {}
    for term in terms.values():
        found[term.term] = term.long
        found.setdefault(f"{term.term}s", term.long)
    return found
