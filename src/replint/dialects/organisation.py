"""Service and resource control policies as a bundle gives them: a level, levels from the root down, or per account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import policy
from replint.dialects.shaping import account
from replint.facts.estate import OrganisationPolicies
from replint.iam.policy import Element, Policy, Statement

if TYPE_CHECKING:
    from replint.dialects.kinds import KindName
    from replint.facts.estate import Levels
    from replint.finding import Finding
    from replint.syntax import Node

FULL_ACCESS = Policy(
    (
        Statement(
            "Allow",
            Element("Action", ("*",), listed=False),
            Element("Resource", ("*",), listed=False),
            sid="FullAccess",
        ),
    ),
    "FullAWSAccess",
)
"""The policy that AWS attaches to everything in an organisation until somebody detaches it.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""


def read(node: Node, kind: KindName, faults: list[Finding]) -> OrganisationPolicies:
    """The policies that a member of a bundle holds; null and an empty list mean that there are none."""
    if isinstance(node.value, dict) and node.value and all(map(account, node.value)):
        each = {name: _levels(member, kind, faults) for name, member in node.members()}
        return OrganisationPolicies(by_account=each, place=node.place)
    return OrganisationPolicies(everywhere=_levels(node, kind, faults), place=node.place)


def _levels(node: Node, kind: KindName, faults: list[Finding]) -> Levels:
    if node.value is None or node.value == []:
        return ()
    elements = list(node.elements()) if isinstance(node.value, list) else [node]
    if any(isinstance(element.value, list) for element in elements):
        levels = [list(each.elements()) if isinstance(each.value, list) else [each] for each in elements]
    else:
        levels = [elements]
    return tuple(_level(level, kind, faults) for level in levels)


def _level(nodes: list[Node], kind: KindName, faults: list[Finding]) -> tuple[Policy, ...]:
    found: list[Policy] = []
    for index, node in enumerate(nodes):
        document = _document(node)
        name = node.get("Name") or node.get("PolicyName")
        label = name.value if name and isinstance(name.value, str) else f"{kind.upper()} {index + 1}"
        read_policy, wrong = policy.read(document, kind, label)
        faults.extend(wrong)
        found.append(read_policy)
    if kind == "scp" and not any(statement.effect == "Allow" for each in found for statement in each.statements):
        found.insert(0, FULL_ACCESS)
    return tuple(found)


def _document(node: Node) -> Node:
    """The policy itself: bare, or as `aws organizations describe-policy` prints it."""
    head = node.get("Policy") or node
    return head.get("Content") or head.get("PolicyDocument") or head
