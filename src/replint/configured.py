"""Replication configurations and their rules as they are put: also of those that are disabled, and copy nothing.

S3 looks at a configuration as a whole when somebody puts it:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from replint.facts import named
from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn
from replint.record import field, record
from replint.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationConfiguration, ReplicationRule
    from replint.facts.role import Role
    from replint.flows import Flow
    from replint.routes import Route
    from replint.span import Place

Key = TypeVar("Key", str, int)


@record
class Configured:
    """One replication configuration, with the bucket that it is put on and the flows that it makes."""

    kind: ClassVar[str] = "replication configuration"
    who: ClassVar[str] = "the replication role"
    whose: ClassVar[str] = "the role's"

    source: Bucket | Unresolved
    configuration: ReplicationConfiguration
    flows: tuple[Flow, ...] = field(compare=False, repr=False)
    estate: Estate = field(compare=False, repr=False)
    routes: Routes = field(compare=False, repr=False)
    by_id: Mapping[str, tuple[ReplicationRule, ...]] = field(compare=False, repr=False)
    """The rules that have an `ID`, by it."""
    by_priority: Mapping[int, tuple[ReplicationRule, ...]] = field(compare=False, repr=False)
    """The V2 rules that have a `Priority`, by it."""
    usual_partition: str = field(default="aws", compare=False)
    """The partition of most that the configuration names; of as many in two, that of the source bucket's Region."""

    @property
    def id(self) -> str:
        """The bucket's name."""
        return "?" if isinstance(self.source, Unresolved) else self.source.name

    @property
    def partition(self) -> str:
        """The partition of AWS that the configuration is for, as its destinations and its role tell."""
        return named.home(
            self.source, self.configuration.role, *(rule.destination for rule in self.configuration.rules)
        )

    @property
    def caller(self) -> Role | Unresolved:
        """The role that S3 works as."""
        return named.replication_role(self.estate, self.configuration)

    @property
    def place(self) -> Place | None:
        """The configuration's place."""
        return self.configuration.place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that best names the configuration, and what is to be said there."""
        return self.configuration.role_place or self.place, f"the replication configuration of bucket `{self.id}`"


@record
class ConfiguredRule:
    """One rule of a replication configuration, enabled or not."""

    kind: ClassVar[str] = "replication rule"
    who: ClassVar[str] = Configured.who
    whose: ClassVar[str] = Configured.whose

    within: Configured
    rule: ReplicationRule

    @property
    def id(self) -> str:
        """The bucket's name and the rule's id."""
        return f"{self.within.id}/{self.rule.id}"

    @property
    def source(self) -> Bucket | Unresolved:
        """The bucket that the configuration is put on."""
        return self.within.source

    @property
    def destination(self) -> Bucket:
        """The bucket that the rule names."""
        return named.destination(self.estate, self.rule)

    @property
    def estate(self) -> Estate:
        """The estate of the configuration."""
        return self.within.estate

    @property
    def partition(self) -> str:
        """The partition of AWS that the rule is for."""
        return named.home(self.source, self.within.configuration.role, self.rule.destination)

    @property
    def caller(self) -> Role | Unresolved:
        """The role that S3 works as."""
        return self.within.caller

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The flow that the rule makes; none where it is disabled."""
        return tuple(flow for flow in self.within.flows if flow.rule is self.rule)

    @property
    def place(self) -> Place | None:
        """The rule's place."""
        return self.rule.place or self.within.place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that best names the rule, and what is to be said there."""
        return self.rule.where("id") or self.place, f"replication rule `{self.rule.id}`"

    @property
    def route(self) -> Route | None:
        """The way that the rule's objects take; None where it is disabled, or not told well enough."""
        return self.within.routes.of(self.rule)

    @property
    def mixed_partitions(self) -> tuple[tuple[str, str], tuple[str, str]] | None:
        """What is in another partition of AWS than the rest, and one of the rest, each by name and with its partition.

        The rest is where most that the configuration names is; None where the rule's role, destination and key are in
        one partition.
        """
        told = _partitions(self.within.configuration.role, self.rule)
        if len(set(told.values())) < 2:  # noqa: PLR2004 - two are needed to differ
            return None
        usual = self.within.usual_partition
        home = usual if usual in told.values() else told["destination"]
        return (
            next((name, there) for name, there in told.items() if there != home),
            next((name, there) for name, there in reversed(told.items()) if there == home),
        )

    @property
    def copies_nothing(self) -> bool:
        """Whether S3 surely copies no object by the rule.

        Another one wins for each, or the rule names its own source, or it reaches over partitions of AWS. AWS does not
        say whether a winner that leaves out objects with KMS keys keeps them from the rule.
        """
        source, destination = self.source, self.rule.destination
        if self.mixed_partitions:
            return True
        if isinstance(destination, str) and getattr(source, "name", None) == named.bucket_name(destination):
            return True
        winner = self.within.routes.before(self.route) if self.route else None
        return winner is not None and (not self.rule.sse_kms or winner.rule.sse_kms is True)

    @property
    def others(self) -> tuple[ReplicationRule, ...]:
        """The other rules of the configuration, in its order."""
        return tuple(rule for rule in self.within.configuration.rules if rule is not self.rule)


def _partitions(role: str | Unresolved, rule: ReplicationRule) -> dict[str, str]:
    """The partitions of what a rule needs, by name; of what is no ARN, none."""
    texts = {"role": role, "destination": rule.destination, "replica_key": rule.replica_key}
    arns = {name: Arn.parse(text) for name, text in texts.items() if isinstance(text, str)}
    return {name: arn.partition for name, arn in arns.items() if arn}


def _usual_partition(source: Bucket | Unresolved, configuration: ReplicationConfiguration) -> str:
    told = [_partitions(configuration.role, rule) for rule in configuration.rules]
    found = [each for rule in told for name, each in rule.items() if name != "role"]
    found += [each["role"] for each in told[:1] if "role" in each]
    region = source.region if isinstance(source, Bucket) else None
    if isinstance(region, str):
        found.insert(0, named.partition_of(region))
    return max(dict.fromkeys(found), key=found.count, default="aws")


def trace(estate: Estate, flows: Iterable[Flow]) -> Iterator[Configured | ConfiguredRule]:
    """The configurations of an estate whose flows these are, each before its rules."""
    made: dict[int, list[Flow]] = {}
    for flow in flows:
        made.setdefault(id(flow.configuration), []).append(flow)
    routes = Routes(estate)
    for bucket, configuration in named.configurations(estate):
        configured = Configured(
            bucket,
            configuration,
            tuple(made.get(id(configuration), ())),
            estate,
            routes,
            _grouped((rule.given_id, rule) for rule in configuration.rules if isinstance(rule.given_id, str)),
            _grouped(
                (rule.priority, rule)
                for rule in configuration.rules
                if rule.filtered and isinstance(rule.priority, int)
            ),
            _usual_partition(bucket, configuration),
        )
        yield configured
        for rule in configuration.rules:
            yield ConfiguredRule(configured, rule)


def _grouped(rules: Iterable[tuple[Key, ReplicationRule]]) -> Mapping[Key, tuple[ReplicationRule, ...]]:
    found: dict[Key, list[ReplicationRule]] = {}
    for key, rule in rules:
        found.setdefault(key, []).append(rule)
    return {key: tuple(each) for key, each in found.items()}
