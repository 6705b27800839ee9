"""What a trap is looked for in: one statement, and the call that it denies or almost grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.iam.decision import Layer
    from replint.iam.policy import Statement
    from replint.iam.request import Caller, Domain


@record
class Scene:
    """A statement with the call that shows what is wrong.

    `resource` is what the call is made on, as people write it, `held` what it carries as a context key. `bounded`
    tells that the caller has a permissions boundary, `certain` that the statement decides in every admissible case.
    `made` says what the call is made on in a rule's words: a `report`, say; `by` who calls, where that is no person and
    nobody of the customer's network, else it is empty. `because` is why S3's encryption context is what it is.
    """

    layer: Layer
    statement: Statement
    caller: Caller
    action: str
    resource: str
    held: Callable[[str], Domain]
    bounded: bool = False
    certain: bool = True
    made: str = ""
    by: str = "replication"
    because: str = ""

    @property
    def service(self) -> str:
        """The service that is called: `s3`, `kms` or `sts`."""
        return self.action.partition(":")[0].lower()

    @property
    def actor(self) -> str:
        """Who works as the role, for a sentence."""
        return self.by or "the deployer"

    @property
    def assuming(self) -> str:
        """The service that works as the role, for a sentence."""
        return "S3" if self.by == "replication" else self.actor

    @property
    def whose(self) -> str:
        """For what the service works, as the owner of something, for a sentence."""
        return "the source bucket's" if self.by == "replication" else "the job's"


class Trap(NamedTuple):
    """What somebody has walked into: a clause that ends a message, what to say at the very element, what to do there.

    In `mend`, which begins a sentence of advice, the statement's name follows.
    """

    says: str
    here: str | None = None
    mend: str | None = None
