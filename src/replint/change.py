"""What would mend a document: values that join it at places; nobody makes the change."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from replint.record import record

if TYPE_CHECKING:
    from replint.span import Place

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""A value as a document would hold it. Nobody changes it."""


class Safety(StrEnum):
    """What a suggested change may do beyond what it mends: a change that grants anything is never safe.

    `display-only` is a change that is shown and cannot be made as it stands.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY_ONLY = "display-only"


@record
class Edit:
    """A value, or each of a list, joins what stands at a place, unless it stands there already.

    Where nothing stands there, or null, the value is put, with the objects that lead to it; a list gets it as its last
    element; of it and any other value a list is made, as IAM reads a single value as a list of one. So edits of one
    place can be made one after the other, in any order.
    """

    place: Place
    value: Json

    def __hash__(self) -> int:
        """By the place alone: a value may be a list or an object."""
        return hash(self.place)


@record
class Patch:
    """A suggested change: all of its edits together mend what a finding tells."""

    edits: tuple[Edit, ...]
    safety: Safety = Safety.UNSAFE
