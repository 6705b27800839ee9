"""From a draft to an override: another severity for a rule of somebody else's, or none, with the reason for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Override
from replint.lang.check import TO_DO
from replint.lang.draft import Severities, SwitchedOff, Texts
from replint.lang.fault import fault
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.lang.draft import Draft
    from replint.lang.fault import RuleFault
    from replint.span import Text

NEEDED = {
    "severity": "severity LEVEL` or `severity off",
    "reason": "reason TEXT",
}


def check_override(draft: Draft, text: Text) -> Override | tuple[RuleFault, ...]:
    """The override that a draft of this text says, or all that keeps it from being one, in no order."""
    faults = tuple(_faults(draft, text))
    if faults:
        return faults
    (severity,) = (clause for clause in draft.clauses if isinstance(clause, Severities | SwitchedOff))
    (reason,) = (clause.said.text for clause in draft.clauses if isinstance(clause, Texts))
    level = severity.said.otherwise if isinstance(severity, Severities) else None
    return Override(draft.name, level, " ".join(reason.split()), Place(text, tuple(draft.span)))


def _faults(draft: Draft, text: Text) -> Iterator[RuleFault]:
    present = [clause.keyword for clause in draft.clauses]
    for keyword, form in NEEDED.items():
        if keyword not in present:
            yield fault(f"the override of `{draft.name}` has no `{keyword}`; expected `{form}`", text, draft.span)
    for index, clause in enumerate(draft.clauses):
        if clause.keyword not in NEEDED:
            message = f"`{clause.keyword}` stands in a rule; an override has `severity` and `reason`"
            yield fault(message, text, clause.head)
        elif clause.keyword in present[:index]:
            yield fault(f"`{clause.keyword}` stands twice in the override of `{draft.name}`", text, clause.head)
        elif isinstance(clause, Severities) and clause.said.guards:
            yield fault("an override has one severity, without `when`", text, clause.said.span)
        elif isinstance(clause, Texts) and not clause.said.text.strip():
            yield fault("`reason` says nothing", text, clause.said.span)
        elif isinstance(clause, Texts) and clause.said.text.startswith(TO_DO):
            yield fault("`reason` is still to be written", text, clause.said.span)
