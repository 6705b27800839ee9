"""Laws of decisions with nothing unknown, held against an oracle that asks one concrete call at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.iam.decision import Allowed, Denied, Layer, Undecided, Ungranted
from replint.iam.evaluate import Known, Policies, decide
from replint.iam.pattern import Atom, Kind, Pattern
from replint.iam.policy import Element, Policy, Statement, Untold
from replint.iam.strings import matches, written
from tests.iam.drawing import BUCKET, CALLS, FULL, KEYS, KIND, LEVEL, MORE, NAMING_STATEMENTS, POLICIES, STATEMENTS, ask
from tests.iam.estate import HOME, SESSION, allow, failures, line, policy
from tests.iam.oracle import Call, judge

if TYPE_CHECKING:
    from collections.abc import Callable


@given(CALLS, POLICIES)
@MORE
def test_law_of_one_call(call: Call, policies: Policies) -> None:
    """Law of one call: with nothing unknown, the decision is the one that AWS's pages lead to, step by step."""
    assert KIND[type(decide(ask(call), policies))] == judge(call, policies)


@given(CALLS, st.sampled_from(["*", "a*", "*b", "?*"]), POLICIES)
@MORE
def test_law_of_sets(call: Call, keys: str, policies: Policies) -> None:
    """Law of sets: a set is allowed when each of its calls is, and what it is refused for is one of its calls."""
    request = ask(call, keys)
    decision = decide(request, policies)
    assert not isinstance(decision, Undecided)
    members = [BUCKET + key for key in KEYS if matches(request.resources, BUCKET + key)]
    judged = {judge(replace(call, resource=member), policies) for member in members}
    for failure in failures(decision):
        witness = written(failure.witness.resource)
        assert matches(request.resources, witness)
        judged.add(judge(replace(call, resource=witness), policies))
    if isinstance(decision, Allowed):
        assert judged == {"allowed"}
    else:
        assert KIND[type(decision)] == ("denied" if "denied" in judged else "ungranted")


@given(CALLS, POLICIES)
def test_law_of_splitting(call: Call, policies: Policies) -> None:
    """Law of splitting: a set is allowed when the two halves of it are, each decided for itself."""
    whole, empty, rest = (isinstance(decide(ask(call, keys), policies), Allowed) for keys in ("*", "", "?*"))
    assert whole is (empty and rest)


@given(CALLS, POLICIES)
def test_law_of_witnesses(call: Call, policies: Policies) -> None:
    """Law of witnesses: asked about a failure's witness alone, the same layer fails in the same way."""
    for failure in failures(decide(ask(call, "*"), policies)):
        assert failure.certain
        alone = decide(ask(replace(call, resource=written(failure.witness.resource))), policies)
        assert (failure.layer, failure.explicit) in {(each.layer, each.explicit) for each in failures(alone)}


@given(
    st.lists(CALLS, min_size=2, max_size=3), st.permutations(["s3:GetObject", "s3:PutObject", "kms:Decrypt"]), POLICIES
)
@MORE
def test_law_of_likeness(calls: list[Call], actions: list[str], policies: Policies) -> None:
    """Law of likeness: to know of other requests that were allowed changes no decision."""
    known: Known = {}
    for call, action, keys in product([calls[0], replace(calls[0], context=calls[1].context)], actions, ["*", "a*"]):
        request = ask(replace(call, action=action), keys)
        assert decide(request, policies, known) == decide(request, policies)


@given(CALLS, st.sampled_from(["s3:GetObject", "kms:Decrypt", "sts:AssumeRole"]), POLICIES)
@MORE
def test_law_of_denials(call: Call, action: str, policies: Policies) -> None:
    """Law of denials: with nothing unknown, the Denies alone refuse what is denied and let all else through."""
    call = replace(call, action=action)
    kind = "denied" if judge(call, policies) == "denied" else "allowed"
    assert KIND[type(decide(ask(call), policies.denials))] == kind
    whole, alone = (decide(ask(call, "*"), each) for each in (policies, policies.denials))
    assert KIND[type(alone)] == ("denied" if isinstance(whole, Denied) else "allowed")
    explicit = [failure for failure in failures(whole) if failure.explicit]
    assert [(each.layer, each.grounds[0].statement) for each in failures(alone)] == [
        (each.layer, each.grounds[0].statement) for each in explicit
    ]


def test_likeness_heeds_what_is_open() -> None:
    """A statement that surely speaks of one action and perhaps of another decides them apart."""
    atom = Atom("name", Kind.FREE)
    statement = Statement("Allow", Element("Action", ("s3:GetObject", ("s3:Get", atom))), Element("Resource", ("*",)))
    sure, possible = (ask(Call(SESSION, action, f"{BUCKET}a", HOME)) for action in ("s3:GetObject", "s3:GetObjectAcl"))
    known: Known = {}
    policies = Policies(identity=(Policy((statement,)),))
    assert isinstance(decide(sure, policies, known), Allowed)
    assert isinstance(decide(possible, policies, known), Undecided)


def test_likeness_heeds_the_context() -> None:
    """What a condition looks at decides two requests apart."""
    policies = Policies(identity=(policy(allow(Condition={"StringEquals": {"k": "a"}})),))
    known: Known = {}
    for value, expected in (("a", Allowed), ("b", Ungranted)):
        request = ask(Call(SESSION, "s3:GetObject", f"{BUCKET}a", HOME, {"k": (value,)}))
        assert isinstance(decide(request, policies, known), expected)


def test_likeness_heeds_what_is_reserved() -> None:
    """Of two actions that one statement allows, AWS may keep one for itself."""
    arn = f"arn:aws:iam::{HOME}:role/aws-reserved/sso.amazonaws.com/r"
    policies = Policies(identity=(policy(FULL),))
    known: Known = {}
    for action, expected in (("iam:GetRole", Allowed), ("iam:DeleteRole", Ungranted)):
        request = replace(ask(Call(SESSION, action, arn, HOME)), resources=Pattern.literal(arn))
        assert isinstance(decide(request, policies, known), expected)


def test_likeness_heeds_what_is_not_told() -> None:
    """A policy that nobody told may deny what was allowed without it."""
    request = ask(Call(SESSION, "s3:GetObject", f"{BUCKET}a", HOME))
    everything = policy(FULL)
    known: Known = {}
    assert isinstance(decide(request, Policies(identity=(everything,)), known), Allowed)
    assert isinstance(decide(request, Policies(identity=(everything, Untold("another"))), known), Undecided)


@given(CALLS, POLICIES)
@MORE
def test_law_of_evidence(call: Call, policies: Policies) -> None:
    """Law of evidence: of the Allow statements, those that are named as evidence are enough."""
    decision = decide(ask(call, "*"), policies)
    if isinstance(decision, Allowed):
        evidence = [ground.statement for ground in decision.evidence]
        assert all(statement.effect == "Allow" for statement in evidence)
        kept = mapped(policies, lambda _, each: each if each.effect == "Deny" or each in evidence else None)
        assert isinstance(decide(ask(call, "*"), kept), Allowed)


def mapped(policies: Policies, change: Callable[[Layer, Statement], Statement | None]) -> Policies:
    """Return the policies with each statement changed, or left out."""

    def told(layer: Layer, given: tuple[Policy | Untold, ...]) -> tuple[Policy | Untold, ...]:
        return tuple(
            Policy(tuple(new for each in policy.statements if (new := change(layer, each)) is not None))
            if isinstance(policy, Policy)
            else policy
            for policy in given
        )

    return Policies(
        told(Layer.IDENTITY, policies.identity),
        None if policies.boundary is None else told(Layer.BOUNDARY, policies.boundary),
        None if policies.session is None else told(Layer.SESSION, policies.session),
        None if policies.resource is None else told(Layer.RESOURCE, (policies.resource,))[0],
        tuple(told(Layer.SCP, each) for each in policies.scps),
        tuple(told(Layer.RCP, each) for each in policies.rcps),
    )


def with_more(policies: Policies, layer: Layer, statement: Statement) -> Policies:
    """Return the policies with one more in a layer; a layer that is not there yet has only this one then."""
    new = Policy((statement,))
    old = policies.resource
    match layer:
        case Layer.IDENTITY:
            return replace(policies, identity=(*policies.identity, new))
        case Layer.BOUNDARY:
            return replace(policies, boundary=(*(policies.boundary or ()), new))
        case Layer.SESSION:
            return replace(policies, session=(*(policies.session or ()), new))
        case Layer.RESOURCE:
            return replace(policies, resource=Policy((*(old.statements if isinstance(old, Policy) else ()), statement)))
        case Layer.SCP:
            return replace(policies, scps=tuple((*each, new) for each in policies.scps))
        case Layer.RCP:
            return replace(policies, rcps=(*policies.rcps, (new,)))


ADDED = st.one_of(
    st.tuples(st.sampled_from([Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION, Layer.SCP, Layer.RCP]), STATEMENTS),
    st.tuples(st.just(Layer.RESOURCE), NAMING_STATEMENTS),
)


@given(CALLS, POLICIES, ADDED)
@MORE
def test_law_of_more_allows(
    call: Call,
    policies: Policies,
    added: tuple[Layer, Statement],
) -> None:
    """Law of Allow: one more Allow takes nothing away, except that it may be the first policy of a boundary."""
    layer, statement = added
    base = replace(
        policies,
        boundary=policies.boundary or ((Policy(()),) if layer is Layer.BOUNDARY else policies.boundary),
        session=policies.session or ((Policy(()),) if layer is Layer.SESSION else policies.session),
    )
    request = ask(call, "*")
    if isinstance(decide(request, base), Allowed):
        assert isinstance(decide(request, with_more(base, layer, replace(statement, effect="Allow"))), Allowed)


@given(CALLS, POLICIES, ADDED)
@MORE
def test_law_of_more_denies(
    call: Call,
    policies: Policies,
    added: tuple[Layer, Statement],
) -> None:
    """Law of Deny: one more Deny opens nothing, and turns nothing that was denied into merely ungranted."""
    layer, statement = added
    request = ask(call, "*")
    before = decide(request, policies)
    after = decide(request, with_more(policies, layer, replace(statement, effect="Deny")))
    if not isinstance(before, Allowed):
        assert not isinstance(after, Allowed)
    if isinstance(before, Denied):
        assert isinstance(after, Denied)


CAPS: dict[str, Callable[[Policies, tuple[Policy, ...] | None], Policies]] = {
    "boundary": lambda policies, cap: replace(policies, boundary=cap),
    "session": lambda policies, cap: replace(policies, session=cap),
    "scps": lambda policies, cap: replace(policies, scps=() if cap is None else (cap,)),
    "rcps": lambda policies, cap: replace(policies, rcps=() if cap is None else (cap,)),
}


@given(CALLS, POLICIES, LEVEL, st.sampled_from(list(CAPS.values())))
@MORE
def test_law_of_caps(
    call: Call,
    policies: Policies,
    cap: tuple[Policy, ...],
    put: Callable[[Policies, tuple[Policy, ...] | None], Policies],
) -> None:
    """Law of caps: a boundary, a session policy, a level of SCPs or RCPs never opens what was closed without it."""
    if isinstance(decide(ask(call, "*"), put(policies, cap)), Allowed):
        assert isinstance(decide(ask(call, "*"), put(policies, None)), Allowed)


@given(CALLS, POLICIES)
def test_law_of_order(call: Call, policies: Policies) -> None:
    """Law of order: neither the order of statements nor that of policies or levels changes the decision."""

    def turned(given: tuple[Policy | Untold, ...]) -> tuple[Policy | Untold, ...]:
        return tuple(Policy(each.statements[::-1]) if isinstance(each, Policy) else each for each in given[::-1])

    around = Policies(
        turned(policies.identity),
        None if policies.boundary is None else turned(policies.boundary),
        None if policies.session is None else turned(policies.session),
        None if policies.resource is None else turned((policies.resource,))[0],
        tuple(map(turned, policies.scps[::-1])),
        tuple(map(turned, policies.rcps[::-1])),
    )
    request = ask(call, "*")
    assert sorted(line(decide(request, policies)).split()) == sorted(line(decide(request, around)).split())


@given(CALLS, POLICIES)
def test_law_of_neutral_levels(call: Call, policies: Policies) -> None:
    """Law of neutral levels: what allows everything in a cap, or says nothing in an RCP, changes nothing."""
    request = ask(call, "*")
    full = (Policy((FULL,)),)
    same = replace(
        policies,
        boundary=full if policies.boundary is None and not negates(policies.resource) else policies.boundary,
        session=full if policies.session is None else policies.session,
        scps=(*policies.scps, full),
        rcps=(*policies.rcps, (), full),
    )
    assert line(decide(request, policies)) == line(decide(request, same))


def negates(resource: Policy | Untold | None) -> bool:
    """Say whether a Deny has `NotPrincipal`: to that, even a boundary that allows everything makes a difference."""
    return isinstance(resource, Policy) and any(
        each.principals is not None and each.principals.complement for each in resource.statements
    )
