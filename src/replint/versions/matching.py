"""Which flow of one report is which of another; of other things that were looked at, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replint.finding import FlowReport, Verdict

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from replint.finding import Check, SubjectReport

Subject: TypeAlias = "FlowReport | SubjectReport"
"""What has requirements and a verdict."""

Asked: TypeAlias = "tuple[str, str | None, str | None, str | None]"
"""What a requirement asks, without the answer: the rule, who calls, the action and on what."""


def matched(old: Sequence[Subject], new: Sequence[Subject]) -> list[tuple[Subject | None, Subject | None]]:
    """Each of both reports with the one of the other that it is, or None: first the new ones in their order.

    It is the same when it has the same name in the same file; else the same name; else, for a flow whose replication
    rule was renamed, when it goes from and to the same buckets and asks for the same calls on the same objects.
    """
    left = dict(enumerate(old))
    partners: dict[int, Subject] = {}
    for key in (_exactly, _by_name, _by_calls):
        waiting: dict[Hashable, list[int]] = {}
        for index, subject in left.items():
            waiting.setdefault(key(subject), []).append(index)
        for index, subject in enumerate(new):
            if index not in partners and waiting.get(key(subject)):
                partners[index] = left.pop(waiting[key(subject)].pop(0))
    return [*((partners.get(index), each) for index, each in enumerate(new)), *((each, None) for each in left.values())]


def kind(subject: Subject) -> str:
    """What rules call it: a `flow`, a `batch job` or whatever it is."""
    return "flow" if isinstance(subject, FlowReport) else subject.kind


def asked(check: Check) -> Asked:
    """What a requirement asks."""
    return check.rule, check.principal, check.action, check.resource


def verdicts(subject: Subject | None) -> dict[Asked, Verdict]:
    """The verdict of each requirement, the worst where one is asked twice; none of what is not there."""
    found: dict[Asked, Verdict] = {}
    for check in subject.checks if subject else ():
        if is_worse(check.verdict, found.setdefault(asked(check), check.verdict)):
            found[asked(check)] = check.verdict
    return found


def is_worse(now: Verdict, was: Verdict | None) -> bool:
    """Whether a verdict is worse than one before; what was not there counts as if it had held."""
    return now.weight > (was or Verdict.HOLDS).weight


def _exactly(subject: Subject) -> Hashable:
    return kind(subject), subject.id, subject.place and subject.place.text.file.path


def _by_name(subject: Subject) -> Hashable:
    return kind(subject), subject.id


def _by_calls(subject: Subject) -> Hashable:
    if not isinstance(subject, FlowReport):
        return _by_name(subject)
    # A call is on the objects of the filter, and so tells it; who calls may have changed together with the name.
    calls = frozenset((check.rule, check.action, check.resource) for check in subject.checks if check.action)
    return subject.source, subject.destination, calls
