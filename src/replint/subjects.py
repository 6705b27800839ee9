"""What rules look at, one at a time: every kind of subject that an estate has, and where each comes from.

A subject has a `kind`, by which rules name it (`for each flow`), an `id`, its `estate`, the role that calls for it (its
`caller`, with `who` and `whose` for people), the `place` of what asks for it, and `asked`: the place that best names
that, with what is to be said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import deployments, flows, inventory, jobs
from replint.deployments import Deployment
from replint.flows import Flow
from replint.inventory import Holding
from replint.jobs import Job
from replint.privilege import statements
from replint.privilege.statements import Allow

if TYPE_CHECKING:
    from replint.facts.estate import Estate

Subject = Flow | Holding | Job | Deployment | Allow
"""Whatever a rule may look at."""


def of(estate: Estate) -> tuple[Subject, ...]:
    """All subjects of an estate, flows first."""
    traced = flows.trace(estate)
    others: tuple[Subject, ...] = (*inventory.trace(estate), *jobs.trace(estate), *deployments.trace(estate))
    return (*traced, *others, *statements.of(traced))


def concerned(subject: Subject) -> tuple[Flow, ...]:
    """The flows that a subject concerns: itself, or those that rest on it."""
    match subject:
        case Flow():
            return (subject,)
        case Allow():
            return subject.flows
        case _:
            return ()


def listed(subject: Subject) -> bool:
    """Whether reports list what holds of a subject, too: of statements only what is wrong is told."""
    return not isinstance(subject, Allow)


def calls(kind: str) -> bool:
    """Whether rules about a kind of subject ask for calls, which policies decide."""
    return kind != Holding.kind


def unasked_too(subject: Subject) -> bool:
    """Whether reports list a subject also where no rule asks anything of it: any bucket could be asked."""
    return not isinstance(subject, Holding)
