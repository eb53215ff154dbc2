"""SQL scripts as statements, split as the runner on a cluster splits them.

It knows quotation marks, comments and statement sets, and nothing of SQL's grammar.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

__all__ = ["ScriptError", "Statement", "position", "split_script", "variables_in"]

Kind: TypeAlias = Literal["word", "quoted", "symbol"]
_COMMENT = re.compile(r"(?:--|//)[^\n\r]*")
_VARIABLE = re.compile(r"\$\{([^{}\s'\"`;]+)\}")
_WORD_CATEGORIES = ("Nd", "Nl", "Mn", "Mc", "Sc", "Pc", "Cf")
_IGNORABLE = {*range(0, 9), *range(0xE, 0x1C), *range(0x7F, 0xA0)}
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTES = {"'": "string", '"': "quoted name", "`": "quoted name"}


class Token(Struct, frozen=True):
    """A part of a script that is neither white space nor a comment, and where it begins."""

    kind: Kind
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of some keywords, in any case of letters."""
        return self.kind == "word" and self.text.upper() in words


class Statement(Struct, frozen=True):
    """A statement by its tokens."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """The offset of its first character in the script."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.tokens[-1].start + len(self.tokens[-1].text)

    def begins_with(self, *words: str) -> bool:
        """Whether the statement begins with these keywords."""
        first = self.tokens[: len(words)]
        return len(first) == len(words) and all(map(Token.is_word, first, words))


class ScriptError(Exception):
    """A script cannot be split; `offset` is where the error is, in the statement of a number."""

    def __init__(self, message: str, offset: int, statement: int) -> None:
        super().__init__(message)
        self.offset = offset
        self.statement = statement


def split_script(script: str) -> Sequence[Statement]:
    """Return the statements of a script; raise ScriptError where something in it has no end."""
    splitter = _Splitter()
    try:
        for token in _tokens(script):
            splitter.add(token)
    except _Unclosed as error:
        message = f"the {error.what} that begins here has no end"
        raise ScriptError(message, error.offset, splitter.number) from None
    splitter.end()
    return splitter.statements


def position(script: str, offset: int) -> tuple[int, int]:
    """Return line and column of a character, both from 1; \\r\\n, \\r and \\n end a line."""
    ends = [match.end() for match in _LINE_END.finditer(script) if match.end() <= offset]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


def variables_in(statement: Statement) -> Iterator[tuple[str, int]]:
    """Yield the variables of a statement such as ${name}: the name, and its offset in the script."""
    for token in statement.tokens:
        for match in _VARIABLE.finditer(token.text):
            yield match[1], token.start + match.start()


class _Splitter:
    """Joins tokens to statements, which end at a semicolon outside of BEGIN … END."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._tokens: list[Token] = []
        self._depth = 0

    @property
    def number(self) -> int:
        """The number of the statement that the next token belongs to."""
        return len(self.statements) + 1

    def add(self, token: Token) -> None:
        """Add a token, or end the statement with it."""
        if token.kind == "symbol" and token.text == ";" and (not self._depth or self._opens_set()):
            self.end()
            return
        if self._depth:
            self._depth += token.is_word("BEGIN", "CASE") - token.is_word("END")
        elif token.is_word("BEGIN") and self._opens_block():
            self._depth = 1
        self._tokens.append(token)

    def end(self) -> None:
        """End the statement; one without tokens is none."""
        if self._tokens:
            self.statements.append(Statement(tuple(self._tokens)))
        self._tokens, self._depth = [], 0

    def _opens_block(self) -> bool:
        last = Statement(tuple(self._tokens[-2:]))
        return not self._tokens or last.begins_with("STATEMENT", "SET")

    def _opens_set(self) -> bool:
        """Whether the statement so far is BEGIN STATEMENT SET, which ends with a semicolon."""
        words = Statement(tuple(self._tokens))
        return len(self._tokens) == 3 and words.begins_with("BEGIN", "STATEMENT", "SET")


class _Unclosed(Exception):
    """Something that begins at an offset has no end."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.what = what
        self.offset = offset


def _tokens(script: str) -> Iterator[Token]:
    """Yield the tokens of a script, without comments."""
    start = 0
    while start < len(script):
        end = _end_of_gap(script, start)
        if end == start:
            kind, end = _next(script, start)
            yield Token(kind, script[start:end], start)
        start = end


def _end_of_gap(script: str, start: int) -> int:
    """Return the end of the white space or comment that begins at an offset; the offset if none does."""
    if (script[start].isspace() and script[start] != "\x85") or script[start] == "\ufeff":
        return start + 1
    if script.startswith("/*", start) and not script.startswith("/*+", start):
        end = script.find("*/", start + 2)
        if end < 0:
            raise _Unclosed("comment", start)
        return end + 2
    match = _COMMENT.match(script, start)
    return match.end() if match else start


def _next(script: str, start: int) -> tuple[Kind, int]:
    """Return the kind and the end of the token that begins at an offset."""
    if script[start] in _QUOTES:
        return "quoted", _end_of_quoted(script, start, start, escapes=False)
    if script.startswith(("E'", "e'"), start):
        return "quoted", _end_of_quoted(script, start, start + 1, escapes=True)
    if match := _VARIABLE.match(script, start):
        return "symbol", match.end()
    end = _end_of_word(script, start)
    return ("word", end) if end > start else ("symbol", start + 1)


def _end_of_word(script: str, start: int) -> int:
    end = start
    while end < len(script) and _is_part_of_word(script[end]) and script[end : end + 2] != "${":
        end += 1
    return end


def _is_part_of_word(character: str) -> bool:
    """Whether Java takes a character for a part of an identifier; so does Flink's parser."""
    if character.isascii():
        return character.isalnum() or character in "_$" or ord(character) in _IGNORABLE
    category = unicodedata.category(character)
    is_beyond = ord(character) > 0xFFFF or ord(character) in _IGNORABLE
    return is_beyond or category[0] == "L" or category in _WORD_CATEGORIES


def _end_of_quoted(script: str, start: int, opening: int, *, escapes: bool) -> int:
    """Return the end of a quotation, in which a doubled quotation mark stands for one."""
    quote = script[opening]
    marks = re.compile(rf"\\.|{quote}{quote}?" if escapes else f"{quote}{quote}?", re.DOTALL)
    for match in marks.finditer(script, opening + 1):
        if match[0] == quote:
            return match.end()
    raise _Unclosed(_QUOTES[quote], start)
