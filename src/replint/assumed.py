"""What a run takes as none, or as so, because no document tells it: said once, behind all that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import governing, subjects
from replint.facts.role import Role
from replint.flows import Flow
from replint.jobs import Job
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.facts.estate import Estate
    from replint.subjects import Subject

# Each is a line of a report, behind `assumption: `, and fits in 80 cells.
NO_SESSION_POLICY = "S3 passes no session policy when it assumes the role"
NO_SCPS = "no service control policies (a bundle's `ServiceControlPolicies`)"
NO_SCPS_FOR = "no service control policies for account {account}"
OF_ORGANISATION = "account {account} is of {ids}, which its policies exempt"
NO_RCPS = "no resource control policies (a bundle's `ResourceControlPolicies`)"
NO_GRANTS = "no KMS grants (they are in no document)"


@record
class Assumed:
    """What one estate leaves to be assumed.

    `calls` says whether anybody calls anything in it, `scps` and `rcps` whether it has such policies, `kms` whether a
    key has its part. `ungoverned` are accounts of roles for which its SCPs, given for other accounts, have nothing;
    `organisations` accounts of roles with the ids that their organisation may have, as its own policies have it.
    """

    calls: bool
    kms: bool
    scps: bool
    rcps: bool
    ungoverned: tuple[str, ...]
    organisations: tuple[tuple[str, str], ...]


def of(estate: Estate, looked_at: Sequence[Subject]) -> Assumed:
    """What an estate leaves to be assumed of the subjects that were looked at."""
    flows = [subject for subject in looked_at if isinstance(subject, Flow)]
    return Assumed(
        calls=any(subjects.listed(subject) and subjects.calls(subject.kind) for subject in looked_at),
        kms=any(flow.source_key is not None or flow.replica_key is not None for flow in flows)
        or any(isinstance(subject, Job) and subject.manifest_key is not None for subject in looked_at),
        scps=estate.scps is not None,
        rcps=estate.rcps is not None,
        ungoverned=tuple(dict.fromkeys(_ungoverned(estate, looked_at))),
        organisations=tuple(dict.fromkeys(_organisations(estate, flows))),
    )


def _ungoverned(estate: Estate, looked_at: Iterable[Subject]) -> Iterator[str]:
    for caller in (subject.caller for subject in looked_at):
        if estate.scps and isinstance(caller, Role) and estate.scps.of(caller.account) is None:
            yield caller.account


def _organisations(estate: Estate, flows: Iterable[Flow]) -> Iterator[tuple[str, str]]:
    for flow in flows:
        if isinstance(flow.role, Role) and estate.declared.organisation is None:
            ids = governing.organisation(estate, flow.role.account, flow.destination.account)
            yield from ((flow.role.account, " or ".join(f"`{each}`" for each in given)) for given in (ids,) if given)


def told(assumed: Iterable[Assumed]) -> tuple[str, ...]:
    """The assumptions of a run, each as a sentence without its full stop; none of a run that judged no call."""
    estates = tuple(assumed)
    if not any(each.calls for each in estates):
        return ()
    ungoverned = dict.fromkeys(account for each in estates for account in each.ungoverned)
    known = dict.fromkeys(pair for each in estates for pair in each.organisations)
    said = (
        *((NO_SCPS_FOR.format(account=account), True) for account in ungoverned),
        (NO_SCPS, not all(each.scps for each in estates)),
        *((OF_ORGANISATION.format(account=account, ids=ids), True) for account, ids in known),
        (NO_RCPS, not all(each.rcps for each in estates)),
        (NO_GRANTS, any(each.kms for each in estates)),
        (NO_SESSION_POLICY, True),
    )
    return tuple(text for text, holds in said if holds)
