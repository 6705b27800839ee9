"""The failure reasons that S3 reports, from reasons.toml beside this module; knows no rule and no document."""

from __future__ import annotations

import os
import tomllib
from enum import StrEnum
from functools import cache

from replint.record import record

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reasons.toml")


class Predictable(StrEnum):
    """Whether documents tell beforehand that a reason will come."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Batch(StrEnum):
    """What a reason has to do with Batch Replication: of that alone, mostly of that, or of live replication too."""

    ONLY = "only"
    MOSTLY = "mostly"
    TOO = "too"


class Basis(StrEnum):
    """What the meaning and the causes of a reason rest on: AWS's page, our conclusions from it, pages that disagree."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    DISPUTED = "disputed"


@record
class Reason:
    """One failure reason, and what to do about it.

    `untold` says what no document tells, and is None where all is told; `doubt` says what AWS does not, and is None
    where everything here is documented. `documents` are those that tell, as a person would ask for them.
    """

    code: str
    meaning: str
    predictable: Predictable
    look: tuple[str, ...]
    documents: tuple[str, ...]
    batch: Batch
    certainty: Basis
    page: str
    untold: str | None = None
    doubt: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the reason is called, and was."""
        return self.code, *self.aliases


@cache
def reasons() -> tuple[Reason, ...]:
    """Every failure reason that AWS lists, in the order of the file.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
    """
    with open(FILE, "rb") as file:
        told = tomllib.load(file)
    documents: dict[str, str] = told["documents"]
    return tuple(
        Reason(
            code=row["code"],
            meaning=row["meaning"],
            predictable=Predictable(row["predictable"]),
            look=tuple(row["look"]),
            documents=tuple(documents[name] for name in row["documents"]),
            batch=Batch(row["batch"]),
            certainty=Basis(row["certainty"]),
            page=told["page"],
            untold=row.get("untold"),
            doubt=row.get("doubt"),
            aliases=tuple(row.get("aliases", ())),
        )
        for row in told["reason"]
    )
