"""What rules look at, one at a time: every kind of subject that an estate has, and where each comes from.

A subject has a `kind`, by which rules name it (`for each flow`), an `id`, its `estate`, the role that calls for it (its
`caller`, and `who` that is for people), the `place` of what asks for it, and `asked`: the place that best names that,
with what is to be said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.flows import Flow, trace
from replint.privilege import statements
from replint.privilege.statements import Allow

if TYPE_CHECKING:
    from replint.facts.estate import Estate

Subject = Flow | Allow
"""Whatever a rule may look at."""


def of(estate: Estate) -> tuple[Subject, ...]:
    """All subjects of an estate, flows first."""
    traced = trace(estate)
    return (*traced, *statements.of(traced))


def flows(subject: Subject) -> tuple[Flow, ...]:
    """The flows that a subject concerns: itself, or those that rest on it."""
    return (subject,) if isinstance(subject, Flow) else subject.flows


def listed(subject: Subject) -> bool:
    """Whether reports list what holds of a subject, too: of flows, whose requirements are the proof."""
    return subject.kind == Flow.kind
