"""How a fault becomes a finding: the message's manners, and what may have been meant by a mistaken name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.faults import FAULTS
from replint.finding import Certainty, Finding, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.finding import PutError, Severity
    from replint.span import Place
    from replint.syntax import Node

LONGEST_SHOWN = 80
_WORDS = {"True": "true", "False": "false", "None": "null"}


def finding(  # noqa: PLR0913 - a finding has these parts, and most callers give three
    rule: str,
    place: Place,
    message: str,
    help: str | None = None,  # noqa: A002 - the word that findings use
    *,
    severity: Severity | None = None,
    related: Iterable[Label] = (),
    label: str | None = None,
    absent: bool = False,
    refused: PutError | None = None,
) -> Finding:
    """A finding of one of these faults; it is certain, because the document itself shows it.

    `absent` tells that something is missing in the place; how S3 refuses it the fault itself may say.
    """
    fault = FAULTS[rule]
    return Finding(
        rule=rule,
        severity=severity or fault.severity,
        certainty=Certainty.CERTAIN,
        message=message,
        primary=Label(place, label or fault.info.title, absent),
        help=help,
        refused=refused or fault.refused,
        related=tuple(related),
        reference=fault.info.reference,
    )


def shown(value: object) -> str:
    """A value as a message shows it: in backticks, and not too much of it."""
    text = value if isinstance(value, str) else _WORDS.get(repr(value), repr(value))
    return f"`{text}`" if len(text) <= LONGEST_SHOWN else f"`{text[:LONGEST_SHOWN]}...`"


def called(node: Node) -> str:
    """What people call a value: its member's name, or of an element the list's."""
    if node.text.spelt:
        return f"`{node.text.spelt(node.route)}`"
    names = [step for step in node.route if isinstance(step, str)]
    if not names:
        return "the document"
    return f"`{names[-1]}`" if node.route[-1] == names[-1] else f"an element of `{names[-1]}`"


def meant(name: str, options: Iterable[str], likeness: float = 0.7) -> str | None:
    """Which of the options a mistaken name may have meant: the same but for case, or at least so like it."""
    options = list(options)
    folded = {option.lower(): option for option in options}
    if name.lower() in folded:
        return folded[name.lower()]
    if not options or len(name) > LONGEST_SHOWN:
        return None
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), folded, n=1, cutoff=likeness)
    return folded[near[0]] if near else None


def did_you_mean(name: str, options: Iterable[str]) -> str | None:
    """The help for a mistaken name, or None when none of the options is like it."""
    near = meant(name, options)
    return f"did you mean `{near}`?" if near else None
