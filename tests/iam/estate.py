"""A small estate to ask questions about: who calls, policies written with IAM's own words, decisions in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from replint.iam.decision import Allowed, Denied, Undecided, Ungranted
from replint.iam.evaluate import Policies, decide
from replint.iam.pattern import Pattern
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement
from replint.iam.request import Caller, Context, PrincipalType, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.iam.decision import Decision, Failure
    from replint.iam.policy import Effect, PolicyText, PrincipalKind
    from replint.iam.request import Domain

HOME = "111111111111"
ABROAD = "222222222222"

ROLE_ARN = f"arn:aws:iam::{HOME}:role/app/replicator"
SESSION_ARN = f"arn:aws:sts::{HOME}:assumed-role/replicator/s3"
USER_ARN = f"arn:aws:iam::{HOME}:user/ann"
ROOT_ARN = f"arn:aws:iam::{HOME}:root"
LINKED_ARN = f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"

SESSION = Caller(PrincipalType.SESSION, SESSION_ARN, HOME, role=ROLE_ARN, unique_id="AROAEXAMPLE:s3")
ROLE = Caller(PrincipalType.ROLE, ROLE_ARN, HOME, unique_id="AROAEXAMPLE")
USER = Caller(PrincipalType.USER, USER_ARN, HOME, unique_id="AIDAEXAMPLE")
ROOT = Caller(PrincipalType.ROOT, ROOT_ARN, HOME)
SERVICE = Caller(PrincipalType.SERVICE, "s3.amazonaws.com", None)
FEDERATED = Caller(PrincipalType.FEDERATED, "accounts.google.com", HOME)
LINKED = Caller(PrincipalType.ROLE, LINKED_ARN, HOME)
SOMEONES = Caller(PrincipalType.SESSION, SESSION_ARN, None, role=ROLE_ARN)
"""A session of whose account nothing is known."""

BUCKET = "arn:aws:s3:::bucket"
OBJECT = f"{BUCKET}/key"
OBJECTS = f"{BUCKET}/*"
KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234"


class Elements(TypedDict, total=False):
    """A statement's elements as a policy's JSON has them; a tuple is one text with unknown parts, a list is many."""

    Action: PolicyText | list[PolicyText] | list[str] | None
    NotAction: PolicyText | list[PolicyText] | list[str]
    Resource: PolicyText | list[PolicyText] | list[str] | None
    NotResource: PolicyText | list[PolicyText] | list[str]
    Principal: str | Mapping[str, PolicyText | list[PolicyText] | list[str]]
    NotPrincipal: str | Mapping[str, PolicyText | list[PolicyText] | list[str]]
    Condition: Mapping[str, Mapping[str, PolicyText | list[PolicyText] | list[str]]]
    Sid: str
    Version: str


def allow(**elements: Unpack[Elements]) -> Statement:
    """Return a statement that allows: every action on every resource, unless told otherwise."""
    return _statement("Allow", elements)


def deny(**elements: Unpack[Elements]) -> Statement:
    """Return a statement that denies: every action on every resource, unless told otherwise."""
    return _statement("Deny", elements)


def policy(*statements: Statement, name: str | None = None) -> Policy:
    """Return a policy of these statements."""
    return Policy(statements, name)


def ask(
    resource: str = OBJECT,
    *,
    caller: Caller = SESSION,
    action: str = "s3:GetObject",
    owner: str | None = HOME,
    context: Mapping[str, Domain] | None = None,
) -> Request:
    """Return a request: for one object of its own account, unless told otherwise; `*` in a resource makes a set."""
    return Request(caller, action, Pattern.glob(resource), owner, Context(context or {}))


def told(request: Request, policies: Policies) -> str:
    """Return the decision in one line: `denied by identity! resource`.

    Behind `by` stand the layers that do not let some call through; `!` marks one that denies, `?` one that may.
    """
    return line(decide(request, policies))


def line(decision: Decision) -> str:
    """Return a decision in one line, as `told` does."""
    words = {Allowed: "allowed", Denied: "denied", Ungranted: "ungranted", Undecided: "undecided"}
    layers = " ".join(_layer(failure) for failure in failures(decision))
    return words[type(decision)] + (f" by {layers}" if layers else "")


def failures(decision: Decision) -> tuple[Failure, ...]:
    """Return what does not let a call through."""
    return () if isinstance(decision, Allowed) else decision.failures


def _layer(failure: Failure) -> str:
    return failure.layer.name.lower() + "!" * failure.explicit + "?" * (not failure.certain)


def _statement(effect: Effect, elements: Elements) -> Statement:
    return Statement(
        effect,
        _element(elements, "Action"),
        _element(elements, "Resource"),
        _principals(elements),
        tuple(
            Condition(operator, key, _texts(values))
            for operator, keys in elements.get("Condition", {}).items()
            for key, values in keys.items()
        ),
        elements.get("Sid"),
        elements.get("Version", "2012-10-17") == "2012-10-17",
    )


def _element(elements: Elements, name: str) -> Element | None:
    given = cast("Mapping[str, PolicyText | list[PolicyText] | None]", elements)
    other = f"Not{name}"
    if other in given:
        return Element(other, _texts(given[other]))
    values = given.get(name, "*")
    return None if values is None else Element(name, _texts(values))


def _principals(elements: Elements) -> Principals | None:
    if "NotPrincipal" in elements:
        return Principals(_names(elements["NotPrincipal"]), complement=True)
    return Principals(_names(elements["Principal"])) if "Principal" in elements else None


def _names(given: str | Mapping[str, PolicyText | list[PolicyText] | list[str]]) -> tuple[PrincipalName, ...]:
    if isinstance(given, str):
        return (PrincipalName("*", given),)
    return tuple(
        PrincipalName(cast("PrincipalKind", kind), text) for kind, values in given.items() for text in _texts(values)
    )


def _texts(given: PolicyText | list[PolicyText] | list[str] | None) -> tuple[PolicyText, ...]:
    return tuple(given) if isinstance(given, list) else () if given is None else (given,)
