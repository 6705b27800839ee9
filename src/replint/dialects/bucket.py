"""A bucket's document, several outputs of the AWS CLI under one roof, to the fact; a row for each setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from replint.dialects import housekeeping, members, misspelt, policy, replication, shaping
from replint.dialects.references import LOST, is_lost
from replint.dialects.settings import Misfit, Setting
from replint.dialects.settings import an_object as _object
from replint.dialects.telling import shown
from replint.facts.bucket import COMMANDS, Algorithm, Bucket, Encryption, Ownership, Versioning, account_and_region
from replint.facts.unresolved import Unresolved
from replint.finding import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node

DEFAULT_REGION = "us-east-1"
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
_OLD_REGION_NAMES = {"EU": "eu-west-1"}
_VERSIONINGS = {"Enabled": Versioning.ENABLED, "Suspended": Versioning.SUSPENDED}
_OWNERSHIPS = {word.value: word for word in Ownership}
_OTHERS = dict.fromkeys(members.ALGORITHMS, Algorithm.OTHER)
_ALGORITHMS = _OTHERS | {word.value: word for word in Algorithm if word is not Algorithm.OTHER}
Word = TypeVar("Word")


def read(node: Node, faults: list[Finding]) -> Bucket | None:
    """The bucket that a document tells of; None when the document does not say which. Appends faults of its policy."""
    name = node.get("Bucket")
    if name is None or not isinstance(name.value, str):
        return None
    places: dict[str, Place] = {"name": name.place}
    told: dict[str, Any] = {setting.field: _setting(node, setting, name.value, places, faults) for setting in SETTINGS}
    places.update(_of_bucket_keys(node))
    account, region = _owner(node, name.value, places)
    return Bucket(name=name.value, account=account, region=region, place=node.place, places=places, **told)


def untold(name: str) -> Bucket:
    """A bucket that is only named: nothing of it is told but what the name itself tells."""
    from_name = account_and_region(name)
    account, region = from_name or (_untold_account(name), _untold_region(name))
    told: dict[str, Any] = {setting.field: _not_told(setting, name) for setting in SETTINGS}
    return Bucket(name=name, account=account, region=region, stated=False, **told)


def _of_bucket_keys(node: Node) -> dict[str, Place]:
    """Where the default encryption says whether objects get Bucket Keys, or would say so."""
    member = node.get("Encryption") or node.get("ServerSideEncryptionConfiguration")
    if member is None:
        return {}
    rules = (member.get("ServerSideEncryptionConfiguration") or member).get("Rules")
    stated = [rule.get("BucketKeyEnabled") for rule in rules.elements()] if rules else []
    return {"bucket_key": next((each.place for each in stated if each), member.place)}


def _setting(node: Node, setting: Setting, name: str, places: dict[str, Place], faults: list[Finding]) -> object:
    member = None
    for each in setting.members:
        member = member or node.get(each)
    if member is None:
        return _not_told(setting, name)
    places[setting.field] = member.place
    if is_lost(member):
        return Unresolved(f"the {setting.what} of bucket `{name}`", LOST, _tells(setting, name), member.place)
    inner = member.get(setting.wrapper) if setting.wrapper else None
    value = inner if inner is not None else member
    if value.value is None:
        return setting.none
    known = members.SETTINGS.get(setting.field)
    why = misspelt.unheard(value, known, faults, None if inner else setting.wrapper) if known else None
    try:
        if why is None:
            return setting.read(value, name, faults)
    except Misfit as misfit:
        why = str(misfit)
    return Unresolved(f"the {setting.what} of bucket `{name}`", why, _tells(setting, name), value.place)


def _not_told(setting: Setting, name: str) -> Unresolved:
    member = f"`{setting.members[0]}`"
    document = Document("bucket", name, setting.what, (member,), (_command(setting.field, name),), nullable=True)
    return Unresolved(f"the {setting.what} of bucket `{name}`", tells=_tells(setting, name), document=document)


def _tells(setting: Setting, name: str) -> str:
    return f"`{setting.members[0]}` in the bucket's document, or `{_command(setting.field, name)}`"


def _command(field: str, name: str) -> str:
    return f"aws s3api {COMMANDS[field]} --bucket {name}"


def _owner(node: Node, name: str, places: dict[str, Place]) -> tuple[str | Unresolved, str | Unresolved]:
    """The account and the Region, as the document tells them, else as the name does."""
    from_name = account_and_region(name)
    account: str | Unresolved = from_name[0] if from_name else _untold_account(name)
    region: str | Unresolved = from_name[1] if from_name else _untold_region(name)
    stated = node.get("Account")
    if stated and isinstance(stated.value, str) and shaping.account(stated.value):
        account, places["account"] = stated.value, stated.place
    for member in ("LocationConstraint", "Region"):
        stated = node.get(member)
        if stated and member == "LocationConstraint":
            stated = stated.get(member) or stated
        if stated:
            region, places["region"] = _region(stated, name, is_location=member != "Region"), stated.place
    return account, region


def _region(stated: Node, name: str, *, is_location: bool) -> str | Unresolved:
    value = stated.value
    if is_location and value is None:
        return DEFAULT_REGION
    if isinstance(value, str) and (shaping.region(value) or (is_location and value in _OLD_REGION_NAMES)):
        return _OLD_REGION_NAMES.get(value, value)
    why = f"{shown(value)} is not the name of a Region"
    return Unresolved(f"the Region of bucket `{name}`", why, "`Region` in the bucket's document", stated.place)


def _untold_account(name: str) -> Unresolved:
    document = Document("bucket", name, "account", ("`Account`",))
    return Unresolved(f"the account of bucket `{name}`", tells="`Account` in the bucket's document", document=document)


def _untold_region(name: str) -> Unresolved:
    command = _command("region", name)
    document = Document("bucket", name, "Region", ("`Region`",), (command,))
    tells = f"`Region` in the bucket's document, or `{command}`"
    return Unresolved(f"the Region of bucket `{name}`", tells=tells, document=document)


def _only_rule(node: Node) -> Node | None:
    """The rule of an object with `Rules`: S3 has one at most."""
    rules = _object(node).get("Rules")
    if rules is None or not isinstance(rules.value, list):
        raise Misfit("the document has no list of `Rules` there")
    found = list(rules.elements())
    if len(found) > 1:
        raise Misfit("the document has more than one rule there")
    return _object(found[0]) if found else None


def _word(node: Node | None, words: Mapping[str, Word]) -> Word:
    if node is None or not isinstance(node.value, str) or node.value not in words:
        raise Misfit(f"the document has {shown(node.value)} there" if node else "the document has no value there")
    return words[node.value]


def _truth(node: Node | None) -> bool:
    if node is not None and not isinstance(node.value, bool):
        raise Misfit(f"the document has {node.kind} where `true` or `false` should stand")
    return node is not None and node.value is True


def _versioning(node: Node, _: str, __: list[Finding]) -> Versioning:
    status = _object(node).get("Status")
    return Versioning.NEVER if status is None else _word(status, _VERSIONINGS)


def _policy(node: Node, name: str, faults: list[Finding]) -> object:
    return policy.read_or_unresolved(node, "bucket", f"the policy of bucket `{name}`", faults)


def _encryption(node: Node, _: str, __: list[Finding]) -> Encryption:
    rule = _only_rule(node)
    default = rule.get("ApplyServerSideEncryptionByDefault") if rule else None
    if rule is None or default is None:
        raise Misfit("the document does not say which encryption is applied by default")
    key = _object(default).get("KMSMasterKeyID")
    if key is not None and not isinstance(key.value, str):
        raise Misfit(f"the document has {key.kind} for the key")
    return Encryption(
        algorithm=_word(default.get("SSEAlgorithm"), _ALGORITHMS),
        key=key.value if key and isinstance(key.value, str) and key.value else None,
        bucket_key=_truth(rule.get("BucketKeyEnabled")),
        blocked=_blocked(rule.get("BlockedEncryptionTypes")),
    )


def _blocked(node: Node | None) -> frozenset[str]:
    types = _object(node).get("EncryptionType") if node else None
    if types and not isinstance(types.value, list):
        raise Misfit(f"the document has {types.kind} for the blocked encryption types")
    return frozenset(each.value for each in types.elements() if isinstance(each.value, str)) if types else frozenset()


def _ownership(node: Node, _: str, __: list[Finding]) -> Ownership:
    rule = _only_rule(node)
    return _word(rule.get("ObjectOwnership") if rule else None, _OWNERSHIPS)


def _object_lock(node: Node, _: str, __: list[Finding]) -> bool:
    stated = _object(node)
    enabled = stated.get("ObjectLockEnabled")
    if enabled is None and stated.get("Rule"):
        raise Misfit("the document has a rule there, and no `ObjectLockEnabled`")
    if enabled is not None and enabled.value != "Enabled":
        raise Misfit("the document has another value than `Enabled` there")
    return enabled is not None


def _public_access_block(node: Node, _: str, __: list[Finding]) -> frozenset[str]:
    return frozenset(name for name, member in _object(node).members() if name in _BLOCKS and _truth(member))


def _requester_pays(node: Node, _: str, __: list[Finding]) -> bool:
    payer = _object(node).get("Payer")
    if payer is None or payer.value not in ("Requester", "BucketOwner"):
        raise Misfit("the document does not say who pays")
    return payer.value == "Requester"


def _tags(node: Node, _: str, __: list[Finding]) -> tuple[tuple[str, str], ...]:
    if not isinstance(node.value, list):
        raise Misfit("the document has no list of tags there")
    found = []
    for tag in node.elements():
        key, value = _object(tag).get("Key"), tag.get("Value")
        if not (key and value and isinstance(key.value, str) and isinstance(value.value, str)):
            raise Misfit("the document has a tag without `Key` and `Value` there")
        found.append((key.value, value.value))
    return tuple(found)


def _replication(node: Node, _: str, faults: list[Finding]) -> object:
    return replication.read(_object(node), faults)


SETTINGS = (
    Setting("versioning", "versioning", ("Versioning",), "VersioningConfiguration", Versioning.NEVER, _versioning),
    Setting("policy", "policy", ("Policy",), "Policy", None, _policy),
    Setting(
        "encryption",
        "default encryption",
        ("Encryption", "ServerSideEncryptionConfiguration"),
        "ServerSideEncryptionConfiguration",
        Encryption(),
        _encryption,
    ),
    Setting(
        "ownership",
        "object ownership",
        ("OwnershipControls",),
        "OwnershipControls",
        Ownership.WRITER,
        _ownership,
    ),
    Setting(
        "object_lock",
        "Object Lock",
        ("ObjectLock", "ObjectLockConfiguration"),
        "ObjectLockConfiguration",
        False,  # noqa: FBT003 - what null means, as in every row
        _object_lock,
    ),
    Setting(
        "public_access_block",
        "Block Public Access settings",
        ("PublicAccessBlock", "PublicAccessBlockConfiguration"),
        "PublicAccessBlockConfiguration",
        frozenset[str](),
        _public_access_block,
    ),
    Setting(
        "requester_pays",
        "payer",
        ("RequestPayment",),
        "RequestPaymentConfiguration",
        False,  # noqa: FBT003 - as above
        _requester_pays,
    ),
    Setting("tags", "tags", ("Tagging", "TagSet"), "TagSet", (), _tags),
    Setting(
        "replication",
        "replication configuration",
        ("ReplicationConfiguration",),
        "ReplicationConfiguration",
        None,
        _replication,
    ),
    *housekeeping.SETTINGS,
)
