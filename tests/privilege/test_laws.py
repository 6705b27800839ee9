"""Laws of least privilege: what is called enough is enough and not too much; what is called too much is not missed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint import packs, requirements, subjects
from replint.finding import Verdict
from replint.flows import trace
from replint.iam.policy import Element, Policy, Statement
from replint.judge import judge
from replint.privilege import excess, needs
from replint.privilege.needs import Resting
from replint.privilege.sites import delegation
from replint.privilege.statements import ROLE, Allow
from tests.scene import REPLICA_KEY, ROLE_ARN, RULE, SOURCE_ACCOUNT, an_estate

if TYPE_CHECKING:
    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationRule

RULES = packs.builtin().rules

ACTIONS = (
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject*",
    "s3:List*",
    "s3:Replicate*",
    "s3:DeleteObject",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ReplicateObject",
    "kms:*",
    "kms:Decrypt",
    "kms:Encrypt",
)
RESOURCES = (
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::harbour",
    "arn:aws:s3:::harbour/*",
    "arn:aws:s3:::harbour/logs/*",
    "arn:aws:s3:::harbour-replica/*",
    "arn:aws:s3:::quay/*",
    "arn:aws:kms:*:*:key/*",
    REPLICA_KEY,
)

rules = st.builds(
    lambda number, prefix, owned, selected: replace(
        RULE, id=f"rule-{number}", prefix=prefix, owner_override=owned, sse_kms=selected
    ),
    st.integers(1, 9),
    st.sampled_from(("", "logs/", "logs/2026/", "a*b/", "a?", "$x{")),
    st.booleans(),
    st.booleans(),
)
statements = st.builds(
    lambda effect, actions, where: Statement(
        effect, Element("Action", tuple(actions)), Element("Resource", tuple(where))
    ),
    st.sampled_from(("Allow", "Allow", "Allow", "Deny")),
    st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3, unique=True),
)


def estate_of(drawn: list[ReplicationRule], *policies: Policy, locked: bool = False) -> Estate:
    """Return an estate of one account but for the replica key, in which the role's own policies decide everything."""
    estate = an_estate(*drawn, object_lock=locked)
    buckets = {name: replace(bucket, account=SOURCE_ACCOUNT) for name, bucket in estate.buckets.items()}
    keys = {arn: replace(key, policy=delegation(SOURCE_ACCOUNT)) for arn, key in estate.keys.items()}
    roles = {ROLE_ARN: replace(estate.roles[ROLE_ARN], policies=policies)}
    return replace(estate, buckets=buckets, keys=keys, roles=roles)


def decided(estate: Estate) -> dict[tuple[str, str], Verdict]:
    """Return the verdict of every call that the role makes, by rule and flow."""
    judged = judge(requirements.of(RULES, subjects.of(estate)))
    return {
        (each.requirement.rule.name, each.requirement.subject.id): each.verdict
        for each in judged
        if isinstance(each.requirement.demand, requirements.Called)
        and not isinstance(each.requirement.demand.actor, str)
    }


def role_statements(estate: Estate) -> list[Allow]:
    """Return the Allow statements of the role's policies."""
    return [subject for subject in subjects.of(estate) if isinstance(subject, Allow) and subject.kind == ROLE]


def enough_of(estate: Estate) -> Policy:
    """Return what is called enough for the estate's role, as a policy."""
    wanted = needs.of(Resting(trace(estate)))
    return Policy(
        tuple(
            Statement("Allow", Element("Action", each.actions), Element("Resource", each.resources))
            for each in wanted.enough
        )
    )


@given(st.lists(rules, min_size=1, max_size=3), st.booleans())
def test_enough_is_enough(drawn: list[ReplicationRule], locked: bool) -> None:
    """A role that has what is called enough is missing nothing, in any flow."""
    policy = enough_of(estate_of(drawn, locked=locked))
    verdicts = decided(estate_of(drawn, policy, locked=locked))
    assert verdicts
    assert {name for (name, _), verdict in verdicts.items() if verdict is Verdict.FAILS} == set()


@given(st.lists(rules, min_size=1, max_size=3), st.booleans())
def test_enough_is_not_too_much(drawn: list[ReplicationRule], locked: bool) -> None:
    """What is called enough is never called too much."""
    policy = enough_of(estate_of(drawn, locked=locked))
    for allow in role_statements(estate_of(drawn, policy, locked=locked)):
        assert excess.unneeded(allow) is None
        assert excess.surplus(allow) is None


@given(st.lists(rules, min_size=1, max_size=3), st.booleans())
def test_enough_names_each_resource_once(drawn: list[ReplicationRule], locked: bool) -> None:
    """What is called enough has each resource in one statement, also a replica key that is the default one, too."""
    wanted = needs.of(Resting(trace(estate_of(drawn, locked=locked)))).enough
    resources = [resource for each in wanted for resource in each.resources]
    assert sorted(set(resources)) == sorted(resources)


@given(st.lists(rules, min_size=1, max_size=2), st.lists(statements, min_size=1, max_size=4))
def test_what_is_too_much_is_not_missed(drawn: list[ReplicationRule], listed: list[Statement]) -> None:
    """Without the actions that are called too much every call is decided as before."""
    estate = estate_of(drawn, Policy(tuple(listed)))
    less = []
    for statement in listed:
        found = next((excess.unneeded(each) for each in role_statements(estate) if each.statement is statement), None)
        kept = (
            [name for name in excess.named(statement.actions or Element("Action", ())) if name not in found.actions]
            if found
            else []
        )
        less.append(
            replace(statement, actions=Element("Action", tuple(kept or ["s3:Nothing"]))) if found else statement
        )
    assert decided(estate_of(drawn, Policy(tuple(less)))) == decided(estate)


@given(st.lists(rules, min_size=1, max_size=2), st.lists(statements, min_size=1, max_size=3))
def test_what_is_denied_is_not_too_much(drawn: list[ReplicationRule], listed: list[Statement]) -> None:
    """A Deny of everything leaves nothing that would be too much."""
    nothing = Statement("Deny", Element("Action", ("*",)), Element("Resource", ("*",)))
    for allow in role_statements(estate_of(drawn, Policy((*listed, nothing)))):
        assert excess.unneeded(allow) is None
        assert excess.surplus(allow) is None


def test_wildcards_of_a_prefix_are_written_as_text() -> None:
    """A prefix is literal: a policy that names it must not mean more."""
    estate = estate_of([replace(RULE, prefix="a*b/c?$")])
    named = {text for statement in enough_of(estate).statements for text in statement.resources.values}  # type: ignore[union-attr] # each has some
    assert "arn:aws:s3:::harbour/a${*}b/c${?}${$}*" in named
