"""What a case of a pack expects, `expected.txt`: a line for each rule that must, or must not, be reported there.

# comments and blank lines say nothing
replica-elsewhere
error replica-elsewhere at bundle.json:14
not missing-replica-write
unknown replica-elsewhere
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from replint.finding import InputProblem, Severity
from replint.record import record
from replint.span import Place, Span, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from replint.span import Route

NAME = "expected.txt"
"""The file of a case that says what is expected there."""

FORMS = "`RULE`, `RULE at FILE:LINE`, `not RULE` or `unknown RULE`"
_LINE = re.compile(r"^[^\r\n]+", re.MULTILINE)
_WORD = re.compile(r"(?<!\S)#.*|\S+")
_AT = re.compile(r"(?P<file>[^:]+)(?::(?P<line>[1-9][0-9]*))?")
NEAR = 0.6
"""How alike a name must be to one that there is, so that it may be meant."""


class Wanted(Enum):
    """What must become of a rule in a case."""

    REPORTED = "reported"
    SILENT = "not"
    UNKNOWN = "unknown"


@record
class Expectation:
    """One line: a rule, what must become of it, and how and where it must be reported, as far as that is said."""

    wanted: Wanted
    rule: str
    place: Place
    severity: Severity | None = None
    file: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """Where the line stands, in the form that editors open."""
        return f"{self.place.text.path}:{self.place.text.position(self.place.span.start).line}"


@record
class Expected:
    """What a case expects, and what is wrong with the lines that cannot be read."""

    lines: tuple[Expectation, ...] = ()
    problems: tuple[InputProblem, ...] = ()


class _Unreadable(Exception):  # noqa: N818 - it says what is wrong, and never leaves this module
    """A word of a line that cannot stand there, and where it stands."""

    def __init__(self, message: str, span: tuple[int, int]) -> None:
        super().__init__(message)
        self.span = span


def read(path: str, content: str, rules: Collection[str], files: Collection[str]) -> Expected:
    """What the text of an expectation says; `rules` and `files` are the names that it may use."""
    text = Text(path, content, _span)
    lines: list[Expectation] = []
    problems: list[InputProblem] = []
    for line in _LINE.finditer(content):
        words = [word for word in _WORD.finditer(content, *line.span()) if not word[0].startswith("#")]
        try:
            lines += [_line(words, rules, files, text)] if words else []
        except _Unreadable as wrong:
            at = text.position(wrong.span[0])
            problems.append(InputProblem(path, str(wrong), at.line, at.column, Place(text, wrong.span)))
    return Expected(tuple(lines), tuple(problems))


def _line(words: list[re.Match[str]], rules: Collection[str], files: Collection[str], text: Text) -> Expectation:
    place = Place(text, (words[0].start(), words[-1].end()))
    left = list(words)
    wanted = Wanted(left.pop(0)[0]) if left[0][0] in ("not", "unknown") else Wanted.REPORTED
    severity = Severity(left.pop(0)[0]) if left and left[0][0] in tuple(Severity) else None
    if severity and wanted is not Wanted.REPORTED:
        raise _Unreadable(f"a severity stands before what must be reported; expected {FORMS}", words[1].span())
    if not left:
        raise _Unreadable(f"the line ends where a rule's name was expected: {FORMS}", words[-1].span())
    rule = left.pop(0)
    if rule[0] not in rules:
        raise _Unreadable(f"`{rule[0]}` is no rule{_meant(rule[0], rules, f'expected {FORMS}')}", rule.span())
    if not left:
        return Expectation(wanted, rule[0], place, severity)
    at = _AT.fullmatch(left[1][0]) if left[0][0] == "at" and len(left) > 1 else None
    if at is None or len(left) > 2:  # noqa: PLR2004 - `at` and the place
        raise _Unreadable(f"`{left[0][0]}` stands where `at FILE:LINE` or the end was expected", left[0].span())
    if wanted is not Wanted.REPORTED:
        raise _Unreadable("only what must be reported has a place", (left[0].start(), left[1].end()))
    if at["file"] not in files:
        raise _Unreadable(f"`{at['file']}` is no document of this case{_meant(at['file'], files)}", left[1].span())
    return Expectation(wanted, rule[0], place, severity, at["file"], int(at["line"]) if at["line"] else None)


def _meant(said: str, known: Iterable[str], otherwise: str = "") -> str:
    from difflib import get_close_matches

    near = get_close_matches(said, list(known), 1, cutoff=NEAR)
    return f"; did you mean `{near[0]}`?" if near else otherwise and f"; {otherwise}"


def _span(route: Route, key: bool) -> Span:  # noqa: FBT001 - the shape of Text.locate
    del key
    start, end = route
    return Span(int(start), int(end))
