"""`Action` and `Resource` with their opposites: texts that each must be of a certain form."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from replint.dialects.telling import finding, shown
from replint.iam import actions
from replint.iam.policy import Element

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.dialects.kinds import Kind
    from replint.finding import Finding
    from replint.syntax import Node

ARN_PARTS = 6
_PREFIX_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


class Wrong(NamedTuple):
    """What is wrong with one text."""

    rule: str
    message: str
    help: str | None = None


def read_texts(member: Node, name: str, faults: list[Finding]) -> Element | None:
    """The strings of an element, one or a list of them; None when there are none. Others are reported and left out."""
    value = member.value
    if isinstance(value, str):
        return Element(name, (value,), listed=False)
    if not isinstance(value, list):
        message = f"`{name}` is {member.kind}, and must be a string or a list of strings"
        faults.append(finding("malformed-policy-element", member.place, message))
        return None
    if not value:
        faults.append(finding("missing-policy-element", member.place, f"`{name}` is an empty list"))
        return None
    texts = tuple(text for text in value if isinstance(text, str))
    if len(texts) < len(value):
        for each in member.elements():
            if not isinstance(each.value, str):
                message = f"{each.kind} stands in `{name}`, where everything must be a string"
                faults.append(finding("malformed-policy-element", each.place, message))
    return Element(name, texts) if texts else None


def check_actions(member: Node, kind: Kind, faults: list[Finding]) -> None:
    """Report the texts of `Action` or `NotAction` that are no actions."""
    _check(member, partial(_action, bucket=kind.name == "bucket"), faults)


def check_resources(member: Node, faults: list[Finding]) -> None:
    """Report the texts of `Resource` or `NotResource` that are no resources."""
    _check(member, _resource, faults)


def check_aliases(member: Node, acts: Element, faults: list[Finding]) -> None:
    """Report aliases of KMS keys among resources, where the actions are on keys and none is on an alias itself."""
    texts = [text for text in acts.values if isinstance(text, str) and text.lower().startswith("kms:")]
    on_keys = bool(texts) and not any(actions.matches(text, each) for text in texts for each in actions.ON_ALIASES)
    if on_keys and not acts.complement and "*" not in acts.values:
        _check(member, _alias, faults)


def _check(member: Node, judge: Callable[[str], Wrong | None], faults: list[Finding]) -> None:
    value = member.value
    for index, text in enumerate(value if isinstance(value, list) else (value,)):
        wrong = judge(text) if isinstance(text, str) else None
        if wrong:
            place = member.place.at(index) if isinstance(value, list) else member.place
            faults.append(finding(wrong.rule, place, wrong.message, wrong.help))


@lru_cache(maxsize=4096)
def _action(text: str, *, bucket: bool) -> Wrong | None:
    if text == "*":
        return None
    if any(map(str.isspace, text)):
        return Wrong("whitespace-in-action", f"{shown(text)} has a blank in it and matches no action")
    service, colon, name = text.partition(":")
    if "*" in service or "?" in service:
        return Wrong("wildcard-in-service", f"{shown(text)} does not name its service exactly", "name the service")
    if not colon or not service or not _PREFIX_CHARACTERS.issuperset(service):
        likely = actions.services_with(name or service)
        return Wrong("action-without-service", f"{shown(text)} does not say of which service", _any_of(likely))
    return None if actions.known(service, name) is not False else _unknown(text, service, bucket=bucket)


def _unknown(text: str, service: str, *, bucket: bool) -> Wrong:
    effect = ", and S3 refuses a bucket policy with one" if bucket else ", so that this names nothing"
    return Wrong(
        "unknown-action",
        f"{shown(text)} is no action of {shown(service.lower())}{effect}",
        _any_of(actions.suggestions(text)),
    )


def _any_of(likely: tuple[str, ...]) -> str | None:
    return "did you mean " + " or ".join(f"`{each}`" for each in likely) + "?" if likely else None


@lru_cache(maxsize=4096)
def _resource(text: str) -> Wrong | None:
    if text and not text.strip("*"):
        return None
    parts = text.split(":", ARN_PARTS - 1)
    if parts[0] != "arn" and not (len(parts) == 1 and text.startswith("arn") and "*" in text):
        hint = "name it by its ARN: `arn:aws:s3:::bucket/*`, or `arn:aws:kms:region:account:key/id`"
        return Wrong("malformed-resource", f"{shown(text)} is neither an ARN nor `*`", hint)
    if len(parts) < ARN_PARTS:
        short = f"{shown(text)} has {len(parts)} of an ARN's 6 parts"
        return None if "*" in text else Wrong("malformed-resource", short)
    return _head(text, *parts[1:3])


def _alias(text: str) -> Wrong | None:
    parts = text.split(":", ARN_PARTS - 1)
    if len(parts) < ARN_PARTS or parts[2] != "kms" or not parts[5].startswith("alias/"):
        return None
    hint = "name the key by its ARN, or any key with a condition on `kms:ResourceAliases`"
    return Wrong("alias-in-resource", f"{shown(text)} is an alias, and a policy knows keys by their ARN only", hint)


def _head(text: str, partition: str, service: str) -> Wrong | None:
    """What is wrong with the beginning of an ARN in a `Resource`."""
    if _is_pattern(service):
        return Wrong(
            "malformed-resource", f"{shown(text)} does not name its service exactly", "AWS takes no pattern there"
        )
    if not partition.startswith("aws") and not _is_pattern(partition):
        return Wrong("malformed-resource", f"{shown(text)} names no partition of AWS's", "`aws` is the usual one")
    return None


def _is_pattern(text: str) -> bool:
    return "*" in text or "?" in text
