"""The kernel at the command line: scenarios in, decisions out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from replint.simulate import Answer, Unanswered, as_json, as_lines, simulate
from replint.syntax import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME, ABROAD = "111111111111", "222222222222"
USER = f"arn:aws:iam::{HOME}:user/ann"
ROLE = f"arn:aws:iam::{HOME}:role/app/replicator"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/replicator/s3"
OBJECT = "arn:aws:s3:::bucket/key"
KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234"


def policy(**elements: object) -> dict[str, object]:
    """Return a policy with one statement: it allows everything, unless told otherwise."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"} | elements
    return {"Version": "2012-10-17", "Statement": [statement]}


def scenario(request: Mapping[str, object] | None = None, /, **rest: object) -> dict[str, object]:
    """Return a scenario: a user of one account reads an object of that account, unless told otherwise."""
    asked = {"action": "s3:GetObject", "resource": OBJECT, "principal": USER, "resourceAccount": HOME}
    return {"request": asked | dict(request or {}), **rest}


def answers(*scenarios: object) -> list[dict[str, object]]:
    """Return what the command prints for a list of scenarios."""
    return as_json(answered(json.dumps(scenarios)))


def answered(data: str) -> list[Answer]:
    """Return the answers to scenarios, all of which have one."""
    found = simulate("scenarios.json", data.encode())
    assert [each for each in found if isinstance(each, Unanswered)] == []
    return [each for each in found if isinstance(each, Answer)]


def decision(one: Mapping[str, object]) -> object:
    """Return the decision of one scenario."""
    return answers(one)[0]["decision"]


FULL, DENIES = policy(), policy(Effect="Deny")
TO_USER = policy(Principal={"AWS": USER})

LAYERS: dict[str, tuple[dict[str, object], str]] = {
    "nothing": ({}, "implicitly-denied"),
    "nulls": (
        {
            "identityPolicies": None,
            "resourcePolicy": None,
            "permissionsBoundaries": None,
            "sessionPolicy": None,
            "serviceControlPolicies": None,
            "resourceControlPolicies": None,
        },
        "implicitly-denied",
    ),
    "identity": ({"identityPolicies": [FULL]}, "allowed"),
    "identity, the second": ({"identityPolicies": [policy(Action="s3:Put*"), FULL]}, "allowed"),
    "identity denies": ({"identityPolicies": [FULL, DENIES]}, "explicitly-denied"),
    "resource": ({"resourcePolicy": TO_USER}, "allowed"),
    "resource denies": (
        {"identityPolicies": [FULL], "resourcePolicy": policy(Effect="Deny", Principal="*")},
        "explicitly-denied",
    ),
    "boundary": ({"identityPolicies": [FULL], "permissionsBoundaries": [policy(Action="s3:*")]}, "allowed"),
    "boundary is silent": (
        {"identityPolicies": [FULL], "permissionsBoundaries": [policy(Action="kms:*")]},
        "implicitly-denied",
    ),
    "no boundary": ({"identityPolicies": [FULL], "permissionsBoundaries": []}, "allowed"),
    "session": ({"identityPolicies": [FULL], "sessionPolicy": FULL}, "allowed"),
    "session is silent": ({"identityPolicies": [FULL], "sessionPolicy": policy(Action="kms:*")}, "implicitly-denied"),
    "organisation": ({"identityPolicies": [FULL], "serviceControlPolicies": [[FULL], [FULL]]}, "allowed"),
    "organisation, one level is silent": (
        {"identityPolicies": [FULL], "serviceControlPolicies": [[FULL], [policy(Action="kms:*")]]},
        "implicitly-denied",
    ),
    "organisation, one level is empty": (
        {"identityPolicies": [FULL], "serviceControlPolicies": [[FULL], []]},
        "implicitly-denied",
    ),
    "resource control": (
        {"identityPolicies": [FULL], "resourceControlPolicies": [[policy(Effect="Deny", Principal="*")]]},
        "explicitly-denied",
    ),
}


@pytest.mark.parametrize(("policies", "expected"), LAYERS.values(), ids=LAYERS)
def test_layers(policies: dict[str, object], expected: str) -> None:
    """Each member of a scenario is a layer; one that is not there, or null, has no policy."""
    assert decision(scenario(**policies)) == expected


TO_ROLE = policy(Principal={"AWS": ROLE})
REQUESTS: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "another account": ({"resourceAccount": ABROAD}, {"identityPolicies": [FULL]}, "implicitly-denied"),
    "an unknown account": ({"resourceAccount": None}, {"identityPolicies": [FULL]}, "undecided"),
    "an account as the ARN tells": (
        {"resource": f"arn:aws:sqs:eu-west-1:{ABROAD}:queue", "action": "sqs:SendMessage", "resourceAccount": None},
        {"identityPolicies": [FULL]},
        "implicitly-denied",
    ),
    "no resource is the caller's own": (
        {"resource": "*", "action": "s3:ListAllMyBuckets", "resourceAccount": None},
        {"identityPolicies": [FULL]},
        "allowed",
    ),
    "all objects": (
        {"resource": "arn:aws:s3:::bucket/*"},
        {"identityPolicies": [policy(Resource=OBJECT)]},
        "implicitly-denied",
    ),
    "all objects are allowed": (
        {"resource": "arn:aws:s3:::bucket/*"},
        {"identityPolicies": [policy(Resource="arn:aws:s3:::buck*")]},
        "allowed",
    ),
    "an odd key": (
        {"resource": "arn:aws:s3:::bucket/k*y"},
        {"identityPolicies": [policy(Resource="arn:aws:s3:::bucket/k?y")]},
        "allowed",
    ),
    "a role": ({"principal": ROLE}, {"resourcePolicy": TO_ROLE}, "allowed"),
    "a session of a role": ({"principal": SESSION}, {"resourcePolicy": TO_ROLE}, "allowed"),
    "a session by name": (
        {"principal": SESSION},
        {"resourcePolicy": policy(Principal={"AWS": SESSION}), "permissionsBoundaries": [policy(Action="kms:*")]},
        "allowed",
    ),
    "a role is no session that is named": (
        {"principal": ROLE},
        {"resourcePolicy": policy(Principal={"AWS": SESSION})},
        "implicitly-denied",
    ),
    "the root user": ({"principal": f"arn:aws:iam::{HOME}:root"}, {}, "allowed"),
    "a service": (
        {"principal": "s3.amazonaws.com", "action": "sts:AssumeRole", "resource": ROLE},
        {"resourcePolicy": policy(Principal={"Service": "s3.amazonaws.com"}, Resource="*")},
        "allowed",
    ),
    "a federated user": (
        {"principal": f"arn:aws:sts::{HOME}:federated-user/ann"},
        {"identityPolicies": [FULL]},
        "allowed",
    ),
    "a key": ({"resource": KEY, "action": "kms:Decrypt"}, {"identityPolicies": [FULL]}, "implicitly-denied"),
}


@pytest.mark.parametrize(("request_", "policies", "expected"), REQUESTS.values(), ids=REQUESTS)
def test_requests(request_: dict[str, object], policies: dict[str, object], expected: str) -> None:
    """The caller and the accounts are what the ARNs tell; `/*` at the end asks for all that begin with the rest."""
    assert decision(scenario(request_, **policies)) == expected


def test_context_is_told_or_derived() -> None:
    """The context is what the scenario tells; of itself it has the caller's ARN and account and the resource's."""

    def holds(operator: str, key: str, value: str, request: Mapping[str, object] | None = None) -> bool:
        grants = policy(Condition={operator: {key: value}})
        return decision(scenario(request, identityPolicies=[grants])) == "allowed"

    context = {"context": {"aws:SourceIp": "10.0.0.1", "n": 3, "b": True, "f": False, "many": ["x", "y"], "none": []}}
    assert holds("IpAddress", "aws:sourceip", "10.0.0.0/8", context)
    assert holds("NumericEquals", "n", "3", context)
    assert holds("Bool", "b", "true", context)
    assert holds("Bool", "f", "false", context)
    assert holds("ForAllValues:StringLike", "many", "?", context)
    assert not holds("StringLike", "many", "?", context)
    assert holds("Null", "none", "true", context)
    assert holds("Null", "aws:SourceIp", "true")
    assert holds("StringEquals", "aws:PrincipalAccount", HOME)
    assert holds("StringEquals", "aws:PrincipalArn", USER)
    assert holds("StringEquals", "aws:ResourceAccount", HOME)
    assert holds("StringEquals", "s3:ResourceAccount", HOME)
    assert holds("StringEquals", "aws:PrincipalArn", ROLE, {"principal": ROLE})
    assert holds("StringEquals", "aws:PrincipalArn", f"arn:aws:iam::{HOME}:role/replicator", {"principal": SESSION})
    assert holds("StringEquals", "aws:PrincipalArn", "other", {"context": {"aws:PrincipalArn": "other"}})


def test_an_answer() -> None:
    """An answer has the scenario's name, the statements that decided, and a call that shows a failure."""
    grants, stops = policy(Sid="Mine"), policy(Effect="Deny", Resource="arn:aws:s3:::bucket/a*")
    allowed, denied, ungranted = answers(
        scenario(identityPolicies=[grants], name="by my policy"),
        scenario({"resource": "arn:aws:s3:::bucket/*"}, identityPolicies=[grants, stops], sessionPolicy=stops),
        scenario(),
    )
    assert allowed == {
        "name": "by my policy",
        "decision": "allowed",
        "evidence": [
            {
                "layer": "identity-policy",
                "effect": "Allow",
                "sid": "Mine",
                "pointer": "/0/identityPolicies/0/Statement/0",
            }
        ],
        "witness": None,
    }
    assert denied["name"] == "scenario 2"
    assert denied["evidence"] == [
        {
            "layer": "identity-policy",
            "effect": "Deny",
            "sid": None,
            "pointer": "/1/identityPolicies/1/Statement/0",
        },
        {"layer": "session-policy", "effect": "Deny", "sid": None, "pointer": "/1/sessionPolicy/Statement/0"},
    ]
    assert denied["witness"] == {
        "resource": "arn:aws:s3:::bucket/",
        "layers": ["session-policy"],
    }
    assert ungranted["evidence"] == []
    assert ungranted["witness"] == {"resource": OBJECT, "layers": ["identity-policy"]}


def test_answers_for_people() -> None:
    """For people, an answer is one line, and below it which statement or which layer made it so."""
    data = json.dumps(
        [
            scenario(identityPolicies=[policy(Sid="Mine")], name="mine"),
            scenario(identityPolicies=[FULL, DENIES], permissionsBoundaries=[policy(Action="kms:*")], name="stopped"),
        ]
    )
    assert list(as_lines(answered(data))) == [
        "mine: allowed",
        "  identity-policy: Allow Mine",
        "stopped: explicitly-denied",
        "  identity-policy: Deny (no Sid)",
        f"  {OBJECT} is denied by the identity-policy",
        f"  {OBJECT} is not allowed by the permissions-boundary",
    ]


def test_one_scenario() -> None:
    """A scenario may stand alone."""
    (answer,) = answered(json.dumps(scenario(identityPolicies=[FULL])))
    assert (answer.name, answer.outcome) == ("scenario 1", "allowed")


def test_faults_of_grammar_are_passed_over() -> None:
    """What still means something in a faulty policy is decided."""
    faulty = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT, "Foo": 1}],
    }
    assert decision(scenario(identityPolicies=[faulty])) == "allowed"


BAD: dict[str, tuple[object, str]] = {
    "no object": ("x", "s.json:1:1: expected a scenario, found a string"),
    "a number in a list": ([1], "s.json:1:2: expected a scenario, found a number"),
    "no request": ({}, "s.json:1:1: a scenario needs `request`"),
    "a request that is none": ({"request": []}, "s.json:1:13: expected a scenario, found a list"),
    "no principal": ({"request": {}}, "s.json:1:13: a scenario needs `principal`"),
    "a principal of the wrong type": (
        {"request": {"principal": 1}},
        "s.json:1:27: `principal` is a string, found a number",
    ),
    "policies that are no list": (
        {"request": {}, "identityPolicies": {}},
        "s.json:1:37: expected a list of policies, found an object",
    ),
    "levels that are no list": (
        {"request": {}, "serviceControlPolicies": "x"},
        "s.json:1:43: expected a list of levels, found a string",
    ),
    "a level that is no list": (
        {"request": {}, "resourceControlPolicies": ["x"]},
        "s.json:1:45: expected a list of policies, found a string",
    ),
}


@pytest.mark.parametrize(("data", "message"), BAD.values(), ids=BAD)
def test_bad_scenarios(data: object, message: str) -> None:
    """JSON that is no scenario is refused with what is wrong and where."""
    assert simulate("s.json", json.dumps(data).encode()) == (Unanswered(message),)


def test_a_bad_scenario_keeps_no_other_from_its_answer() -> None:
    """Of a list, everything that can be answered is."""
    first, second, third = simulate("s.json", json.dumps([scenario(), {}, scenario()]).encode())
    assert isinstance(first, Answer)
    assert isinstance(second, Unanswered)
    assert isinstance(third, Answer)


@pytest.mark.parametrize("value", [{}, [{}], None, [None], [["a"]]])
def test_bad_context(value: object) -> None:
    """A context value is a text, a number, true or false, or a list of those."""
    (refused,) = simulate("s.json", json.dumps(scenario({"context": {"k": value}})).encode())
    assert isinstance(refused, Unanswered)
    assert "a context value is a string, a number, true or false" in refused.message


def test_no_json() -> None:
    """Text that is no JSON is refused where it ends to be."""
    with pytest.raises(Unreadable):
        simulate("s.json", b"[{]")
