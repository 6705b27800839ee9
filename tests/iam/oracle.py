"""AWS's evaluation logic for one concrete call, written down as its pages say it: slow, and too plain to be wrong.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. Nothing here is unknown, no
set is asked for, and nothing is shared with the kernel but the form in which policies are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from replint.iam.policy import Policy
from replint.iam.request import PrincipalType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.iam.evaluate import Policies
    from replint.iam.policy import Condition, PrincipalName, Principals, Statement
    from replint.iam.request import Caller

STAR, MARK = "\ue000", "\ue001"
"""A `*` and a `?` that are wild; the characters themselves are never."""


@dataclass(frozen=True)
class Call:
    """One call: by a session, a user, a root user or a service; every context key has its values or is absent."""

    caller: Caller
    action: str
    resource: str
    owner: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def judge(call: Call, policies: Policies) -> str:
    """Return `denied`, `allowed` or `ungranted`: a Deny wins, then everything that has to allow has to."""
    if any(_denies(layer, each, call, policies) for layer, each in _governing(call, policies)):
        return "denied"
    return "allowed" if _allowed(call, policies) else "ungranted"


def _governing(call: Call, policies: Policies) -> list[tuple[str, Statement]]:
    """All statements of the policies that govern the call, with their layers' names."""
    linked = ":role/aws-service-role/" in (call.caller.role or call.caller.name)
    service = call.caller.type is PrincipalType.SERVICE
    rows: list[tuple[str, tuple[object, ...]]] = [("resource", (policies.resource,))]
    if not service:
        rows.append(("identity", policies.identity))
        rows.append(("boundary", policies.boundary or ()))
        rows.append(("session", policies.session or ()))
    if not linked:
        rows += [("rcp", level) for level in policies.rcps]
    if not linked and not service:
        rows += [("scp", level) for level in policies.scps]
    return [
        (layer, statement)
        for layer, level in rows
        for each in level
        if isinstance(each, Policy)
        for statement in each.statements
    ]


def _denies(layer: str, statement: Statement, call: Call, policies: Policies) -> bool:
    if statement.effect != "Deny" or not _speaks(layer, statement, call):
        return False
    if layer != "resource" or statement.principals is None:
        return layer != "resource"
    # A Deny with NotPrincipal hits whoever has a permissions boundary.
    bounded = policies.boundary is not None and call.caller.type is not PrincipalType.SERVICE
    return (bounded and statement.principals.complement) or bool(_named(statement.principals, call.caller))


def _allowed(call: Call, policies: Policies) -> bool:
    caller = call.caller
    by = set(
        chain.from_iterable(
            _named(statement.principals, caller)
            for layer, statement in _governing(call, policies)
            if layer == "resource" and statement.effect == "Allow" and _speaks(layer, statement, call)
        )
    )
    if caller.type is PrincipalType.SERVICE:
        return "direct" in by
    here = caller.account == call.owner
    identity = caller.type is PrincipalType.ROOT or _allows("identity", policies.identity, call)
    if not here:
        granted = identity and bool(by)
    elif _is_key_or_trust(call, policies):
        granted = bool(by & {"direct", "role"}) or ("account" in by and identity)
    else:
        granted = bool(by & {"direct", "role"}) or identity
    capped = not (here and "direct" in by)
    if capped and policies.boundary is not None and not _allows("boundary", policies.boundary, call):
        return False
    if capped and policies.session is not None and not _allows("session", policies.session, call):
        return False
    linked = ":role/aws-service-role/" in (caller.role or caller.name)
    return granted and (linked or all(_allows("scp", level, call) for level in policies.scps))


def _is_key_or_trust(call: Call, policies: Policies) -> bool:
    if call.action.startswith("kms:"):
        return ":key/" in call.resource
    return call.action.startswith("sts:") and policies.resource is not None


def _allows(layer: str, level: tuple[object, ...], call: Call) -> bool:
    return any(
        statement.effect == "Allow" and _speaks(layer, statement, call)
        for each in level
        if isinstance(each, Policy)
        for statement in each.statements
    )


def _speaks(layer: str, statement: Statement, call: Call) -> bool:
    """Whether a statement speaks of the call's action and resource and its conditions hold."""
    return (
        _about_action(statement, call.action)
        and _about_resource(layer, statement, call)
        and all(_holds(each, statement, call) for each in statement.conditions)
    )


def _named(principals: Principals | None, caller: Caller) -> set[str]:
    """By which of its names a statement names the caller: itself, its role, its account."""
    if principals is None:
        return set()
    names = set(chain.from_iterable(_names(name, caller) for name in principals.names))
    if principals.complement:
        return set() if names else {"direct"}
    return names


def _names(name: PrincipalName, caller: Caller) -> set[str]:
    value = str(name.value)
    if value == "*" and name.kind in ("*", "AWS"):
        return {"direct"}
    if name.kind == "Service" or caller.type is PrincipalType.SERVICE:
        both = name.kind == "Service" and caller.type is PrincipalType.SERVICE
        return {"direct"} if both and value == caller.name else set()
    role = {"role"} if caller.type is PrincipalType.SESSION else {"direct"}
    if value in (caller.account, f"arn:aws:iam::{caller.account}:root"):
        return {"direct"} if caller.type is PrincipalType.ROOT else {"account"}
    if value == caller.name:
        return {"direct"}
    if value == caller.role:
        return {"role"}
    return role if caller.unique_id is not None and value == caller.unique_id.split(":")[0] else set()


def _about_action(statement: Statement, action: str) -> bool:
    element = statement.actions
    if element is None:
        return False
    inside = any(_like(_wild(str(text).lower()), action.lower()) for text in element.values)
    return inside != element.name.startswith("Not")


def _about_resource(layer: str, statement: Statement, call: Call) -> bool:
    element = statement.resources
    if element is None:
        return layer == "resource"
    patterns = [_resource(layer, str(text), statement, call) for text in element.values]
    if element.name == "NotResource":
        return all(pattern is not None and not _arn_like(pattern, call.resource) for pattern in patterns)
    return any(pattern is not None and _arn_like(pattern, call.resource) for pattern in patterns)


def _resource(layer: str, text: str, statement: Statement, call: Call) -> str | None:
    """What a resource means: a pattern of six parts, or None for one that means nothing."""
    parts = text.split(":", 5)
    if text != "*" and len(parts) < 6:
        if layer in ("scp", "rcp") or (layer == "resource" and "*" not in text and "?" not in text):
            return None
        parts += ["*"] * (6 - len(parts))
    last = _filled(parts[-1], call) if statement.variables else _wild(parts[-1])
    return None if last is None else ":".join([*map(_wild, parts[:-1]), last])


def _holds(condition: Condition, statement: Statement, call: Call) -> bool:
    """String and ARN operators, `Null`, `IfExists` and the operators on sets."""
    quantifier, _, operator = condition.operator.rpartition(":")
    name = operator.removesuffix("IfExists")
    held = call.context.get(condition.key.lower(), ())
    if name == "Null":
        return any(text == ("false" if held else "true") for text in condition.values)
    if not held:
        return quantifier != "ForAnyValue" and (quantifier == "ForAllValues" or name != operator or "Not" in name)
    answers = [_compares(name, condition, statement, call, each) for each in held]
    if not quantifier:
        return len(answers) == 1 and answers[0]
    return any(answers) if quantifier == "ForAnyValue" else all(answers)


def _compares(name: str, condition: Condition, statement: Statement, call: Call, held: str) -> bool:
    wanted = []
    for text in map(str, condition.values):
        pattern = _filled(text, call) if statement.variables else _wild(text)
        if pattern is None:
            wanted.append(False)
        elif "Equals" in name:
            wanted.append(pattern.replace(STAR, "*").replace(MARK, "?") == held)
        else:
            wanted.append(_like(pattern, held))
    return any(wanted) != ("Not" in name)


def _filled(text: str, call: Call) -> str | None:
    """A text with the values of its variables, which are never wild; None when one has no value or several."""
    before, opened, rest = text.partition("${")
    if not opened:
        return _wild(text)
    key, _, after = rest.partition("}")
    values = call.context.get(key.lower(), ())
    tail = _filled(after, call)
    return _wild(before) + values[0] + tail if len(values) == 1 and tail is not None else None


def _wild(text: str) -> str:
    return text.replace("*", STAR).replace("?", MARK)


def _arn_like(pattern: str, text: str) -> bool:
    """Part by part; a wildcard does not leave its part, except in the last."""
    if pattern == STAR:
        return True
    parts, held = pattern.split(":", 5), text.split(":", 5)
    return len(parts) == len(held) == 6 and all(map(_like, parts, held))


def _like(pattern: str, text: str) -> bool:
    """A wild `*` is any run of characters, a wild `?` any one, everything else itself."""
    if not pattern:
        return not text
    if pattern[0] == STAR:
        return _like(pattern[1:], text) or (bool(text) and _like(pattern, text[1:]))
    return bool(text) and pattern[0] in (MARK, text[0]) and _like(pattern[1:], text[1:])
