"""What a call is made on: the resources, their owner, their own policy, and what the call carries in its context."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from replint.context.circumstances import Circumstances
    from replint.iam.layers import Given
    from replint.iam.pattern import Pattern
    from replint.iam.policy import Policy, Untold
    from replint.span import Place


class Hop(StrEnum):
    """The steps of one copying, in the order in which S3 takes them; `setup` is what comes before any."""

    TRUST = "trust"
    READ = "read"
    WRITE = "write"
    DECRYPT = "decrypt"
    ENCRYPT = "encrypt"
    SETUP = "setup"


@record
class Target:
    """What a call is made on.

    `resources` are the ARNs, `shown` the same for people, `owner` the account they belong to (`owned` is where a
    document says so). `policy` is the resource's own policy (`kind` says which, `policy_name` how to speak of it), at
    `place` or, where there is none, missing there. `about` is the same for targets of one name on which calls carry the
    same.
    """

    hop: Hop
    name: str
    kind: str
    policy_name: str
    resources: Pattern
    shown: str
    owner: str | None
    policy: Policy | Untold | None
    place: Place | None
    rcps: tuple[tuple[Given, ...], ...]
    circumstances: Callable[[str], Circumstances] = field(compare=False, repr=False)
    about: Hashable = ()
    perhaps: frozenset[str] = frozenset()
    """Actions, in lower case, that S3 takes here in one of two admissible cases only."""
    owned: Place | None = field(default=None, compare=False)
    because: tuple[str, Place | None] = field(default=("", None), compare=False)
    """Of a key, why S3's encryption context is the bucket or the object, as a clause, and where that is told."""
