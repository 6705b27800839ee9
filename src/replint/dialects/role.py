"""A role's document, several outputs of the AWS CLI under one roof, to the fact; attached policies from a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import misspelt, policy
from replint.dialects.managed import attachments
from replint.dialects.members import BESIDE
from replint.dialects.references import LOST, Joined, is_lost
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.finding import Document
from replint.iam.arn import Arn

if TYPE_CHECKING:
    from replint.dialects.managed import Library
    from replint.finding import Finding
    from replint.iam.policy import Policy
    from replint.span import Place
    from replint.syntax import Node

_INLINE = ("Policies", "RolePolicyList")
_ATTACHED = "AttachedManagedPolicies"
MEMBERS = frozenset(
    {"Arn", "RoleId", "Role", "AssumeRolePolicyDocument", *_INLINE, _ATTACHED, "PermissionsBoundary", "Tags"}
)
"""What is read of a role's document."""
DETAILS = "aws iam get-account-authorization-details --filter Role LocalManagedPolicy"


def arn(node: Node) -> str | None:
    """The ARN of the role that a document tells of; None when it tells of no role."""
    found = _member(node, "Arn")
    if found is None or not isinstance(found.value, str):
        return None
    parsed = Arn.parse(found.value)
    return found.value if parsed and parsed.service == "iam" and parsed.resource.startswith("role/") else None


def read(node: Node, library: Library, faults: list[Finding], *, whole: bool = False) -> Role | None:
    """The role that a document tells of; None when it does not say which. Appends faults of its policies.

    With `whole` the document has everything that there is, as API outputs have: what it leaves out the role has not.
    """
    name = arn(node)
    if name is None:
        return None
    places: dict[str, Place] = {}
    whole = whole or _is_whole(node)
    trust = _member(node, "AssumeRolePolicyDocument")
    if trust:
        places["trust"] = trust.place
    unique = _member(node, "RoleId")
    if unique:
        places["id"] = unique.place

    def has_no(member: str) -> bool:
        return whole and not _member(node, member) and member not in _misspelt(node)

    return Role(
        arn=name,
        account=name.split(":")[4],
        trust=_trust(trust, name, faults),
        policies=_policies(node, name, library, places, faults),
        boundary=None if has_no("PermissionsBoundary") else _boundary(node, name, library, places, faults),
        tags=() if has_no("Tags") else _tags(node, name, places),
        id=unique.value if unique and isinstance(unique.value, str) else None,
        place=node.place,
        places=places,
    )


def _member(node: Node, name: str) -> Node | None:
    """A member of the document, or of the `Role` in it, as `aws iam get-role` prints it."""
    head = node.get("Role")
    return node.get(name) or (head.get(name) if head else None)


def _misspelt(node: Node) -> frozenset[str]:
    """The members that may be there under a name that is nearly theirs."""
    head = node.get("Role")
    return frozenset(near for holder in (node, head) if holder for near in misspelt.strays(holder, MEMBERS, BESIDE))


def _is_whole(node: Node) -> bool:
    """Whether the document holds what `get-role` prints: the API leaves out only what a role does not have."""
    head = node.get("Role")
    return bool(head and head.get("RoleId") and head.get("Arn"))


def _trust(node: Node | None, name: str, faults: list[Finding]) -> Policy | Unresolved:
    what = f"the trust policy of role `{name}`"
    if node is None or node.value is None:
        member = "AssumeRolePolicyDocument"
        tells = f"`{member}` in the role's document, or `{_get_role(name)}`"
        return Unresolved(what, tells=tells, document=_document(name, "trust policy", member))
    return policy.read_or_unresolved(node, "trust", what, faults)


def _get_role(name: str) -> str:
    return f"aws iam get-role --role-name {name.rpartition('/')[2]}"


def _document(name: str, part: str, member: str, *, nullable: bool = False) -> Document:
    """The role's document where it leaves out a member that `get-role` prints."""
    return Document("role", name, part, (f"`{member}`",), (_get_role(name),), nullable)


def _policies(
    node: Node, name: str, library: Library, places: dict[str, Place], faults: list[Finding]
) -> tuple[Policy | Unresolved, ...] | Unresolved:
    """Inline and attached policies: told together, so that either member alone says that there are no others."""
    stated = [member for each in (*_INLINE, _ATTACHED) if (member := _member(node, each))]
    lost = isinstance(node, Joined) and not node.missing.isdisjoint((*_INLINE, _ATTACHED))
    what = f"the permission policies of role `{name}`"
    if not stated:
        tells = f"`Policies` and `{_ATTACHED}` in the role's document, or `{DETAILS}`"
        members = ("`Policies`", f"`{_ATTACHED}`")
        document = Document("role", name, "permission policies", members, (DETAILS,))
        return Unresolved(what, tells=tells, document=document)
    places["policies"] = stated[0].place
    found: list[Policy | Unresolved] = []
    for member in stated:
        listed = member.get("AttachedPolicies") or member
        lost = lost or is_lost(listed)
        if not isinstance(listed.value, list):
            found.append(Unresolved(what, f"the document has {listed.kind} there", place=listed.place))
    if lost:
        found.append(Unresolved(what, LOST, place=stated[0].place))
    if not _misspelt(node).isdisjoint((*_INLINE, _ATTACHED)):
        found.append(Unresolved(what, "the document has a member whose name is nearly theirs", place=node.place))
    for each in _INLINE:
        inline = _member(node, each)
        found.extend(_inline(entry, name, faults) for entry in (inline.elements() if inline else ()))
    head = node.get("Role")
    for holder in (node, head) if head else (node,):
        found.extend(_attached(entry, name, library, faults) for entry in attachments(holder))
    return tuple(found)


def _inline(entry: Node, role: str, faults: list[Finding]) -> Policy | Unresolved:
    name, document = entry.get("PolicyName"), entry.get("PolicyDocument")
    label = name.value if name and isinstance(name.value, str) else "an inline policy"
    what = f"the inline policy `{label}` of role `{role}`"
    if document is None or document.value is None:
        return Unresolved(what, tells="`PolicyDocument` beside the policy's name", place=entry.place)
    return policy.read_or_unresolved(document, "identity", what, faults, name=label)


def _attached(entry: Node, role: str, library: Library, faults: list[Finding]) -> Policy | Unresolved:
    name = entry.get("PolicyArn")
    document = entry.get("PolicyDocument")
    label = name.value if name and isinstance(name.value, str) else None
    if document and document.value is not None:
        what = f"the policy `{label}`" if label else f"an attached policy of role `{role}`"
        return policy.read_or_unresolved(document, "identity", what, faults, name=label and label.rpartition("/")[2])
    if label is None:
        return Unresolved(f"an attached policy of role `{role}`", "it has no `PolicyArn`", place=entry.place)
    return library.policy(label, "identity", faults)


def _boundary(
    node: Node, name: str, library: Library, places: dict[str, Place], faults: list[Finding]
) -> Policy | None | Unresolved:
    what = f"the permissions boundary of role `{name}`"
    member = _member(node, "PermissionsBoundary")
    if member is None:
        document = _document(name, "permissions boundary", "PermissionsBoundary", nullable=True)
        tells = "`PermissionsBoundary` in the role's document, null if it has none"
        return Unresolved(what, tells=tells, document=document)
    places["boundary"] = member.place
    if member.value is None:
        return None
    by_arn = member.get("PermissionsBoundaryArn")
    if by_arn is None:
        return policy.read_or_unresolved(member, "boundary", what, faults)
    if not isinstance(by_arn.value, str):
        return Unresolved(what, f"the document has {by_arn.kind} for its ARN", place=by_arn.place)
    return library.policy(by_arn.value, "boundary", faults)


def _tags(node: Node, name: str, places: dict[str, Place]) -> tuple[tuple[str, str], ...] | Unresolved:
    what = f"the tags of role `{name}`"
    member = _member(node, "Tags")
    if member is None:
        return Unresolved(what, tells="`Tags` in the role's document", document=_document(name, "tags", "Tags"))
    places["tags"] = member.place
    found = []
    for tag in member.elements():
        key, value = tag.get("Key"), tag.get("Value")
        if not (key and value and isinstance(key.value, str) and isinstance(value.value, str)):
            return Unresolved(what, "a tag has no `Key` or no `Value`", place=tag.place)
        found.append((key.value, value.value))
    return tuple(found) if isinstance(member.value, list) else Unresolved(what, "it is no list", place=member.place)
