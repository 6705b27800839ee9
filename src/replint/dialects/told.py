"""What one document tells: facts that stand for themselves, and those that need an estate around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replint.facts.bucket import Bucket
    from replint.facts.estate import OrganisationPolicies
    from replint.facts.key import Key
    from replint.facts.replication import ReplicationConfiguration
    from replint.facts.role import Role
    from replint.iam.policy import Policy
    from replint.syntax import Node


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of one document.

    `configurations` do not say whose they are; of `bucket_policies` only the resources do. `details` are roles in the
    details of an account, which has many: an estate reads those that it needs. `remarks` say why a document that is
    AWS's is of no use.
    """

    buckets: tuple[Bucket, ...] = ()
    roles: tuple[Role, ...] = ()
    keys: tuple[Key, ...] = ()
    configurations: tuple[ReplicationConfiguration, ...] = ()
    bucket_policies: tuple[tuple[str, Policy], ...] = ()
    details: tuple[Node, ...] = ()
    scps: OrganisationPolicies | None = None
    rcps: OrganisationPolicies | None = None
    remarks: tuple[str, ...] = ()
