"""All facts of one run, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.batch import BatchJob
    from replint.facts.bucket import Bucket
    from replint.facts.key import Key
    from replint.facts.replication import ReplicationConfiguration
    from replint.facts.role import Role
    from replint.iam.policy import Policy
    from replint.span import Place

Levels = tuple[tuple["Policy", ...], ...]
"""Policies of an organisation, one tuple a level, root first."""


@record
class OrganisationPolicies:
    """SCPs or RCPs: the levels for every account, or per account id. `place` is where they are given."""

    everywhere: Levels | None = None
    by_account: Mapping[str, Levels] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False)

    def of(self, account: str) -> Levels | None:
        """The levels that govern an account; None when the documents do not give any for it."""
        return self.by_account.get(account, self.everywhere)


@record
class Declared:
    """What somebody says of an estate that is in no document of AWS's; None is not said.

    `organisation` is the id of the one that the accounts of its roles are of, `regions` are those in which replicas may
    be, `accounts` those to which they may go. `places` has where each is said, by field name.
    """

    organisation: str | None = None
    regions: tuple[str, ...] | None = None
    accounts: tuple[str, ...] | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


NOTHING = Declared()
"""Where nobody says anything."""


@record
class Estate:
    """All facts of one run: buckets by name, roles and keys by ARN.

    `orphans` are configurations of which nobody says whose bucket they belong to. `scps` and `rcps` are None when no
    document gives any: none are assumed then, and the report says so. `jobs` are those that replicate, `deployers` the
    ARNs of roles that put replication configurations. `shared` are the files that other estates have too: what else
    their roles, buckets and keys are there for is not in view.
    """

    buckets: Mapping[str, Bucket]
    roles: Mapping[str, Role]
    keys: Mapping[str, Key]
    orphans: tuple[ReplicationConfiguration, ...] = ()
    scps: OrganisationPolicies | None = None
    rcps: OrganisationPolicies | None = None
    jobs: tuple[BatchJob, ...] = ()
    deployers: tuple[str, ...] = ()
    declared: Declared = NOTHING
    shared: frozenset[str] = frozenset()
    name: str = ""

    @property
    def silent(self) -> bool:
        """Whether nothing tells of any replication: no configuration, not even that a bucket has none, and no job."""
        told = (
            "replication" in bucket.places or not isinstance(bucket.replication, Unresolved)
            for bucket in self.buckets.values()
        )
        return not (self.orphans or self.jobs or self.deployers or any(told))

    def described(self, kind: str, name: str) -> Place | None:
        """Where a document describes the bucket, the role or the key of this name; None where none does."""
        things: Mapping[str, Mapping[str, Bucket | Role | Key]] = {
            "bucket": self.buckets,
            "role": self.roles,
            "key": self.keys,
        }
        found = things.get(kind, {}).get(name)
        return found.place if found else None
