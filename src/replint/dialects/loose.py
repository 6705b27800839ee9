"""Policies in a file of their own, tied to nothing: what they look like, and where they would count. Reads no meaning.

What a policy is attached to nothing in it tells, but of a bucket policy its resources:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.shaping import account
from replint.dialects.telling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.syntax import Node

_OF_STATEMENT = frozenset({"Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"})
_PRINCIPALS = ("Principal", "NotPrincipal")
_QUOTES = ('"', "%22")
# By what `aws organizations describe-policy` calls the type of a policy: where a bundle has such policies.
_OF_ORGANISATION = {
    "SERVICE_CONTROL_POLICY": "ServiceControlPolicies",
    "RESOURCE_CONTROL_POLICY": "ResourceControlPolicies",
}


def is_loose(root: Node) -> bool:
    """Whether a document plainly is a policy, a list of them or of levels of them, or has some for each account.

    A policy may be bare, or as IAM's and Organizations' APIs return it, alone or with more of the kind.
    """
    return bool(_policies(root))


def remark(root: Node) -> str:
    """Where the policies of such a document would count, for people who meant them to."""
    found = _policies(root)
    looks, count = ("a policy", "it counts") if len(found) == 1 else ("policies", "they count")
    role = root.get("RoleName")
    if role and isinstance(role.value, str):
        return f"this is a policy of role {shown(role.value)}: it counts in the role's document, in `Policies`"
    if under := _organisations(root):
        return f"this is a policy of an organisation: it counts in a bundle, under `{under}`"
    if all(map(has_principals, found)):
        where = "in the document of the bucket or key as `Policy`, or in a bundle under `ResourceControlPolicies`"
        return f"this looks like {looks} of a bucket, a key or an organisation: {count} {where}"
    where = "in a bundle under `ServiceControlPolicies`, or in the role's document in `Policies`"
    return f"this looks like {looks} of an organisation or of a role: {count} {where}"


def has_principals(policy: Node) -> bool:
    """Whether a policy says to whom it is about, as those do that are attached to resources."""
    if isinstance(policy.value, str):
        return any(f"{quote}{name}{quote}" in policy.value for quote in _QUOTES for name in _PRINCIPALS)
    return any(each.get(name) for each in _statements(policy) for name in _PRINCIPALS)


def _organisations(root: Node) -> str | None:
    summary = (root.get("Policy") or root).get("PolicySummary")
    kind = summary.get("Type") if summary else None
    return _OF_ORGANISATION.get(kind.value) if kind and isinstance(kind.value, str) else None


def _policies(node: Node) -> list[Node]:
    """The policies of a document; none unless all that it has are some."""
    if isinstance(node.value, list):
        return _all(node.elements())
    if isinstance(node.value, dict) and node.value and all(map(account, node.value)):
        return _all(member for _, member in node.members())
    found = _document(node)
    return [found] if found else []


def _all(nodes: Iterable[Node]) -> list[Node]:
    found = [_policies(node) for node in nodes]
    return [policy for policies in found for policy in policies] if all(found) else []


def _document(node: Node) -> Node | None:
    """The policy that a node is, or has as the APIs return it."""
    holder = node.get("Policy") or node.get("PolicyVersion") or node
    candidates = (holder, *(holder.get(name) for name in ("Content", "PolicyDocument", "Document")))
    return next((each for each in candidates if each and _is_policy(each)), None)


def _is_policy(node: Node) -> bool:
    if isinstance(node.value, str):
        return any(f"{quote}Statement{quote}" in node.value for quote in _QUOTES)
    return any(isinstance(each.value, dict) and not _OF_STATEMENT.isdisjoint(each.value) for each in _statements(node))


def _statements(policy: Node) -> list[Node]:
    held = policy.get("Statement")
    if held is None:
        return []
    return list(held.elements()) if isinstance(held.value, list) else [held]
