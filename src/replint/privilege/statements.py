"""The Allow statements around flows, which least privilege looks at one by one: each is one thing to change.

A role's statements are asked for all flows that use the role; those of a bucket or a key for all flows that touch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.role import Role
from replint.iam.policy import Policy
from replint.privilege import needs
from replint.privilege.needs import Resting
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.facts.estate import Estate
    from replint.flows import Flow
    from replint.iam.policy import Statement
    from replint.privilege.needs import Needs
    from replint.span import Place

ROLE, TRUST, RESOURCE = "role statement", "trust statement", "resource statement"
"""The kinds of subjects that statements are: in a role's permission policies, in its trust policy, in a bucket's or
a key's policy."""

Owner = Role | Bucket | Key
"""Whose policy a statement stands in."""


@record(eq=False)
class Allow:
    """An Allow statement in one of an owner's policies, with the flows that rest on the policy.

    `where` is the policy for people.
    """

    who: ClassVar[str] = "the replication role"
    whose: ClassVar[str] = "the role's"

    kind: str
    owner: Owner
    where: str
    policy: Policy
    statement: Statement
    resting: Resting

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The flows that rest on the policy."""
        return self.resting.flows

    @property
    def roles(self) -> tuple[Role, ...]:
        """Their roles."""
        return needs.roles(self.resting)

    @property
    def needs(self) -> Needs:
        """What the flows need, all together."""
        return needs.of(self.resting)

    @property
    def estate(self) -> Estate:
        """The estate of the flows."""
        return self.flows[0].estate

    @property
    def id(self) -> str:
        """What a report calls it."""
        return f"{self.name} of {self.where}"

    @property
    def name(self) -> str:
        """The statement as people find it in its policy."""
        return self.policy.called(self.statement)

    @property
    def caller(self) -> Role:
        """The role that the statement is for, or the first of them."""
        return self.roles[0]

    @property
    def place(self) -> Place | None:
        """Where the statement stands."""
        return self.statement.place or self.policy.place or self.flows[0].place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that ties the policy to replication."""
        configuration = self.flows[0].configuration
        if isinstance(self.owner, Role):
            return configuration.role_place, "the role of this replication configuration"
        return self.flows[0].asked[0], f"replication rule `{self.flows[0].rule.id}` rests on this policy"

    @property
    def partition(self) -> str:
        """The partition of the flows' resources."""
        return self.flows[0].partition


def of(flows: Iterable[Flow]) -> Iterator[Allow]:
    """The Allow statements of the flows' roles, of their trust policies, of their buckets and keys; each once."""
    by_owner: dict[tuple[str, str], tuple[Owner, list[Flow]]] = {}
    for flow in flows:
        for kind, name, owner in _owners(flow):
            by_owner.setdefault((kind, name), (owner, []))[1].append(flow)
    for owner, resting in by_owner.values():
        yield from _allows(owner, Resting(tuple(resting)))


def _owners(flow: Flow) -> Iterator[tuple[str, str, Owner]]:
    if not isinstance(flow.role, Role):
        return
    yield "role", flow.role.arn, flow.role
    for bucket in (flow.source, flow.destination):
        if isinstance(bucket, Bucket):
            yield "bucket", bucket.name, bucket
    for key in (flow.source_key, flow.replica_key):
        if isinstance(key, Key):
            yield "key", key.arn, key


def _allows(owner: Owner, resting: Resting) -> Iterator[Allow]:
    shared = resting.flows[0].estate.shared
    for kind, where, policy in _policies(owner):
        if kind != TRUST and policy.place and policy.place.text.file.path in shared:
            continue  # what other estates need of it is not in view
        for statement in policy.statements:
            if statement.effect == "Allow":
                yield Allow(kind, owner, where, policy, statement, resting)


def _policies(owner: Owner) -> Iterator[tuple[str, str, Policy]]:
    match owner:
        case Role():
            listed = owner.policies if isinstance(owner.policies, tuple) else ()
            yield from ((ROLE, "the role's policies", policy) for policy in listed if isinstance(policy, Policy))
            if isinstance(owner.trust, Policy):
                yield TRUST, "the trust policy of the role", owner.trust
        case Bucket() if isinstance(owner.policy, Policy):
            yield RESOURCE, f"the policy of bucket `{owner.name}`", owner.policy
        case Key() if isinstance(owner.policy, Policy):
            yield RESOURCE, f"the policy of key `{owner.arn}`", owner.policy
        case _:
            return
