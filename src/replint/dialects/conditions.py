"""`Condition`: operators, keys and values as a policy writes them; what they mean is the kernel's matter.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.telling import did_you_mean, finding, shown
from replint.iam.operators import NAMES, Quantifier, operator
from replint.iam.policy import Condition

if TYPE_CHECKING:
    from replint.finding import Finding
    from replint.syntax import Node, Value

_MARK = ":"


def read_conditions(statement: Node, faults: list[Finding]) -> tuple[Condition, ...] | None:
    """The conditions of a statement, none when it has no `Condition`; None when some of it means nothing.

    Numbers, `true` and `false` become the texts that they are written as.
    """
    block = statement.get("Condition")
    if block is None:
        return ()
    if not isinstance(block.value, dict):
        message = f"`Condition` is {block.kind}, and must be an object of operators"
        faults.append(finding("malformed-condition", block.place, message))
        return None
    conditions: list[Condition] = []
    sound = True
    for name, keys in block.members():
        sound = _check_operator(name, keys, faults) and sound
        if not isinstance(keys.value, dict):
            faults.append(finding("malformed-condition", keys.place, f"{shown(name)} must hold an object of keys"))
            sound = False
        for key, member in keys.members():
            values = _texts(member, faults)
            if values is None:
                sound = False
                continue
            if _MARK not in key:
                message = f"{shown(key)} is no condition key: it lacks a service's prefix such as `aws:`"
                faults.append(finding("malformed-condition", member.key_place, message))
            conditions.append(Condition(name, key, values, member.place))
    return tuple(conditions) if sound else None


def _check_operator(name: str, keys: Node, faults: list[Finding]) -> bool:
    if operator(name):
        return True
    prefix, colon, plain = name.rpartition(_MARK)
    hint = did_you_mean(plain.removesuffix("IfExists"), NAMES)
    if colon and not any(prefix.lower() == each.value.lower() for each in Quantifier):
        hint = did_you_mean(prefix, [each.value for each in Quantifier])
    message = f"{shown(name)} is no condition operator"
    faults.append(finding("unknown-condition-operator", keys.key_place, message, hint))
    return False


def _texts(member: Node, faults: list[Finding]) -> tuple[str, ...] | None:
    value = member.value
    if isinstance(value, str):
        return (value,)
    texts = tuple(map(_text, value)) if isinstance(value, list) else (_text(value),)
    sound = tuple(text for text in texts if text is not None)
    if len(sound) == len(texts):
        return sound
    for node, text in zip(member.elements() if isinstance(value, list) else (member,), texts, strict=True):
        if text is None:
            faults.append(finding("malformed-condition", node.place, f"{node.kind} stands where a value should"))
    return None


def _text(value: Value) -> str | None:
    """A value as a policy without quotes would write it; None for what is no value."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return None
