"""Shapes: the quick look and the published schema say the same, and what is wrong has a place and a hint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from replint.dialects import shape
from replint.dialects.placing import HOMES
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

    from replint.finding import PutError

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
    ("Bucket", {**BUCKET, "Versioning": {"VersioningConfiguration": {"Status": "Enabled"}}, "Region": "us-gov-west-1"}),
    ("Bucket", {**BUCKET, "RequestPayment": {"RequestPaymentConfiguration": BUCKET["RequestPayment"]}}),
    ("Bucket", {**BUCKET, "Logging": {"BucketLoggingStatus": BUCKET["Logging"]}, "LocationConstraint": "EU"}),
    ("Bucket", {**BUCKET, "LocationConstraint": {"LocationConstraint": None}}),
    ("Role", {"Role": ROLE, "Policies": []}),
    ("Role", {**ROLE, "AttachedManagedPolicies": {"AttachedPolicies": []}}),
    ("BatchJob", DESCRIBED_JOB),
    ("BatchJob", {**JOB, "Manifest": None, "ManifestGenerator": None, "Report": None, "Description": None}),
    ("Key", {"KeyMetadata": KEY, "Policy": None, "Aliases": {"Aliases": KEY["Aliases"]}}),
]
TOO_MANY = [{"Status": "Disabled", "Destination": {"Bucket": "arn:aws:s3:::harbour-replica"}}] * 1001
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
    return shape.validator({**schema, "$ref": f"#/$defs/{definition}"}).is_valid(value)


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
    ("route", "value", "message", "hint", "pointer", "refused"),
    [
        (
            ("Rules", 0, "Status"),
            "enabled",
            "`enabled` is no value of `Status`",
            "did you mean `Enabled`?",
            "/Rules/0/Status",
            shape.MALFORMED,
        ),
        (
            ("Rules", 0, "Priority"),
            "1",
            "`Priority` is a string, and must be a whole number",
            None,
            "/Rules/0/Priority",
            None,
        ),
        (
            ("Rules", 0, "Priority"),
            2**31,
            "`Priority` is `2147483648`, and must be from 0 to 2147483647",
            None,
            "/Rules/0/Priority",
            None,
        ),
        (
            ("Rules", 0, "Priority"),
            -1,
            "`Priority` is `-1`, and must be from 0 to 2147483647",
            None,
            "/Rules/0/Priority",
            None,
        ),
        (
            ("Rules", 0, "Id"),
            "x",
            "`Id` is no member of an element of `Rules`",
            "did you mean `ID`?",
            "/Rules/0/Id",
            shape.MALFORMED,
        ),
        (("Rules",), [], "`Rules` is empty", None, "/Rules", shape.MALFORMED),
        (("Rules",), TOO_MANY, "`Rules` has 1001 elements, and S3 takes 1000 at most", None, "/Rules", None),
        (("Role",), None, "`Role` is null, and must be a string", None, "/Role", None),
        (
            ("Rules", 0, "Destination", "StorageClass"),
            "Standard-IA",
            "`Standard-IA` is no value of `StorageClass`",
            "did you mean `STANDARD_IA`?",
            "/Rules/0/Destination/StorageClass",
            shape.MALFORMED,
        ),
        (
            ("Rules", 0, "Destination", "StorageClass"),
            "COLD",
            "`COLD` is no value of `StorageClass`",
            None,
            "/Rules/0/Destination/StorageClass",
            shape.MALFORMED,
        ),
        (
            ("Rules", 0, "Destination"),
            {"Account": "1"},
            "`Destination` has no `Bucket`",
            None,
            "/Rules/0/Destination",
            shape.MALFORMED,
        ),
    ],
)
def test_messages(  # noqa: PLR0913, PLR0917 - the columns of a table
    route: tuple[str | int, ...],
    value: Any,  # noqa: ANN401 - any JSON
    message: str,
    hint: str | None,
    pointer: str,
    refused: PutError | None,
) -> None:
    """A fault of a replication configuration is an error that says what is wrong first, and how S3 refuses it."""
    (fault,) = shape.faults(node(changed(CONFIGURATION, route, value)), "ReplicationConfiguration")
    assert (fault.message, fault.help, fault.primary.place.pointer) == (message, hint, pointer)
    assert fault.severity is Severity.ERROR
    assert fault.refused == refused
    assert fault.primary.absent == (" has no " in message)


@pytest.mark.parametrize(
    ("route", "hint"),
    [
        (("Rules", 0, "Metrics"), "it belongs in `Destination`"),
        (("Rules", 0, "Destination", "Priority"), "it belongs in an element of `Rules`"),
        (("Rules", 0, "Destination", "EventThreshold"), "it belongs in `Metrics`"),
        (("Rules", 0, "Destination", "Minutes"), "it belongs in `Time` and in `EventThreshold`"),
        (("Rules", 0, "Destination", "ReplicaKmsKeyID"), "it belongs in `EncryptionConfiguration`"),
        (("Rules", 0, "Filter", "DeleteMarkerReplication"), "it belongs in an element of `Rules`"),
        (("Rules", 0, "Filter", "Tags"), "it belongs in `And`"),
        (("Rules", 0, "Filter", "TagFilter"), "S3's own API calls it `Tag`"),
        (("Rules", 0, "Filter", "And", "TagFilters"), "S3's own API calls it `Tags`"),
        (("Rules", 0, "Destination", "ReplicaKmsKeyId"), "did you mean `ReplicaKmsKeyID`?"),
        (("Rules", 0, "DeleteMarkersReplication"), "did you mean `DeleteMarkerReplication`?"),
        (("Rules", 0, "Comment"), None),
    ],
)
def test_where_elements_belong(route: tuple[str | int, ...], hint: str | None) -> None:
    """An element in the wrong place, or with a name of another surface, is told where it belongs."""
    (fault,) = shape.faults(node(changed(CONFIGURATION, route, {})), "ReplicationConfiguration")
    assert (fault.rule, fault.help, fault.refused) == ("unknown-member", hint, shape.MALFORMED)
    assert fault.primary.place.route == route


def test_homes_are_those_of_the_schema(schema: dict[str, Any]) -> None:
    """Every element of a configuration but `Status` is told to belong where the schema has it, and nowhere else."""
    homes: dict[str, set[str]] = {}

    def walk(holder: str, definition: Any) -> None:  # noqa: ANN401 - any schema
        for each in definition.get("anyOf", [definition]):
            reference = each.get("$ref", "").removeprefix("#/$defs/")
            if reference == "Reference":
                continue
            found = schema["$defs"][reference] if reference else each
            if "items" in found:
                walk("an element of `Rules`" if holder == "`Rules`" else holder.replace("Tags", "Tag"), found["items"])
            for name, member in found.get("properties", {}).items():
                homes.setdefault(name, set()).add(holder)
                walk(f"`{name}`", member)

    walk("the configuration", {"$ref": "#/$defs/ReplicationConfiguration"})
    assert homes.pop("Status") >= {"an element of `Rules`", "`Metrics`"}
    assert homes.pop("Prefix") == {"an element of `Rules`", "`Filter`", "`And`"}
    assert {name: set(holders) for name, holders in HOMES.items() if name != "Prefix"} == homes


def test_as_many_rules_as_s3_takes() -> None:
    """A thousand rules are not too many."""
    assert list(shape.faults(node(changed(CONFIGURATION, ("Rules",), TOO_MANY[1:])), "ReplicationConfiguration")) == []


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
