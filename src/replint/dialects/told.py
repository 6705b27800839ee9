"""What a dialect has to say of a document: whether it is one of its forms, and what such a document tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.guidance import Owner
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.dialects.managed import Library
    from replint.facts.batch import BatchJob
    from replint.facts.bucket import Bucket
    from replint.facts.estate import OrganisationPolicies
    from replint.facts.key import Key
    from replint.facts.replication import ReplicationConfiguration
    from replint.facts.role import Role
    from replint.finding import Finding
    from replint.iam.policy import Policy
    from replint.syntax import Node

NOBODY = Owner()


@record
class Told:
    """The facts of one document.

    `configurations` do not say whose they are; of `bucket_policies` only the resources do. `details` are roles in the
    details of an account, which has many: an estate reads those that it needs. `deployers` are ARNs of roles. `remarks`
    say why a document that is AWS's is of no use. `owner` is what was told of the document from outside.
    """

    buckets: tuple[Bucket, ...] = ()
    roles: tuple[Role, ...] = ()
    keys: tuple[Key, ...] = ()
    configurations: tuple[ReplicationConfiguration, ...] = ()
    bucket_policies: tuple[tuple[str, Policy], ...] = ()
    details: tuple[Node, ...] = ()
    jobs: tuple[BatchJob, ...] = ()
    deployers: tuple[str, ...] = ()
    scps: OrganisationPolicies | None = None
    rcps: OrganisationPolicies | None = None
    suppress: Node | None = None
    """What is not to be told of these documents: the list of suppressions as it stands."""
    remarks: tuple[str, ...] = ()
    owner: Owner = NOBODY


@record
class Origin:
    """A document that was read, of which estate it is, and the files that it refers to, as paths that people see.

    `suppress` is what it says is not to be told of it.
    """

    estate: str
    file: str
    referred: tuple[str, ...] = ()
    suppress: Node | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """All files that the document is made of."""
        return (self.file, *self.referred)


def _shelves_nothing(_: Node, __: Library) -> None:
    pass


def _is_no_member(_: Node) -> None:
    """Say that a document belongs into none of a bucket's."""


@record
class Form:
    """One form of document.

    `fits` tells it by its shape. `read` answers with what it tells and appends faults of shape and grammar; it never
    raises for what a document says. `shelve` puts the managed policies that it gives into the library, before any
    document of the estate is read. `member` says as what the document belongs into a bucket's, when it does not say
    itself into whose: it is then read as that, if somebody else says it.
    """

    fits: Callable[[Node], bool]
    read: Callable[[Node, Library, list[Finding]], Told]
    shelve: Callable[[Node, Library], None] = _shelves_nothing
    member: Callable[[Node], str | None] = _is_no_member
    refers: bool = False
    """Whether such a document may refer to other files."""
    alone: bool = False
    """Whether such a document is an estate by itself, whatever stands beside it."""
