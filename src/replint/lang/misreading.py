"""Why a text is no rule, in words: of a message of the parser, and of what is too deep for it."""

from __future__ import annotations

import re

from replint.lang.patterns import CLAUSE_LINE, COMMENT, LINES, STRING, TOKEN
from replint.span import Span

MOST_NESTED = 30
"""How deep parentheses may stand in each other; the parser recurses, and the interpreter has an end."""

_NESTING = re.compile(rf"{LINES}|{STRING}|{COMMENT}|(?P<clause>{CLAUSE_LINE})|(?P<open>\()|(?P<close>\))")
_EXPECTED = "Expected "


class Misreading(Exception):  # noqa: N818 - what went wrong, in the words of this house
    """The text is no rule: why, and where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


def begins_line(content: str, at: int) -> bool:
    """Whether nothing but blanks stands before an offset in its line."""
    return not content[content.rfind("\n", 0, at) + 1 : at].strip(" \t\ufeff")


def refuse_deep(content: str) -> None:
    """Raise Misreading where parentheses stand in each other too deep."""
    depth = 0
    for match in _NESTING.finditer(content):
        if match.lastgroup == "clause":
            depth = 0
        elif match.lastgroup == "open":
            depth += 1
        elif match.lastgroup == "close":
            depth -= 1
        if depth > MOST_NESTED:
            raise Misreading(f"a condition nests at most {MOST_NESTED} parentheses", Span(*match.span()))


def misreading(said: str, at: int, content: str) -> Misreading:
    """What the parser said of an offset, as people say it: what stands there, and what was expected."""
    at = min(at, len(content))
    found = TOKEN.match(content, at)
    span = Span(*found.span()) if found else Span(at, at)
    if not said.startswith(_EXPECTED):
        return Misreading(said, span)
    expected = said.removeprefix(_EXPECTED)
    if found and found[0].startswith('"') and (found[0] == '"""' or not re.fullmatch(STRING, found[0])):
        quotes = re.match('"""|"', found[0])
        return Misreading(f"a text that begins with `{quotes and quotes[0]}` has no end", span)
    if found and found[0].startswith("TODO"):
        return Misreading(f"`TODO` is still to be written: {expected}", span)
    if found and not (begins_line(content, at) and re.match(CLAUSE_LINE, content[at:])):
        return Misreading(f"`{found[0]}` stands where {expected} was expected", span)
    end = len(content[:at].rstrip())
    return Misreading(f"the clause ends where {expected} was expected", Span(end, end))
