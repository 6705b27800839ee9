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
    `made` says what the call is made on in a rule's words: a `report`, say.
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

    @property
    def service(self) -> str:
        """The service that is called: `s3`, `kms` or `sts`."""
        return self.action.partition(":")[0].lower()


class Trap(NamedTuple):
    """What somebody has walked into: a clause that ends a message, what to say at the very element, what to do there.

    In `mend`, which begins a sentence of advice, the statement's name follows.
    """

    says: str
    here: str | None = None
    mend: str | None = None
