"""What an organisation's own policies tell of the organisation of the accounts that they govern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.facts.estate import OrganisationPolicies
from replint.governing import organisation
from replint.iam.policy import Condition, Element, Policy, Statement
from tests.scene import DESTINATION_ACCOUNT, SOURCE_ACCOUNT, an_estate

NOT_EQUAL, NOT_LIKE = "StringNotEquals", "ForAnyValue:StringNotLike"


def keeping(*conditions: Condition, resource: str = "*", effect: str = "Deny") -> Policy:
    """A policy that denies every resource under these conditions."""
    statement = Statement("Deny", Element("Action", ("*",)), Element("Resource", (resource,)), conditions=conditions)
    return Policy((replace(statement, effect=effect),))  # type: ignore[arg-type] # one of the two


def ours(*ids: str, key: str = "aws:ResourceOrgID", operator: str = NOT_EQUAL) -> Condition:
    """A condition that is met by everything but what is of these organisations."""
    return Condition(operator, key, ids)


@pytest.mark.parametrize(
    ("policies", "ids"),
    [
        ((keeping(ours("o-a")),), ("o-a",)),
        ((keeping(ours("o-a", "o-b")), keeping(ours("o-c", "o-b"))), ("o-b",)),
        ((keeping(ours("o-a", "o-b")),), ("o-a", "o-b")),
        ((keeping(ours("o-a/*", key="aws:ResourceOrgPaths", operator=NOT_LIKE)),), ("o-a",)),
        ((keeping(ours("o-a"), Condition("BoolIfExists", "aws:PrincipalIsAWSService", ("false",))),), ("o-a",)),
        ((keeping(ours("o-a"), Condition(NOT_EQUAL, "aws:PrincipalTag/away", ("yes",))),), ("o-a",)),
        # These are about some people, one resource, or the resources of the organisation itself.
        ((keeping(ours("o-a"), Condition("StringEquals", "aws:PrincipalTag/away", ("yes",))),), ()),
        ((keeping(ours("o-a"), resource="arn:aws:s3:::bucket"),), ()),
        ((keeping(ours("o-a", operator="StringEquals")),), ()),
        ((keeping(ours("o-a"), effect="Allow"),), ()),
        ((keeping(ours("${aws:PrincipalOrgID}")),), ()),
        ((keeping(ours("o-*", operator="StringNotLike")),), ()),
        ((keeping(ours("o-a")), keeping(ours("o-b"))), ()),
    ],
)
def test_what_a_perimeter_exempts(policies: tuple[Policy, ...], ids: tuple[str, ...]) -> None:
    """The organisations that every Deny of everything else leaves out; the account's own is one of them."""
    estate = replace(an_estate(), scps=OrganisationPolicies((policies,)))
    assert organisation(estate, SOURCE_ACCOUNT, DESTINATION_ACCOUNT) == ids


def test_an_account_without_policies_may_be_of_none() -> None:
    """No policy of an organisation governs the account: it may be of none. RCPs for the destination are not its."""
    assert organisation(an_estate(), SOURCE_ACCOUNT, DESTINATION_ACCOUNT) is None
    rcps = OrganisationPolicies(((keeping(ours("o-a", key="aws:PrincipalOrgID")),),))
    estate = replace(an_estate(), rcps=rcps)
    assert organisation(estate, SOURCE_ACCOUNT, DESTINATION_ACCOUNT) is None
    assert organisation(estate, DESTINATION_ACCOUNT, DESTINATION_ACCOUNT) == ("o-a",)
