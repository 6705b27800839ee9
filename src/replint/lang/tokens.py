"""The tokens of rules as regular expressions, and how deep parentheses may stand; knows no clause."""

from __future__ import annotations

import re

from replint.lang.lexicon import CLAUSES, TAKEN
from replint.span import Span

MOST_NESTED = 30
"""How deep parentheses may stand in each other; the parser recurses, and the interpreter has an end."""

END = r"(?![A-Za-z0-9_:./-])"
_WORD = rf"(?!(?:{'|'.join(sorted(TAKEN))}){END})[a-z0-9-]+"
PHRASE = rf"(?!(?:{'|'.join(CLAUSES)}){END})(?=[a-z]){_WORD}(?:[ \t]+{_WORD})*{END}"
STRING = r'"(?!"")((?:[^"\\\r\n]|\\[^\r\n])*)"'
LINES = r'"""((?s:.*?))"""'
REST = r'[^\s"#](?:(?![ \t]+#|[ \t]*(?:[\r\n]|\Z))[^\r\n])*'
CODE = r"[A-Za-z][A-Za-z0-9]*"
BARE = rf"(?!denied{END})[A-Za-z0-9][A-Za-z0-9_:./-]*"
COMMENT = r"(?<!\S)#[^\r\n]*"
CLAUSE_LINE = rf"(?m:^[ \t]*(?:{'|'.join(CLAUSES)}){END})"
HEADER_LINE = rf"(?m:^[ \t]*rule{END})"
"""Regular expressions for the beginning of a line that begins a clause, or a rule."""

TOKEN = re.compile(r'"""|"[^"\r\n]*"?|[^\s(),"]+|[(),]')
_NESTING = re.compile(rf"{LINES}|{STRING}|{COMMENT}|(?P<clause>{CLAUSE_LINE})|(?P<open>\()|(?P<close>\))")


class Misreading(Exception):  # noqa: N818 - what went wrong, in the words of this house
    """The text is no rule: why, and where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


def refuse_deep(content: str) -> None:
    """Raise Misreading where parentheses stand deeper in each other than the parser follows."""
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
