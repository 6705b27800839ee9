"""A rule file from text to checked rules, one broken rule never hiding another; knows no folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.lang.check import check
from replint.lang.fault import fault, rule_text
from replint.lang.grammar import drafts
from replint.lang.tokens import CLAUSE_LINE, HEADER_LINE, Misreading
from replint.lang.tree import Rule
from replint.record import record
from replint.span import Span

if TYPE_CHECKING:
    from replint.lang.draft import Draft
    from replint.lang.fault import RuleFault
    from replint.lang.lexicon import Lexicon
    from replint.span import Text

MOST_CHARACTERS = 256 * 1024
MOST_MISREADINGS = 10
"""After so many clauses that cannot be read a file is given up: each makes the file be parsed once more."""


@record
class Reading:
    """What a file holds: the rules that can be used, and what is wrong with the others."""

    text: Text
    rules: tuple[Rule, ...]
    faults: tuple[RuleFault, ...]


def read(path: str, content: str, lexicon: Lexicon) -> Reading:
    """The rules of a file, checked against a lexicon."""
    text = rule_text(path, content)
    if len(content) > MOST_CHARACTERS:
        return Reading(text, (), (fault(f"a rule file holds at most {MOST_CHARACTERS // 1024} KiB", text, Span(0, 0)),))
    readable, misread = _parsed(text)
    checked = [check(draft, lexicon, text) for draft in readable]
    faults = [*misread, *(found for one in checked if not isinstance(one, Rule) for found in one)]
    if not faults and not checked:
        faults.append(fault("a rule file holds a rule; expected `rule NAME`", text, Span(0, 0)))
    rules = tuple(one for one in checked if isinstance(one, Rule))
    return Reading(text, rules, tuple(sorted(faults, key=lambda found: found.place.span)))


def _parsed(text: Text) -> tuple[tuple[Draft, ...], tuple[RuleFault, ...]]:
    """The drafts that can be read, and the faults of those that cannot.

    A clause that cannot be read is blanked out and the file is parsed again, so that one run tells of each.
    """
    content = text.content
    harmed: list[int] = []
    faults: list[RuleFault] = []
    while len(faults) < MOST_MISREADINGS:
        try:
            written = drafts(content)
        except Misreading as wrong:
            faults.append(fault(wrong.message, text, wrong.span))
            (start, end), in_rule = _clause_around(content, wrong.span)
            harmed += [start] if in_rule else []
            content = content[:start] + re.sub(r"\S", " ", content[start:end]) + content[end:]
        else:
            return _whole(written, harmed), tuple(faults)
    return (), tuple(faults)


def _clause_around(content: str, wrong: Span) -> tuple[Span, bool]:
    """The stretch to pass over, and whether it belongs to the rule whose header stands before it.

    The clause, up to the next one. Where the header itself is wrong, or missing, all up to the next header.
    """
    line = content.rfind("\n", 0, wrong.start) + 1
    begins = [found.start() for found in re.finditer(CLAUSE_LINE, content)]
    headers = [found.start() for found in re.finditer(HEADER_LINE, content)]
    before = max((start for start in begins if start <= wrong.start), default=line)
    headed = any(start <= wrong.start for start in headers) and line not in headers
    ends = begins if headed else headers
    end = min((start for start in ends if start > wrong.start), default=len(content))
    return Span(line if before in headers else before, end), headed


def _whole(written: tuple[Draft, ...], harmed: list[int]) -> tuple[Draft, ...]:
    """The drafts in which nothing was passed over."""
    broken = {max((draft.span.start for draft in written if draft.span.start <= at), default=-1) for at in harmed}
    return tuple(draft for draft in written if draft.span.start not in broken)
