"""`Principal` and `NotPrincipal`: whom a statement names, in every form AWS knows.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from replint.dialects.elements import ARN_PARTS, Wrong
from replint.dialects.telling import did_you_mean, finding, shown
from replint.iam.policy import PrincipalName

if TYPE_CHECKING:
    from replint.finding import Finding
    from replint.iam.policy import PrincipalKind
    from replint.syntax import Node

KINDS: dict[str, PrincipalKind] = {
    "AWS": "AWS",
    "Service": "Service",
    "Federated": "Federated",
    "CanonicalUser": "CanonicalUser",
}
ACCOUNT_DIGITS = 12
_UNIQUE_ID_LENGTHS = range(16, 129)
_IAM_RESOURCES = ("role/", "user/", "saml-provider/", "oidc-provider/")
_STS_RESOURCES = ("assumed-role/", "federated-user/")


def read_principals(member: Node, faults: list[Finding]) -> tuple[PrincipalName, ...]:
    """The principals that an element names, in order; none when it names nobody. Appends what is wrong to `faults`.

    A name that AWS refuses is kept as written; a bare string counts as `AWS`.
    """
    if member.value == "*":
        return (PrincipalName("*", "*", member.place),)
    if isinstance(member.value, str):
        hint = (
            f'write `{{"AWS": "{member.value}"}}`' if _is_account_or_id(member.value) or _is_arn(member.value) else None
        )
        message = f"{shown(member.value)} does not say which kind of principal it is"
        faults.append(finding("malformed-principal", member.place, message, hint))
        return (PrincipalName("AWS", member.value, member.place),)
    if not isinstance(member.value, dict):
        faults.append(finding("malformed-principal", member.place, f"{member.kind} names no principal"))
        return ()
    if not member.value:
        faults.append(finding("malformed-principal", member.place, "an empty object names no principal"))
    names: list[PrincipalName] = []
    for key, listed in member.members():
        kind = KINDS.get(key)
        if kind is None:
            message = f"{shown(key)} is no kind of principal"
            faults.append(finding("malformed-principal", listed.key_place, message, did_you_mean(key, KINDS)))
            continue
        each = list(listed.elements()) if isinstance(listed.value, list) else [listed]
        if not each:
            faults.append(finding("malformed-principal", listed.place, "an empty list names no principal"))
        names.extend(name for one in each if (name := _name(kind, one, faults)))
    return tuple(names)


def _name(kind: PrincipalKind, node: Node, faults: list[Finding]) -> PrincipalName | None:
    value = node.value
    if kind == "AWS" and type(value) is int and len(shown(value)) == ACCOUNT_DIGITS + 2:
        value = str(value)
    if not isinstance(value, str):
        faults.append(finding("malformed-principal", node.place, f"{node.kind} names no principal"))
        return None
    wrong = _wrong(kind, value)
    if wrong:
        faults.append(finding(wrong.rule, node.place, wrong.message, wrong.help))
    return PrincipalName(kind, value, node.place)


@lru_cache(maxsize=1024)
def _wrong(kind: PrincipalKind, value: str) -> Wrong | None:
    if value == "*" and kind != "CanonicalUser":
        return None
    if "*" in value or "?" in value:
        hint = "name `*` and add the condition `ArnLike` on `aws:PrincipalArn`" if kind == "AWS" else None
        return Wrong("wildcard-in-principal", f"{shown(value)} has a wildcard in it and names nobody", hint)
    if kind == "AWS" and not _is_account_or_id(value) and not _is_arn(value):
        return Wrong(
            "malformed-principal", f"{shown(value)} is no account, role, user or session", _service_hint(value)
        )
    if kind == "Service" and ("." not in value or ":" in value):
        return Wrong("malformed-principal", f"{shown(value)} is no service principal", _dotted_hint(value))
    return None if value else Wrong("malformed-principal", "an empty string names no principal")


def _service_hint(value: str) -> str | None:
    return f'write `{{"Service": "{value}"}}`' if value.endswith(".amazonaws.com") else None


def _dotted_hint(value: str) -> str | None:
    return f"did you mean `{value}.amazonaws.com`?" if value.isalnum() else None


def _is_account_or_id(value: str) -> bool:
    if len(value) == ACCOUNT_DIGITS and value.isascii() and value.isdigit():
        return True
    return len(value) in _UNIQUE_ID_LENGTHS and value.isascii() and value.isalnum() and value.isupper()


def _is_arn(value: str) -> bool:
    parts = value.split(":", ARN_PARTS - 1)
    if len(parts) != ARN_PARTS or parts[0] != "arn" or not parts[1].startswith("aws") or parts[3]:
        return False
    _, _, service, _, account, resource = parts
    if len(account) != ACCOUNT_DIGITS or not account.isdigit():
        return False
    if service == "iam":
        return resource == "root" or resource.startswith(_IAM_RESOURCES)
    return service == "sts" and resource.startswith(_STS_RESOURCES)
