"""Splitting the text of a condition into tokens that carry their place."""

import re
from enum import StrEnum

from builder.conditions.phrases import Phrase
from builder.records import dataclass

LONGEST = 1_000


class TokenKind(StrEnum):
    """What a token is."""

    NAME = "a name"
    NUMBER = "a number"
    TEXT = "a text"
    OPERATOR = "a comparison"
    BRACKET = "a bracket"
    WORD = "a word of the language"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a condition; `start` and `end` count from the beginning of its text."""

    kind: TokenKind
    text: str
    start: int
    end: int

    def __str__(self) -> str:
        """Return the token as messages show it."""
        return "the end of the condition" if self.kind is TokenKind.END else f"`{self.text}`"


_WORDS = frozenset({"and", "or", "not", "known", "in"})
_PATTERN = re.compile(
    r"""(?P<space>\s+)
    | (?P<NAME>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)
    | (?P<NUMBER>-?[0-9]+)
    | (?P<TEXT>"[^"\n]*")
    | (?P<OPERATOR><=|>=|==|!=|<|>)
    | (?P<BRACKET>[()\[\],])
    """,
    re.VERBOSE,
)
_SLIPS = {
    "=": ("expected a comparison, found `=`", "write `==` to compare"),
    "&": ("unknown character `&`", "write `and`"),
    "|": ("unknown character `|`", "write `or`"),
    "!": ("unknown character `!`", "write `not`, or `!=` to compare"),
    "'": ("unknown character `'`", 'put a text in double quotes, "like this"'),
    "“": ("unknown character `“`", 'put a text in straight double quotes, "like this"'),
    '"': ("the text has no closing quote", 'put a text in double quotes, "like this"'),
}


def tokens_of(phrase: Phrase) -> tuple[Token, ...]:
    """Return the tokens of a condition, the last one its end.

    Raises:
        BuildError: a character that the language does not have, or too long a text.
    """
    text = phrase.text
    if len(text) > LONGEST:
        raise phrase.complaint(
            0, 1, f"the condition is longer than {LONGEST:,} characters", "give parts of it a name in `conditions.yaml`"
        )
    tokens, position = [], 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            character = text[position]
            message, hint = _SLIPS.get(character, (f"unknown character `{character}`", ""))
            raise phrase.complaint(position, position + 1, message, hint)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        position = match.end()
    return (*tokens, Token(TokenKind.END, "", len(text), len(text) + 1))


def _token(match: re.Match[str]) -> Token:
    kind = TokenKind[str(match.lastgroup)]
    text = match.group()
    if text in _WORDS:
        kind = TokenKind.OPERATOR if text == "in" else TokenKind.WORD
    return Token(kind, text, match.start(), match.end())
