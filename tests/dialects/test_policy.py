"""Policies: the grammar, a fault a row, and that no document whatever makes the reader stumble."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.dialects import policy
from replint.dialects.faults import FAULTS
from replint.dialects.kinds import KINDS
from replint.finding import Severity
from replint.syntax import json as reader

if TYPE_CHECKING:
    from replint.dialects.kinds import KindName
    from replint.finding import Finding
    from replint.iam.policy import Policy, Statement
    from replint.syntax import Node

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ROLE = "arn:aws:iam::111122223333:role/copier"
EVERYBODY: dict[str, Any] = {**ALLOW, "Principal": "*"}


def node(value: Any) -> Node:  # noqa: ANN401 - whatever a document may hold
    """Return a document as a node."""
    return reader.read("policy.json", json.dumps(value).encode())


def document(*statements: Any, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - good and bad ones
    """Return a policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements), **members}


def read(value: Any, kind: KindName = "identity") -> tuple[Policy, tuple[Finding, ...]]:  # noqa: ANN401 - as above
    """Read a policy."""
    return policy.read(node(value), kind)


def only(value: Any, kind: KindName = "identity") -> Statement:  # noqa: ANN401 - as above
    """Return the one statement of a policy that has no fault."""
    found, faults = read(value, kind)
    assert faults == ()
    (statement,) = found.statements
    return statement


def without(name: str, statement: dict[str, Any] = ALLOW) -> dict[str, Any]:
    """Return a statement less one element."""
    return {key: value for key, value in statement.items() if key != name}


def test_one_element_is_a_list_of_one() -> None:
    """A statement alone and lists of one element mean the same as their only member."""
    listed = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}
    assert only({"Version": "2012-10-17", "Statement": ALLOW}) == only(document(listed))


@pytest.mark.parametrize(
    ("version", "variables"), [({}, False), ({"Version": "2008-10-17"}, False), ({"Version": "2012-10-17"}, True)]
)
def test_variables_need_the_current_version(version: dict[str, str], *, variables: bool) -> None:
    """Only in version 2012-10-17 is `${...}` a variable."""
    assert only({**version, "Statement": [ALLOW]}).variables is variables


def test_opposites_are_kept_apart() -> None:
    """`NotAction`, `NotResource` and `NotPrincipal` are complements with their texts as written."""
    statement = only(
        document({"Effect": "Deny", "NotAction": ["S3:get*"], "NotResource": "*", "NotPrincipal": {"AWS": ROLE}}),
        "bucket",
    )
    assert statement.actions is not None
    assert statement.resources is not None
    assert statement.principals is not None
    assert (statement.actions.complement, statement.actions.values) == (True, ("S3:get*",))
    assert statement.resources.complement
    assert statement.principals.complement


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("*", [("*", "*")]),
        ({"AWS": "*"}, [("AWS", "*")]),
        ({"AWS": "111122223333"}, [("AWS", "111122223333")]),
        ({"AWS": ["arn:aws:iam::111122223333:root", ROLE]}, [("AWS", "arn:aws:iam::111122223333:root"), ("AWS", ROLE)]),
        ({"AWS": "arn:aws-cn:iam::111122223333:role/a/b"}, [("AWS", "arn:aws-cn:iam::111122223333:role/a/b")]),
        (
            {"AWS": "arn:aws:sts::111122223333:assumed-role/r/s"},
            [("AWS", "arn:aws:sts::111122223333:assumed-role/r/s")],
        ),
        ({"AWS": "AROAABCDEFGHIJKLMNOPQ"}, [("AWS", "AROAABCDEFGHIJKLMNOPQ")]),
        (
            {"Service": ["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"]},
            [("Service", "s3.amazonaws.com"), ("Service", "batchoperations.s3.amazonaws.com")],
        ),
        ({"Federated": "cognito-identity.amazonaws.com"}, [("Federated", "cognito-identity.amazonaws.com")]),
        ({"CanonicalUser": "79a59df900b949e5"}, [("CanonicalUser", "79a59df900b949e5")]),
        ({"AWS": ROLE, "Service": "s3.amazonaws.com"}, [("AWS", ROLE), ("Service", "s3.amazonaws.com")]),
    ],
)
def test_principal_forms(written: Any, names: list[tuple[str, str]]) -> None:  # noqa: ANN401 - every form
    """Every form of principal is read, in order and with the place of each name."""
    statement = only(document({**ALLOW, "Principal": written}), "bucket")
    assert statement.principals is not None
    assert [(name.kind, name.value) for name in statement.principals.names] == names
    assert len({name.place for name in statement.principals.names}) == len(names)


def test_values_of_conditions_become_texts() -> None:
    """Numbers, booleans and lists of conditions read as the texts they stand for."""
    block = {"Bool": {"aws:SecureTransport": False}, "NumericEquals": {"s3:max-keys": [10, "20"]}}
    statement = only(document({**ALLOW, "Condition": block}))
    assert [(each.operator, each.key, each.values) for each in statement.conditions] == [
        ("Bool", "aws:SecureTransport", ("false",)),
        ("NumericEquals", "s3:max-keys", ("10", "20")),
    ]


FAULTY: list[tuple[str, KindName, Any, str, int]] = [
    # rule, kind of policy, document, where, how many statements are left
    ("malformed-policy", "identity", 7, "", 0),
    ("malformed-policy", "identity", [], "", 0),
    ("malformed-policy", "identity", "no JSON", "", 0),
    ("malformed-policy", "identity", {"Version": "2012-10-17"}, "", 0),
    ("malformed-policy", "identity", {"Statement": "x"}, "/Statement", 0),
    ("malformed-policy-element", "identity", document(7), "/Statement/0", 0),
    ("malformed-policy-element", "identity", document({**ALLOW, "Action": 5}), "/Statement/0/Action", 0),
    ("malformed-policy-element", "identity", document({**ALLOW, "Action": ["s3:*", 5]}), "/Statement/0/Action/1", 1),
    ("unknown-policy-element", "identity", document(ALLOW, Statment=[]), "/Statment", 1),
    ("unknown-policy-element", "identity", document({**without("Action"), "Actions": "*"}), "/Statement/0/Actions", 0),
    ("unknown-policy-element", "identity", document({**ALLOW, "Comment": "x"}), "/Statement/0/Comment", 1),
    ("unknown-policy-version", "identity", {"Version": "2012-10-18", "Statement": [ALLOW]}, "/Version", 1),
    ("unknown-effect", "identity", document({**ALLOW, "Effect": "allow"}), "/Statement/0/Effect", 0),
    ("unknown-effect", "identity", document({**ALLOW, "Effect": []}), "/Statement/0/Effect", 0),
    ("missing-policy-element", "identity", document(without("Effect")), "/Statement/0", 0),
    ("missing-policy-element", "identity", document(without("Action")), "/Statement/0", 0),
    ("missing-policy-element", "identity", document(without("Resource")), "/Statement/0", 0),
    ("missing-policy-element", "key", document(without("Resource", EVERYBODY)), "/Statement/0", 0),
    ("missing-policy-element", "identity", document({**ALLOW, "Action": []}), "/Statement/0/Action", 0),
    ("misplaced-policy-element", "identity", document(EVERYBODY), "/Statement/0/Principal", 1),
    ("misplaced-policy-element", "scp", document(EVERYBODY), "/Statement/0/Principal", 1),
    ("misplaced-policy-element", "trust", document(EVERYBODY), "/Statement/0/Resource", 1),
    (
        "misplaced-policy-element",
        "trust",
        document({**without("Resource"), "NotPrincipal": {"AWS": ROLE}}),
        "/Statement/0/NotPrincipal",
        0,
    ),
    ("conflicting-policy-elements", "identity", document({**ALLOW, "NotAction": "*"}), "/Statement/0/NotAction", 0),
    ("conflicting-policy-elements", "identity", document({**ALLOW, "NotResource": "*"}), "/Statement/0/NotResource", 0),
    (
        "conflicting-policy-elements",
        "bucket",
        document({**EVERYBODY, "NotPrincipal": {"AWS": ROLE}}),
        "/Statement/0/NotPrincipal",
        0,
    ),
    ("missing-principal", "bucket", document(ALLOW), "/Statement/0", 0),
    ("missing-principal", "trust", document(without("Resource")), "/Statement/0", 0),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": ROLE}), "/Statement/0/Principal", 1),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": []}), "/Statement/0/Principal", 0),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": {}}), "/Statement/0/Principal", 0),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": {"aws": ROLE}}), "/Statement/0/Principal/aws", 0),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": {"AWS": []}}), "/Statement/0/Principal/AWS", 0),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": {"AWS": "x"}}), "/Statement/0/Principal/AWS", 1),
    ("malformed-principal", "bucket", document({**ALLOW, "Principal": {"AWS": True}}), "/Statement/0/Principal/AWS", 0),
    (
        "malformed-principal",
        "bucket",
        document({**ALLOW, "Principal": {"AWS": "arn:aws:iam::111122223333:group/g"}}),
        "/Statement/0/Principal/AWS",
        1,
    ),
    ("malformed-principal", "trust", document({**without("Resource"), "Principal": {"Service": "s3"}}), "*", 1),
    (
        "malformed-principal",
        "bucket",
        document({**ALLOW, "Principal": {"AWS": "arn:aws:iam:eu-west-1:111122223333:role/r"}}),
        "/Statement/0/Principal/AWS",
        1,
    ),
    (
        "wildcard-in-principal",
        "bucket",
        document({**ALLOW, "Principal": {"AWS": ["arn:aws:iam::111122223333:role/*"]}}),
        "/Statement/0/Principal/AWS/0",
        1,
    ),
    ("action-without-service", "identity", document({**ALLOW, "Action": "GetObject"}), "/Statement/0/Action", 1),
    ("wildcard-in-service", "identity", document({**ALLOW, "Action": "*:*"}), "/Statement/0/Action", 1),
    ("wildcard-in-service", "identity", document({**ALLOW, "Action": "s*:Get*"}), "/Statement/0/Action", 1),
    ("whitespace-in-action", "identity", document({**ALLOW, "Action": "s3:GetObject "}), "/Statement/0/Action", 1),
    ("unknown-action", "identity", document({**ALLOW, "Action": ["*", "s3:Foo*"]}), "/Statement/0/Action/1", 1),
    ("malformed-resource", "identity", document({**ALLOW, "Resource": "my-bucket/*"}), "/Statement/0/Resource", 1),
    ("malformed-resource", "identity", document({**ALLOW, "Resource": "arn:aws:s3"}), "/Statement/0/Resource", 1),
    ("malformed-resource", "identity", document({**ALLOW, "Resource": "arn:s3:s3:::b"}), "/Statement/0/Resource", 1),
    (
        "alias-in-resource",
        "identity",
        document({**ALLOW, "Action": "kms:Decrypt", "Resource": ["*", "arn:aws:kms:*:111122223333:alias/logs"]}),
        "/Statement/0/Resource/1",
        1,
    ),
    (
        "unknown-condition-operator",
        "identity",
        document({**ALLOW, "Condition": {"StringEqual": {"aws:x": "y"}}}),
        "/Statement/0/Condition/StringEqual",
        0,
    ),
    ("malformed-condition", "identity", document({**ALLOW, "Condition": []}), "/Statement/0/Condition", 0),
    (
        "malformed-condition",
        "identity",
        document({**ALLOW, "Condition": {"Bool": "true"}}),
        "/Statement/0/Condition/Bool",
        0,
    ),
    (
        "malformed-condition",
        "identity",
        document({**ALLOW, "Condition": {"Bool": {"aws:x": None}}}),
        "/Statement/0/Condition/Bool/aws:x",
        0,
    ),
    (
        "malformed-condition",
        "identity",
        document({**ALLOW, "Condition": {"Bool": {"secure": "true"}}}),
        "/Statement/0/Condition/Bool/secure",
        1,
    ),
    ("malformed-sid", "identity", document({**ALLOW, "Sid": "not so"}), "/Statement/0/Sid", 1),
    ("malformed-sid", "bucket", document({**EVERYBODY, "Sid": 5}), "/Statement/0/Sid", 1),
    ("repeated-sid", "identity", document({**ALLOW, "Sid": "A"}, {**ALLOW, "Sid": "A"}), "/Statement/1/Sid", 2),
]


@pytest.mark.parametrize(("rule", "kind", "value", "pointer", "left"), FAULTY)
def test_fault(rule: str, kind: KindName, value: Any, pointer: str, left: int) -> None:  # noqa: ANN401 - bad documents
    """Each fault is one finding at its place, and costs no statement but its own."""
    found, faults = read(value, kind)
    assert [fault.rule for fault in faults] == [rule]
    assert faults[0].reference == FAULTS[rule].info.reference
    assert pointer in ("*", faults[0].primary.place.pointer)
    assert len(found.statements) == left


def test_every_fault_of_policies_has_a_row() -> None:
    """The table above knows each rule on policies."""
    rules = {name for name, fault in FAULTS.items() if fault.info.topic == "policy"}
    assert rules == {rule for rule, *_ in FAULTY}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bucket", document({**EVERYBODY, "Sid": "Permissions on objects"})),
        ("identity", document({**ALLOW, "Sid": ""}, {**ALLOW, "Sid": ""})),
        ("trust", document({**without("Resource"), "Principal": {"Service": "s3.amazonaws.com"}})),
        ("resource", document(without("Resource", EVERYBODY))),
        (
            "identity",
            document({**ALLOW, "Resource": ["arn:aws:s3*", "arn:*:s3:::b", "arn:aws:s3:::${aws:username}/*"]}),
        ),
        ("identity", document({**ALLOW, "Action": ["s3:Replicate*", "S3:GETOBJECT", "ec2:Whatever"]})),
        ("identity", document({**ALLOW, "Condition": {"ForAllValues:StringLikeIfExists": {"aws:TagKeys": []}}})),
    ],
)
def test_no_fault(kind: KindName, value: Any) -> None:  # noqa: ANN401 - good documents
    """What AWS takes is no fault."""
    assert read(value, kind)[1] == ()


def test_repeated_names_are_faults() -> None:
    """A name that stands twice in a policy is an error at the second."""
    text = '{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
    found, faults = policy.read(reader.read("policy.json", text.encode()), "identity")
    assert [(fault.rule, fault.severity) for fault in faults] == [("duplicate-member", Severity.ERROR)]
    start, end = faults[0].primary.place.span
    assert (text[start:end], text.index('"Effect"') < start) == ('"Effect"', True)
    assert found.statements[0].effect == "Allow"


@pytest.mark.parametrize(
    ("action", "help_"),
    [
        ("s3:ReplicationTags", "`s3:ReplicateTags`"),
        ("s3:ListObjects", "`s3:ListBucket`"),
        ("ReplicateObject", "`s3:ReplicateObject`"),
    ],
)
def test_help_for_actions(action: str, help_: str) -> None:
    """Of an action that does not exist the help says what may be meant, and never more than three."""
    _, (fault,) = read(document({**ALLOW, "Action": action}))
    assert fault.help is not None
    assert help_ in fault.help
    assert fault.help.count("`") <= 2 * 3


def test_an_unknown_action_is_a_warning_and_a_bucket_policy_is_told_to_be_refused() -> None:
    """What it fails to grant is told by the rule that it breaks; S3 refuses the whole policy."""
    statement = {**EVERYBODY, "Action": "s3:ReplicationTags"}
    faults = {kind: read(document(statement), kind)[1][0] for kind in ("key", "bucket")}
    assert {fault.severity for fault in faults.values()} == {Severity.WARNING}
    assert [kind for kind, fault in faults.items() if "refuses" in fault.message] == ["bucket"]


@pytest.mark.parametrize("encode", [lambda text: text, quote], ids=["plain", "encoded"])
@pytest.mark.parametrize(("rule", "kind", "value", "pointer", "left"), FAULTY)
def test_strings_read_the_same(  # noqa: PLR0913, PLR0917 - a row of the table and a way to write it
    rule: str,
    kind: KindName,
    value: Any,  # noqa: ANN401 - bad documents
    pointer: str,
    left: int,
    encode: Any,  # noqa: ANN401 - a function of texts
) -> None:
    """A policy in a string, plain or URL-encoded, reads as the object does, and its places lie in that string."""
    if isinstance(value, str):
        return
    holder = node({"Policy": encode(json.dumps(value))})
    member = holder.get("Policy")
    assert member is not None
    found, faults = policy.read(member, kind)
    assert found == read(value, kind)[0]
    assert [fault.rule for fault in faults] == [rule]
    place = faults[0].primary.place
    assert place.pointer == "/Policy"
    assert pointer in ("*", place.inner)
    outer = member.place.span
    assert outer.start < place.span.start <= place.span.end < outer.end
    assert len(found.statements) == left


def test_broken_strings_say_where() -> None:
    """A string that holds no JSON is a fault at the string, whose help names the line and the column."""
    member = node({"Policy": '{"Statement": [}'}).get("Policy")
    assert member is not None
    found, (fault,) = policy.read(member, "bucket")
    assert (found.statements, fault.rule, fault.primary.place.pointer) == ((), "malformed-policy", "/Policy")
    assert fault.help == "line 1, column 30"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition", "x"]
)


@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.dictionaries(NAMES, VALUES | st.just("Allow") | st.just("*"), max_size=9) | VALUES, max_size=3)
    | VALUES,
    st.dictionaries(st.sampled_from(["Version", "Id", "x"]), VALUES, max_size=3),
)
def test_nothing_makes_it_stumble(kind: KindName, statements: Any, members: dict[str, Any]) -> None:  # noqa: ANN401
    """Whatever stands in a policy, the answer is a policy and findings whose places are in the text."""
    root = node({**members, "Statement": statements})
    found, faults = policy.read(root, kind)
    assert len(found.statements) <= max(1, len(statements) if isinstance(statements, list) else 1)
    for fault in faults:
        assert fault.rule in FAULTS
        start, end = fault.primary.place.span
        assert 0 <= start < end <= len(root.text.content)


def test_a_statement_that_means_nothing_is_remembered() -> None:
    """What is left out of a policy is known by its place, so that whoever misses it can be told."""
    found, _ = read(document(ALLOW, {**ALLOW, "Effect": "allow"}, ALLOW))
    assert len(found.statements) == 2
    assert [place.pointer for place in found.unread] == ["/Statement/1"]
