"""Managed policies by ARN: those that the documents give, and a few of AWS's own whose text is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import policy
from replint.facts.unresolved import Unresolved
from replint.iam.policy import Element, Policy, Statement
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.dialects.kinds import KindName
    from replint.finding import Finding
    from replint.syntax import Node


def _allow(*actions: str) -> tuple[Statement, ...]:
    return (Statement("Allow", Element("Action", actions), Element("Resource", ("*",), listed=False)),)


# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, read 2026-09
AWS_MANAGED = {
    "AdministratorAccess": _allow("*"),
    "AmazonS3FullAccess": _allow("s3:*", "s3-object-lambda:*"),
    "AmazonS3ReadOnlyAccess": _allow(
        "s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"
    ),
}
"""Statements of AWS's own policies by name; they are the same in every partition."""


@record
class Library:
    """The managed policies of an estate: `documents` by ARN; what was read of them is kept, so faults are told once."""

    documents: dict[str, Node] = field(default_factory=dict)
    known: dict[tuple[str, KindName], Policy | Unresolved] = field(default_factory=dict)

    def add(self, arn: str, document: Node) -> None:
        """Keep a document for an ARN; the first one stays."""
        self.documents.setdefault(arn, document)

    def policy(self, arn: str, kind: KindName, faults: list[Finding]) -> Policy | Unresolved:
        """The policy of an ARN, or not told."""
        if (arn, kind) not in self.known:
            self.known[arn, kind] = self._read(arn, kind, faults)
        return self.known[arn, kind]

    def _read(self, arn: str, kind: KindName, faults: list[Finding]) -> Policy | Unresolved:
        name = arn.rpartition("/")[2]
        if arn in self.documents:
            return policy.read_or_unresolved(self.documents[arn], kind, f"the policy `{arn}`", faults, name=name)
        if arn.endswith(f":iam::aws:policy/{name}") and name in AWS_MANAGED:
            return Policy(AWS_MANAGED[name], name)
        version = f"`aws iam get-policy-version --policy-arn {arn} --version-id` with the default version"
        return Unresolved(
            f"the policy `{arn}`", "only its ARN is told", f"`PolicyDocument` beside the ARN, or {version}"
        )


def default_version(detail: Node) -> Node | None:
    """The document of the version in force, of a policy in the details of an account."""
    versions = detail.get("PolicyVersionList")
    for version in versions.elements() if versions else ():
        in_force = version.get("IsDefaultVersion")
        if in_force and in_force.value is True:
            return version.get("Document")
    return None


def attached(roles: Iterable[Node]) -> Iterable[tuple[str, Node]]:
    """The managed policies that roles' documents give along with their ARNs."""
    for role in roles:
        for entry in attachments(role):
            arn, document = entry.get("PolicyArn"), entry.get("PolicyDocument")
            if arn and isinstance(arn.value, str) and document:
                yield arn.value, document


def attachments(role: Node) -> list[Node]:
    """The entries of a role's `AttachedManagedPolicies`, or of the API's whole output there."""
    member = role.get("AttachedManagedPolicies")
    inner = member.get("AttachedPolicies") if member else None
    listed = inner or member
    return list(listed.elements()) if listed else []
