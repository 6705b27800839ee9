"""How one setting of a bucket stands in its document, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Finding
    from replint.syntax import Node


class Misfit(Exception):  # noqa: N818 - it says what the value is, and never leaves those who read settings
    """A value that cannot be what its member says."""


@record
class Setting:
    """One setting of a bucket.

    `members` are the names it may stand under, `wrapper` the name of the value in the API's whole output. `none` is
    what null means: known to be none.
    """

    field: str
    what: str
    members: tuple[str, ...]
    wrapper: str | None
    none: object
    read: Callable[[Node, str, list[Finding]], Any]


def an_object(node: Node) -> Node:
    """The node, which has to be an object. Raises Misfit."""
    if not isinstance(node.value, dict):
        raise Misfit(f"the document has {node.kind} there")
    return node
