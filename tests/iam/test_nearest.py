"""Statements that almost grant a call, in the order in which a person would look at them."""

from __future__ import annotations

import pytest

from replint.iam.decision import Ground, Layer, NearMiss
from replint.iam.matching import Call
from replint.iam.nearest import near_misses
from replint.iam.pattern import Atom, Kind
from replint.iam.policy import Statement, Untold
from replint.iam.request import Context, Gap
from tests.iam.estate import ABROAD, BUCKET, OBJECT, OBJECTS, ROLE_ARN, SESSION, USER_ARN, allow, deny, policy

CALL = Call(SESSION, "s3:GetObject", OBJECT, Context({"k": ("a",), "unknown": Gap.UNKNOWN}))
FREE = Atom("var", Kind.FREE)
ME = {"AWS": ROLE_ARN}


def misses(*statements: Statement, call: Call = CALL, layer: Layer = Layer.RESOURCE) -> list[tuple[str | int, ...]]:
    """Return the steps to what is wrong in each near miss, nearest first."""
    return [miss.steps for miss in near_misses(layer, [policy(*statements)], call)]


ONE: dict[str, tuple[Statement, list[tuple[str, ...]]]] = {
    "nothing is wrong": (allow(Principal=ME), []),
    "another action": (allow(Principal=ME, Action="s3:GetObjectVersion"), [("Action",)]),
    "all but this action": (allow(Principal=ME, NotAction="s3:GetObject"), [("NotAction",)]),
    "an action that is not known": (allow(Principal=ME, Action=(FREE,)), []),
    "an action of another service": (allow(Principal=ME, Action="kms:Decrypt"), []),
    "an action of a service named alike": (allow(Principal=ME, Action="s3"), []),
    "no more than the service": (allow(Principal=ME, Action="s3:"), [("Action",)]),
    "nothing but the service in common": (allow(Principal=ME, Action="S3:PutObject"), [("Action",)]),
    "no action": (allow(Principal=ME, Action=None), []),
    "another resource": (allow(Principal=ME, Resource=BUCKET), [("Resource",)]),
    "another kind of resource": (allow(Principal=ME, Resource="x"), [("Resource",)]),
    "a resource that is not known": (allow(Principal=ME, Resource=(FREE,)), [("Resource",)]),
    "all but this resource": (allow(Principal=ME, NotResource=OBJECTS), [("NotResource",)]),
    "somebody else": (allow(Principal={"AWS": USER_ARN}, Action="s3:Get*"), [("Principal",)]),
    "all but the caller": (allow(NotPrincipal=ME, Action="s3:GetObject"), [("NotPrincipal",)]),
    "nobody": (allow(Action="s3:GetObject"), [("Principal",)]),
    "all but the caller, who may do all": (allow(NotPrincipal=ME), []),
    "somebody else, who may do all": (allow(Principal={"AWS": USER_ARN}), []),
    "somebody else, who may do all in the service": (
        allow(Principal={"AWS": USER_ARN}, Action=["s3:GetObject", "s3:*"]),
        [],
    ),
    "somebody else, who may do all but one thing": (allow(Principal={"AWS": USER_ARN}, NotAction="s3:PutObject"), []),
    "a condition": (
        allow(Principal=ME, Condition={"StringEquals": {"K": "b"}}),
        [("Condition", "StringEquals", "K")],
    ),
    "the second condition": (
        allow(Principal=ME, Condition={"StringLike": {"k": "*"}, "StringEquals": {"k": ["b", "c"], "l": "x"}}),
        [("Condition", "StringEquals", "k")],
    ),
    "a condition that may hold": (
        allow(Principal=ME, Condition={"StringEquals": {"k": "a", "unknown": "b"}}),
        [("Condition", "StringEquals", "unknown")],
    ),
    "two things": (allow(Principal=ME, Action="s3:GetObjectVersion", Resource=BUCKET), []),
    "a condition and somebody else": (
        allow(Principal={"AWS": ABROAD}, Condition={"StringEquals": {"k": "b"}}),
        [],
    ),
    "a deny": (deny(Principal=ME, Resource=BUCKET), []),
}


@pytest.mark.parametrize(("statement", "expected"), ONE.values(), ids=ONE)
def test_one_statement(statement: Statement, expected: list[tuple[str, ...]]) -> None:
    """A near miss is an Allow with one element that does not match; the steps lead to what would have to change."""
    assert misses(statement) == expected


def _conditions(*values: tuple[str, str]) -> Statement:
    return allow(Principal=ME, Condition={"StringEquals": dict(values)})


@pytest.mark.parametrize(
    ("statement", "expected", "beside", "surely"),
    [
        # In one world `l` is absent, in the other it is as asked: what `k` asks for is in neither.
        (_conditions(("l", "b"), ("k", "b")), "k", (), True),
        (_conditions(("k", "b"), ("l", "b")), "k", (), True),
        (_conditions(("l", "b"), ("k", "b"), ("m", "b")), "k", ("m",), True),
        (_conditions(("l", "b"), ("k", "a")), "l", (), False),
        (_conditions(("l", "b"), ("unknown", "b")), "l", (), False),
        (_conditions(("l", "c")), "l", (), True),
    ],
)
def test_what_never_holds_comes_first(
    statement: Statement, expected: str, beside: tuple[str, ...], *, surely: bool
) -> None:
    """Of several conditions those have to change that hold in no admissible case, all of them."""
    worlds = [CALL._replace(chosen={"l": value}) for value in (Gap.ABSENT, ("b",))]
    (miss,) = near_misses(Layer.RESOURCE, [policy(statement)], worlds[0], worlds)
    assert (miss.steps[-1], tuple(steps[-1] for steps in miss.beside), miss.surely) == (expected, beside, surely)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("b", [("Action", False)]), ("c", []), (["b", "c"], [("Action", False)])],
)
def test_a_condition_that_holds_at_times_is_not_what_is_wrong(
    value: str | list[str], expected: list[tuple[str, bool]]
) -> None:
    """A statement with another fault is near where its condition holds in some case, and is not the only doubt then."""
    worlds = [CALL._replace(chosen={"l": value}) for value in (Gap.ABSENT, ("b",))]
    statement = allow(Principal=ME, Action="s3:GetObjectVersion", Condition={"StringEquals": {"l": value}})
    found = near_misses(Layer.RESOURCE, [policy(statement)], worlds[0], worlds)
    assert [(miss.element, miss.alone) for miss in found] == expected
    assert all(miss.alone for miss in near_misses(Layer.RESOURCE, [policy(statement)], worlds[1]))


def test_a_statement_without_a_resource() -> None:
    """Where a statement has to have a resource and has none, that is what is missing."""
    assert misses(allow(Resource=None), layer=Layer.IDENTITY) == [("Resource",)]
    assert misses(allow(Resource=None, Principal=ME)) == []


def test_what_a_near_miss_tells() -> None:
    """A near miss tells the statement, its policy and its layer, and the element by name."""
    given = policy(allow(Action="s3:GetObjectVersion"))
    (miss,) = near_misses(Layer.IDENTITY, [Untold("another"), given], CALL)
    assert miss == NearMiss(Ground(Layer.IDENTITY, given, given.statements[0]), "Action", ("Action",))
    conditional = policy(allow(Condition={"StringEquals": {"k": "b"}}))
    assert near_misses(Layer.SCP, [conditional], CALL)[0].element == "Condition"


CONDITION = allow(Principal=ME, Condition={"StringEquals": {"k": "b"}})
SAME_BUCKET = allow(Principal=ME, Resource=BUCKET)
OTHER_BUCKET = allow(Principal=ME, Resource="arn:aws:s3:::x/*")
OTHER_SERVICE = allow(Principal=ME, Resource="x")
LIKE_ACTION = allow(Principal=ME, Action="s3:GetObjectVersion")
LESS_LIKE = allow(Principal=ME, Action=["kms:Decrypt", "s3:GetBucketAcl"])
UNLIKE_ACTION = allow(Principal=ME, Action="s3:PutObject")
EXCLUDED = allow(Principal=ME, NotAction="s3:GetObject")
SOMEBODY = allow(Principal={"AWS": USER_ARN}, Action="s3:GetObject")


@pytest.mark.parametrize(
    "order",
    [
        [CONDITION, LIKE_ACTION],
        [CONDITION, SAME_BUCKET, SOMEBODY],
        [LIKE_ACTION, LESS_LIKE, UNLIKE_ACTION],
        [SAME_BUCKET, OTHER_BUCKET, OTHER_SERVICE],
        [LIKE_ACTION, UNLIKE_ACTION, SOMEBODY],
        [EXCLUDED, SAME_BUCKET],
        [UNLIKE_ACTION, allow(Principal=ME, Resource="arn:aws:sqs:::bucket/key")],
    ],
)
def test_the_nearest_comes_first(order: list[Statement]) -> None:
    """A condition that fails is nearest, then the likest action or resource; somebody else's statement is last."""
    for given in (order, order[::-1]):
        found = near_misses(Layer.RESOURCE, [policy(each) for each in given], CALL)
        assert [miss.ground.statement for miss in found] == order


def test_equally_near_ones_keep_their_order() -> None:
    """Statements that are equally near come in the order of the policies."""
    twins = [allow(Principal=ME, Resource=BUCKET, Sid=sid) for sid in "abc"]
    found = near_misses(Layer.RESOURCE, [policy(*twins)], CALL)
    assert [miss.ground.statement.sid for miss in found] == ["a", "b", "c"]


def test_a_call_without_a_resource() -> None:
    """A statement that names a resource is near a call that is about none, and so is one that allows another action."""
    nowhere = Call(SESSION, "s3:ListAllMyBuckets", "*", Context())
    given = policy(allow(Resource=OBJECTS, Sid="where"), allow(Action="s3:ListBucket", Sid="what"))
    found = near_misses(Layer.IDENTITY, [given], nowhere)
    assert [miss.ground.statement.sid for miss in found] == ["what", "where"]
