"""Names and words that are nearly AWS's: none is heard as anything else, least of all as a default."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from replint.dialects import job, shape
from replint.dialects.documents import read_bucket, read_key, read_role
from replint.dialects.managed import Library
from replint.dialects.members import BESIDE, BESIDE_BUCKET, JOB
from replint.record import fields
from tests.dialects import documents
from tests.dialects.documents import BUCKET, DESCRIBED_JOB, KEY, ROLE, changed, less, node, routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replint.finding import Finding
    from replint.syntax import Node

Route = tuple[str | int, ...]

APART = {"Policy", "ReplicationConfiguration", "AssumeRolePolicyDocument", "PolicyDocument", "Tag", "Tags", "Aliases"}
"""What is read by the grammar of policies, by the closed shape of configurations, or by hand."""
NO_CLAIMS = {"place", "places", "id", "name"}
"""Fields of which no verdict hangs on what they leave out."""
WORDS = frozenset(
    {"Status", "SSEAlgorithm", "EncryptionType", "ObjectOwnership", "ObjectLockEnabled", "Payer", "StorageClass"}
    | {"KeyManager", "KeyState", "KeySpec", "KeyUsage", "Format", "Fields"}
)
"""Members that hold one of AWS's words."""
ALL_BLOCKED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
BOUNDARY = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": documents.MANAGED_ARN}


def role(root: Node, faults: list[Finding]) -> object:
    """Return the role of a document, without any managed policy beside it."""
    return read_role(root, Library(), faults)


DOCUMENTS: dict[str, tuple[Any, Callable[[Node, list[Finding]], Any]]] = {
    "Bucket": ({**BUCKET, "PublicAccessBlock": ALL_BLOCKED}, read_bucket),
    "Key": ({"KeyMetadata": less(KEY, ("Policy",)), "Policy": KEY["Policy"]}, read_key),
    "Role": ({"Role": {**ROLE, "PermissionsBoundary": BOUNDARY}, "Policies": []}, role),
    "BatchJob": (documents.JOB, job.read),
    "DescribedJob": (changed(DESCRIBED_JOB, ("Job", "Report"), documents.JOB["Report"]), job.read),
}
"""Every kind of document with all that replint reads, and what reads it."""


def misspelt(word: str) -> Iterator[str]:
    """Yield a word in other cases, without any one letter, without its first part, and with a blank behind it."""
    yield from (word.lower(), word.upper(), word.swapcase(), f"{word} ")
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
    first = re.match("[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z0-9]*", word)
    yield word[first.end() :] if first else ""


def mistakes(name: str) -> Iterator[tuple[Route, Any]]:
    """Yield the route of each member and word of a document, with the document in which it is misspelt."""
    document, _ = DOCUMENTS[name]
    for route in routes(document):
        member = next((step for step in reversed(route) if isinstance(step, str)), None)
        if member is None or not APART.isdisjoint(route[:-1]) or route[-1] in APART:
            continue
        value = at(document, route)
        if route[-1] == member:
            for other in misspelt(member):
                if other not in {member, ""} and other not in at(document, route[:-1]):
                    yield route, less(changed(document, (*route[:-1], other), value), route)
        if member in WORDS and isinstance(value, str):
            yield from ((route, changed(document, route, other)) for other in misspelt(value) if other != value)


def at(document: Any, route: Route) -> Any:  # noqa: ANN401 - any document
    """Return the value at a route."""
    for step in route:
        document = document[step]
    return document


def read(name: str, document: Any) -> tuple[Any, list[Finding]]:  # noqa: ANN401 - any fact
    """Return the fact that a document tells and all that is wrong with the document."""
    root = node(document)
    faults: list[Finding] = []
    fact = DOCUMENTS[name][1](root, faults)
    return fact, [*shape.faults(root, name.replace("DescribedJob", "BatchJob")), *faults]


@cache
def outcomes(name: str) -> list[tuple[Route, Any, list[Finding]]]:
    """Return the route of each mistake in a document, with what is read of the document and what is found wrong."""
    return [(route, *read(name, document)) for route, document in mistakes(name)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_misspelt_is_not_heard_as_anything_else(name: str) -> None:
    """With one name or word misspelt, each field of the fact is what it was, or it is not told."""
    right, faults = read(name, DOCUMENTS[name][0])
    assert faults == []
    wrong = [
        (each, route)
        for route, found, _ in outcomes(name)
        for each in set(fields(right)) - NO_CLAIMS
        if found and (now := getattr(found, each)) != getattr(right, each) and "Unresolved(" not in repr(now)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_misspelt_is_told(name: str) -> None:
    """Where a fact is another one for what is misspelt, a finding says so; but `Id` alone may mean anything."""
    right, _ = read(name, DOCUMENTS[name][0])
    silent = {route[-1] for route, found, faults in outcomes(name) if found != right and not faults}
    assert silent <= {"JobId", "JobArn", "RoleId", "AccountId"}


def test_what_aws_prints_beside_is_no_slip() -> None:
    """What AWS prints of a bucket, a role, a key or a job beside what is read is like nothing that is read."""
    for name, head, known in (("Role", "Role", ()), ("Key", "KeyMetadata", ()), ("DescribedJob", "Job", JOB)):
        document = DOCUMENTS[name][0]
        more = changed(document, (head,), {**dict.fromkeys(BESIDE - {"$file", "Tags", *known}), **document[head]})
        assert read(name, more) == (read(name, document)[0], [])
    for bucket in (BUCKET, {"Bucket": "harbour", "Region": "eu-west-1"}):
        faults: list[Finding] = []
        read_bucket(node({**dict.fromkeys(BESIDE_BUCKET - {"$file"}), **bucket}), faults)
        assert faults == []
