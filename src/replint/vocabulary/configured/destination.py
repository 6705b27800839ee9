"""Words about a rule's destination: which bucket it is, whose, and with which key and class it keeps replicas.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.configured import ConfiguredRule
from replint.facts import named
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import at, called, flaw, has, of_rule, word
from replint.vocabulary.word import ACCOUNT, STORAGE_CLASS, Telling

if TYPE_CHECKING:
    from replint.span import Place
    from replint.vocabulary.word import Word

ACCOUNT_DIGITS = 12


def _source(subject: ConfiguredRule) -> Telling | Unresolved | None:
    """What is wrong where the rule's destination is the bucket that the configuration is put on."""
    source, destination = subject.source, subject.rule.destination
    if isinstance(destination, Unresolved):
        return destination
    if isinstance(source, Unresolved):
        return source
    if named.bucket_name(destination) != source.name:
        return None
    return Telling(
        f"{called(subject)} names its own source, bucket `{source.name}`, as the destination",
        "name another bucket",
        at((subject.rule.where("destination"), "this is the source bucket")),
    )


def _selection(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    return Telling(
        f"{called(subject)} has `EncryptionConfiguration` and no `SseKmsEncryptedObjects`",
        "set `SourceSelectionCriteria` with `SseKmsEncryptedObjects`, or remove `EncryptionConfiguration`",
        at(
            (rule.where("replicas_encrypted"), "only beside `SseKmsEncryptedObjects`"),
            (rule.places.get("selection_empty"), "no `SseKmsEncryptedObjects` here"),
        ),
    )


def _key_named(subject: ConfiguredRule) -> object:
    key = subject.rule.replica_key
    return key if isinstance(key, Unresolved) else bool(key)


def _key_place(subject: ConfiguredRule) -> Place | None:
    names = ("replica_key", "replicas_encrypted", "destination_element")
    return next((subject.rule.places[name] for name in names if name in subject.rule.places), None)


def _no_key(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    absent = "`ReplicaKmsKeyID` is empty" if "replica_key" in rule.places else "no `ReplicaKmsKeyID` is named for these"
    return Telling(
        f"{called(subject)} has `SseKmsEncryptedObjects` and names no `ReplicaKmsKeyID`",
        "name a key of the destination's Region in `Destination.EncryptionConfiguration.ReplicaKmsKeyID`",
        at((_key_place(subject), absent), (rule.where("sse_kms"), "needs a key for the replicas")),
    )


def _malformed_key(subject: ConfiguredRule) -> Telling | Unresolved | None:
    key = subject.rule.replica_key
    if key is None or isinstance(key, Unresolved):
        return key
    if not key or named.names_key(key):
        return None
    return Telling(
        f"`{key}` is not the ARN of a key, nor of an alias",
        "write `arn:aws:kms:REGION:ACCOUNT:key/ID`, with the destination's Region",
        at((subject.rule.where("replica_key"), "not an ARN of KMS")),
    )


def _empty_account(subject: ConfiguredRule) -> Telling | Unresolved | None:
    account = subject.rule.destination_account
    if account is None or isinstance(account, Unresolved):
        return account
    return None if account else _account_to_change(subject, f"`Account` of {called(subject)} is empty")


def _malformed_account(subject: ConfiguredRule) -> Telling | Unresolved | None:
    """What is wrong with an account that is no id; where the owner is told, that it is not the owner says more."""
    account = subject.rule.destination_account
    if not account or isinstance(account, Unresolved):
        return account or None
    is_id = len(account) == ACCOUNT_DIGITS and account.isascii() and account.isdigit()
    owned = subject.estate.buckets.get(subject.destination.name)
    if is_id or (owned and isinstance(owned.account, str)):
        return None
    return _account_to_change(subject, f"`{account}` is no account id")


def _account_to_change(subject: ConfiguredRule, message: str) -> Telling:
    return Telling(
        message,
        "write the 12 digits of the account that owns the destination, or remove `Account`",
        at((subject.rule.where("destination_account"), "an account id has 12 digits")),
    )


def _no_account(subject: ConfiguredRule) -> Telling | None:
    if subject.rule.destination_account is not None:
        return None
    return Telling(
        f"{called(subject)} has `AccessControlTranslation` and no `Account`",
        "set `Account` to the account that owns the destination",
        at((subject.rule.where("owner_override"), "to whom the replicas are to belong is not said")),
    )


def _partitions(subject: ConfiguredRule) -> Telling | Unresolved | None:
    """ARNs of different partitions: of the role, the destination, and the key of the replicas."""
    rule, configuration = subject.rule, subject.within.configuration
    mixed = subject.mixed_partitions
    if mixed is None:
        texts = (configuration.role, rule.destination, rule.replica_key)
        return next((text for text in texts if isinstance(text, Unresolved)), None)
    (what, there), (other, here) = mixed
    names = {"role": "role", "destination": "destination", "replica_key": "replica key"}
    places = {"role": configuration.role_place}
    if what == "role":  # which is the configuration's, and no single rule's
        message = f"the role is in partition `{there}`, and the {names[other]} of {called(subject)} in `{here}`"
    else:
        message = (
            f"the {names[what]} of {called(subject)} is in partition `{there}`, and its {names[other]} in `{here}`"
        )
    return Telling(
        message,
        "name everything in one partition: nothing is replicated from one to another",
        at(
            (places.get(what) or rule.where(what), f"partition `{there}`"),
            (places.get(other) or rule.where(other), f"partition `{here}`"),
        ),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    flaw(ConfiguredRule, "source named", "The rule names the source bucket as the destination.", _source),
    word(
        "owner override",
        TRUTH,
        "The rule makes the destination's owner the owner of the replicas.",
        *of_rule("owner_override"),
    ),
    word(
        "named destination account",
        ACCOUNT,
        "The account that the rule names as the destination's owner; not set where it names none.",
        of_rule("destination_account")[0],
        # Beside the element that needs it, where it is missing.
        lambda subject: subject.rule.places.get("destination_account") or subject.rule.where("owner_override"),
        tells=_no_account,
    ),
    flaw(ConfiguredRule, "account empty", "The rule's `Account` is empty.", _empty_account),
    flaw(
        ConfiguredRule,
        "account malformed",
        "The rule's `Account` is no account id, and no document tells whose the destination is.",
        _malformed_account,
    ),
    word(
        "replicas encrypted",
        TRUTH,
        "The rule's destination has `EncryptionConfiguration`, whatever that says.",
        *of_rule("replicas_encrypted"),
    ),
    word(
        "kms selection stated",
        TRUTH,
        "The rule has `SseKmsEncryptedObjects`, whatever its status.",
        *has("sse_kms"),
        tells=_selection,
    ),
    word(
        "kms objects selected",
        TRUTH,
        "The rule selects objects that are encrypted with KMS keys.",
        *of_rule("sse_kms"),
    ),
    word("replica key named", TRUTH, "The rule names a key for the replicas.", _key_named, _key_place, tells=_no_key),
    flaw(
        ConfiguredRule,
        "replica key malformed",
        "What the rule names as the key of the replicas is no ARN of a key or of an alias.",
        _malformed_key,
    ),
    word(
        "replica storage class",
        STORAGE_CLASS,
        "The storage class of the replicas; not set where the rule names none.",
        *of_rule("storage_class"),
        tells=lambda subject: Telling(
            f"`{subject.rule.storage_class}` is no storage class for replicas",
            "name one that S3 has for replicas, or none: replicas get that of their objects",
            at((subject.rule.where("storage_class"), "not for replicas")),
        ),
    ),
    flaw(
        ConfiguredRule,
        "partitions mixed",
        "The role, the destination and the key of the replicas are not all in one partition of AWS.",
        _partitions,
    ),
)
