"""What a report says of an earlier version of its documents, when it tells only what is new since then.

It lies below `finding`, so verdicts are in their own words here.
"""

from __future__ import annotations

from replint.record import record


@record
class Worse:
    """A flow, or something else that was looked at, whose verdict got worse: what it was, None where it is new."""

    kind: str
    id: str
    was: str | None
    now: str


@record
class Since:
    """What the documents are compared with, and how much of what is found was there already and is not told.

    `revision` is what people call the earlier version and `commit` its id. `findings` and `unknown` count what was
    there before: findings, and requirements that could not be verified. `flows` is how many flows there are, told or
    not.
    """

    revision: str
    commit: str
    findings: int = 0
    unknown: int = 0
    flows: int = 0
    worse: tuple[Worse, ...] = ()

    @property
    def short(self) -> str:
        """The commit as people write it."""
        return self.commit[:7]
