"""Documents on one bucket, role or key: the fact, and a finding where a document does not say on which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import bucket, key, misspelt, role
from replint.dialects.faults import FAULTS
from replint.dialects.members import BESIDE, BESIDE_BUCKET
from replint.dialects.telling import finding, shown
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
KEY_MEMBERS = frozenset({"Arn", "KeyMetadata", "Policy", "Aliases"} | {member for _, member in key.MEMBERS})


def read_bucket(node: Node, faults: list[Finding]) -> Bucket | None:
    """The bucket that a document tells of."""
    misspelt.report(node, BUCKET_MEMBERS, faults, BESIDE_BUCKET)
    return bucket.read(node, faults)


def read_role(node: Node, library: Library, faults: list[Finding]) -> Role | None:
    """The role that a document tells of."""
    for holder in (node, node.get("Role")):
        if holder:
            misspelt.report(holder, role.MEMBERS, faults, BESIDE)
    found = role.read(node, library, faults)
    if found is None:
        _no_arn(node, "role", "arn:aws:iam::111122223333:role/my-role", faults)
    return found


def read_key(node: Node, faults: list[Finding]) -> Key | None:
    """The key that a document tells of."""
    for holder in (node, node.get("KeyMetadata")):
        if holder:
            misspelt.report(holder, KEY_MEMBERS, faults, BESIDE)
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
