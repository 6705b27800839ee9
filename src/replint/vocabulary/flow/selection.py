"""Words of a flow about what its replication rule selects, and what it wants of the replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.selecting import Objects
from replint.vocabulary.flow.asking import of_rule, word
from replint.vocabulary.word import ACCOUNT, Telling

if TYPE_CHECKING:
    from replint.facts.replication import ReplicationRule
    from replint.flows import Flow
    from replint.span import Place
    from replint.vocabulary.word import Word


def _ways_back(flow: Flow) -> tuple[ReplicationRule, ...] | Unresolved:
    """The destination's replication rules that are enabled and lead back to the source, for some of the objects."""
    source, back = flow.source, flow.destination.replication
    if not isinstance(source, Bucket):
        return source
    if back is None or isinstance(back, Unresolved):
        return back or ()
    home = f"arn:{flow.partition}:s3:::{source.name}"
    ways = (rule for rule in back.rules if rule.enabled is not False and rule.destination == home)
    return tuple(rule for rule in ways if _may_meet(flow.rule, rule))


def _may_meet(one: ReplicationRule, other: ReplicationRule) -> bool:
    """Whether two replication rules select some of the same keys, or may do so."""
    if not isinstance(one.prefix, str) or not isinstance(other.prefix, str):
        return True
    # A replica's tags may change, which is what is to be synchronised.
    return Objects(one.prefix).meet(Objects(other.prefix)) is not None


def _replicates_back(flow: Flow) -> object:
    found = _ways_back(flow)
    return found if isinstance(found, Unresolved) else bool(found)


def _synchronises_back(flow: Flow) -> object:
    found = _ways_back(flow)
    return found if isinstance(found, Unresolved) else any(rule.replica_modifications is True for rule in found)


def _back_place(flow: Flow) -> Place | None:
    found = _ways_back(flow)
    if isinstance(found, Unresolved) or not found:
        return flow.destination.where("replication")
    return found[0].where("replica_modifications")


def _not_selected(flow: Flow) -> Telling | None:
    """What is missing of the two that S3 asks for together: the selection, and the key for the replicas.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
    """
    place = flow.rule.where("sse_kms")
    if flow.selects_kms is not False or place is None:
        return None
    message = "objects with a KMS key are not selected for replication"
    change = "set `Status` of `SourceSelectionCriteria.SseKmsEncryptedObjects` to `Enabled`"
    here, absent = (place, "does not select objects with a KMS key"), "sse_kms" not in flow.rule.places
    key = flow.rule.places.get("replica_key")
    if key is None:
        return Telling(
            message, f"{change} and name a `ReplicaKmsKeyID` in `EncryptionConfiguration`", (here,), absent=absent
        )
    beside = (key, "names a key for replicas of such objects")
    return Telling(f"{message}, though a key for their replicas is named", change, (here, beside), absent=absent)


WORDS: tuple[Word[Flow], ...] = (
    word(
        "kms objects selected",
        TRUTH,
        "The replication rule selects objects that are encrypted with KMS keys.",
        lambda flow: flow.selects_kms,
        lambda flow: flow.rule.where("sse_kms"),
        _not_selected,
    ),
    word(
        "delete markers replicate",
        TRUTH,
        "Delete markers replicate: a V2 rule says so, and a V1 rule always does.",
        lambda flow: flow.delete_markers,
        lambda flow: flow.rule.where("delete_markers"),
    ),
    word(
        "owner override",
        TRUTH,
        "The replication rule makes the destination's owner the owner of the replicas.",
        *of_rule("owner_override"),
    ),
    word(
        "named destination account",
        ACCOUNT,
        "The account that the replication rule names as the destination's owner; not set where it names none.",
        lambda flow: flow.rule.destination_account or None,
        # Beside the element that needs it, where it is missing.
        lambda flow: flow.rule.places.get("destination_account") or flow.rule.where("owner_override"),
    ),
    word(
        "replica key named",
        TRUTH,
        "The replication rule names a key for the replicas.",
        lambda flow: (
            flow.rule.replica_key if isinstance(flow.rule.replica_key, Unresolved) else bool(flow.rule.replica_key)
        ),
        lambda flow: flow.rule.places.get("replica_key") or flow.rule.where("destination"),
    ),
    word(
        "replica modifications replicate",
        TRUTH,
        "Changes of replicas in the source, which came from elsewhere, replicate as well.",
        lambda flow: flow.rule.replica_modifications or False,
        lambda flow: flow.rule.where("replica_modifications"),
    ),
    word(
        "destination replicates back",
        TRUTH,
        "The destination has a replication rule back to the source for some of the objects.",
        _replicates_back,
        lambda flow: flow.destination.where("replication"),
    ),
    word(
        "replica modifications replicate back",
        TRUTH,
        "Changes of replicas in the destination replicate back to the source.",
        _synchronises_back,
        _back_place,
    ),
)
