"""Requests as finitely many calls: one for each class that the statements at hand can tell apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam import calls
from replint.iam.calls import MOST_CALLS, MOST_MATCHES, Case, cases, uncertain
from replint.iam.decision import Layer
from replint.iam.matching import match
from replint.iam.pattern import Atom, Kind, Pattern
from replint.iam.request import Context, EachOf, Gap, OneOf, Request
from tests.iam.drawing import BUCKET as SMALL
from tests.iam.drawing import CALLS, KEYS, STATEMENTS, ask
from tests.iam.estate import BUCKET, OBJECT, OBJECTS, SESSION, allow, deny
from tests.iam.estate import ask as request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.iam.policy import Statement
    from replint.iam.request import Domain, Value
    from tests.iam.oracle import Call

A, B, X = ("a",), ("b",), ("x",)


def of(asked: Request, *statements: Statement, bounded: bool = False) -> list[Case]:
    """Return the cases of a request for statements of an identity policy; there are not too many."""
    found = cases(asked, [(Layer.IDENTITY, statement) for statement in statements], bounded=bounded)
    assert found is not None
    return found


def resources(asked: Request, *statements: Statement) -> list[str]:
    """Return the resources that stand for the cases, the shortest first."""
    return sorted((str(case.resource) for case in of(asked, *statements)), key=lambda text: (len(text), text))


OF_RESOURCES: dict[str, tuple[list[Statement], list[str]]] = {
    "nothing tells them apart": ([], [""]),
    "everything": ([allow()], [""]),
    "a prefix": ([allow(Resource=f"{BUCKET}/a*")], ["", "a"]),
    "the same prefix twice": ([allow(Resource=f"{BUCKET}/a*"), deny(Resource=f"{BUCKET}/a*")], ["", "a"]),
    "one inside the other": ([allow(Resource=[f"{BUCKET}/a*", f"{BUCKET}/ab*"])], ["", "a", "ab"]),
    "an exact key": ([allow(Resource=f"{BUCKET}/a")], ["", "a"]),
    "no empty key": ([allow(Resource=f"{BUCKET}/?*")], ["", "x"]),
    "the rest of a prefix": ([allow(NotResource=f"{BUCKET}/a*")], ["", "a"]),
    "another bucket": ([allow(Resource="arn:aws:s3:::other/*")], [""]),
    "no resource": ([allow(Resource=None)], [""]),
    "no resource, and a prefix": ([allow(Resource=None), allow(Resource=f"{BUCKET}/a*")], ["", "a"]),
    "a variable": ([allow(Resource=f"{BUCKET}/${{v}}*")], ["", "a"]),
    "an older statement": ([allow(Resource=f"{BUCKET}/${{v}}*", Version="2008-10-17")], ["", "${v}"]),
}


@pytest.mark.parametrize(("statements", "keys"), OF_RESOURCES.values(), ids=OF_RESOURCES)
def test_resources(statements: list[Statement], keys: list[str]) -> None:
    """A set of resources is split by the patterns of the statements; a shortest member stands for each part."""
    asked = request(OBJECTS, context={"v": A})
    assert resources(asked, *statements) == [f"{BUCKET}/{key}" for key in keys]


def test_resources_that_differ_by_world() -> None:
    """A variable with one of several values splits the set by each of them, in one case for all worlds."""
    asked = request(OBJECTS, context={"v": OneOf((A, B))})
    found = of(asked, allow(Resource=f"{BUCKET}/${{v}}*"))
    assert {str(case.resource) for case in found} == {f"{BUCKET}/", f"{BUCKET}/a", f"{BUCKET}/b"}
    assert all([world.chosen for world in case.worlds] == [{"v": A}, {"v": B}] for case in found)


def test_layers_read_resources_in_their_own_way() -> None:
    """A short ARN splits nothing in a layer where it means nothing."""
    asked = Request(SESSION, "s3:GetObject", Pattern.glob("arn:aws:*:::b"), None)
    short = allow(Resource="arn:aws:s3")
    split = {layer: cases(asked, [(layer, short)], bounded=False) for layer in (Layer.IDENTITY, Layer.SCP)}
    assert [len(found or ()) for found in split.values()] == [2, 1]


# What is known of `k`, the values in each case's worlds, and what varies.
EQUAL_A = {"StringEquals": {"k": "a"}}
OF_KEYS: dict[str, tuple[Domain, Mapping[str, Mapping[str, str]], list[tuple[list[Value | None], list[Value]]]]] = {
    "known": (A, EQUAL_A, [([None], [])]),
    "absent": (Gap.ABSENT, EQUAL_A, [([None], [])]),
    "one of several": (OneOf((A, Gap.ABSENT)), EQUAL_A, [([A, Gap.ABSENT], [])]),
    "unknown": (Gap.UNKNOWN, EQUAL_A, [([Gap.ABSENT, ("",), A], [])]),
    "unknown, like": (Gap.UNKNOWN, {"StringLike": {"k": "a*"}}, [([Gap.ABSENT, ("",), A], [])]),
    "unknown, twice": (
        Gap.UNKNOWN,
        {"StringLike": {"k": "a*"}, "StringEquals": {"K": "b"}},
        [
            ([Gap.ABSENT, ("",), A, B], []),
        ],
    ),
    "unknown, presence": (Gap.UNKNOWN, {"Null": {"k": "true"}}, [([Gap.ABSENT, ("",)], [])]),
    "unknown, a number": (Gap.UNKNOWN, {"NumericEquals": {"k": "1"}}, [([Gap.UNKNOWN], [])]),
    "unknown, a set": (Gap.UNKNOWN, {"ForAnyValue:StringEquals": {"k": "a"}}, [([Gap.UNKNOWN], [])]),
    "unknown, no such operator": (Gap.UNKNOWN, {"StringIs": {"k": "a"}}, [([Gap.ABSENT, ("",)], [])]),
    "unknown, a variable": (Gap.UNKNOWN, {"StringEquals": {"k": "${k}"}}, [([Gap.UNKNOWN], [])]),
    "each": (EachOf(Pattern.glob("a*")), EQUAL_A, [([A], [A]), ([("ax",)], [("ax",)])]),
    "each or none": (EachOf(Pattern.literal("a"), absent=True), EQUAL_A, [([Gap.ABSENT], [Gap.ABSENT]), ([A], [A])]),
    "each or instead": (EachOf(Pattern.literal("a"), instead=(B, X)), EQUAL_A, [([A, B, X], [A])]),
    "each of a number": (
        EachOf(Pattern.glob("*")),
        {"NumericEquals": {"k": "1"}},
        [
            ([Gap.UNKNOWN], [Gap.UNKNOWN]),
        ],
    ),
    "each, unknown to nobody": (EachOf(Pattern.glob("*")), {"StringEquals": {"l": "a"}}, [([None], [])]),
}


@pytest.mark.parametrize(("domain", "condition", "expected"), OF_KEYS.values(), ids=OF_KEYS)
def test_keys(
    domain: Domain,
    condition: Mapping[str, Mapping[str, str]],
    expected: list[tuple[list[Value | None], list[Value]]],
) -> None:
    """Values that nobody knows make worlds of one case; values that vary from call to call make cases.

    A key that no statement uses makes neither.
    """
    found = of(request(context={"k": domain}), allow(Condition=condition))
    shown = [([world.chosen.get("k") for world in case.worlds], [value for _, value in case.varied]) for case in found]
    assert sorted(shown, key=str) == sorted(expected, key=str)
    assert all(key == "k" for case in found for key, _ in case.varied)


def test_keys_of_variables() -> None:
    """A key that stands in a resource or a condition as a variable matters, too, and its value as it is."""
    asked = request(OBJECTS, context={"v": Gap.UNKNOWN, "w": Gap.UNKNOWN, "u": Gap.UNKNOWN})
    statement = allow(Resource=f"{BUCKET}/${{v}}", Condition={"StringEquals": {"k": "${W}"}})
    (case,) = of(asked, statement)
    assert [dict(world.chosen) for world in case.worlds] == [{"v": Gap.UNKNOWN, "w": Gap.UNKNOWN}]
    (older,) = of(asked, replace(statement, variables=False), allow(Resource=None))[:1]
    assert [dict(world.chosen) for world in older.worlds] == [{}]


def test_variables_that_are_known() -> None:
    """The values that tell an unknown key's values apart may stand in variables, which the context fills."""
    asked = request(context={"k": Gap.UNKNOWN, "v": A})
    (case,) = of(asked, allow(Condition={"StringLike": {"k": "${v}*"}}))
    assert [world.chosen["k"] for world in case.worlds] == [Gap.ABSENT, ("",), A]


def test_worlds_are_combined() -> None:
    """There is a world for each combination of what is not known, and a case for each of what varies."""
    asked = request(
        context={
            "k": OneOf((A, B)),
            "l": OneOf((A, X)),
            "m": EachOf(Pattern.glob("?")),
            "j": EachOf(Pattern.literal("x")),
        }
    )
    condition = {"StringLike": {"k": "a", "l": "a", "m": "a", "j": "x"}}
    found = of(asked, allow(Condition=condition))
    assert [len(case.worlds) for case in found] == [4, 4]
    assert sorted(case.varied for case in found) == [(("j", X), ("m", A)), (("j", X), ("m", X))]
    chosen = [dict(world.chosen) for world in found[0].worlds]
    assert [(world["k"], world["l"]) for world in chosen] == [(A, A), (A, X), (B, A), (B, X)]


def test_calls() -> None:
    """Every call is the request's own: by its caller, of its action, in its context, bounded or not."""
    context = {"k": OneOf((A, B))}
    asked = request(OBJECT, action="s3:PutObject", context=context)
    for bounded in (True, False):
        (case,) = of(asked, allow(Condition=EQUAL_A), bounded=bounded)
        for world in case.worlds:
            assert (world.caller, world.action, world.resource) == (SESSION, "s3:PutObject", OBJECT)
            assert (world.context, world.bounded) == (Context(context), bounded)


def test_names_that_are_not_known() -> None:
    """A member with an unknown name in it stands for the objects of that bucket, whatever it is called."""
    dst = Atom("dst")
    asked = replace(request(), resources=Pattern.literal("arn:aws:s3:::") + Pattern((dst,)) + Pattern.glob("/*"))
    (case,) = of(asked, allow(Resource=("arn:aws:s3:::", dst, "/*")))
    assert case.resource == (*"arn:aws:s3:::", dst, "/")


def test_too_many_cases() -> None:
    """Cases are counted world by world and resource by resource; beyond a bound there is no answer."""
    assert MOST_CALLS == 20_000

    def count(k: int, l: int, *statements: Statement) -> int | None:  # noqa: E741 - the keys' names
        domains: dict[str, Domain] = {
            name: OneOf(tuple((str(number),) for number in range(many))) for name, many in (("k", k), ("l", l))
        }
        found = cases(request(OBJECTS, context=domains), [(Layer.IDENTITY, each) for each in statements], bounded=False)
        return None if found is None else sum(len(case.worlds) for case in found)

    uses = allow(Condition={"StringEquals": {"k": "1", "l": "2"}})
    assert count(200, 100, uses) == MOST_CALLS
    assert count(201, 100, uses) is None
    splits = allow(Resource=f"{BUCKET}/a*")
    assert count(100, 100, uses, splits) == MOST_CALLS
    assert count(101, 100, uses, splits) is None
    assert count(1000, 1000) == 1


@pytest.mark.parametrize(("statements", "enough"), [(9, True), (10, False)])
def test_too_many_statements(statements: int, enough: bool) -> None:
    """What is bounded is how often a statement is held against a call: more statements leave room for fewer calls."""
    assert MOST_MATCHES == 10 * MOST_CALLS
    context: dict[str, Domain] = {"k": OneOf(tuple((str(number),) for number in range(MOST_CALLS)))}
    uses = [(Layer.IDENTITY, allow(Condition={"StringEquals": {"k": "1"}}))] * statements
    found = cases(request(context=context), uses, bounded=False)
    assert (found is not None) is enough


@pytest.mark.parametrize(("absent", "enough"), [(False, True), (True, False)])
def test_too_many_cases_of_keys_that_vary(absent: bool, enough: bool) -> None:
    """Calls that differ by a key count as well, those of all its members together."""
    domains: dict[str, Domain] = {
        "k": OneOf(tuple((str(number),) for number in range(3000))),
        "m": EachOf(Pattern.glob("*"), absent),
    }
    statement = allow(Resource=f"{BUCKET}/a*", Condition={"StringLike": {"k": "1", "m": ["a*", "b*"]}})
    found = cases(request(OBJECTS, context=domains), [(Layer.IDENTITY, statement)], bounded=False)
    assert (found is not None) is enough
    assert found is None or len(found) == 6


def test_far_too_many_worlds() -> None:
    """No more worlds are made than are looked at, however many keys nobody knows."""
    keys = {f"k{number}": "a" for number in range(60)}
    asked = request(context=dict.fromkeys(keys, Gap.UNKNOWN))
    found = cases(asked, [(Layer.IDENTITY, allow(Condition={"StringEquals": keys}))], bounded=False)
    assert (found is None) is True


def test_too_hard_resources() -> None:
    """Resources that are too hard to split give no answer."""
    hard = allow(Resource=[f"{BUCKET}/*a" + "?" * 24, f"{BUCKET}/*b" + "?" * 24])
    assert cases(request(OBJECTS), [(Layer.IDENTITY, hard)], bounded=False) is None


def test_what_is_uncertain() -> None:
    """Uncertain are the keys that the statements use and whose value nobody knows, as the policies write them."""
    context: dict[str, Domain] = {
        "aws:sourcearn": Gap.UNKNOWN,
        "k": OneOf((A,)),
        "v": Gap.UNKNOWN,
        "known": A,
        "absent": Gap.ABSENT,
        "varies": EachOf(Pattern.glob("*")),
        "either": EachOf(Pattern.glob("*"), instead=(A,)),
        "unused": Gap.UNKNOWN,
    }
    keys = {"aws:SourceArn": "x", "K": "x", "known": "x", "absent": "x", "varies": "x", "Either": "x"}
    statements = [allow(Condition={"StringEquals": keys}), deny(Resource=f"{BUCKET}/${{v}}")]
    assert uncertain(request(context=context), statements) == ("aws:SourceArn", "K", "Either", "v")
    assert uncertain(request(context=context), []) == ()


@given(CALLS, st.lists(STATEMENTS, max_size=3))
def test_law_of_representatives(call: Call, statements: list[Statement]) -> None:
    """Law of representatives: for every call there is a case that no statement tells apart from it."""
    asked = ask(call, "*")
    found = of(asked, *statements)
    for key in KEYS:
        (one,) = of(replace(asked, resources=Pattern.literal(SMALL + key)), *statements)
        truths = [match(statement, Layer.IDENTITY, one.worlds[0]) for statement in statements]
        assert any([match(each, Layer.IDENTITY, case.worlds[0]) for each in statements] == truths for case in found)
    assert len({case.resource for case in found}) == len(found)


FREE = Atom("free", Kind.FREE)


@pytest.mark.parametrize(("value", "worlds"), [("a", 3), ((FREE,), None)])
def test_values_that_are_not_known(value: str | tuple[Atom], worlds: int | None) -> None:
    """A policy's value that nobody knows still tells values apart: those it may be, and those it is."""
    (case,) = of(request(context={"k": Gap.UNKNOWN}), allow(Condition={"StringEquals": {"k": value}}))
    assert len(case.worlds) == worlds or worlds is None
    assert len(case.worlds) >= 1


def test_many_statements_make_few_calls_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request whose calls would be held against too many statements is undecided, however few its calls are."""
    statements = [(Layer.IDENTITY, allow(Resource=f"{BUCKET}/{name}*")) for name in "abcd"]
    asked = request()
    assert cases(asked, statements, bounded=False) is not None
    monkeypatch.setattr(calls, "MOST_MATCHES", 4)
    assert cases(asked, statements, bounded=False) is None
