"""Batch Replication jobs, as S3's control API has them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.unresolved import Unresolved
    from replint.span import Place


class ManifestFormat(StrEnum):
    """How a manifest that a job is given is written."""

    CSV = "S3BatchOperations_CSV_20180820"
    INVENTORY = "S3InventoryReport_CSV_20161130"


@record
class GivenManifest:
    """The manifest that a job is given: an object's ARN, whether a version of it is named, and its columns.

    `fields` is None where the manifest itself says its columns, as an inventory does.
    """

    format: ManifestFormat | Unresolved
    object: str | Unresolved
    versioned: bool | Unresolved
    fields: tuple[str, ...] | None | Unresolved


@record
class GeneratedManifest:
    """The manifest that S3 makes for a job: of which bucket, of which keys, and where it is kept, if it is.

    `bucket` and `source` are ARNs as written, `owner` and `source_owner` the accounts that the job expects to own them.
    `key` is the KMS key that the manifest is to be under, None where the job names none. `prefixes` are those of the
    keys that are listed.
    """

    source: str | Unresolved
    saved: bool | Unresolved
    bucket: str | None | Unresolved
    prefix: str | Unresolved
    owner: str | Unresolved | None
    key: str | None | Unresolved
    encrypted: bool
    """Whether the job says how the manifest is to be encrypted."""
    prefixes: tuple[str, ...] | Unresolved
    source_owner: str | Unresolved | None = None


@record
class CompletionReport:
    """The report that a job writes: whether it does, to which bucket (an ARN as written), below which prefix."""

    enabled: bool | Unresolved
    bucket: str | None | Unresolved
    prefix: str | Unresolved
    owner: str | Unresolved | None


@record
class BatchJob:
    """A Batch Operations job that replicates.

    `name` is its id or its description, None where neither is told. `places` has the place of each field that the
    document states, by field name.
    """

    name: str | None
    account: str | Unresolved
    region: str | Unresolved
    role: str | Unresolved
    manifest: GivenManifest | GeneratedManifest | Unresolved
    report: CompletionReport | Unresolved
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def where(self, name: str) -> Place | None:
        """The place of a field, or of the whole job where the document does not state the field."""
        return self.places.get(name, self.place)
