"""The seeded faults as data: a folder each, the sound twin beside it, and the words of `faults.toml`."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = os.path.dirname(os.path.abspath(__file__))
SEEDS = os.path.join(HERE, "seeds")
SOUND = "sound"

BUNDLE, TEMPLATE, TERRAFORM, POLICY = "bundle.json", ".template.json", ".tf", ".policy.json"
"""A file for replint, and how the names end of those for CloudFormation, for Terraform, and of single policies."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A folder of `seeds/`: the same replication as a bundle, as templates, for Terraform and as single policies.

    `folder` is its name below `seeds/`, a family and a fault: `one-account/tags-not-readable`. A file that the folder
    lacks is as in the sound twin.
    """

    folder: str

    @property
    def sound(self) -> Seed:
        """The seed of the family without a fault."""
        return Seed(f"{self.folder.partition('/')[0]}/{SOUND}")

    @property
    def own(self) -> frozenset[str]:
        """The names of the files that stand in the folder itself: all of them, or those that hold the fault."""
        return frozenset(os.listdir(os.path.join(SEEDS, self.folder)))

    def text(self, name: str) -> str:
        """What a file holds. Raises OSError where neither the folder nor its sound twin has it."""
        home = self if name in self.own else self.sound
        with open(os.path.join(SEEDS, home.folder, name), encoding="utf-8") as stream:
            return stream.read()

    def files(self, *endings: str) -> list[str]:
        """The names of all files that end so, the twin's among them, in order."""
        return sorted(name for name in self.own | self.sound.own if name.endswith(endings))

    def own_files(self, *endings: str) -> list[str]:
        """The names of the files that end so in the folder itself: those that hold the fault."""
        return sorted(name for name in self.own if name.endswith(endings))

    @property
    def digest(self) -> str:
        """A digest of all that the other tools are given: it tells whether they have seen the files of today."""
        told = hashlib.sha256()
        for name in self.files(TEMPLATE, TERRAFORM, POLICY):
            told.update(f"{name}\n{self.text(name)}".encode())
        return told.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fault:
    """A seed with its fault in words.

    `happens` is what S3 does of it, `decided_by` the documents that must be read together to know, `rule` the rule by
    which replint must find it; None where nothing is asked of replint.
    """

    folder: str
    title: str
    happens: str
    decided_by: str
    rule: str | None = None

    @property
    def seed(self) -> Seed:
        """Where its files are."""
        return Seed(self.folder)

    @property
    def name(self) -> str:
        """Its name on the page."""
        return self.folder.partition("/")[2]


def faults() -> tuple[Fault, ...]:
    """Every fault of `faults.toml`, in its order. Raises TypeError for a member that a fault has not."""
    with open(os.path.join(HERE, "faults.toml"), "rb") as stream:
        return tuple(Fault(**row) for row in tomllib.load(stream)["fault"])


def folders() -> Iterator[tuple[str, list[str]]]:
    """The families and their folders, as they stand in `seeds/`."""
    for family in sorted(os.listdir(SEEDS)):
        yield family, sorted(os.listdir(os.path.join(SEEDS, family)))


def families() -> tuple[Seed, ...]:
    """The sound seed of each family."""
    return tuple(Seed(f"{family}/{SOUND}") for family, _ in folders())
