"""A KMS key's document, several outputs of the AWS CLI under one roof, to the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import members, misspelt, policy
from replint.dialects.telling import shown
from replint.facts.key import Key, Manager
from replint.facts.unresolved import Unresolved
from replint.finding import Document
from replint.iam.arn import Arn

if TYPE_CHECKING:
    from replint.finding import Finding
    from replint.iam.policy import Policy
    from replint.span import Place
    from replint.syntax import Node


MEMBERS = (
    ("account", "Arn"),
    ("manager", "KeyManager"),
    ("state", "KeyState"),
    ("multi_region", "MultiRegion"),
    ("spec", "KeySpec"),
    ("usage", "KeyUsage"),
)
"""The members of which the fact keeps the place."""

_SOFT = {"KeySpec": members.KEY_SPECS, "KeyUsage": members.KEY_USAGES}
"""Members whose words AWS adds to; the words of the others the shape knows."""


def arn(node: Node) -> str | None:
    """The ARN of the key that a document tells of; None when it tells of no key."""
    found = _member(node, "Arn")
    if found is None or not isinstance(found.value, str):
        return None
    parsed = Arn.parse(found.value)
    return found.value if parsed and parsed.service == "kms" and parsed.resource.startswith("key/") else None


def read(node: Node, faults: list[Finding]) -> Key | None:
    """The key that a document tells of; None when it does not say which. Appends faults of its policy."""
    name = arn(node)
    if name is None:
        return None
    places: dict[str, Place] = {}
    for field, member in MEMBERS:
        stated = _member(node, member)
        if stated:
            places[field] = stated.place
            misspelt.misspelt_word(stated, _SOFT.get(member, ()), faults)
    parts = name.split(":")
    return Key(
        arn=name,
        account=parts[4],
        region=parts[3],
        manager=_manager(node, name),
        state=_word(node, "state", "KeyState", members.KEY_STATES, name),
        multi_region=_multi_region(node, name),
        spec=_word(node, "kind", "KeySpec", members.KEY_SPECS, name),
        usage=_word(node, "usage", "KeyUsage", members.KEY_USAGES, name),
        policy=_policy(node, name, places, faults),
        aliases=_aliases(node, name, places),
        place=node.place,
        places=places,
    )


def _member(node: Node, name: str) -> Node | None:
    """A member of the document, or of the `KeyMetadata` in it, as `aws kms describe-key` prints it."""
    head = node.get("KeyMetadata")
    return node.get(name) or (head.get(name) if head else None)


def _not_told(what: str, member: str, name: str, node: Node | None) -> Unresolved:
    tells = f"`{member}` in the key's document, or `aws kms describe-key --key-id {name}`"
    if node is None:
        document = Document("key", name, what, (f"`{member}`",), (f"aws kms describe-key --key-id {name}",))
        return Unresolved(f"the {what} of key `{name}`", tells=tells, document=document)
    found = f"{shown(node.value)}, which is none that replint knows" if isinstance(node.value, str) else node.kind
    return Unresolved(f"the {what} of key `{name}`", f"the document has {found}", tells, node.place)


def _manager(node: Node, name: str) -> Manager | Unresolved:
    stated = _member(node, "KeyManager")
    if stated and isinstance(stated.value, str) and stated.value in set(Manager):
        return Manager(stated.value)
    return _not_told("manager", "KeyManager", name, stated)


def _word(node: Node, what: str, member: str, words: tuple[str, ...], name: str) -> str | Unresolved:
    stated = _member(node, member)
    return (
        stated.value
        if stated and isinstance(stated.value, str) and stated.value in words
        else _not_told(what, member, name, stated)
    )


def _multi_region(node: Node, name: str) -> bool | Unresolved:
    stated = _member(node, "MultiRegion")
    if stated and isinstance(stated.value, bool):
        return stated.value
    return _not_told("multi-Region setting", "MultiRegion", name, stated)


def _policy(node: Node, name: str, places: dict[str, Place], faults: list[Finding]) -> Policy | None | Unresolved:
    what = f"the policy of key `{name}`"
    member = node.get("Policy")
    command = f"aws kms get-key-policy --key-id {name}"
    tells = f"`Policy` in the key's document, or `{command}`"
    if member is None:
        return Unresolved(what, tells=tells, document=Document("key", name, "policy", ("`Policy`",), (command,)))
    places["policy"] = member.place
    value = member.get("Policy") or member
    return None if value.value is None else policy.read_or_unresolved(value, "key", what, faults, tells=tells)


def _aliases(node: Node, name: str, places: dict[str, Place]) -> tuple[str, ...] | Unresolved:
    """The aliases that a document tells; not told where it has one that cannot be read: they are told together."""
    what, command = f"the aliases of key `{name}`", f"aws kms list-aliases --key-id {name}"
    tells = f"`Aliases` in the key's document, or `{command}`"
    member = node.get("Aliases")
    if member is None:
        return Unresolved(what, tells=tells, document=Document("key", name, "aliases", ("`Aliases`",), (command,)))
    places["aliases"] = member.place
    names = [alias.get("AliasName") or alias for alias in (member.get("Aliases") or member).elements()]
    found = tuple(name.value for name in names if isinstance(name.value, str))
    if len(found) < len(names):
        return Unresolved(what, "the document has one that cannot be read", tells, member.place)
    return found
