"""Words of a flow about the KMS keys of its objects and replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.key import Key
from replint.facts.named import names_key
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn
from replint.lang.lexicon import TARGET, TRUTH
from replint.targets import flow as targets
from replint.vocabulary.flow.asking import nowhere, of_destination, of_source, word
from replint.vocabulary.flow.states import told
from replint.vocabulary.word import ARN, KEY_MANAGER, KEY_STATE, REGION

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.span import Place
    from replint.vocabulary.word import Word


def _key(key: Key | None | Unresolved, name: str) -> object:
    return getattr(key, name) if isinstance(key, Key) else key


def _key_place(key: Key | None | Unresolved, name: str, otherwise: Place | None) -> Place | None:
    return key.where(name) if isinstance(key, Key) and key.stated else otherwise


def _either_bucket_key(flow: Flow) -> object:
    sides = (flow.source_bucket_key, flow.destination_bucket_key)
    if True in sides:
        return True
    return next((side for side in sides if isinstance(side, Unresolved)), False)


def _replica_key_region(flow: Flow) -> object:
    """The Region of the replica key, which its ARN tells, also that of an alias whose key nobody tells."""
    arn = _replica_key_arn(flow)
    return arn.region if arn and not isinstance(flow.replica_key, Key) else _key(flow.replica_key, "region")


def _replica_key_manager(flow: Flow) -> object:
    """Who manages the replica key: AWS, where its alias says so."""
    arn = _replica_key_arn(flow)
    return "AWS" if arn and arn.resource.startswith("alias/aws/") else _key(flow.replica_key, "manager")


def _replica_key_arn(flow: Flow) -> Arn | None:
    name = flow.rule.replica_key
    return Arn.parse(name) if isinstance(name, str) and names_key(name) else None


def _known_elsewhere(flow: Flow) -> bool:
    key, region = _replica_key_region(flow), flow.destination.region
    return isinstance(key, str) and isinstance(region, str) and key != region


def _foreign_alias(flow: Flow) -> object:
    """Whether the key is named by an alias of an account other than the role's, in which S3 looks aliases up."""
    name = flow.rule.replica_key
    arn = _replica_key_arn(flow)
    if arn is None or not arn.resource.startswith("alias/"):
        return name if isinstance(name, Unresolved) else False
    return flow.role if isinstance(flow.role, Unresolved) else arn.account != flow.role.account


def _known_asymmetric(flow: Flow) -> bool | Unresolved:
    return flow.replica_key.asymmetric if isinstance(flow.replica_key, Key) else False


def _asymmetric_place(flow: Flow) -> Place | None:
    key = flow.replica_key
    if not isinstance(key, Key):
        return None
    return key.places.get("spec") or key.where("usage")


def _replica_key_place(flow: Flow) -> Place | None:
    return flow.rule.where("replica_key")


def _source_encryption_place(flow: Flow) -> Place | None:
    return of_source("encryption")[1](flow)


def _replica_state_place(flow: Flow) -> Place | None:
    return _key_place(flow.replica_key, "state", _replica_key_place(flow))


def _source_state_place(flow: Flow) -> Place | None:
    return _key_place(flow.source_key, "state", _source_encryption_place(flow))


WORDS: tuple[Word[Flow], ...] = (
    word(
        "source key",
        TARGET,
        "The KMS key of the objects that the source's default encryption makes; not set where they have none.",
        targets.source_key,
        _source_encryption_place,
    ),
    word(
        "replica key",
        TARGET,
        "The KMS key of the replicas; not set where the replication rule names none.",
        targets.replica_key,
        _replica_key_place,
    ),
    word(
        "source key for older objects",
        TARGET,
        "The source key, for objects from before the S3 Bucket Key, whose encryption context is their own ARN.",
        targets.source_key_for_older_objects,
        _source_encryption_place,
    ),
    word(
        "replica key for older objects",
        TARGET,
        "The replica key, for the replicas of such objects.",
        targets.replica_key_for_older_objects,
        _replica_key_place,
    ),
    word(
        "destination default key",
        TARGET,
        "The KMS key that the destination gives objects by default; not set where it gives none.",
        targets.destination_default_key,
        of_destination("encryption")[1],
    ),
    word(
        "source uses bucket key",
        TRUTH,
        "Objects get an S3 Bucket Key at the source.",
        lambda flow: flow.source_bucket_key,
        _source_encryption_place,
    ),
    word(
        "either side uses bucket key",
        TRUTH,
        "The source or the destination has S3 Bucket Keys switched on.",
        _either_bucket_key,
        _source_encryption_place,
    ),
    word(
        "replica key region",
        REGION,
        "The Region of the replica key; not set where there is no such key.",
        _replica_key_region,
        _replica_key_place,
    ),
    word(
        "replica key known elsewhere",
        TRUTH,
        "The replica key is known to be in another Region than the destination; not told counts as no.",
        _known_elsewhere,
        nowhere,
    ),
    word(
        "replica key arn",
        ARN,
        "The ARN of the replica key; not set where there is no such key.",
        lambda flow: _key(flow.replica_key, "arn"),
        _replica_key_place,
    ),
    word(
        "source key arn",
        ARN,
        "The ARN of the source key; not set where objects have none.",
        lambda flow: _key(flow.source_key, "arn"),
        lambda flow: _key_place(flow.source_key, "arn", _source_encryption_place(flow)),
    ),
    word(
        "foreign replica key alias",
        TRUTH,
        "The replica key is named by an alias of another account than the role's.",
        _foreign_alias,
        _replica_key_place,
    ),
    word(
        "replica key known asymmetric",
        TRUTH,
        "The replica key is known to be no symmetric encryption key; not told counts as no.",
        _known_asymmetric,
        _asymmetric_place,
    ),
    word(
        "replica key manager",
        KEY_MANAGER,
        "Who manages the replica key; not set where there is no such key.",
        _replica_key_manager,
        _replica_key_place,
    ),
    word(
        "replica key state",
        KEY_STATE,
        "The state of the replica key; not set where there is no such key.",
        lambda flow: _key(flow.replica_key, "state"),
        _replica_state_place,
    )._replace(tells=lambda flow: told(flow.replica_key, "replica key", _replica_state_place(flow))),
    word(
        "source key state",
        KEY_STATE,
        "The state of the source key; not set where objects have none.",
        lambda flow: _key(flow.source_key, "state"),
        _source_state_place,
    )._replace(tells=lambda flow: told(flow.source_key, "source key", _source_state_place(flow))),
)
