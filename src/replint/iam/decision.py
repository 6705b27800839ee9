"""What policies say of a request: allowed, denied, ungranted or undecided, each with its grounds or a witness."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from replint.record import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.iam.policy import Policy, Statement, Untold
    from replint.iam.request import Member, Value
    from replint.span import Place


class Layer(StrEnum):
    """Where a policy stands in the evaluation."""

    IDENTITY = "identity-policy"
    BOUNDARY = "permissions-boundary"
    SESSION = "session-policy"
    RESOURCE = "resource-policy"
    SCP = "service-control-policy"
    RCP = "resource-control-policy"


class Ground(NamedTuple):
    """A statement that decides: it grants or denies in its layer."""

    layer: Layer
    policy: Policy
    statement: Statement


@record
class NearMiss:
    """An Allow that would grant the call but for one of its elements; `steps` lead to it from the statement.

    Of several conditions `beside` has the steps to the others that have to change, too. `surely` tells that what is
    wrong is so in every admissible case; else it may be right in some, and wrong where something else is right. `alone`
    tells that nothing but what is wrong fails in any such case.
    """

    ground: Ground
    element: str
    steps: tuple[str | int, ...]
    beside: tuple[tuple[str | int, ...], ...] = ()
    surely: bool = True
    alone: bool = True


@record
class Witness:
    """One concrete call: its resource, and the context keys in which the calls of the request differ."""

    resource: Member
    context: tuple[tuple[str, Value], ...] = ()


@record
class Failure:
    """One layer that does not let the witness through: by a Deny (`explicit`), or because nothing in it allows.

    `certain` is False when the layer lets it through in some admissible case. `grounds` are the denying statements,
    those of the witness first: each may deny other calls, or in other cases, so that only together they always deny.
    `near` are the statements that almost grant, nearest first. `given` are the policies of the level that does not let
    it through; empty where nothing but AWS itself does not.
    """

    layer: Layer
    explicit: bool
    certain: bool
    witness: Witness
    grounds: tuple[Ground, ...] = ()
    near: tuple[NearMiss, ...] = ()
    given: tuple[Policy | Untold, ...] = field(default=(), compare=False)

    def beside(self, others: Iterable[Ground]) -> Failure:
        """The same with more grounds behind its own; each once, and compared as objects."""
        grounds = {(id(each.policy), id(each.statement)): each for each in (*self.grounds, *others)}
        return replace(self, grounds=tuple(grounds.values()))


@record
class KeyUnknown:
    """A context key that decides, and of which nobody knows what it holds."""

    key: str


@record
class AccountUnknown:
    """Whether caller and resource belong to one account is not known, and it decides."""


@record
class SessionUnknown:
    """A policy names one session of the role, and which session calls is not known."""


@record
class CanonicalUnknown:
    """A policy names an account by its canonical user id, and which account that is is not known."""

    id: str
    place: Place | None = field(default=None, compare=False)


@record
class ServiceUnknown:
    """A policy names the service by what it is called in one Region, and whether it calls by that name is not known."""


@record
class NameUnknown:
    """A name that is not known, or more cases than are worth looking at, leaves it open."""


Doubt: TypeAlias = (
    "KeyUnknown | AccountUnknown | SessionUnknown | CanonicalUnknown | ServiceUnknown | NameUnknown | Untold"
)
"""What an undecided request depends on."""


@record
class Allowed:
    """Every call is allowed, by these statements."""

    evidence: tuple[Ground, ...]


@record
class Denied:
    """Some call is denied explicitly; `failures` has every layer that does not let one through."""

    failures: tuple[Failure, ...]


@record
class Ungranted:
    """Some call is allowed by nothing in at least one layer that has to allow it, and denied by nothing."""

    failures: tuple[Failure, ...]


@record
class Undecided:
    """It depends on what nobody told: `failures` are possible, `doubts` say on what it depends."""

    failures: tuple[Failure, ...]
    doubts: tuple[Doubt, ...]


Decision = Allowed | Denied | Ungranted | Undecided
