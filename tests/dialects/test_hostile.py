"""Hostile input: whatever stands in whichever place, reading ends in facts, findings and problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint import dialects
from replint.dialects import awscli, bundle
from replint.dialects.managed import Library
from tests.dialects.documents import (
    BUCKET,
    BUNDLE,
    CONFIGURATION,
    KEY,
    MANAGED_ARN,
    ROLE,
    changed,
    itself,
    less,
    node,
    routes,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from replint.finding import Finding

DETAILS = {
    "RoleDetailList": [ROLE],
    "Policies": [
        {"Arn": MANAGED_ARN, "PolicyVersionList": [{"Document": ROLE["PermissionsBoundary"], "IsDefaultVersion": True}]}
    ],
}
FORMS = (*bundle.FORMS, *awscli.FORMS)
DOCUMENTS = [BUNDLE, BUCKET, {"Role": ROLE}, ROLE, {"KeyMetadata": KEY}, KEY, CONFIGURATION, DETAILS, BUCKET["Policy"]]
PLACES = [(document, route) for document in DOCUMENTS for route in routes(document)]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Rules", "Policy", "Arn", "Role", "Status", "x", "$file"]), below, max_size=3
        )
    ),
    max_leaves=6,
)


def read(document: Any) -> list[Finding]:  # noqa: ANN401 - any document
    """Read a document by every form that it has, and see that each finding has characters to show."""
    root = node(document)
    faults: list[Finding] = []
    library = Library()
    for form in FORMS:
        if form.fits(root):
            form.shelve(root, library)
            form.read(root, library, faults)
    for fault in faults:
        start, end = fault.primary.place.span
        assert 0 <= start < end <= len(root.text.content)
    return faults


@given(st.sampled_from(PLACES), VALUES)
def test_any_value_in_any_place(at: tuple[Any, tuple[str | int, ...]], value: Any) -> None:  # noqa: ANN401 - as above
    """Any value in place of any other is read or reported."""
    document, route = at
    read(changed(document, route, value))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_any_member_missing(document: Any) -> None:  # noqa: ANN401 - as above
    """Any member may be missing."""
    for route in list(routes(document))[1:]:
        read(less(document, route))


@given(VALUES)
def test_any_document(value: Any) -> None:  # noqa: ANN401 - as above
    """Any document at all is read or passed over."""
    read(value)


@pytest.mark.parametrize("text", ["\ud800", "\0", "\x1b[31m", "a\nb", "`" * 200, "[bold]x[/bold]", "é" * 5000])
def test_odd_texts(tmp_path: Path, text: str) -> None:
    """Names of any characters stand in facts and findings as they are."""
    rules = [{"ID": text, "Status": text, "Destination": {"Bucket": text}, text: text}]
    bucket = {"Bucket": text, "ReplicationConfiguration": {"Role": text, "Rules": rules}}
    document = {"ReplintBundle": 1, "Buckets": [bucket]}
    write(tmp_path, bundle=json.dumps(document))
    found = dialects.read(["bundle.json"], itself, cwd=str(tmp_path))
    assert list(found.estates[0].buckets) == [text]
    assert {fault.rule for fault in found.findings} >= {"unknown-member", "malformed-document"}
    assert all(len(fault.message) < 400 for fault in found.findings)


def test_deep_and_long_documents(tmp_path: Path) -> None:
    """A document nested too deep is a problem, one nested deep is read, and so is a long list."""
    deep = '{"Statement": ' + "[" * 10_000 + "]" * 10_000 + "}"
    nested: Any = "x"
    for _ in range(150):
        nested = {"Statement": [nested]} if isinstance(nested, str) else [nested]
    write(
        tmp_path,
        deep=deep,
        nested={"Bucket": "b", "Region": "eu-west-1", "Policy": nested},
        long={"Role": "r", "Rules": CONFIGURATION["Rules"] * 2_000},
    )
    found = dialects.read(["."], itself, cwd=str(tmp_path))
    assert [problem.path for problem in found.problems] == ["deep.json"]
    (estate,) = found.estates
    (configuration,) = [each.replication for each in estate.buckets.values() if each.replication]
    assert len(configuration.rules) == 2_000  # type: ignore[union-attr]
