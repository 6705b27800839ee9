"""How XML's elements are to be told as values: which are texts, numbers or lists, and under which names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from replint.record import field, record
from replint.syntax.fault import LONGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from replint.syntax.node import Value

_TRUTHS = {"true": True, "false": False}


@record
class Member:
    """An element as a member of an object: its name there, and what its value is.

    With `many` it may stand as often as it likes, and the member is the list of all.
    """

    name: str
    value: Telling
    many: bool = False


@record
class Holder:
    """An element that holds elements, told as an object of the members that these names become."""

    members: Mapping[str, Member] = field(default_factory=dict)


Leaf: TypeAlias = "Callable[[str], Value]"
"""The value of an element that holds characters alone."""

Telling: TypeAlias = "Holder | Leaf"

Root: TypeAlias = "Holder | Member"
"""What a document is told as: its root element, or an object that has it as its one member."""


def text(content: str) -> Value:
    """The characters as they stand: a blank in an element is part of what it says."""
    return content


def number(content: str) -> Value:
    """A whole number, with white space around it as XML Schema allows; what is none stays text."""
    found = re.fullmatch(r"[+-]?[0-9]+", content.strip(" \t\r\n"))
    return int(found[0]) if found and len(found[0]) <= LONGEST_NUMBER else content


def truth(content: str) -> Value:
    """`true` or `false`, in capitals too, as AWS's pages write both; what is neither stays text."""
    return _TRUTHS.get(content.strip(" \t\r\n").lower(), content)
