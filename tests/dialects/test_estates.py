"""Estates: which files belong together, whose a configuration is, and what two documents on one thing come to."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint import dialects
from replint.facts.bucket import Versioning
from replint.facts.replication import ReplicationConfiguration
from replint.facts.unresolved import Unresolved
from replint.iam.policy import Policy
from tests.dialects.documents import (
    ACCOUNT,
    BUCKET,
    BUNDLE,
    CONFIGURATION,
    KEY,
    KEY_ARN,
    MANAGED_ARN,
    ROLE,
    ROLE_ARN,
    itself,
    less,
    policy,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from replint.dialects import Reading
    from replint.facts.estate import Estate

SOURCE = less(BUCKET, ("ReplicationConfiguration",))
DESTINATION = {"Bucket": "harbour-replica", "Versioning": {"Status": "Enabled"}}
READER = {
    **ROLE,
    "Policies": [{"PolicyName": "p", "PolicyDocument": policy("s3:GetReplication*", "arn:aws:s3:::harbour")}],
}


def read(folder: Path, *paths: str, together: bool = False) -> Reading[Estate]:
    """Read paths in a folder, all of it if none is named."""
    return dialects.read(paths or ["."], itself, together=together, cwd=str(folder))


def one(folder: Path, *paths: str) -> Estate:
    """Read what is one estate without a problem."""
    found = read(folder, *paths)
    assert found.problems == ()
    (estate,) = found.estates
    return estate


def owners(estate: Estate) -> list[str]:
    """Return the buckets that have a replication configuration."""
    return [name for name, each in estate.buckets.items() if isinstance(each.replication, ReplicationConfiguration)]


def test_documents_of_a_folder_are_one_estate(tmp_path: Path) -> None:
    """Buckets, roles and keys that lie in one folder form an estate, of which any file is a part."""
    write(tmp_path, a=SOURCE, b=DESTINATION, c=ROLE, d=KEY, e=CONFIGURATION)
    estate = one(tmp_path)
    assert (set(estate.buckets), set(estate.roles), set(estate.keys)) == (
        {"harbour", "harbour-replica"},
        {ROLE_ARN},
        {KEY_ARN},
    )
    assert one(tmp_path, "c.json") == estate
    assert read(tmp_path).documents == 5


def test_folders_are_apart(tmp_path: Path) -> None:
    """Each folder is an estate of its own, unless they are put together."""
    write(tmp_path, one__a=SOURCE, two__a=DESTINATION, two__three__a=ROLE)
    assert [estate.name for estate in read(tmp_path).estates] == ["one", "two", os.path.join("two", "three")]
    (estate,) = read(tmp_path, "one", "two", together=True).estates
    assert (len(estate.buckets), len(estate.roles)) == (2, 1)


def test_bundles_are_apart(tmp_path: Path) -> None:
    """A bundle stands for itself; what it refers to is no loose document, whatever is named."""
    parts = {"ReplintBundle": 1, "Buckets": [{"$file": "parts/bucket.json"}], "Roles": [{"$file": "role.json"}]}
    write(tmp_path, bundle=parts, parts__bucket=BUCKET, role=ROLE, key=KEY)
    assert [(estate.name, len(estate.buckets), len(estate.keys)) for estate in read(tmp_path).estates] == [
        (".", 0, 1),
        ("bundle.json", 1, 0),
    ]
    for named in ("bundle.json", "role.json", os.path.join("parts", "bucket.json")):
        assert one(tmp_path, named).name == "bundle.json"
    assert one(tmp_path, "key.json").name == "."
    (estate,) = read(tmp_path, ".", together=True).estates
    assert (len(estate.buckets), len(estate.roles), len(estate.keys)) == (1, 1, 1)


@pytest.mark.parametrize("named", ["bundle.json", "./bundle.json", "../estate/bundle.json"])
def test_paths_are_told_from_where_one_stands(tmp_path: Path, named: str) -> None:
    """Paths of texts are relative to where replint was started, named absolutely or not."""
    folder = tmp_path / "estate"
    folder.mkdir()
    write(folder, bundle=BUNDLE)
    for path in (named, str(folder / "bundle.json")):
        place = one(folder, path).buckets["harbour"].place
        assert place is not None
        assert place.text.path == "bundle.json"


def test_what_a_folder_hides_is_passed_over(tmp_path: Path) -> None:
    """Hidden folders and files, other endings and links that lead outside are passed over in silence."""
    folder = tmp_path / "estate"
    folder.mkdir()
    write(tmp_path, away=ROLE, there__role=ROLE)
    write(folder, bucket=BUCKET, **{".hidden__role": ROLE, ".role": ROLE})
    (folder / "role.txt").write_text(json.dumps(ROLE))
    (folder / "link.json").symlink_to(tmp_path / "away.json")
    (folder / "gone.json").symlink_to(tmp_path / "nowhere.json")
    (folder / "there").symlink_to(tmp_path / "there")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.json")
    found = read(folder)
    assert (found.documents, found.problems, found.remarks) == (1, (), ())
    assert list(read(folder, "role.txt").estates[0].roles) == [ROLE_ARN]


def test_links_inside_are_followed(tmp_path: Path) -> None:
    """A link to a file elsewhere in the folder makes the document one of both estates."""
    write(tmp_path, shared__role=ROLE, one__bucket=BUCKET)
    (tmp_path / "one" / "role.json").symlink_to(tmp_path / "shared" / "role.json")
    assert [list(estate.roles) for estate in read(tmp_path).estates] == [[ROLE_ARN], [ROLE_ARN]]


@pytest.mark.parametrize(
    "foreign",
    ["[]", "{}", '"x"', '{"name": "x", "Rules": [{"ID": "expire"}]}', '{"Bucket": "b", "Key": "k"}', "// no JSON", ""],
)
def test_foreign_files(tmp_path: Path, foreign: str) -> None:
    """A file that is none of ours is passed over, in silence in a folder and with a remark when it is named."""
    write(tmp_path, package=foreign)
    assert read(tmp_path) == dialects.Reading()
    found = read(tmp_path, "package.json")
    assert (found.remarks, found.strangers) == ((), ("package.json",))
    assert (found.documents, found.problems) == (0, ())


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [(b'{"Role": "r",\n "Rules": [,]}', 2, 12), (json.dumps(ROLE)[:-9].encode(), 1, None), ("utf-16", 1, 1)],
)
def test_broken_files_of_ours(tmp_path: Path, text: bytes | str, line: int, column: int | None) -> None:
    """A file that seems to be ours and cannot be read is a problem with its place; all others are read."""
    write(tmp_path, bucket=BUCKET)
    (tmp_path / "role.json").write_bytes(text if isinstance(text, bytes) else json.dumps(ROLE).encode(text))
    found = read(tmp_path)
    (problem,) = found.problems
    assert (problem.path, problem.line) == ("role.json", line)
    assert column in (None, problem.column)
    assert found.documents == 1


def test_nothing_at_a_path(tmp_path: Path) -> None:
    """A path at which there is nothing is the caller's mistake."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path, "nowhere.json")


def test_the_one_bucket_that_is_no_destination(tmp_path: Path) -> None:
    """A configuration alone is the one bucket's that no rule names as destination."""
    write(tmp_path, source=SOURCE, destination=DESTINATION, replication={"ReplicationConfiguration": CONFIGURATION})
    estate = one(tmp_path)
    assert (owners(estate), estate.orphans) == (["harbour"], ())
    assert estate.buckets["harbour"].places["replication"].text.path == "replication.json"


def test_the_bucket_that_the_role_may_read(tmp_path: Path) -> None:
    """Where that leaves two buckets or none, the configuration is whose the role may read, and a remark says so."""
    other = {"Bucket": "bystander", "Versioning": {}}
    write(tmp_path, both__role=READER, both__replication=CONFIGURATION, both__source=SOURCE, both__other=other)
    write(tmp_path, none__role=READER, none__replication=CONFIGURATION)
    for folder, stated in (("both", True), ("none", False)):
        found = read(tmp_path / folder)
        assert owners(found.estates[0]) == ["harbour"]
        assert found.estates[0].buckets["harbour"].stated is stated
        assert found.remarks == (
            "replication.json: taken as that of bucket `harbour`, the one whose configuration its role may read",
        )


def test_a_destination_is_not_the_source(tmp_path: Path) -> None:
    """A role that may read the configuration of a destination too leaves no doubt whose this one is."""
    both = {**policy("s3:GetReplicationConfiguration"), "Version": "2012-10-17"}
    both["Statement"][0]["Resource"] = ["arn:aws:s3:::harbour", "arn:aws:s3:::harbour-replica"]
    write(
        tmp_path,
        role={**ROLE, "Policies": [{"PolicyName": "p", "PolicyDocument": both}]},
        replication=CONFIGURATION,
    )
    assert owners(one(tmp_path)) == ["harbour"]


def test_two_configurations(tmp_path: Path) -> None:
    """Of two configurations in one folder each is whose its role may read."""
    roles = {}
    for name in ("north", "south"):
        arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
        granted = policy("s3:GetReplicationConfiguration", f"arn:aws:s3:::{name}ern")
        roles[f"role_{name}"] = {"Arn": arn, "Policies": [{"PolicyName": "p", "PolicyDocument": granted}]}
        roles[f"replication_{name}"] = {**CONFIGURATION, "Role": arn}
    write(tmp_path, **roles)
    assert sorted(owners(one(tmp_path))) == ["northern", "southern"]


@pytest.mark.parametrize("role", [ROLE, {**ROLE, "Policies": []}])
def test_nobody_says_whose(tmp_path: Path, role: dict[str, Any]) -> None:
    """A configuration of which nobody says whose it is is an orphan, and a remark says how to tell it."""
    write(tmp_path, role=role, replication=CONFIGURATION)
    found = read(tmp_path)
    assert [orphan.role for orphan in found.estates[0].orphans] == [ROLE_ARN]
    assert found.remarks[0].startswith(
        "replication.json: nobody says whose replication configuration this is; a bundle"
    )


def test_a_bundle_says_whose(tmp_path: Path) -> None:
    """In a bundle the bucket that holds the configuration has it."""
    write(tmp_path, bundle=BUNDLE)
    estate = one(tmp_path)
    assert owners(estate) == ["harbour"]
    assert estate.buckets["harbour-replica"].replication is None
    assert estate.scps is not None
    assert estate.rcps is not None
    assert estate.rcps.of(ACCOUNT)
    assert estate.rcps.of("444455556666") is None


@pytest.mark.parametrize(
    "document", [{"Policy": json.dumps(BUCKET["Policy"])}, {"Policy": BUCKET["Policy"]}, BUCKET["Policy"]]
)
def test_loose_bucket_policies(tmp_path: Path, document: object) -> None:
    """A bucket policy alone is the policy of the one bucket that its resources name."""
    write(tmp_path, policy=document, bucket=less(SOURCE, ("Policy",)))
    bucket = one(tmp_path).buckets["harbour"]
    assert isinstance(bucket.policy, Policy)
    assert bucket.places["policy"].text.path == "policy.json"
    assert bucket.versioning is Versioning.ENABLED


@pytest.mark.parametrize(
    ("document", "remark"),
    [
        ({"Policy": json.dumps(KEY["Policy"]), "PolicyName": "default"}, "this looks like a policy of a bucket, a key"),
        (policy("s3:*", "arn:aws:s3:::harbour*", Principal="*"), "this looks like a policy of a bucket, a key"),
        ({"ServerSideEncryptionConfiguration": BUCKET["Encryption"]}, "the output of `get-bucket-encryption`"),
        ({"Status": "Enabled"}, "the output of `get-bucket-versioning`"),
        ({"LocationConstraint": None}, "the output of `get-bucket-location`"),
    ],
)
def test_outputs_without_a_subject(tmp_path: Path, document: object, remark: str) -> None:
    """An output that does not say what it is about is passed over with a remark, and is no document."""
    write(tmp_path, output=document)
    found = read(tmp_path)
    assert (found.documents, found.estates, found.findings) == (0, (), ())
    assert found.remarks[0].startswith(f"output.json: passed over, {remark}")


GUARD = policy("s3:Replicate*", Effect="Deny")
SPOKEN = policy("s3:*", "arn:aws:s3:::harbour*", Principal="*", Effect="Deny")
OF_MANY = "policies of an organisation or of a role: they count in a bundle under `ServiceControlPolicies`"
OF_ONE = "a policy of an organisation or of a role: it counts in a bundle under `ServiceControlPolicies`"


@pytest.mark.parametrize(
    ("document", "remark"),
    [
        (GUARD, f"looks like {OF_ONE}"),
        (policy("s3:*", "arn:aws:s3:::harbour"), f"looks like {OF_ONE}"),
        ([GUARD], f"looks like {OF_ONE}"),
        ([[GUARD], [GUARD, GUARD]], f"looks like {OF_MANY}"),
        ([GUARD, SPOKEN], f"looks like {OF_MANY}"),
        ({ACCOUNT: [GUARD], "444455556666": GUARD}, f"looks like {OF_MANY}"),
        ([{"Name": "a", "Content": json.dumps(GUARD)}, {"Name": "b", "Content": GUARD}], f"looks like {OF_MANY}"),
        ({"PolicyVersion": {"Document": GUARD, "VersionId": "v1"}}, f"looks like {OF_ONE}"),
        ([SPOKEN, SPOKEN], "looks like policies of a bucket, a key or an organisation: they count in the document"),
        (
            {"RoleName": "mover", "PolicyName": "p", "PolicyDocument": quote(json.dumps(GUARD))},
            "is a policy of role `mover`: it counts in the role's document, in `Policies`",
        ),
        (
            {"Policy": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": json.dumps(GUARD)}},
            "is a policy of an organisation: it counts in a bundle, under `ServiceControlPolicies`",
        ),
        (
            {"Policy": {"PolicySummary": {"Type": "RESOURCE_CONTROL_POLICY"}, "Content": json.dumps(SPOKEN)}},
            "is a policy of an organisation: it counts in a bundle, under `ResourceControlPolicies`",
        ),
    ],
)
def test_policies_tied_to_nothing(tmp_path: Path, document: object, remark: str) -> None:
    """A policy that nobody is said to have decides nothing: people who meant it to are told what to do."""
    write(tmp_path, scp=document, bucket=BUCKET)
    found = read(tmp_path)
    assert (found.documents, len(found.estates), found.findings) == (1, 1, ())
    (told,) = found.remarks
    assert told.startswith(f"scp.json: passed over, this {remark}")


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": "of account, 2026"},
        {"Statement": [{"balance": 3}]},
        {"Statement": []},
        [],
        [GUARD, {"Statement": 1}],
        [GUARD, []],
        {"Policy": {"Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "PolicyName": "ReadOnlyAccess"}},
        {"Resources": {"Guard": {"Properties": {"Content": GUARD}}}},
        {ACCOUNT: {"Statement": {"balance": 3}}},
        [GUARD["Statement"]],
    ],
)
def test_what_is_no_policy_is_passed_over_in_silence(tmp_path: Path, document: object) -> None:
    """Somebody else's JSON is nobody's business, also where it has a name that policies have."""
    write(tmp_path, other=document, bucket=BUCKET)
    assert read(tmp_path).remarks == ()


def test_policies_that_a_bundle_refers_to_are_tied(tmp_path: Path) -> None:
    """A file of policies that a bundle has as those of its organisation counts there, and needs no remark."""
    write(tmp_path, scp=[GUARD], bundle={"ReplintBundle": 1, "ServiceControlPolicies": {"$file": "scp.json"}})
    found = read(tmp_path)
    assert found.remarks == ()
    assert found.estates[0].scps is not None


def test_details_of_an_account(tmp_path: Path) -> None:
    """Of an account's details the roles that configurations name are read, with the policies in force, whole."""
    details = {
        "UserDetailList": [],
        "RoleDetailList": [
            {
                "Arn": ROLE_ARN,
                "AssumeRolePolicyDocument": ROLE["AssumeRolePolicyDocument"],
                "RolePolicyList": ROLE["Policies"],
                "AttachedManagedPolicies": [{"PolicyName": "copying", "PolicyArn": MANAGED_ARN}],
            },
            {"Arn": f"{ROLE_ARN}2", "AssumeRolePolicyDocument": "broken"},
        ],
        "Policies": [
            {
                "Arn": MANAGED_ARN,
                "PolicyVersionList": [
                    {"Document": policy("s3:Old*"), "IsDefaultVersion": False},
                    {"Document": policy("s3:Replicate*"), "IsDefaultVersion": True},
                ],
            }
        ],
    }
    write(tmp_path, details=details, bucket=BUCKET)
    found = read(tmp_path)
    (role,) = found.estates[0].roles.values()
    assert (role.arn, role.boundary, role.tags, found.findings) == (ROLE_ARN, None, (), ())
    assert isinstance(role.policies, tuple)
    inline, managed = role.policies
    assert isinstance(inline, Policy)
    assert isinstance(managed, Policy)
    assert managed.statements[0].actions is not None
    assert managed.statements[0].actions.values == ("s3:Replicate*",)


def test_documents_complete_each_other(tmp_path: Path) -> None:
    """What one document leaves out another may tell, in any order."""
    first = {"Bucket": "harbour", "Versioning": {"Status": "Enabled"}, "Account": ACCOUNT}
    second = {"Bucket": "harbour", "Policy": None, "Account": ACCOUNT}
    write(tmp_path, a=first, b=second, c={"Arn": KEY_ARN, "Aliases": ["alias/x"]}, d={**KEY, "Aliases": ["alias/y"]})
    estate = one(tmp_path)
    bucket = estate.buckets["harbour"]
    assert (bucket.account, bucket.versioning, bucket.policy) == (ACCOUNT, Versioning.ENABLED, None)
    assert bucket.places["policy"].text.path == "b.json"
    assert estate.keys[KEY_ARN].aliases == ("alias/x", "alias/y")
    assert read(tmp_path).findings == ()


def test_documents_that_contradict(tmp_path: Path) -> None:
    """Where two documents differ nothing is told, and the finding shows both places."""
    write(
        tmp_path, a=SOURCE, b={"Bucket": "harbour", "Versioning": {"Status": "Suspended"}, "Policy": SOURCE["Policy"]}
    )
    found = read(tmp_path)
    (fault,) = found.findings
    assert fault.rule == "contradicting-documents"
    assert [fault.primary.place.text.path, *(label.place.text.path for label in fault.related)] == ["b.json", "a.json"]
    assert isinstance(found.estates[0].buckets["harbour"].versioning, Unresolved)
    assert isinstance(found.estates[0].buckets["harbour"].policy, Policy)


def test_organisations_that_contradict(tmp_path: Path) -> None:
    """Two bundles put together that tell an organisation's policies differently contradict each other."""
    for name, action in (("a", "*"), ("b", "s3:*")):
        write(tmp_path, **{name: {"ReplintBundle": 1, "ServiceControlPolicies": [policy(action)]}})
    found = read(tmp_path, ".", together=True)
    assert [fault.rule for fault in found.findings] == ["contradicting-documents"]


def test_repeated_names(tmp_path: Path) -> None:
    """A name that stands twice is a warning in any document, and one error in a policy."""
    repeated = '{"Statement": [], "Version": "2012-10-17", "Statement": []}'
    write(tmp_path, bucket=f'{{"Bucket": "b", "Region": "eu-west-1", "Region": "eu-west-2", "Policy": {repeated}}}')
    found = read(tmp_path).findings
    assert [(fault.rule, fault.severity, fault.primary.place.pointer) for fault in found] == [
        ("duplicate-member", "error", "/Policy/Statement"),
        ("duplicate-member", "warning", "/Region"),
    ]


DOCUMENTS = [SOURCE, DESTINATION, READER, KEY, CONFIGURATION, {"Bucket": "harbour", "Policy": None}, {"Arn": ROLE_ARN}]


@given(st.permutations(range(len(DOCUMENTS))))
def test_the_order_of_files_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    """An estate is the same whatever its files are called."""
    first, second = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    write(first, **{f"f{index}": document for index, document in enumerate(DOCUMENTS)})
    write(second, **{f"f{name}": DOCUMENTS[index] for name, index in enumerate(order)})
    one_, other = read(first), read(second)
    assert one_.estates == other.estates
    assert [fault.rule for fault in one_.findings] == [fault.rule for fault in other.findings]
