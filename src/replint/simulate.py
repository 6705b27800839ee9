"""The kernel at the command line: one scenario is one request with its policies, and the answer is the decision.

A scenario says everything: a context key that it does not name is absent from the request, and nothing is derived but
the caller's ARN and account and the resource's account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import policy as grammar
from replint.iam.arn import Arn
from replint.iam.decision import Allowed, Denied, Failure, Undecided, Ungranted
from replint.iam.evaluate import Policies, decide
from replint.iam.pattern import Pattern
from replint.iam.request import Caller, Context, PrincipalType, Request, Value
from replint.iam.strings import written
from replint.record import record
from replint.syntax import Node, Unreadable, json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.dialects.kinds import KindName
    from replint.iam.decision import Decision, Ground
    from replint.iam.policy import Policy
    from replint.span import Place

OUTCOMES = {
    Allowed: "allowed",
    Denied: "explicitly-denied",
    Ungranted: "implicitly-denied",
    Undecided: "undecided",
}


class MisshapenError(Exception):
    """A scenario lacks something or is of the wrong shape."""

    def __init__(self, message: str, place: Place) -> None:
        """Say what is wrong and where."""
        position = place.text.position(place.span.start)
        super().__init__(f"{place.text.path}:{position.line}:{position.column}: {message}")


@record
class Answer:
    """A scenario's name and what the policies say of its request."""

    name: str
    decision: Decision

    @property
    def outcome(self) -> str:
        """The decision in one word."""
        return OUTCOMES[type(self.decision)]


@record
class Unanswered:
    """A scenario that has no answer, and why: what is wrong with it, after its place."""

    message: str


def simulate(path: str, data: bytes) -> tuple[Answer | Unanswered, ...]:
    """The answers to one scenario, or to each of a list; one that is of the wrong shape keeps no other from its own.

    Raises `Unreadable` for text that is no JSON.
    """
    root = json.read(path, data)
    scenarios = tuple(root.elements()) if isinstance(root.value, list) else (root,)
    return tuple(_answered(scenario, number) for number, scenario in enumerate(scenarios, 1))


def _answered(scenario: Node, number: int) -> Answer | Unanswered:
    try:
        return _answer(scenario, number)
    except MisshapenError as wrong:
        return Unanswered(str(wrong))


def _answer(scenario: Node, number: int) -> Answer:
    name = scenario.get("name")
    request = _member(scenario, "request")
    policies = Policies(
        identity=_policies(scenario.get("identityPolicies"), "identity"),
        boundary=_policies(scenario.get("permissionsBoundaries"), "boundary") or None,
        session=_one(scenario.get("sessionPolicy"), "session"),
        resource=next(iter(_one(scenario.get("resourcePolicy"), "resource") or ()), None),
        scps=_levels(scenario.get("serviceControlPolicies"), "scp"),
        rcps=_levels(scenario.get("resourceControlPolicies"), "rcp"),
    )
    title = name.value if name and isinstance(name.value, str) else f"scenario {number}"
    return Answer(title, decide(_request(request), policies))


def _request(node: Node) -> Request:
    caller = _caller(_text(node, "principal"))
    resource = _text(node, "resource")
    owner = _owner(node, resource, caller)
    # A lone `*` is no resource: only what covers everything matches it, as it does this one text.
    resources = Pattern.glob(resource) if resource.endswith("/*") else Pattern.literal(resource)
    return Request(caller, _text(node, "action"), resources, owner, _context(node, caller, owner))


def _caller(name: str) -> Caller:
    """The principal of a scenario: by its ARN, or a service by its name.

    A role stands for a session of it whose name no policy names.
    """
    arn = Arn.parse(name)
    if arn is None:
        return Caller(PrincipalType.SERVICE, name, None)
    kind, _, rest = arn.resource.partition("/")
    if kind == "role":
        session = f"arn:{arn.partition}:sts::{arn.account}:assumed-role/{rest.rpartition('/')[2]}/"
        return Caller(PrincipalType.SESSION, session, arn.account, role=name)
    types = {"assumed-role": PrincipalType.SESSION, "root": PrincipalType.ROOT, "user": PrincipalType.USER}
    return Caller(types.get(kind, PrincipalType.FEDERATED), name, arn.account)


def _owner(node: Node, resource: str, caller: Caller) -> str | None:
    """The resource's account: as told, or as its ARN tells; a request without a resource is about the caller's own."""
    told = node.get("resourceAccount")
    if told is not None and told.value is not None:
        return str(told.value)
    arn = Arn.parse(resource)
    if arn and arn.account:
        return arn.account
    return caller.account if resource == "*" else None


def _context(node: Node, caller: Caller, owner: str | None) -> Context:
    given = node.get("context")
    keys: dict[str, Value] = {}
    if caller.account is not None:
        keys["aws:principalaccount"] = (caller.account,)
        keys["aws:principalarn"] = (caller.role or _role_of(caller) or caller.name,)
    if owner is not None:
        keys["aws:resourceaccount"] = keys["s3:resourceaccount"] = (owner,)
    for name, value in given.members() if given else ():
        keys[name.lower()] = tuple(_scalars(value))
    return Context(keys)


def _role_of(caller: Caller) -> str | None:
    """The ARN of a session's role as far as the session's ARN tells it: without a path."""
    arn = Arn.parse(caller.name)
    if caller.type is not PrincipalType.SESSION or arn is None:
        return None
    return f"arn:{arn.partition}:iam::{arn.account}:role/{arn.resource.split('/')[1]}"


def _scalars(node: Node) -> Iterator[str]:
    for each in node.elements() if isinstance(node.value, list) else (node,):
        if isinstance(each.value, bool):
            yield "true" if each.value else "false"
        elif isinstance(each.value, str | int | float):
            yield str(each.value)
        else:
            message = f"a context value is a string, a number, true or false, found {each.kind}"
            raise MisshapenError(message, each.place)


def _policies(node: Node | None, kind: KindName) -> tuple[Policy, ...]:
    if node is None or node.value is None:
        return ()
    if not isinstance(node.value, list):
        message = f"expected a list of policies, found {node.kind}"
        raise MisshapenError(message, node.place)
    return tuple(_policy(each, kind) for each in node.elements())


def _one(node: Node | None, kind: KindName) -> tuple[Policy, ...] | None:
    return None if node is None or node.value is None else (_policy(node, kind),)


def _levels(node: Node | None, kind: KindName) -> tuple[tuple[Policy, ...], ...]:
    if node is None or node.value is None:
        return ()
    if not isinstance(node.value, list):
        message = f"expected a list of levels, found {node.kind}"
        raise MisshapenError(message, node.place)
    return tuple(_policies(level, kind) for level in node.elements())


def _policy(node: Node, kind: KindName) -> Policy:
    # Faults of grammar never refuse a scenario: what still means something is decided.
    return grammar.read(node, kind)[0]


def _member(node: Node, name: str) -> Node:
    found = node.get(name)
    if found is None:
        message = (
            f"a scenario needs `{name}`" if node.kind == "an object" else f"expected a scenario, found {node.kind}"
        )
        raise MisshapenError(message, node.place)
    return found


def _text(node: Node, name: str) -> str:
    found = _member(node, name)
    if not isinstance(found.value, str):
        message = f"`{name}` is a string, found {found.kind}"
        raise MisshapenError(message, found.place)
    return found.value


def as_json(answers: Iterable[Answer]) -> list[dict[str, object]]:
    """The answers as the command prints them: name, decision, evidence and witness of each."""
    return [
        {
            "name": answer.name,
            "decision": answer.outcome,
            "evidence": [_shown(ground) for ground in _grounds(answer.decision)],
            "witness": _witness(answer.decision),
        }
        for answer in answers
    ]


def as_lines(answers: Iterable[Answer]) -> Iterator[str]:
    """The answers for people: one line each, and below it why."""
    for answer in answers:
        yield f"{answer.name}: {answer.outcome}"
        for ground in _grounds(answer.decision):
            yield f"  {ground.layer.value}: {ground.statement.effect} {ground.statement.sid or '(no Sid)'}"
        if not isinstance(answer.decision, Allowed):
            for failure in answer.decision.failures:
                verb = "denied" if failure.explicit else "not allowed"
                yield f"  {written(failure.witness.resource)} is {verb} by the {failure.layer.value}"


def _grounds(decision: Decision) -> tuple[Ground, ...]:
    if isinstance(decision, Allowed):
        return decision.evidence
    return tuple(ground for failure in decision.failures for ground in failure.grounds)


def _shown(ground: Ground) -> dict[str, object]:
    place = ground.statement.place
    return {
        "layer": ground.layer.value,
        "effect": ground.statement.effect,
        "sid": ground.statement.sid,
        "pointer": place.pointer if place else None,
    }


def _witness(decision: Decision) -> dict[str, object] | None:
    """A call that is not allowed, and the layers that are shown not to let it through."""
    if isinstance(decision, Allowed) or not decision.failures:
        return None
    first: Failure = decision.failures[0]
    same = (failure for failure in decision.failures if failure.witness == first.witness)
    return {
        "resource": written(first.witness.resource),
        "layers": list(dict.fromkeys(failure.layer.value for failure in same)),
    }


__all__ = ["Answer", "Unanswered", "Unreadable", "as_json", "as_lines", "simulate"]
