"""One statement of a policy: which elements it must and must not have, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.conditions import read_conditions
from replint.dialects.elements import check_actions, check_aliases, check_resources, read_texts
from replint.dialects.principals import read_principals
from replint.dialects.telling import did_you_mean, finding, meant, shown
from replint.finding import Severity
from replint.iam.policy import Principals, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.dialects.kinds import Kind
    from replint.finding import Finding
    from replint.iam.policy import Effect, Element
    from replint.syntax import Node

ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)

_ELEMENTS = frozenset(ELEMENTS)


def read_statement(node: Node, kind: Kind, faults: list[Finding], *, variables: bool) -> Statement | None:
    """The statement that a node holds; None when it means nothing. Appends what is wrong with it to `faults`.

    Every element is looked at, whatever is wrong with another.
    """
    value = node.value
    if not isinstance(value, dict):
        faults.append(finding("malformed-policy-element", node.place, f"{node.kind} stands where a statement should"))
        return None
    misspelt = frozenset[str]() if _ELEMENTS.issuperset(value) else _misspelt(node, faults)
    effect = _effect(node, misspelt, faults)
    actions = _actions(node, kind, misspelt, faults)
    resources, resources_serve = _resources(node, kind, misspelt, faults)
    if actions and (member := node.get("Resource")) and not kind.principal:
        check_aliases(member, actions, faults)
    principals, principals_serve = _principals(node, kind, misspelt, faults)
    conditions = read_conditions(node, faults)
    sid = _sid(node, kind, faults) if "Sid" in value else None
    if effect is None or actions is None or conditions is None or not (resources_serve and principals_serve):
        return None
    return Statement(effect, actions, resources, principals, conditions, sid, variables, node.place)


def repeated_sids(nodes: Iterable[Node], kind: Kind) -> Iterator[Finding]:
    """A finding for every statement that bears the Sid of an earlier one."""
    seen: set[str] = set()
    for node in nodes:
        sid = node.value.get("Sid") if isinstance(node.value, dict) else None
        if isinstance(sid, str) and sid in seen:
            severity = Severity.ERROR if kind.iam else Severity.WARNING
            message = f"the Sid {shown(sid)} stands in an earlier statement too"
            yield finding("repeated-sid", node.place.at("Sid"), message, severity=severity)
        if isinstance(sid, str) and sid:
            seen.add(sid)


def _misspelt(node: Node, faults: list[Finding]) -> frozenset[str]:
    """Report elements that no statement has; the answer is the elements that were meant and are missing."""
    missing = set()
    for name, member in node.members():
        if name not in _ELEMENTS:
            near = meant(name, ELEMENTS)
            message = f"{shown(name)} is no element of a statement"
            hint = f"did you mean `{near}`?" if near else None
            faults.append(finding("unknown-policy-element", member.key_place, message, hint))
            if near and node.get(near) is None:
                missing.add(near)
    return frozenset(missing)


def _sid(node: Node, kind: Kind, faults: list[Finding]) -> str | None:
    sid = node.value["Sid"] if isinstance(node.value, dict) else None
    if not isinstance(sid, str):
        faults.append(finding("malformed-sid", node.place.at("Sid"), f"{shown(sid)} is no string, as a Sid must be"))
        return None
    if kind.iam and sid and not (sid.isascii() and sid.isalnum()):
        message = f"the Sid {shown(sid)} holds other characters than letters and digits"
        faults.append(finding("malformed-sid", node.place.at("Sid"), message))
    return sid


def _effect(node: Node, misspelt: frozenset[str], faults: list[Finding]) -> Effect | None:
    effect = node.get("Effect")
    if effect is None:
        if "Effect" not in misspelt:
            faults.append(finding("missing-policy-element", node.place, "a statement has no `Effect`"))
        return None
    if effect.value == "Allow":
        return "Allow"
    if effect.value == "Deny":
        return "Deny"
    hint = did_you_mean(effect.value, ("Allow", "Deny")) if isinstance(effect.value, str) else None
    faults.append(finding("unknown-effect", effect.place, f"{shown(effect.value)} is no effect", hint))
    return None


def _one_of(node: Node, name: str, faults: list[Finding]) -> tuple[str, Node | None]:
    """The element of this name or its opposite, whichever is there; of two, that is a fault and the answer none."""
    plain, opposite = node.get(name), node.get(f"Not{name}")
    if plain and opposite:
        message = f"`{name}` and `Not{name}` stand in one statement"
        faults.append(finding("conflicting-policy-elements", opposite.key_place, message, "keep one of the two"))
        return name, None
    return (name, plain) if plain else (f"Not{name}", opposite)


def _missing(node: Node, name: str, misspelt: frozenset[str], faults: list[Finding], help_: str | None = None) -> None:
    if node.get(name) is None and not misspelt & {name, f"Not{name}"}:
        message = f"a statement has neither `{name}` nor `Not{name}`"
        faults.append(finding("missing-policy-element", node.place, message, help_))


def _actions(node: Node, kind: Kind, misspelt: frozenset[str], faults: list[Finding]) -> Element | None:
    name, member = _one_of(node, "Action", faults)
    if member is None:
        _missing(node, "Action", misspelt, faults)
        return None
    check_actions(member, kind, faults)
    return read_texts(member, name, faults)


def _resources(node: Node, kind: Kind, misspelt: frozenset[str], faults: list[Finding]) -> tuple[Element | None, bool]:
    """The resources, and whether the statement can be used with them, or without any."""
    name, member = _one_of(node, "Resource", faults)
    if member is None:
        if kind.resource == "always":
            effect = "KMS takes the policy, but this statement has no effect" if kind.name == "key" else None
            _missing(node, "Resource", misspelt, faults, effect)
        wanted = node.get("Resource") or misspelt & {"Resource", "NotResource"}
        return None, kind.resource != "always" and not wanted
    if kind.resource == "never":
        faults.append(finding("misplaced-policy-element", member.key_place, f"`{name}` stands in {kind.words}"))
        return None, True
    check_resources(member, faults)
    element = read_texts(member, name, faults)
    return element, element is not None


def _principals(
    node: Node, kind: Kind, misspelt: frozenset[str], faults: list[Finding]
) -> tuple[Principals | None, bool]:
    """The principals, and whether the statement can be used with them, or without any."""
    name, member = _one_of(node, "Principal", faults)
    if member is None:
        if not kind.principal:
            return None, True
        if not misspelt & {"Principal", "NotPrincipal"} and node.get("Principal") is None:
            faults.append(finding("missing-principal", node.place, f"a statement of {kind.words} has no `Principal`"))
        return None, False
    if not kind.principal:
        message = f"`{name}` stands in {kind.words}"
        hint = "remove it: the policy holds for whom it is attached to"
        faults.append(finding("misplaced-policy-element", member.key_place, message, hint))
        return None, True
    if name == "NotPrincipal" and not kind.not_principal:
        faults.append(finding("misplaced-policy-element", member.key_place, f"`{name}` stands in {kind.words}"))
        return None, False
    names = read_principals(member, faults)
    return (Principals(names, complement=name == "NotPrincipal"), True) if names else (None, False)
