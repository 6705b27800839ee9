"""What is not known: context keys, names and policies that no document tells, and what can be said all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.iam.decision import (
    Allowed,
    CanonicalUnknown,
    Denied,
    KeyUnknown,
    NameUnknown,
    SessionUnknown,
    Undecided,
    Ungranted,
    Witness,
)
from replint.iam.evaluate import Policies, decide
from replint.iam.pattern import Atom, Pattern
from replint.iam.policy import Untold
from replint.iam.request import EachOf, Gap, OneOf
from tests.iam.estate import ABROAD, BUCKET, OBJECT, ROLE, SESSION_ARN, allow, ask, deny, failures, line, policy, told

if TYPE_CHECKING:
    from replint.iam.policy import Statement
    from replint.iam.request import Domain, Value

IF_K_IS_A = {"StringEquals": {"k": "a"}}
ALLOWS_A = Policies(identity=(policy(allow(Condition=IF_K_IS_A)),))
DENIES_A = Policies(identity=(policy(allow(), deny(Condition=IF_K_IS_A)),))
A, B = ("a",), ("b",)

# What is known of the key, what comes of an Allow that needs `a`, and of a Deny that hits `a`.
KNOWN: dict[str, tuple[Domain, str, str]] = {
    "it is a": (A, "allowed", "denied by identity!"),
    "it is b": (B, "ungranted by identity", "allowed"),
    "it is absent": (Gap.ABSENT, "ungranted by identity", "allowed"),
    "it is a or b": (OneOf((A, B)), "undecided by identity?", "undecided by identity!?"),
    "it is a, if anything": (OneOf((Gap.ABSENT, A)), "undecided by identity?", "undecided by identity!?"),
    "it is b, if anything": (OneOf((Gap.ABSENT, B)), "ungranted by identity", "allowed"),
    "it is one thing": (OneOf((A,)), "allowed", "denied by identity!"),
    "nobody knows": (Gap.UNKNOWN, "undecided by identity?", "undecided by identity!?"),
    "it is a or nobody knows": (OneOf((A, Gap.UNKNOWN)), "undecided", "undecided by identity!?"),
    "each call has another": (EachOf(Pattern.glob("*")), "ungranted by identity", "denied by identity!"),
    "each call has a": (EachOf(Pattern.literal("a")), "allowed", "denied by identity!"),
    "each call has something with b": (EachOf(Pattern.glob("b*")), "ungranted by identity", "allowed"),
    "one call has none": (EachOf(Pattern.literal("a"), absent=True), "ungranted by identity", "denied by identity!"),
    "each has a, or b in its place": (
        EachOf(Pattern.literal("a"), instead=(B,)),
        "undecided by identity?",
        "undecided by identity!?",
    ),
    "each has b, or none in its place": (
        EachOf(Pattern.literal("b"), instead=(Gap.ABSENT,)),
        "ungranted by identity",
        "allowed",
    ),
}


@pytest.mark.parametrize(("domain", "allowing", "denying"), KNOWN.values(), ids=KNOWN)
def test_what_is_known_of_a_key(domain: Domain, allowing: str, denying: str) -> None:
    """A statement with a condition decides when it is the same whatever the key may hold."""
    assert told(ask(context={"k": domain}), ALLOWS_A) == allowing
    assert told(ask(context={"k": domain}), DENIES_A) == denying


def test_the_doubt_about_a_key() -> None:
    """An undecided request names the keys it depends on, as the statements that matter use them."""
    unknown: dict[str, Domain] = {"k": Gap.UNKNOWN, "l": OneOf((A, B)), "m": Gap.UNKNOWN, "n": A}
    condition = {"StringEquals": {"K": "a", "l": "a", "n": "a"}}
    other = allow(Action="s3:PutObject", Condition={"StringEquals": {"m": "a"}})
    decision = decide(ask(context=unknown), Policies(identity=(policy(allow(Condition=condition), other),)))
    assert isinstance(decision, Undecided)
    assert decision.doubts == (KeyUnknown("K"), KeyUnknown("l"))


def test_a_key_that_changes_nothing() -> None:
    """An unknown key does not matter where other statements decide."""
    spare = policy(allow(), allow(Condition=IF_K_IS_A))
    assert told(ask(context={"k": Gap.UNKNOWN}), Policies(identity=(spare,))) == "allowed"
    conditions = policy(allow(Condition=IF_K_IS_A), allow(Condition={"StringNotEquals": {"k": "a"}}))
    assert told(ask(context={"k": Gap.UNKNOWN}), Policies(identity=(conditions,))) == "allowed"
    # With several values at once, neither holds.
    sets = policy(
        allow(Condition={"ForAnyValue:StringEquals": {"k": "a"}}), allow(Condition={"StringNotEquals": {"k": "a"}})
    )
    assert told(ask(context={"k": Gap.UNKNOWN}), Policies(identity=(sets,))).startswith("undecided")


def test_a_key_in_two_conditions_holds_one_value() -> None:
    """In one world a key has one value: conditions that exclude each other never hold together."""
    excluded = {"StringEquals": {"k": "a"}, "StringNotEquals": {"k": "a"}}
    request = ask(context={"k": Gap.UNKNOWN})
    assert told(request, Policies(identity=(policy(allow(Condition=excluded)),))) == "ungranted by identity"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ((OBJECT,), "allowed"),
        (("arn:aws:s3:::other",), "ungranted by identity"),
        (OneOf(((OBJECT,), ("arn:aws:s3:::other",))), "undecided by identity?"),
        (Gap.ABSENT, "ungranted by identity"),
        (Gap.UNKNOWN, "undecided"),
    ],
)
def test_a_variable(domain: Domain, expected: str) -> None:
    """A variable in a resource is its key's value, with all that is known and not known of that."""
    domain = tuple(each.rpartition(":")[2] for each in domain) if isinstance(domain, tuple) else domain  # type: ignore[union-attr]
    if isinstance(domain, OneOf):
        domain = OneOf((("bucket/key",), ("other",)))
    policies = Policies(identity=(policy(allow(Resource="arn:aws:s3:::${v}")),))
    assert told(ask(context={"v": domain}), policies) == expected


@pytest.mark.parametrize(
    ("variable", "space", "expected"),
    [
        # One text for all calls: where a key without a slash is asked for, no value of the tag has it.
        (f"{BUCKET}/${{k}}/*", f"{BUCKET}/*", "ungranted by identity"),
        (f"{BUCKET}/${{k}}/*", f"{BUCKET}/team/*", "undecided"),
        (f"{BUCKET}/${{k}}*", f"{BUCKET}/*", "undecided"),
        (f"{BUCKET}/of-${{k}}*", f"{BUCKET}/*", "ungranted by identity"),
        (f"{BUCKET}/of-${{k, 'x'}}*", f"{BUCKET}/of-x*", "undecided"),
        (f"{BUCKET}/${{k}}", f"{BUCKET}/*", "undecided"),
    ],
)
def test_what_no_value_of_a_variable_reaches(variable: str, space: str, expected: str) -> None:
    """A variable that nobody knows leaves nothing open of a resource that no value of it names."""
    request = ask(space, context={"k": Gap.UNKNOWN})
    assert told(request, Policies(identity=(policy(allow(Resource=variable)),))) == expected


def test_a_deny_that_no_value_of_a_variable_reaches() -> None:
    """A Deny of what its variable can mean in no case denies nothing; an exception by a variable stays open."""
    unknown: dict[str, Domain] = {"k": Gap.UNKNOWN}
    denies = Policies(identity=(policy(allow(), deny(Resource=f"{BUCKET}/${{k}}/none")),))
    assert told(ask(f"{BUCKET}/*z", context=unknown), denies) == "allowed"
    assert told(ask(f"{BUCKET}/*e", context=unknown), denies) == "undecided by identity!?"
    spares = Policies(identity=(policy(allow(), deny(NotResource=f"{BUCKET}/${{k}}/none")),))
    assert told(ask(f"{BUCKET}/*z", context=unknown), spares) == "undecided by identity!?"


def test_a_resource_that_follows_its_key() -> None:
    """Where every call has its own key, a variable grants each call its own, and the witness says whose is missing."""
    policies = Policies(identity=(policy(allow(Resource=f"{BUCKET}/${{v}}/*")),))
    whose = EachOf(Pattern.literal("ann"))
    assert told(ask(f"{BUCKET}/ann/*", context={"v": whose}), policies) == "undecided"
    assert told(ask(f"{BUCKET}/ann/*", context={"v": ("ann",)}), policies) == "allowed"


def test_the_witness_of_a_call_with_a_key_of_its_own() -> None:
    """A witness tells what its call holds in the keys that differ from call to call, and those only."""
    request = ask(f"{BUCKET}/*", context={"k": EachOf(Pattern.glob("*"), absent=True), "l": A, "m": OneOf((A, B))})
    conditions = {"StringEquals": {"k": "a", "l": "a"}, "StringLike": {"m": "*"}}
    missing = decide(request, Policies(identity=(policy(allow(Condition=conditions)),)))
    assert isinstance(missing, Ungranted)
    assert [failure.witness for failure in missing.failures] == [Witness(f"{BUCKET}/", (("k", Gap.ABSENT),))]
    denied = decide(request, Policies(identity=(policy(allow(), deny(Condition=conditions)),)))
    assert isinstance(denied, Denied)
    assert [failure.witness for failure in denied.failures] == [Witness(f"{BUCKET}/", (("k", A),))]


def test_several_keys_that_vary() -> None:
    """Keys that vary do so independently: each member of one goes with each of the other."""
    request = ask(context={"l": EachOf(Pattern.glob("*")), "k": EachOf(Pattern.glob("*"))})
    grants = policy(allow(Condition={"StringNotEquals": {"k": "a"}}), allow(Condition={"StringNotEquals": {"l": "b"}}))
    decision = decide(request, Policies(identity=(grants,)))
    assert [failure.witness.context for failure in failures(decision)] == [(("k", A), ("l", B))]


def test_possible_failures_and_certain_ones() -> None:
    """What fails in every world is certain, and comes first; what fails in some is possible."""
    conditional = deny(Condition={"StringEquals": {"k": "a"}})
    request = ask(context={"k": OneOf((A, B))})
    policies = Policies(identity=(policy(conditional),), boundary=(policy(),))
    assert told(request, policies) == "ungranted by identity boundary"
    assert told(request, replace(policies, boundary=None, identity=(policy(allow(), conditional),))) == (
        "undecided by identity!?"
    )
    both = policy(allow(Resource=f"{BUCKET}/a"), conditional)
    assert told(ask(f"{BUCKET}/*", context={"k": OneOf((A, B))}), Policies(identity=(both,))) == (
        "ungranted by identity identity!?"
    )


def test_failures_that_change_with_the_world() -> None:
    """A call that fails in every world, but each time for another reason, fails certainly for all of them."""
    request = ask(context={"k": OneOf((A, B))})
    either = policy(allow(), deny(Condition=IF_K_IS_A))
    other = (policy(allow(Condition=IF_K_IS_A)),)
    decision = decide(request, Policies(identity=(either,), boundary=other))
    assert isinstance(decision, Denied)
    assert line(decision) == "denied by identity! boundary"


def test_a_certain_failure_hides_the_same_one_that_is_only_possible() -> None:
    """A layer that certainly fails for one call is not told again for calls where it may."""
    grants = policy(allow(Resource=f"{BUCKET}/a*", Condition=IF_K_IS_A))
    decision = decide(ask(f"{BUCKET}/*", context={"k": OneOf((A, B))}), Policies(identity=(grants,)))
    assert line(decision) == "ungranted by identity"
    assert [failure.witness.resource for failure in failures(decision)] == [f"{BUCKET}/"]


UNTOLD = Untold("the bucket policy")


def test_untold_policies_are_doubts() -> None:
    """An undecided request names the policies that would settle it, each once, before the keys."""
    other = Untold("a managed policy")
    policies = Policies(identity=(policy(allow(Condition=IF_K_IS_A)), other), resource=UNTOLD)
    decision = decide(ask(f"{BUCKET}/*", context={"k": Gap.UNKNOWN}), policies)
    assert isinstance(decision, Undecided)
    assert set(decision.doubts) == {other, UNTOLD, KeyUnknown("k")}
    assert decision.doubts[-1] == KeyUnknown("k")


def test_an_untold_policy_that_does_not_matter_is_no_doubt() -> None:
    """A policy that nobody told is no reason for doubt where other calls depend on other things only."""
    policies = Policies(identity=(policy(allow(Condition=IF_K_IS_A)),), scps=((policy(allow()),),))
    decision = decide(ask(context={"k": Gap.UNKNOWN}), policies)
    assert isinstance(decision, Undecided)
    assert decision.doubts == (KeyUnknown("k"),)


def test_sessions_that_nobody_knows() -> None:
    """Where a policy names one session of a role, which session calls is what leaves it open."""
    decision = decide(ask(caller=ROLE), Policies(resource=policy(allow(Principal={"AWS": SESSION_ARN}))))
    assert decision == Undecided((), (SessionUnknown(),))


BUCKET_ATOM, OTHER_ATOM = Atom("dst"), Atom("other")


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (("arn:aws:s3:::", BUCKET_ATOM, "/*"), "allowed"),
        ("arn:aws:s3:::*", "allowed"),
        (("arn:aws:s3:::", OTHER_ATOM, "/*"), "ungranted by identity"),
        ("arn:aws:s3:::my-bucket/*", "undecided"),
        (("arn:aws:s3:::", BUCKET_ATOM), "ungranted by identity"),
    ],
    ids=["itself", "everything", "another", "a text", "the bucket, not its objects"],
)
def test_a_bucket_whose_name_is_not_known(resource: str | tuple[str | Atom, ...], expected: str) -> None:
    """A bucket of unknown name is itself, is no other of unknown name, and may be one that is known."""
    objects = Pattern.literal("arn:aws:s3:::") + Pattern((BUCKET_ATOM,)) + Pattern.glob("/*")
    request = replace(ask(), resources=objects)
    assert told(request, Policies(identity=(policy(allow(Resource=resource)),))) == expected


def test_an_action_that_is_not_known() -> None:
    """A statement whose action nobody knows leaves open what it would grant; then a name is what it depends on."""
    decision = decide(ask(), Policies(identity=(policy(allow(Action=(Atom("action"),))),)))
    assert decision == Undecided((), (NameUnknown(),))


def test_too_many_cases() -> None:
    """A request with more cases than are worth looking at stays undecided."""
    many = tuple((str(number),) for number in range(150))
    context: dict[str, Domain] = {"k": OneOf(many), "l": OneOf(many)}
    condition = {"StringNotLike": {"k": "x", "l": "x"}}
    policies = Policies(identity=(policy(allow(Condition=condition)),))
    assert decide(ask(context=context), policies) == Undecided((), (NameUnknown(),))
    fewer: dict[str, Domain] = {"k": OneOf(many), "l": OneOf(many[:100])}
    assert isinstance(decide(ask(context=fewer), policies), Allowed)


@pytest.mark.parametrize("value", [("a",), ("b",), Gap.ABSENT])
def test_one_world_is_no_doubt(value: Value) -> None:
    """A key of which only one value is admissible is known."""
    assert told(ask(context={"k": OneOf((value,))}), ALLOWS_A) == told(ask(context={"k": value}), ALLOWS_A)


def grounds(domain: Domain, *denies: Statement) -> list[str | None]:
    """The Sids of the statements that deny, for sure or perhaps, a call whose key `k` holds this."""
    (failure,) = failures(decide(ask(context={"k": domain}), Policies(identity=(policy(allow(), *denies),))))
    return [ground.statement.sid for ground in failure.grounds]


def test_denies_that_deny_only_together_are_all_named() -> None:
    """Each fires in one of two cases, and one of them is the case: none can be left out of the answer."""
    first = deny(Sid="IfA", Condition=IF_K_IS_A)
    second = deny(Sid="IfB", Condition={"StringEquals": {"k": "b"}})
    assert grounds(OneOf((A, B)), first, second) == ["IfA", "IfB"]
    assert grounds(OneOf((B, A)), first, second) == ["IfB", "IfA"]


def test_a_deny_beside_one_that_always_denies_is_not_the_reason() -> None:
    """What denies in every case is named alone, wherever it stands."""
    perhaps, always = deny(Sid="Perhaps", Condition=IF_K_IS_A), deny(Sid="Always")
    assert grounds(OneOf((A, B)), perhaps, always) == ["Always"]
    assert grounds(Gap.UNKNOWN, perhaps, always) == ["Always"]
    assert grounds(OneOf((A, B)), perhaps) == ["Perhaps"]
    open_ = deny(Sid="Open", Condition={"ForAnyValue:StringEquals": {"k": "a"}})
    assert grounds(Gap.UNKNOWN, open_, always) == ["Always"]


def test_denies_of_different_objects_are_all_named() -> None:
    """Two prefixes that are denied by a statement each: the one of the witness comes first."""
    long, short = deny(Sid="Long", Resource=f"{BUCKET}/long/*"), deny(Sid="S", Resource=f"{BUCKET}/s/*")
    (failure,) = failures(decide(ask(f"{BUCKET}/*"), Policies(identity=(policy(allow(), long, short),))))
    assert failure.witness.resource == f"{BUCKET}/s/"
    assert [ground.statement.sid for ground in failure.grounds] == ["S", "Long"]


def test_the_doubt_about_a_canonical_user() -> None:
    """Which account it is, no document tells; a policy that grants on it alone is open for that reason."""
    granting = policy(allow(Principal={"CanonicalUser": "79a5"}))
    decision = decide(ask(caller=ROLE, owner=ABROAD), Policies(identity=(policy(allow()),), resource=granting))
    assert isinstance(decision, Undecided)
    assert decision.doubts == (CanonicalUnknown("79a5"),)
