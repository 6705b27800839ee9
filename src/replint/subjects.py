"""What rules look at, one at a time: every kind of subject that an estate has, and where each comes from.

A subject has a `kind`, by which rules name it (`for each flow`), an `id`, its `estate`, the role that calls for it (its
`caller`, with `who` and `whose` for people), the `place` of what asks for it, and `asked`: the place that best names
that, with what is to be said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import configured, deployments, flows, inventory, jobs
from replint.configured import Configured, ConfiguredRule
from replint.deployments import Deployment
from replint.flows import Flow
from replint.inventory import Holding
from replint.jobs import Job
from replint.privilege import statements
from replint.privilege.statements import Allow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.facts.estate import Estate

Subject = Flow | Holding | Job | Deployment | Configured | ConfiguredRule | Allow
"""Whatever a rule may look at."""


def of(estate: Estate) -> tuple[Subject, ...]:
    """All subjects of an estate, flows first."""
    traced = flows.trace(estate)
    return (
        *traced,
        *inventory.trace(estate),
        *jobs.trace(estate),
        *deployments.trace(estate),
        *configured.trace(estate, traced),
        *statements.of(traced),
    )


def concerned(subject: Subject, *, is_refused: bool) -> tuple[Flow, ...]:
    """The flows that a finding about a subject concerns: itself, or those that rest on it.

    Of a rule that makes no flow, as it is disabled, and for which S3 refuses the configuration: all flows of that.
    """
    match subject:
        case Flow():
            return (subject,)
        case ConfiguredRule() if is_refused and not subject.flows:
            return subject.within.flows
        case Allow() | Configured() | ConfiguredRule():
            return subject.flows
        case _:
            return ()


def at_rest(subjects: Iterable[Subject]) -> frozenset[int]:
    """The flows, by identity, of which nothing is required, since their rules surely copy nothing."""
    rules = (each for each in subjects if isinstance(each, ConfiguredRule) and each.copies_nothing)
    return frozenset(id(flow) for rule in rules for flow in rule.flows)


def listed(subject: Subject) -> bool:
    """Whether reports list what holds of a subject, too: of the others only what is wrong is told."""
    return not isinstance(subject, Allow | Configured | ConfiguredRule)


def unasked_too(subject: Subject) -> bool:
    """Whether reports list a subject also where no rule asks anything of it: any bucket could be asked."""
    return not isinstance(subject, Holding)


def calls(kind: str) -> bool:
    """Whether rules about a kind of subject that reports list ask for calls, which policies decide."""
    return kind != Holding.kind


def bearers(subject: Subject, *, is_refused: bool) -> tuple[Flow, ...]:
    """The flows that bear a verdict on what somebody puts, which is no flow itself; of other subjects none.

    S3 takes a configuration as a whole: where it refuses one rule, nothing is copied by the others either.
    """
    match subject:
        case Configured():
            return subject.flows
        case ConfiguredRule():
            return subject.within.flows if is_refused else subject.flows
        case _:
            return ()
