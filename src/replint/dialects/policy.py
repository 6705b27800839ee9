"""A policy's JSON, wherever it stands, to an `iam.Policy`; what is wrong with its grammar becomes findings.

The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.kinds import KINDS
from replint.dialects.references import LOST, is_lost
from replint.dialects.statements import read_statement, repeated_sids
from replint.dialects.telling import did_you_mean, finding, shown
from replint.facts.unresolved import Unresolved
from replint.finding import Finding, Severity
from replint.iam.policy import Policy
from replint.syntax import Unreadable

if TYPE_CHECKING:
    from replint.dialects.kinds import KindName
    from replint.syntax import Node

ELEMENTS = ("Version", "Id", "Statement")
CURRENT, FIRST = "2012-10-17", "2008-10-17"
"""The versions of the policy language; `${...}` is a variable in the current one only, and absent means the first."""

_ELEMENTS = frozenset(ELEMENTS)


def read(node: Node, kind: KindName, name: str | None = None) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy that a node holds, as an object or as a string of JSON, plain or URL-encoded, and its faults.

    `kind` tells where it stands and so which elements it must have. A statement too broken to mean anything is left
    out; texts stay as written. Never raises for what a document says: of what is no policy at all the answer has no
    statements, and the findings hold a `malformed-policy`.
    """
    faults: list[Finding] = []
    document = _document(node, faults)
    if document is None or not isinstance(document.value, dict):
        return Policy((), name, node.place), tuple(faults)
    _check_names(document, faults)
    variables = _variables(document, faults)
    nodes = _statements(document, faults)
    faults.extend(repeated_sids(nodes, KINDS[kind]))
    read = [read_statement(each, KINDS[kind], faults, variables=variables) for each in nodes]
    statements = tuple(statement for statement in read if statement is not None)
    unread = tuple(each.place for each, statement in zip(nodes, read, strict=True) if statement is None)
    return Policy(statements, name, document.place, unread), tuple(faults)


def is_broken(faults: tuple[Finding, ...]) -> bool:
    """Whether these faults of one policy say that it is no policy at all."""
    return any(fault.rule == "malformed-policy" for fault in faults)


def _document(node: Node, faults: list[Finding]) -> Node | None:
    """The policy's object, read through a string if it stands in one."""
    document = node
    if isinstance(node.value, str):
        from replint.syntax.embedded import embedded

        try:
            document = embedded(node)
        except Unreadable as error:
            where = f"line {error.line}, column {error.column}"
            faults.append(finding("malformed-policy", node.place, f"this string is no policy: {error.message}", where))
            return None
    if isinstance(document.value, dict):
        return document
    faults.append(finding("malformed-policy", document.place, f"{document.kind} stands where a policy should"))
    return None


def _check_names(document: Node, faults: list[Finding]) -> None:
    from replint.syntax.places import duplicates

    for again in duplicates(document):
        message = f"`{again.name}` stands twice in one object, and AWS refuses the policy"
        faults.append(finding("duplicate-member", again.again, message, severity=Severity.ERROR))
    if isinstance(document.value, dict) and not _ELEMENTS.issuperset(document.value):
        for name, member in document.members():
            if name not in _ELEMENTS:
                message = f"{shown(name)} is no element of a policy"
                faults.append(
                    finding("unknown-policy-element", member.key_place, message, did_you_mean(name, ELEMENTS))
                )


def _variables(document: Node, faults: list[Finding]) -> bool:
    """Whether `${...}` is a policy variable here."""
    version = document.get("Version")
    if version is None or version.value == FIRST:
        return False
    if version.value != CURRENT:
        message = f"{shown(version.value)} is no version of the policy language"
        faults.append(finding("unknown-policy-version", version.place, message, f"write `{CURRENT}`"))
    return True


def _statements(document: Node, faults: list[Finding]) -> list[Node]:
    """The nodes of a policy's statements; of what can hold none there are none."""
    member = document.get("Statement")
    if member is None:
        faults.append(finding("malformed-policy", document.place, "`Statement` is missing: this is no policy"))
        return []
    if isinstance(member.value, dict):
        return [member]
    if isinstance(member.value, list):
        return list(member.elements())
    message = f"`Statement` is {member.kind}, and must be a statement or a list of them"
    faults.append(finding("malformed-policy", member.place, message))
    return []


def read_or_unresolved(  # noqa: PLR0913 - what is not told has a name and a way to tell it, beside the policy's own
    node: Node, kind: KindName, what: str, faults: list[Finding], *, name: str | None = None, tells: str = ""
) -> Policy | Unresolved:
    """As `read`, but what is no policy at all is not told; `what` names it then. Appends the faults."""
    if is_lost(node):
        return Unresolved(what, LOST, tells, node.place)
    found, wrong = read(node, kind, name)
    faults.extend(wrong)
    return Unresolved(what, "the document is no policy", tells, node.place) if is_broken(wrong) else found
