"""Replication configurations and their rules, as S3's API has them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.unresolved import Unresolved
    from replint.span import Place


@record
class ReplicationRule:
    """One replication rule.

    `filtered` tells a V2 rule (it has `Filter`) from a V1 rule. Tri-state elements are None when the rule does not have
    them. `places` has the place of each field that the document states, by field name, and of `Destination` and
    `Metrics`; `place` is the whole rule, and `number` counts the rules of a configuration from 1.
    """

    id: str
    enabled: bool | Unresolved
    destination: str | Unresolved
    """The destination bucket's ARN as written."""
    number: int = 1
    given_id: str | Unresolved | None = None
    """`ID` as written; `id` names a rule that has none, too."""
    filtered: bool = True
    prefix: str | Unresolved = ""
    tags: tuple[tuple[str, str], ...] | Unresolved = ()
    filter_parts: tuple[str, ...] = ()
    """Which of `Prefix`, `Tag` and `And` the filter has."""
    both_predicates: int | Unresolved | None = None
    """How many predicates `And` of the filter joins; None where there is no `And`."""
    old_prefix: str | Unresolved | None = None
    """`Prefix` of the rule itself, as V1 rules have it."""
    priority: int | Unresolved | None = None
    delete_markers: bool | Unresolved | None = None
    sse_kms: bool | Unresolved | None = None
    replica_modifications: bool | Unresolved | None = None
    existing_objects: bool | Unresolved | None = None
    destination_account: str | Unresolved | None = None
    owner_override: bool | Unresolved = False
    replica_key: str | Unresolved | None = None
    """`ReplicaKmsKeyID` as written: a key ARN, an alias ARN, or something S3 refuses."""
    replicas_encrypted: bool | Unresolved = False
    """Whether the destination has `EncryptionConfiguration`, whatever that says."""
    storage_class: str | Unresolved | None = None
    replication_time: bool | Unresolved | None = None
    replication_minutes: int | Unresolved | None = None
    """`Minutes` of `ReplicationTime`."""
    metrics: bool | Unresolved | None = None
    threshold_minutes: int | Unresolved | None = None
    """`Minutes` of the metrics' `EventThreshold`."""
    selection_empty: bool = False
    """Whether the rule has `SourceSelectionCriteria` with nothing in it."""
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def where(self, name: str) -> Place | None:
        """The place of a field, or of the whole rule where the document does not state the field."""
        return self.places.get(name, self.place)


@record
class ReplicationConfiguration:
    """A bucket's replication configuration: one role for all its rules."""

    role: str | Unresolved
    rules: tuple[ReplicationRule, ...]
    place: Place | None = field(default=None, compare=False)
    role_place: Place | None = field(default=None, compare=False)
