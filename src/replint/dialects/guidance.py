"""What is told from outside of all documents: which files form an estate, which do not count, and whose buckets are.

It is asked about files by their absolute paths, and knows nothing of where it was written down.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from replint.facts.estate import NOTHING, Declared
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.span import Place
    from replint.syntax import Node


class Files(Protocol):
    """Some files on disk."""

    def __contains__(self, path: str, /) -> bool:
        """Whether a file is among them."""

    def roots(self) -> Iterable[str]:
        """The files and folders in which they can only be; none of them has to exist."""


class Area(Protocol):
    """What is told of the documents at some paths; None is not told."""

    @property
    def files(self) -> Files:
        """The documents."""

    @property
    def account(self) -> Node | None:
        """The account of the buckets that they tell of without saying it."""

    @property
    def region(self) -> Node | None:
        """The Region of the buckets that they tell of without saying it."""

    @property
    def bucket(self) -> Node | None:
        """The bucket that settings and policies belong to which do not say it."""


@record
class Claim:
    """Documents that form one estate wherever they stand, under a name, and what is declared of it.

    `home` is the folder that all of them are in, as an absolute path.
    """

    name: str
    files: Files
    home: str
    declared: Declared = NOTHING
    place: Place | None = field(default=None, compare=False)

    def has(self, path: str) -> bool:
        """Whether a file is of it; a hidden one only where it is sought, as a pattern names the hidden part literally.

        What another estate has found must not make this one another.
        """
        return path in self.files and (_HIDDEN not in path or any(_is_met(path, root) for root in self.files.roots()))


_HIDDEN = os.sep + "."


def _is_met(path: str, root: str) -> bool:
    """Whether somebody who looks into a folder, but not into what is hidden there, meets a file."""
    return path == root or (path.startswith(os.path.join(root, "")) and _HIDDEN not in path[len(root.rstrip(os.sep)) :])


@record
class Owner:
    """What is told of a document from outside: its bucket, and the account and the Region of its buckets."""

    account: Node | None = None
    region: Node | None = None
    bucket: Node | None = None


@record
class Guidance:
    """All of it: `excluded` are files that do not count unless they are named, `declared` holds of all but claims.

    With `forced` what is excluded does not count though it is named.
    """

    excluded: Files | None = None
    claims: tuple[Claim, ...] = ()
    areas: tuple[Area, ...] = ()
    declared: Declared = NOTHING
    forced: bool = False

    def excludes(self, path: str) -> bool:
        """Whether a file does not count when it is met."""
        return self.excluded is not None and path in self.excluded

    def claiming(self, path: str) -> tuple[Claim, ...]:
        """The estates that a file is of."""
        return tuple(claim for claim in self.claims if claim.has(path))

    def owner(self, path: str) -> Owner:
        """What is told of a document; of several areas with one value the last has its way."""
        told: dict[str, Node] = {}
        for area in self.areas:
            if path in area.files:
                values = {"account": area.account, "region": area.region, "bucket": area.bucket}
                told.update((name, node) for name, node in values.items() if node)
        return Owner(**told)


NO_GUIDANCE = Guidance()
"""Where nothing is told."""
