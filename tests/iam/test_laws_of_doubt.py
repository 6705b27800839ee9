"""Laws of what is not known: a decision is given only where it is the same in every admissible world."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from replint.iam.decision import Allowed, Denied, SessionUnknown, Undecided
from replint.iam.evaluate import Policies, decide
from replint.iam.pattern import Pattern
from replint.iam.policy import Element, Policy, PrincipalName, Principals, Untold
from replint.iam.request import Context, EachOf, Gap, OneOf
from replint.iam.strings import matches, written
from tests.iam.drawing import BUCKET, CALLS, FULL, KIND, MORE, POLICIES, ask
from tests.iam.estate import ABROAD, HOME, ROLE, SESSION, SESSION_ARN
from tests.iam.oracle import Call, judge

if TYPE_CHECKING:
    from replint.iam.request import Domain, Request, Value

VALUES: list[Value] = [Gap.ABSENT, ("a",), ("b",), ("a", "b")]
POSSIBLE = st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True)


def asking(call: Call, context: dict[str, Domain], keys: str | None = None) -> Request:
    """Return a request for a call in whose context not everything is known."""
    return replace(ask(call, keys), context=Context({**call.context, **context}))


def said(call: Call, policies: Policies, values: dict[str, Value]) -> str:
    """Return what the oracle says when these keys hold these values."""
    rest = {key: value for key, value in call.context.items() if key not in values}
    known = {key: cast("tuple[str, ...]", value) for key, value in values.items() if not isinstance(value, Gap)}
    return judge(replace(call, context=rest | known), policies)


@given(CALLS, POSSIBLE, POSSIBLE, POLICIES)
@MORE
def test_law_of_worlds(call: Call, of_k: list[Value], of_l: list[Value], policies: Policies) -> None:
    """Law of worlds: where keys may hold one of several values, what is decided is so for all, and only that."""
    decision = decide(asking(call, {"k": OneOf(tuple(of_k)), "l": OneOf(tuple(of_l))}), policies)
    judged = {said(call, policies, {"k": one, "l": other}) for one, other in product(of_k, of_l)}
    if isinstance(decision, Undecided):
        assert {"allowed"} < judged
    elif isinstance(decision, Allowed):
        assert judged == {"allowed"}
    else:
        assert "allowed" not in judged
        assert isinstance(decision, Denied) is ("denied" in judged) or len(judged) == 2


@given(CALLS, POSSIBLE, POLICIES)
@MORE
def test_law_of_denials_in_worlds(call: Call, of_k: list[Value], policies: Policies) -> None:
    """Law of denials in worlds: whether anything denies is open exactly where it does in one world and not in all."""
    decision = decide(asking(call, {"k": OneOf(tuple(of_k))}), policies.denials)
    denied = {said(call, policies, {"k": value}) == "denied" for value in of_k}
    assert KIND[type(decision)] == ("undecided" if len(denied) == 2 else "denied" if denied == {True} else "allowed")


@given(CALLS, st.sampled_from(["k", "l"]), st.booleans(), POLICIES)
@MORE
def test_law_of_unknown_keys(call: Call, key: str, owned: bool, policies: Policies) -> None:
    """Law of the unknown: what is decided of a key or an owner that nobody knows is so whatever it is."""
    request = asking(call, {key: Gap.UNKNOWN})
    decision = decide(request if owned else replace(request, account=None), policies)
    if isinstance(decision, Undecided):
        return
    values = [*VALUES, ("ab",), ("zz",), ("",), ("b", "zz")]
    for value, owner in product(values, [call.owner] if owned else [HOME, ABROAD]):
        judged = said(replace(call, owner=owner), policies, {key: value})
        assert (judged == "allowed") is isinstance(decision, Allowed)


@given(CALLS, POLICIES)
@MORE
def test_law_of_unknown_owners(call: Call, policies: Policies) -> None:
    """Law of owners: a resource of which nobody knows the account is decided both ways, and only both agreeing."""
    decision = decide(replace(ask(call), account=None), policies)
    judged = {judge(replace(call, owner=owner), policies) for owner in (HOME, ABROAD)}
    if "allowed" in judged:
        assert KIND[type(decision)] == ("allowed" if len(judged) == 1 else "undecided")
    else:
        assert KIND[type(decision)] == ("denied" if "denied" in judged else "ungranted")


@given(CALLS, POLICIES)
@MORE
def test_law_of_roles(call: Call, policies: Policies) -> None:
    """Law of roles: what is decided of a role is so for each of its sessions, whatever its name."""
    other = replace(SESSION, name=f"{SESSION_ARN}-other", unique_id="AROAEXAMPLE:s3-other")
    decision = decide(replace(ask(call), caller=ROLE), policies)
    judged = {judge(replace(call, caller=session), policies) for session in (SESSION, other)}
    if isinstance(decision, Undecided):
        assert any(isinstance(doubt, SessionUnknown) for doubt in decision.doubts)
    else:
        assert judged == {"allowed"} if isinstance(decision, Allowed) else "allowed" not in judged


@given(CALLS, st.booleans(), st.lists(st.sampled_from(VALUES), max_size=2), POLICIES)
@MORE
def test_law_of_varying_keys(call: Call, absent: bool, instead: list[Value], policies: Policies) -> None:
    """Law of varying keys: a set of calls, one for each value, is allowed when all are, and refused by one that is."""
    domain = EachOf(Pattern.glob("a*"), absent, tuple(instead))
    decision = decide(asking(call, {"k": domain}, "*"), policies)
    if isinstance(decision, Undecided):
        return
    members: list[Value] = [("a",), ("aa",), ("ab",), *([Gap.ABSENT] if absent else [])]
    if isinstance(decision, Allowed):
        for key, value in product(("", "a", "b", "ab", "x"), [*members, *instead]):
            assert said(replace(call, resource=BUCKET + key), policies, {"k": value}) == "allowed"
        return
    for failure in decision.failures:
        held = dict(failure.witness.context).get("k", Gap.UNKNOWN)
        shown = members if held is Gap.UNKNOWN else [held]
        assert all(matches(domain.members, value[0]) if isinstance(value, tuple) else absent for value in shown)
        one = replace(call, resource=written(failure.witness.resource))
        if failure.certain:
            assert all(said(one, policies, {"k": value}) != "allowed" for value in [*shown, *instead])


HIDDEN = Untold("the hidden policy")
COMPLETIONS: list[Policy | None] = [
    None,
    Policy((FULL,)),
    Policy((replace(FULL, effect="Deny"),)),
    Policy((FULL, replace(FULL, effect="Deny", resources=Element("Resource", (BUCKET + "*a",))))),
    Policy((replace(FULL, resources=Element("Resource", (BUCKET + "a", BUCKET + "b*"))),)),
]


def completed(policies: Policies, where: str, policy: Policy | Untold | None) -> Policies:
    """Return the policies with one more, or with none, in a place."""
    more = () if policy is None else (policy,)
    match where:
        case "identity":
            return replace(policies, identity=(*policies.identity, *more))
        case "boundary":
            return replace(policies, boundary=more or None)
        case "session":
            return replace(policies, session=more or None)
        case "resource":
            return replace(policies, resource=policy)
        case _:
            return replace(policies, scps=(*policies.scps, more) if more else policies.scps)


@given(CALLS, POLICIES, st.sampled_from(["identity", "boundary", "session", "resource", "scp"]))
@MORE
def test_law_of_the_untold(call: Call, policies: Policies, where: str) -> None:
    """Law of the untold: what is decided without a policy that nobody told is so whatever that policy says."""
    decision = decide(ask(call, "*"), completed(policies, where, HIDDEN))
    if isinstance(decision, Undecided):
        assert HIDDEN in decision.doubts
        return
    everyone = Principals((PrincipalName("*", "*"),)) if where == "resource" else None
    for policy in COMPLETIONS:
        known = policy and Policy(tuple(replace(each, principals=everyone) for each in policy.statements))
        assert isinstance(decide(ask(call, "*"), completed(policies, where, known)), Allowed) is isinstance(
            decision, Allowed
        )
