"""What reading found wrong with replication configurations, counted for the flows that they ask for.

S3 takes a configuration as a whole or refuses it, and one that it refuses replicates nothing:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Check, Severity, Verdict
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from replint.facts.replication import ReplicationConfiguration
    from replint.finding import Finding, FlowReport
    from replint.span import Place, Text


def parts(configuration: ReplicationConfiguration) -> tuple[Place, ...]:
    """Where a configuration stands: the whole, and its rules, each of which a bundle may keep in a file of its own."""
    places = (configuration.place, *(rule.place for rule in configuration.rules))
    return tuple(place for place in places if place)


def counted(
    flows: Iterable[tuple[FlowReport, tuple[Place, ...]]], findings: Sequence[Finding], titles: Mapping[str, str]
) -> tuple[tuple[FlowReport, ...], tuple[Finding, ...]]:
    """Flows and findings of reading with what each has to do with the other.

    `flows` come with the parts of their configurations. A flow has a failed requirement, of the setup, for each kind of
    fault on an error's level in any of them, under its title; such a fault names the flows that it concerns.
    """
    faults: dict[Text, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            faults.setdefault(finding.primary.place.text, []).append(finding)
    concerned: dict[int, list[str]] = {}
    told = []
    for flow, places in flows:
        found = {
            id(fault): fault
            for part in places
            for fault in faults.get(part.text, ())
            if _holds(part, fault.primary.place)
        }
        for fault in found:
            concerned.setdefault(fault, []).append(flow.id)
        told.append(_refused(flow, found.values(), titles) if found else flow)
    return tuple(told), tuple(
        replace(each, flows=tuple(concerned[id(each)])) if id(each) in concerned else each for each in findings
    )


def refused(faults: Iterable[Finding], told: Iterable[Finding]) -> frozenset[Place]:
    """The places of what is wrong with configurations for certain: what would follow from it, nobody needs to know.

    `faults` are those of reading, with the flows that they concern, and `told` what rules found.
    """
    wrong = (*(each for each in faults if each.flows or each.refused), *(each for each in told if each.refused))
    return frozenset(each.primary.place for each in wrong if each.severity is Severity.ERROR)


def _holds(whole: Place, part: Place) -> bool:
    return part.route[: len(whole.route)] == whole.route


def _refused(flow: FlowReport, faults: Iterable[Finding], titles: Mapping[str, str]) -> FlowReport:
    names = dict.fromkeys(fault.rule for fault in faults)
    failed = (Check(name, None, None, None, Verdict.FAILS, title=titles[name]) for name in names)
    return replace(flow, verdict=Verdict.FAILS, checks=(*flow.checks, *failed))
