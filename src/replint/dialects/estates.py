"""What the documents of one estate tell, put together; whose a configuration is that does not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import bucket, role
from replint.dialects.merging import merged
from replint.dialects.owners import completed
from replint.dialects.telling import finding
from replint.facts.batch import CompletionReport, GeneratedManifest, GivenManifest
from replint.facts.estate import Estate, OrganisationPolicies
from replint.facts.named import bucket_name
from replint.facts.unresolved import Unresolved
from replint.finding import Label
from replint.iam import actions
from replint.iam.arn import Arn
from replint.iam.policy import Policy
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.dialects.guidance import Owner
    from replint.dialects.managed import Library
    from replint.dialects.selection import Group
    from replint.dialects.told import Told
    from replint.facts.batch import BatchJob
    from replint.facts.bucket import Bucket
    from replint.facts.replication import ReplicationConfiguration
    from replint.facts.role import Role
    from replint.finding import Finding

READ_CONFIGURATION = "s3:GetReplicationConfiguration"
_SAID_BY = "a bundle would, or the source bucket's document beside it"


def assembled(
    group: Group, told: Sequence[Told], library: Library, faults: list[Finding], remarks: dict[str, None]
) -> Estate:
    """The estate of a group's documents. Appends contradictions to `faults` and what nobody tells to `remarks`."""
    buckets = merged((each for one in told for each in (*one.buckets, *_with_policy(one))), faults)
    loose = _distinct(each for one in told for each in one.configurations)
    roles = merged((each for one in told for each in one.roles), faults)
    jobs = tuple(dict.fromkeys(each for one in told for each in one.jobs))
    configurations = [*loose, *_configurations(buckets.values())]
    wanted = {*(each.role for each in configurations), *(each.role for each in jobs)}
    details = (
        found
        for one in told
        for node in one.details
        if role.arn(node) in wanted and (found := role.read(node, library, faults, whole=True))
    )
    roles = merged((*roles.values(), *details), faults)
    owned, orphans = _owned(loose, buckets, roles, _of_jobs(jobs), remarks)
    buckets = merged((*buckets.values(), *owned), faults)
    return Estate(
        buckets=completed(buckets, _owners(told, owned), faults),
        roles=roles,
        keys=merged((each for one in told for each in one.keys), faults),
        orphans=orphans,
        scps=_organisation([one.scps for one in told if one.scps], faults),
        rcps=_organisation([one.rcps for one in told if one.rcps], faults),
        jobs=jobs,
        deployers=tuple(dict.fromkeys(each for one in told for each in one.deployers)),
        declared=group.declared,
        shared=group.shared,
        name=group.name,
    )


def _owners(told: Sequence[Told], owned: Iterable[Bucket]) -> Iterator[tuple[str, Owner]]:
    """Each bucket that a document tells of, with what was told of the document from outside."""
    holders = {each.name: each.replication for each in owned}
    for one in told:
        yield from ((each.name, one.owner) for each in one.buckets)
        yield from ((name, one.owner) for name, _ in one.bucket_policies)
        yield from ((name, one.owner) for name, held in holders.items() if held in one.configurations)


def _with_policy(told: Told) -> Iterator[Bucket]:
    for name, policy in told.bucket_policies:
        places = {"policy": policy.place} if policy.place else {}
        yield replace(bucket.untold(name), policy=policy, place=policy.place, places=places)


def _distinct(configurations: Iterable[ReplicationConfiguration]) -> list[ReplicationConfiguration]:
    """The configurations without repetitions: the same document in two files is one."""
    found: list[ReplicationConfiguration] = []
    for each in configurations:
        if each not in found:
            found.append(each)
    return found


def _configurations(buckets: Iterable[Bucket]) -> list[ReplicationConfiguration]:
    told = [bucket.replication for bucket in buckets]
    return [each for each in told if each is not None and not isinstance(each, Unresolved)]


def _owned(
    loose: Sequence[ReplicationConfiguration],
    buckets: Mapping[str, Bucket],
    roles: Mapping[str, Role],
    of_jobs: set[str],
    remarks: dict[str, None],
) -> tuple[list[Bucket], tuple[ReplicationConfiguration, ...]]:
    """The loose configurations as buckets that have them, and those of which nobody knows whose they are."""
    rules = [rule for each in (*loose, *_configurations(buckets.values())) for rule in each.rules]
    destinations = {rule.destination.rpartition(":")[2] for rule in rules if isinstance(rule.destination, str)}
    others = destinations | of_jobs
    sources = [each.name for each in buckets.values() if each.name not in others and _may_have_one(each)]
    owned: list[Bucket] = []
    orphans: list[ReplicationConfiguration] = []
    for each in loose:
        path = each.place.text.file.path if each.place else ""
        names = sources if len(loose) == 1 and len(sources) == 1 else sorted(_read_by(each, roles) - destinations)
        if len(names) != 1:
            orphans.append(each)
            remarks[f"{path}: nobody says whose replication configuration this is; {_SAID_BY}"] = None
            continue
        if names is not sources:
            remarks[f"{path}: taken as that of bucket `{names[0]}`, the one whose configuration its role may read"] = (
                None
            )
        places = {"replication": each.place} if each.place else {}
        owned.append(replace(bucket.untold(names[0]), replication=each, places=places))
    return owned, tuple(orphans)


def _of_jobs(jobs: Iterable[BatchJob]) -> set[str]:
    """The buckets that jobs name for a manifest or a report, and never as a source."""
    named: set[str] = set()
    sources: set[str] = set()
    for job in jobs:
        match job.manifest:
            case GeneratedManifest(str(source), bucket=bucket):
                sources.add(bucket_name(source))
                named.update([bucket_name(bucket)] if isinstance(bucket, str) else [])
            case GivenManifest(_, str(name)):
                named.add(bucket_name(name))
            case _:
                pass
        if isinstance(job.report, CompletionReport) and isinstance(job.report.bucket, str):
            named.add(bucket_name(job.report.bucket))
    return named - sources


def _may_have_one(each: Bucket) -> bool:
    return each.stated and isinstance(each.replication, Unresolved)


def _read_by(configuration: ReplicationConfiguration, roles: Mapping[str, Role]) -> set[str]:
    """The buckets that the role's policies name for reading their replication configuration."""
    found = roles.get(configuration.role) if isinstance(configuration.role, str) else None
    policies = found.policies if found and not isinstance(found.policies, Unresolved) else ()
    return {name for policy in policies if isinstance(policy, Policy) for name in _granted(policy)}


def _granted(policy: Policy) -> Iterator[str]:
    for statement in policy.statements:
        element, resources = statement.actions, statement.resources
        if statement.effect != "Allow" or not element or element.complement or not resources or resources.complement:
            continue
        if any(isinstance(each, str) and actions.matches(each, READ_CONFIGURATION) for each in element.values):
            for text in resources.values:
                arn = Arn.parse(text) if isinstance(text, str) else None
                if arn and arn.service == "s3" and not set("*?/$") & set(arn.resource):
                    yield arn.resource


def _organisation(told: Sequence[OrganisationPolicies], faults: list[Finding]) -> OrganisationPolicies | None:
    """An organisation's policies from all documents; of two that differ the first holds, and that is a finding."""
    if not told:
        return None
    first = told[0]
    for other in told[1:]:
        if other != first and other.place:
            related = (Label(first.place, "told differently here"),) if first.place else ()
            message = "the organisation's policies are told differently in two places"
            faults.append(finding("contradicting-documents", other.place, message, related=related))
    return first
