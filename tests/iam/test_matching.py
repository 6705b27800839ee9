"""Whether a statement speaks of a call: principal, action, resource and conditions, each for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint.iam.decision import Ground, Layer
from replint.iam.layers import Voice
from replint.iam.matching import Call, Match, action, conditions, match, principal, resource, resource_patterns
from replint.iam.pattern import ANYTHING, Atom, Kind, Pattern
from replint.iam.policy import Element, Policy, PolicyText
from replint.iam.principals import EVERYONE, NOBODY, Naming
from replint.iam.request import Context, EachOf, Gap, OneOf, Value
from tests.iam.estate import BUCKET, OBJECT, OBJECTS, ROLE_ARN, SESSION, USER_ARN, allow, deny

if TYPE_CHECKING:
    from replint.iam.kleene import Truth

DST, OTHER, FREE = Atom("dst"), Atom("other"), Atom("var", Kind.FREE)


def call(resource: str | tuple[str | Atom, ...] = OBJECT, **values: Value) -> Call:
    """Return a call that reads an object, in a context with these keys."""
    return Call(SESSION, "s3:GetObject", resource, Context(values))


# (values of the element, whether `Action` and `NotAction` speak of s3:GetObject)
ACTIONS: list[tuple[list[PolicyText], Truth, Truth]] = [
    (["s3:GetObject"], True, False),
    (["S3:getOBJECT"], True, False),
    (["s3:PutObject"], False, True),
    (["s3:PutObject", "s3:GetObject"], True, False),
    (["*"], True, False),
    (["s3:*"], True, False),
    (["s3:Get*"], True, False),
    (["s3:*Object"], True, False),
    (["s3:G?tObject"], True, False),
    (["s3:Get?Object"], False, True),
    (["s3:GetObjectVersion"], False, True),
    (["s3:GetObject "], False, True),
    ([" s3:GetObject"], False, True),
    (["kms:*"], False, True),
    (["s*:GetObject"], False, True),
    (["?3:GetObject"], False, True),
    (["*:*"], False, True),
    (["**"], False, True),
    (["GetObject"], False, True),
    (["s3"], False, True),
    ([""], False, True),
    ([], False, True),
    ([(FREE,)], None, None),
    ([(FREE,), "s3:GetObject"], True, False),
    ([(FREE,), "s3:PutObject"], None, None),
]


@pytest.mark.parametrize(("values", "named", "left_out"), ACTIONS)
def test_actions(values: list[PolicyText], named: Truth, left_out: Truth) -> None:
    """Actions compare without case; a wildcard stands in a name or alone, never in a service; `NotAction` is the rest.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    """
    assert action(allow(Action=values), "s3:GetObject") is named
    assert action(allow(Action=values), "S3:GETOBJECT") is named
    assert action(allow(NotAction=values), "s3:GetObject") is left_out


def test_a_statement_without_an_action() -> None:
    """A statement without an action speaks of none."""
    assert action(allow(Action=None), "s3:GetObject") is False


# (values, layer, whether `Resource` and `NotResource` speak of one object)
RESOURCES: list[tuple[list[PolicyText], Layer, Truth, Truth]] = [
    ([OBJECT], Layer.IDENTITY, True, False),
    ([OBJECTS], Layer.IDENTITY, True, False),
    (["*"], Layer.IDENTITY, True, False),
    ([BUCKET], Layer.IDENTITY, False, True),
    ([f"{BUCKET}*"], Layer.IDENTITY, True, False),
    (["arn:aws:s3:::buck*"], Layer.IDENTITY, True, False),
    (["arn:aws:s3:::Bucket/*"], Layer.IDENTITY, False, True),
    ([BUCKET, OBJECTS], Layer.IDENTITY, True, False),
    (["arn:aws:*:bucket/*"], Layer.IDENTITY, False, True),
    (["bucket/*"], Layer.IDENTITY, False, True),
    # Short ARNs: identity policies read on as if `*` followed, as boundaries and session policies do.
    (["arn:aws:s3"], Layer.IDENTITY, True, False),
    (["arn:aws:s3"], Layer.BOUNDARY, True, False),
    (["arn:aws:s3"], Layer.SESSION, True, False),
    (["arn:aws:kms"], Layer.IDENTITY, False, True),
    (["arn:aws:s*"], Layer.IDENTITY, True, False),
    # A resource policy does so only for one that has a wildcard; SCPs and RCPs take none.
    (["arn:aws:s3"], Layer.RESOURCE, False, False),
    (["arn:aws:s*"], Layer.RESOURCE, True, False),
    (["arn:aws:s?"], Layer.RESOURCE, True, False),
    (["arn:aws:k*"], Layer.RESOURCE, False, True),
    (["arn:aws:s*"], Layer.SCP, False, False),
    (["arn:aws:s*"], Layer.RCP, False, False),
    (["*"], Layer.SCP, True, False),
    ([OBJECTS], Layer.RCP, True, False),
    (["arn:aws:s*", OBJECTS], Layer.SCP, True, False),
    (["arn:aws:k*", BUCKET], Layer.SCP, False, False),
    # Variables.
    ([f"{BUCKET}/${{v}}"], Layer.IDENTITY, True, False),
    ([f"{BUCKET}/${{V}}*"], Layer.IDENTITY, True, False),
    (["arn:aws:s3:::${b}/key"], Layer.IDENTITY, True, False),
    ([f"{BUCKET}/${{none}}"], Layer.IDENTITY, False, False),
    ([f"{BUCKET}/${{none, 'key'}}"], Layer.IDENTITY, True, False),
    ([f"{BUCKET}/${{none}}", OBJECT], Layer.IDENTITY, True, False),
    ([f"{BUCKET}/${{unknown}}"], Layer.IDENTITY, None, None),
    ([f"{BUCKET}/${{unknown}}", OBJECT], Layer.IDENTITY, True, False),
    ([f"{BUCKET}/${{many}}"], Layer.IDENTITY, False, False),
    # Before the resource segment nothing is a variable.
    (["arn:aws:${s}:::bucket/key"], Layer.IDENTITY, False, True),
    (["arn:aws:s3::${none}:bucket/${v}"], Layer.IDENTITY, False, True),
    (["${v}"], Layer.IDENTITY, False, True),
    # Names that are not known.
    ([(f"{BUCKET}/", FREE)], Layer.IDENTITY, None, None),
    ([("arn:aws:s3:::", DST, "/key")], Layer.IDENTITY, None, None),
    ([("arn:aws:s3:::", DST)], Layer.IDENTITY, False, True),
    ([(FREE, "/key")], Layer.IDENTITY, None, None),
    ([(FREE, "/*")], Layer.IDENTITY, None, None),
    ([("arn:aws:s3", FREE, "/key")], Layer.IDENTITY, None, None),
    ([], Layer.IDENTITY, False, True),
]


@pytest.mark.parametrize(("values", "layer", "named", "left_out"), RESOURCES)
def test_resources(values: list[PolicyText], layer: Layer, named: Truth, left_out: Truth) -> None:
    """Resources are ARNs matched segment by segment; one that means nothing makes a `NotResource` mean nothing.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    """
    here = call(v=("key",), b=("bucket",), s=("s3",), many=("key", "other"), unknown=Gap.UNKNOWN)
    assert resource(allow(Resource=values), layer, here) is named
    assert resource(allow(NotResource=values), layer, here) is left_out


@pytest.mark.parametrize(
    ("value", "member", "expected"),
    [
        (("arn:aws:s3:::", DST, "/*"), ("arn:aws:s3:::", DST, "/key"), True),
        (("arn:aws:s3:::", DST, "/${v}"), ("arn:aws:s3:::", DST, "/key"), True),
        (("arn:aws:s3:::", OTHER, "/*"), ("arn:aws:s3:::", DST, "/key"), False),
        (("arn:", FREE, ":s3:::", DST, "/k?y"), ("arn:", FREE, ":s3:::", DST, "/key"), True),
        ("arn:aws:s3:::*", ("arn:aws:s3:::", DST, "/key"), True),
        (("arn:aws:s3:", ":", ":", DST), ("arn:aws:s3:::", DST), True),
        (("arn:aws:s3:", "::", DST, "/", "${v}"), ("arn:aws:s3:::", DST, "/key"), True),
        (("arn:aws:s3:::a:", DST, ":${v}"), ("arn:aws:s3:::a:", DST, ":key"), True),
    ],
)
def test_resources_in_parts(value: PolicyText, member: tuple[str | Atom, ...], expected: bool) -> None:
    """A text with unknown parts is read like any other: the parts are themselves."""
    word = tuple(letter for part in member for letter in ((part,) if isinstance(part, Atom) else part))
    assert resource(allow(Resource=value), Layer.IDENTITY, call(word, v=("key",))) is expected


def test_no_resource() -> None:
    """Without a resource, a statement of a resource's own policy is about the resource; elsewhere about nothing."""
    for layer in Layer:
        assert resource(allow(Resource=None), layer, call()) is (layer is Layer.RESOURCE)


def test_variables_are_new() -> None:
    """In a policy of an older version than 2012-10-17, `${...}` is plain text."""
    old = allow(Resource=f"{BUCKET}/${{v}}", Version="2008-10-17")
    assert resource(old, Layer.IDENTITY, call(v=("key",))) is False
    assert resource(old, Layer.IDENTITY, call(f"{BUCKET}/${{v}}", v=("key",))) is True
    assert list(conditions(allow(Condition={"StringEquals": {"v": "${v}"}}), call(v=("x",)))) == [True]
    older = allow(Condition={"StringEquals": {"v": "${v}"}}, Version="2008-10-17")
    assert list(conditions(older, call(v=("x",)))) == [False]


def test_wildcards_of_a_value_are_plain() -> None:
    """The `*` of a variable's value is a star."""
    statement = allow(Resource=f"{BUCKET}/${{v}}")
    assert resource(statement, Layer.IDENTITY, call(v=("*",))) is False
    assert resource(statement, Layer.IDENTITY, call(f"{BUCKET}/*", v=("*",))) is True


def test_what_resources_mean() -> None:
    """Each value is a pattern, or a gap for one that means nothing or nobody knows what."""
    element = Element("Resource", ("*", OBJECT, "arn:aws:s3", f"{BUCKET}/${{none}}", f"{BUCKET}/${{unknown}}"))
    here = call(unknown=Gap.UNKNOWN)
    meant = resource_patterns(element, Layer.SCP, here.value, variables=True)
    assert meant == (ANYTHING, Pattern.literal(OBJECT), Gap.ABSENT, Gap.ABSENT, Gap.UNKNOWN)
    plain = resource_patterns(element, Layer.SCP, here.value, variables=False)
    assert plain[3] == Pattern.literal(f"{BUCKET}/${{none}}")


def test_principals() -> None:
    """Only a resource's own policy names anybody; the other policies are about whoever has them."""
    statement = allow(Principal={"AWS": ROLE_ARN})
    for layer in Layer:
        expected = Naming(role=True) if layer is Layer.RESOURCE else EVERYONE
        assert principal(statement, layer, call()) == expected
        assert principal(allow(), layer, call()) == (NOBODY if layer is Layer.RESOURCE else EVERYONE)


@pytest.mark.parametrize(("bounded", "hit"), [(True, True), (False, False)])
def test_a_bounded_caller(bounded: bool, hit: bool) -> None:
    """A Deny with `NotPrincipal` hits a caller that has a boundary; an Allow does not come to name it."""
    here = Call(SESSION, "s3:GetObject", OBJECT, Context(), bounded=bounded)
    but = {"AWS": [ROLE_ARN, USER_ARN]}
    assert principal(deny(NotPrincipal=but), Layer.RESOURCE, here).any is hit
    assert principal(allow(NotPrincipal=but), Layer.RESOURCE, here).any is False


def test_conditions() -> None:
    """Every condition is told for itself, in order; the statement speaks of the call when all hold."""
    conditions = {"StringEquals": {"K": "a", "l": "b"}, "Null": {"m": "true"}}
    statement = allow(Condition=conditions)
    found = match(statement, Layer.IDENTITY, call(k=("a",), l=("x",)))
    assert found == Match(EVERYONE, action=True, resource=True, conditions=(True, False, True))


def test_a_voice_leaves_the_principal_out() -> None:
    """A voice holds in a call when action, resource and conditions do; whom it names is another question."""
    conditional = allow(Resource=f"{BUCKET}/*", Condition={"StringEquals": {"k": "a"}})
    ground = Ground(Layer.RESOURCE, Policy((conditional,)), conditional)
    for spoken in (True, None):
        voice = Voice(ground, NOBODY, spoken)
        assert voice.holds(call(k=("a",))) is spoken
        assert voice.holds(call(k=("b",))) is False
        assert voice.holds(call(k=Gap.UNKNOWN)) is None
        assert voice.holds(call("arn:aws:s3:::other/key", k=Gap.UNKNOWN)) is False
    plain = allow()
    assert Voice(Ground(Layer.RESOURCE, Policy((plain,)), plain), NOBODY, spoken=True).holds(call()) is True


def test_the_values_of_a_call() -> None:
    """A call holds what was chosen for it, else what the context tells; what varies and was not chosen is unknown."""
    context = Context({"k": ("a",), "one": OneOf((("a",),)), "each": EachOf(ANYTHING), "gone": Gap.ABSENT})
    here = Call(SESSION, "s3:GetObject", OBJECT, context, {"chosen": ("c",), "one": ("o",)})
    told = {key: here.value(key) for key in ("K", "ONE", "each", "gone", "Chosen", "nothing")}
    assert told == {
        "K": ("a",),
        "ONE": ("o",),
        "each": Gap.UNKNOWN,
        "gone": Gap.ABSENT,
        "Chosen": ("c",),
        "nothing": Gap.ABSENT,
    }
    assert Call(SESSION, "s3:GetObject", OBJECT, context).value("one") is Gap.UNKNOWN
