"""Deployments: a role that puts a replication configuration, and the configuration that it puts.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from replint.facts import named
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.facts.bucket import Bucket
    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationConfiguration
    from replint.span import Place


@record
class Deployment:
    """One deployer and one configuration of its account: it puts the configuration and with it passes `role` to S3."""

    kind: ClassVar[str] = "deployment"
    who: ClassVar[str] = "the deployer"
    whose: ClassVar[str] = "the deployer's"

    id: str
    partition: str
    deployer: Role
    source: Bucket | Unresolved
    role: Role | Unresolved
    configuration: ReplicationConfiguration
    estate: Estate = field(compare=False, repr=False)

    @property
    def caller(self) -> Role:
        """Who makes the calls: the deployer."""
        return self.deployer

    @property
    def place(self) -> Place | None:
        """Where the deployment is asked for: the configuration's place."""
        return self.configuration.place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that best names what asks for the deployer's calls, and what is to be said there."""
        where = self.configuration.role_place or self.place
        return where, f"`{self.deployer.arn}` puts this configuration and passes the role"


def trace(estate: Estate) -> Iterator[Deployment]:
    """The deployments of an estate: each deployer with each configuration that may be of its account."""
    deployers = [estate.roles[arn] for arn in estate.deployers if arn in estate.roles]
    for deployer in deployers:
        for source, configuration in named.configurations(estate):
            yield from _deployment(estate, deployer, source, configuration)


def _deployment(
    estate: Estate, deployer: Role, source: Bucket | Unresolved, configuration: ReplicationConfiguration
) -> Iterator[Deployment]:
    role = named.replication_role(estate, configuration)
    if _account(source, role) not in (deployer.account, None):
        return
    name = "?" if isinstance(source, Unresolved) else source.name
    yield Deployment(
        id=f"{deployer.arn.rpartition('/')[2]} puts the configuration of {name}",
        partition=named.partition(deployer.arn),
        deployer=deployer,
        source=source,
        role=role,
        configuration=configuration,
        estate=estate,
    )


def _account(source: Bucket | Unresolved, role: Role | Unresolved) -> str | None:
    """The account whose configuration it is: the source's, whose role it has; None where nobody tells."""
    told = source.account if not isinstance(source, Unresolved) else None
    if isinstance(told, str):
        return told
    return role.account if isinstance(role, Role) else None
