"""Shapes: the quick look and the published schema say the same, and what is wrong has a place and a hint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from replint.dialects import shape
from replint.dialects.shapes import SHAPES
from replint.finding import Severity
from tests.dialects.documents import (
    BUCKET,
    BUNDLE,
    CONFIGURATION,
    DESCRIBED_JOB,
    JOB,
    KEY,
    ROLE,
    changed,
    less,
    node,
    routes,
)

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS: dict[str, Any] = {
    "Bundle": BUNDLE,
    "Bucket": BUCKET,
    "Role": ROLE,
    "Key": KEY,
    "BatchJob": JOB,
    "ReplicationConfiguration": CONFIGURATION,
}
VARIANTS: list[tuple[str, Any]] = [
    *DOCUMENTS.items(),
    ("Bucket", {**BUCKET, "OwnershipControls": {"OwnershipControls": BUCKET["OwnershipControls"]}}),
    ("Bucket", {**BUCKET, "ReplicationConfiguration": {"ReplicationConfiguration": CONFIGURATION}}),
    ("Bucket", {**BUCKET, "Policy": {"Policy": "{}"}, "Encryption": None, "Versioning": {}}),
    ("Role", {"Role": ROLE, "Policies": []}),
    ("Role", {**ROLE, "AttachedManagedPolicies": {"AttachedPolicies": []}}),
    ("BatchJob", DESCRIBED_JOB),
    ("BatchJob", {**JOB, "Manifest": None, "ManifestGenerator": None, "Report": None, "Description": None}),
    ("Key", {"KeyMetadata": KEY, "Policy": None, "Aliases": {"Aliases": KEY["Aliases"]}}),
]
PLACES = [(name, value, route) for name, value in VARIANTS for route in routes(value)]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 1, 1.5, 2.0, "", "Enabled", "alias/x", [], [None], [[]], {}, {"x": 1}]
)


@pytest.fixture(scope="session")
def schema(repository: Path) -> dict[str, Any]:
    """Return the schema that ships with the package."""
    found: dict[str, Any] = json.loads((repository / "src/replint/dialects/bundle.schema.json").read_text("utf-8"))
    return found


def is_valid(schema: dict[str, Any], definition: str, value: Any) -> bool:  # noqa: ANN401 - any document
    """Return whether the schema takes a document."""
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{definition}"}).is_valid(value)


def test_schema_is_published(repository: Path, schema: dict[str, Any]) -> None:
    """The schema in the documentation is the one that ships, and is a schema."""
    shipped = (repository / "src/replint/dialects/bundle.schema.json").read_bytes()
    assert (repository / "docs/bundle.schema.json").read_bytes() == shipped
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("name", "value"), VARIANTS)
def test_good_documents_fit(schema: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - any document
    """What AWS prints fits, and the schema takes it."""
    assert SHAPES[name](value)
    assert is_valid(schema, name, value)
    assert list(shape.faults(node(value), name)) == []


@given(st.sampled_from(PLACES), ODD)
def test_both_say_the_same(schema: dict[str, Any], at: tuple[str, Any, tuple[str | int, ...]], odd: Any) -> None:  # noqa: ANN401
    """With any value in any place the quick look says what the schema says."""
    name, value, route = at
    document = changed(value, route, odd)
    assert SHAPES[name](document) is is_valid(schema, name, document)


@pytest.mark.parametrize(("name", "value"), VARIANTS)
def test_both_miss_the_same(schema: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - any document
    """Without any one member the quick look says what the schema says, and with one more beside it."""
    for route in list(routes(value))[1:]:
        document = less(value, route)
        assert SHAPES[name](document) is is_valid(schema, name, document), route
        if isinstance(route[-1], str):
            more = changed(value, (*route[:-1], "Surplus"), 1)
            assert SHAPES[name](more) is is_valid(schema, name, more), route


@given(st.sampled_from(PLACES), ODD)
def test_what_does_not_fit_is_told(at: tuple[str, Any, tuple[str | int, ...]], odd: Any) -> None:  # noqa: ANN401 - as above
    """A document that does not fit has findings, each at or above the odd value; one that fits has none."""
    name, value, route = at
    document = changed(value, route, odd)
    found = list(shape.faults(node(document), name))
    assert bool(found) is not SHAPES[name](document)
    for fault in found:
        where = fault.primary.place.route
        assert where[: len(route)] == route[: len(where)]


@pytest.mark.parametrize(
    ("route", "value", "message", "hint", "pointer"),
    [
        (
            ("Rules", 0, "Status"),
            "enabled",
            "`enabled` is no value of `Status`",
            "did you mean `Enabled`?",
            "/Rules/0/Status",
        ),
        (
            ("Rules", 0, "Priority"),
            "1",
            "`Priority` is a string, and must be a whole number",
            None,
            "/Rules/0/Priority",
        ),
        (("Rules", 0, "Id"), "x", "`Id` is no member of an element of `Rules`", "did you mean `ID`?", "/Rules/0/Id"),
        (("Rules",), [], "`Rules` is empty", None, "/Rules"),
        (("Role",), None, "`Role` is null, and must be a string", None, "/Role"),
        (
            ("Rules", 0, "Destination"),
            {"Account": "1"},
            "`Destination` has no `Bucket`",
            None,
            "/Rules/0/Destination",
        ),
    ],
)
def test_messages(route: tuple[str | int, ...], value: Any, message: str, hint: str | None, pointer: str) -> None:  # noqa: ANN401
    """A fault of a replication configuration is an error that says what is wrong first."""
    (fault,) = shape.faults(node(changed(CONFIGURATION, route, value)), "ReplicationConfiguration")
    assert (fault.message, fault.help, fault.primary.place.pointer) == (message, hint, pointer)
    assert fault.severity is Severity.ERROR


def test_other_documents_only_warn() -> None:
    """What is wrong with other documents is a warning, unless it is in the configuration that they hold."""
    document = changed(changed(BUCKET, ("Versioning",), 5), ("ReplicationConfiguration", "Role"), 5)
    severities = {fault.primary.place.pointer: fault.severity for fault in shape.faults(node(document), "Bucket")}
    assert severities == {"/Versioning": Severity.WARNING, "/ReplicationConfiguration/Role": Severity.ERROR}


def test_all_that_is_missing_is_told() -> None:
    """Every missing member has a finding of its own."""
    found = [fault.message for fault in shape.faults(node({}), "ReplicationConfiguration")]
    assert found == ["the document has no `Role`", "the document has no `Rules`"]


def test_what_stands_in_the_wrong_place_of_a_configuration_is_told_where_it_belongs() -> None:
    """A member of a destination that stands in the rule has a hint; so called members of other documents have none."""
    document = changed(BUNDLE, ("Metrics",), {"Status": "Enabled"})
    (fault,) = shape.faults(node(document), "Bundle")
    assert (fault.message, fault.help) == ("`Metrics` is no member of the document", None)
    configuration = changed(CONFIGURATION, ("Rules", 0, "Metrics"), {"Status": "Enabled"})
    (fault,) = shape.faults(node(configuration), "ReplicationConfiguration")
    assert (fault.message, fault.help) == (
        "`Metrics` is no member of an element of `Rules`",
        "it belongs in `Destination`",
    )
