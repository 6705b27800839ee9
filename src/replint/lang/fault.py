"""What is wrong with a rule's text, and where; knows how a rule file's places are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import InputProblem
from replint.record import record
from replint.span import Place, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.span import Span, Text

MOST_SUGGESTIONS = 3


@record
class RuleFault:
    """Why a rule cannot be used, with the place to change."""

    message: str
    place: Place

    def problem(self) -> InputProblem:
        """The fault as a report carries it; where there is no text there is no line to show."""
        if not self.place.text.content:
            return InputProblem(self.place.text.path, self.message)
        line, column = self.place.text.position(self.place.span.start)
        return InputProblem(self.place.text.path, self.message, line, column, self.place)

    def __str__(self) -> str:
        """`path:line:column: message`, then the line with the place underlined."""
        text, span = self.place.text, self.place.span
        number, column = text.position(span.start)
        line = text.line(number)
        width = max(1, min(span.end - span.start, len(line) - column + 1))
        margin = "".join(char if char == "\t" else " " for char in line[: column - 1])
        return f"{text.path}:{number}:{column}: {self.message}\n  {line}\n  {margin}{'^' * width}"


def rule_text(path: str, content: str) -> Text:
    """The text of a rule file; the route of a place in it is the pair of its offsets."""
    return plain(path, content)


def fault(message: str, text: Text, span: Span) -> RuleFault:
    """A fault at a stretch of a rule file."""
    return RuleFault(message, Place(text, (span.start, span.end)))


def meant(said: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` with at most three known words that are like this one, the nearest first, or `""`.

    Alike is what is spelt alike, then what holds all of its words: `objects` in `source objects`.
    """
    from difflib import get_close_matches

    words = list(known)
    near = get_close_matches(said.lower(), words, MOST_SUGGESTIONS, cutoff=0.7)
    near += [word for word in words if set(said.split()) <= set(word.split())]
    listed = " or ".join(f"`{one}`" for one in list(dict.fromkeys(near))[:MOST_SUGGESTIONS])
    return f"; did you mean {listed}?" if near else ""
