"""Documents on one bucket, role or key: the fact, and a finding where a document does not say on which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import bucket, key, role
from replint.dialects.faults import FAULTS
from replint.dialects.telling import finding, meant, shown
from replint.finding import Label, Severity
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from replint.dialects.managed import Library
    from replint.facts.bucket import Bucket
    from replint.facts.key import Key
    from replint.facts.role import Role
    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node
    from replint.syntax.places import Duplicate

BUCKET_MEMBERS = frozenset(
    {"Bucket", "Account", "Region", "LocationConstraint"} | {name for row in bucket.SETTINGS for name in row.members}
)
ROLE_MEMBERS = frozenset(
    {
        "Arn",
        "RoleId",
        "Role",
        "AssumeRolePolicyDocument",
        "Policies",
        "RolePolicyList",
        "AttachedManagedPolicies",
        "PermissionsBoundary",
        "Tags",
    }
)
KEY_MEMBERS = frozenset({"Arn", "KeyMetadata", "KeyManager", "KeyState", "MultiRegion", "Policy", "Aliases"})
# What AWS prints beside the members above, so that nobody has to wonder whether it is a slip of the pen.
_PASSED_OVER = frozenset(
    {
        "ResponseMetadata",
        "Path",
        "RoleName",
        "CreateDate",
        "CreationDate",
        "Description",
        "MaxSessionDuration",
        "RoleLastUsed",
        "InstanceProfileList",
        "AWSAccountId",
        "KeyId",
        "Enabled",
        "KeyUsage",
        "Origin",
        "CustomerMasterKeySpec",
        "KeySpec",
        "EncryptionAlgorithms",
        "SigningAlgorithms",
        "MultiRegionConfiguration",
    }
)

# Settings that may lack every member, so that one that is misspelt would be as if nothing were said.
_ALL_OPTIONAL = {
    "versioning": frozenset({"Status", "MFADelete"}),
    "object_lock": frozenset({"ObjectLockEnabled", "Rule"}),
    "public_access_block": frozenset(
        {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"}
    ),
}


def read_bucket(node: Node, faults: list[Finding]) -> Bucket | None:
    """The bucket that a document tells of."""
    _strays(node, BUCKET_MEMBERS, faults)
    for setting in bucket.SETTINGS:
        known = _ALL_OPTIONAL.get(setting.field)
        stated = next((member for name in setting.members if (member := node.get(name))), None) if known else None
        if known and stated:
            inner = stated.get(setting.wrapper) if setting.wrapper else None
            _strays(inner or stated, known, faults)
    return bucket.read(node, faults)


def read_role(node: Node, library: Library, faults: list[Finding]) -> Role | None:
    """The role that a document tells of."""
    _strays(node, ROLE_MEMBERS, faults)
    found = role.read(node, library, faults)
    if found is None:
        _no_arn(node, "role", "arn:aws:iam::111122223333:role/my-role", faults)
    return found


def read_key(node: Node, faults: list[Finding]) -> Key | None:
    """The key that a document tells of."""
    _strays(node, KEY_MEMBERS, faults)
    found = key.read(node, faults)
    if found is None:
        _no_arn(node, "key", "arn:aws:kms:eu-west-1:111122223333:key/my-key-id", faults)
    return found


def _no_arn(node: Node, what: str, like: str, faults: list[Finding]) -> None:
    """Report an ARN that is not one; that there is none at all, the shape tells."""
    stated = node.get("Arn")
    if stated and isinstance(stated.value, str):
        message = f"{shown(stated.value)} is not the ARN of a {what}"
        faults.append(
            finding("malformed-document", stated.place, message, f"it looks like `{like}`", severity=Severity.WARNING)
        )


def _strays(node: Node, known: Collection[str], faults: list[Finding]) -> None:
    """Report members that are nearly one of ours that is missing: what they say would not be heard."""
    for name in node.value if isinstance(node.value, dict) else ():
        if name in known or name in _PASSED_OVER:
            continue
        near, member = meant(name, known), node.get(name)
        if near and member and node.get(near) is None:
            message = f"{shown(node.written(name))} is passed over: no member has this name"
            hint = f"did you mean `{node.written(near)}`?"
            faults.append(finding("unknown-member", member.key_place, message, hint, severity=Severity.WARNING))


def slips(roots: Iterable[Node], faults: Iterable[Finding]) -> list[Finding]:
    """Findings for what a document says that no value tells of: names that stand twice in an object, and of XML more.

    Repeated names in `faults` are told: policies report theirs.
    """
    from replint.syntax.places import duplicates

    held, faults = list(roots), list(faults)
    wrong = [fault.primary.place for fault in faults if fault.rule == "malformed-document"]
    repeats = [each for root in held for each in duplicates(root)]
    known = {fault.primary.place for fault in faults if fault.rule == "duplicate-member"} if repeats else set()
    found = [_repeated(each) for each in repeats if each.again not in known]
    for root in held:
        if root.text.spelt:
            found.extend(_unheard(root, wrong))
    return found


def _repeated(each: Duplicate) -> Finding:
    if each.again.text.spelt is None:
        return finding(
            "duplicate-member", each.again, f"`{each.name}` stands twice in one object, and the last one counts"
        )
    message = f"`{each.again.text.spelt(each.again.route)}` stands twice in one element"
    if each.alike:
        found = finding("duplicate-member", each.again, message, "remove one of the two", label="stands here again")
    else:
        found = finding(
            "duplicate-member",
            each.again,
            f"{message} and says two things",
            "AWS does not say which of the two S3 heeds; replint takes the last",
            severity=Severity.ERROR,
            related=(Label(each.first.value, "said otherwise here"),),
            label="stands here again",
        )
    return replace(found, reference=FAULTS["unknown-member"].info.reference)


def _unheard(root: Node, wrong: Collection[Place]) -> Iterator[Finding]:
    """A finding for each attribute and for characters between elements: no document of S3's has either.

    Of an element at a place that is known to be wrong, its characters may be all that it must hold.
    """
    from replint.syntax.elements import quirks

    held = {(place.text, place.route) for place in wrong}
    for each in quirks(root):
        if not each.is_attribute and (each.place.text, each.place.route[:-1]) in held:
            continue
        what = (
            f"the attribute {shown(each.what)} of `{each.of}`" if each.is_attribute else f"the text {shown(each.what)}"
        )
        message = f"{what} is passed over" + ("" if each.is_attribute else f": in `{each.of}` only elements are read")
        hint = "S3's documents say everything in elements" if each.is_attribute else None
        yield finding("unknown-member", each.place, message, hint, severity=Severity.WARNING, label="says nothing here")
