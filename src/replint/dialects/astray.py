"""Members of a replication configuration under another name or in another place: what is meant by them is not lacking.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.placing import ELSEWHERE, HOMES, LISTED, MEMBERS
from replint.dialects.telling import meant
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Place
    from replint.syntax import Node


@record
class Strays:
    """The members below a node that do not belong where they stand, each with what holds it."""

    members: tuple[tuple[str, str, Node], ...]

    def of(self, home: str, name: str) -> Place | None:
        """Where one stands that is likely meant for a member that `home` lacks; None where nothing is like it."""
        return next(
            (node.key_place for held, stray, node in self.members if _stands_for(held, stray, node, home, name)), None
        )


def below(node: Node, home: str) -> Strays:
    """The strays in a rule, or beside the rules of a configuration; `home` says which of both the node is."""
    return Strays(tuple(_strays(node, home)))


def _strays(node: Node, home: str) -> Iterator[tuple[str, str, Node]]:
    known = MEMBERS.get(home, frozenset())
    for name, member in node.members():
        if name not in known:
            yield home, name, member
        elif isinstance(member.value, list):
            for each in member.elements():
                yield from _strays(each, LISTED.get(name, f"`{name}`"))
        else:
            yield from _strays(member, LISTED.get(name, f"`{name}`"))


def _stands_for(held: str, stray: str, node: Node, home: str, name: str) -> bool:
    if stray == name or ELSEWHERE.get(stray) == name:
        return True
    if held != home:
        return False
    within = isinstance(node.value, dict) and name in node.value
    near = stray not in HOMES and meant(stray, MEMBERS[home]) == name
    return within or near or f"{stray}s" == name
