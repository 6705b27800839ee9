"""A request: a set of calls by one principal to one action, with what is known of each call's context."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from replint.iam.pattern import Pattern, Word
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping


class Gap(Enum):
    """A context key without a value: it is not in the request, or nobody knows whether it is and what it holds."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


Member = str | Word
"""A text, or a text with atoms in it."""

Value = tuple[Member, ...] | Gap
"""What a context key holds in one call: one text or several, or a gap."""


@record
class OneOf:
    """One of these values, nobody knows which: every one is admissible."""

    values: tuple[Value, ...]


@record
class EachOf:
    """The calls of the request differ here: there is one for each member, and with `absent` one without the key.

    In place of its member, a call may also hold any of the values of `instead`; which, nobody knows.
    """

    members: Pattern
    absent: bool = False
    instead: tuple[Value, ...] = ()


Domain = Value | OneOf | EachOf
"""What is known of a context key: its value, what it may be, or how it varies over the calls of the request."""


@record
class Context:
    """The context keys of a request; names are lower case.

    `families` are keys that end in a name of the user's (`aws:principaltag/`), looked up by everything up to the slash.
    A key that is in neither is absent from the request.
    """

    keys: Mapping[str, Domain] = field(default_factory=dict)
    families: Mapping[str, Domain] = field(default_factory=dict)

    def of(self, key: str) -> Domain:
        """What is known of a key, whatever its case."""
        name = key.lower()
        known = self.keys.get(name)
        if known is not None:
            return known
        family, slash, _ = name.partition("/")
        return self.families.get(family + slash, Gap.ABSENT)


class PrincipalType(Enum):
    """Who calls."""

    ROLE = "role"
    SESSION = "session"
    USER = "user"
    ROOT = "root"
    SERVICE = "service"
    FEDERATED = "federated"


@record
class Caller:
    """The principal of a request.

    `name` is its ARN, or a service's name. A role stands for any session of it whose name is not known; a session
    (`arn:aws:sts::<account>:assumed-role/<role>/<session>`) knows the role's ARN only when `role` tells it.
    """

    type: PrincipalType
    name: str
    account: str | None
    role: str | None = None
    unique_id: str | None = None


@record
class Request:
    """Calls of one action. `resources` is the set of resource ARNs, one call or more for each.

    `account` owns the resources; None when nobody knows.
    """

    caller: Caller
    action: str
    resources: Pattern
    account: str | None
    context: Context = field(default_factory=Context)
