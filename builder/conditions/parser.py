"""Parsing the text of a condition; each function's docstring is its rule of the grammar."""

from builder.conditions.lexer import Token, TokenKind, tokens_of
from builder.conditions.nodes import Operator
from builder.conditions.phrases import Phrase
from builder.conditions.syntax import Chain, Constant, Group, KnownName, Name, Negation, Part
from builder.diagnostics import BuildError

DEEPEST = 40


def parse_phrase(phrase: Phrase) -> Part:
    """Condition = either."""
    parser = _Parser(phrase)
    part = parser.either()
    parser.expect_end()
    return part


class _Parser:
    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._tokens = tokens_of(phrase)
        self._next = 0
        self._depth = 0

    def either(self) -> Part:
        """Either = both ("or" both)*."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._complaint(self._token, f"the condition is nested more than {DEEPEST} deep")
        operands = [self.both()]
        while self._accept("or"):
            operands.append(self.both())
        self._depth -= 1
        return self._group("or", operands)

    def both(self) -> Part:
        """Both = negation ("and" negation)*."""
        operands = [self.negation()]
        while self._accept("and"):
            operands.append(self.negation())
        return self._group("and", operands)

    def negation(self) -> Part:
        """Negation = "not" negation | comparison."""
        first = self._token
        count = 0
        while self._accept("not"):
            count += 1
        part = self.comparison()
        return Negation(part, first.start, part.end) if count % 2 else part

    def comparison(self) -> Part:
        """Comparison = operand (("<" | "<=" | ">" | ">=" | "==" | "!=" | "in") operand)*."""
        operands, operators = [self.operand()], []
        while self._token.kind is TokenKind.OPERATOR:
            operators.append(Operator(self._take().text))
            operands.append(self.operand())
        if not operators:
            return operands[0]
        return Chain(tuple(operands), tuple(operators), operands[0].start, operands[-1].end)

    def operand(self) -> Part:
        """Operand = "known" field | field | named condition | threshold | number | text | list | "(" either ")"."""
        token = self._take()
        if token.text == "known" and token.kind is TokenKind.WORD:
            name = self._name(self._take())
            return KnownName(name, token.start, name.end)
        if token.text == "(":
            part = self.either()
            self._expect(")")
            return part
        if token.text == "[":
            return self.items(token)
        if token.kind is TokenKind.NAME:
            return self._name(token)
        return self._constant(token)

    def items(self, first: Token) -> Part:
        """List = "[" [(number | text) ("," (number | text))*] "]"."""
        values: list[int | str] = []
        while self._token.text != "]" and self._token.kind is not TokenKind.END:
            if values:
                self._expect(",")
            value = self._constant(self._take()).value
            if not isinstance(value, tuple):
                values.append(value)
        last = self._expect("]")
        return Constant(tuple(values), first.start, last.end)

    def expect_end(self) -> None:
        """Complain about anything left over."""
        if self._token.kind is not TokenKind.END:
            raise self._complaint(
                self._token, f"expected `and`, `or` or the end, found {self._token}", _left_over(self._token)
            )

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        if token.kind is not TokenKind.END:
            self._next += 1
        return token

    def _accept(self, word: str) -> bool:
        if self._token.kind is TokenKind.WORD and self._token.text == word:
            self._next += 1
            return True
        return False

    def _expect(self, text: str) -> Token:
        token = self._take()
        if token.text != text:
            raise self._complaint(token, f"expected `{text}`, found {token}")
        return token

    def _name(self, token: Token) -> Name:
        if token.kind is not TokenKind.NAME:
            raise self._complaint(token, f"expected the name of a field, found {token}")
        return Name(token.text, token.start, token.end)

    def _constant(self, token: Token) -> Constant:
        if token.kind is TokenKind.NUMBER:
            return Constant(int(token.text), token.start, token.end)
        if token.kind is TokenKind.TEXT:
            return Constant(token.text[1:-1], token.start, token.end)
        raise self._complaint(token, f"expected a name, a number or a text, found {token}")

    def _group(self, word: str, operands: list[Part]) -> Part:
        if len(operands) == 1:
            return operands[0]
        return Group(word, tuple(operands), operands[0].start, operands[-1].end)

    def _complaint(self, token: Token, message: str, hint: str = "") -> BuildError:
        return self._phrase.complaint(token.start, token.end, message, hint)


def _left_over(token: Token) -> str:
    if token.text == "not":
        return "write `not` in front of the whole comparison: `not a in b`"
    if token.text in {"true", "false"}:
        return "a true/false field stands alone, or behind `not`"
    return ""
