"""References to files: what they put together, where places lie, and what cannot be followed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from replint import dialects
from replint.dialects import references
from replint.facts.bucket import Versioning
from replint.facts.unresolved import Unresolved
from replint.iam.policy import Policy
from tests.dialects.documents import (
    BUCKET,
    BUNDLE,
    CONFIGURATION,
    DESCRIBED_JOB,
    JOB,
    KEY,
    ROLE,
    ROLE_ARN,
    itself,
    policy,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from replint.dialects import Reading
    from replint.facts.estate import Estate


def read(folder: Path) -> Reading[Estate]:
    """Read the bundle of a folder."""
    return dialects.read(["bundle.json"], itself, cwd=str(folder))


def a_bundle(**members: object) -> dict[str, object]:
    """Return a bundle with these members."""
    return {"ReplintBundle": 1, **members}


def test_files_and_values_are_the_same(tmp_path: Path) -> None:
    """A bundle in pieces reads as the bundle in one piece, wherever it is cut."""
    (tmp_path / "whole").mkdir()
    whole = write(tmp_path / "whole", bundle=BUNDLE)
    (tmp_path / "pieces").mkdir()
    pieces = write(
        tmp_path / "pieces",
        bundle=a_bundle(
            Buckets=[{"$file": "parts/bucket.json"}, BUNDLE["Buckets"][1]],
            Roles={"$file": "parts/roles.json"},
            Keys=[{"$file": "./parts/../key.json"}],
            ServiceControlPolicies={"$file": "scp.json"},
            ResourceControlPolicies=BUNDLE["ResourceControlPolicies"],
            BatchJobs=[{"$file": "parts/job.json"}, {"Job": {"$file": "parts/described.json"}}],
            Deployers=[{"$file": "parts/deployer.json"}],
        ),
        parts__bucket={**BUCKET, "ReplicationConfiguration": {"$file": "replication.json"}},
        parts__replication={**CONFIGURATION, "Rules": {"$file": "rules.json"}},
        parts__rules=CONFIGURATION["Rules"],
        parts__roles=[{"$file": "role.json"}],
        parts__role=ROLE,
        parts__job={**JOB, "Report": {"$file": "report.json"}},
        parts__report=JOB["Report"],
        parts__described=DESCRIBED_JOB["Job"],
        parts__deployer=BUNDLE["Deployers"][0],
        key=KEY,
        scp=BUNDLE["ServiceControlPolicies"],
    )
    one, other = read(whole), read(pieces)
    assert (one.problems, other.problems, other.findings) == ((), (), one.findings)
    assert one.estates == other.estates
    assert (one.documents, other.documents) == (1, 12)


def test_places_lie_in_the_file(tmp_path: Path) -> None:
    """A value has its place where it is written: in the file, or beside the reference that it overrides."""
    write(
        tmp_path,
        bundle=a_bundle(Buckets=[{"$file": "parts/bucket.json", "Versioning": None, "Region": "eu-north-1"}]),
        parts__bucket=BUCKET,
    )
    (estate,) = read(tmp_path).estates
    bucket = estate.buckets["harbour"]
    assert (bucket.versioning, bucket.region) == (Versioning.NEVER, "eu-north-1")
    places = {name: (bucket.places[name].text.path, bucket.places[name].pointer) for name in ("versioning", "policy")}
    assert places == {
        "versioning": ("bundle.json", "/Buckets/0/Versioning"),
        "policy": (os.path.join("parts", "bucket.json"), "/Policy"),
    }
    assert isinstance(bucket.policy, Policy)
    statement = bucket.policy.statements[0].at("Action")
    assert statement is not None
    start, end = statement.span
    assert statement.text.content[start:end] == '"s3:ReplicateObject"'


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("nowhere.json", "`nowhere.json` cannot be read: no such file or directory"),
        ("../secret.json", "`../secret.json` lies outside of the bundle's folder"),
        ("/etc/hostname", "`/etc/hostname` lies outside of the bundle's folder"),
        ("link.json", "`link.json` lies outside of the bundle's folder"),
        ("away/secret.json", "`away/secret.json` lies outside of the bundle's folder"),
        ("bundle.json", "`bundle.json` refers back to itself"),
        ("ring.json", "`ring.json` refers back to itself"),
        ("parts", "`parts` cannot be read: is a directory"),
        ("", "`$file` is a string, and must be the path of a file"),
        ("a\0b", "`$file` is a string, and must be the path of a file"),
        (5, "`$file` is a number, and must be the path of a file"),
    ],
)
def test_references_that_fail(tmp_path: Path, reference: object, message: str) -> None:
    """A reference that cannot be followed is a problem at the reference, and everything else is read."""
    folder = tmp_path / "estate"
    (folder / "parts").mkdir(parents=True)
    write(tmp_path, secret=ROLE)
    write(
        folder,
        bundle=a_bundle(Buckets=[BUCKET], Roles=[{"$file": reference}]),
        ring={"Arn": {"$file": "round.json"}},
        round={"$file": "ring.json"},
    )
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "away").symlink_to(tmp_path)
    found = read(folder)
    assert [problem.message for problem in found.problems] == [message]
    assert found.problems[0].line is not None
    assert list(found.estates[0].buckets) == ["harbour"]
    assert found.estates[0].roles == {} or reference == "ring.json"


def test_a_list_takes_nothing_beside(tmp_path: Path) -> None:
    """Members beside a reference to a list are a problem."""
    write(tmp_path, bundle=a_bundle(Roles={"$file": "roles.json", "Arn": ROLE_ARN}), roles=[ROLE])
    (problem,) = read(tmp_path).problems
    assert problem.message == "`Arn` stands beside `$file`, which refers to a list and not to an object"


def test_broken_files_are_problems_of_their_own(tmp_path: Path) -> None:
    """A file that is no JSON is a problem with its own line and column, once however often it is named."""
    write(tmp_path, bundle=a_bundle(Roles=[{"$file": "role.json"}] * 2, Buckets=[BUCKET]), role='{"Arn":\n  oops}')
    (problem,) = read(tmp_path).problems
    assert (problem.path, problem.line, problem.column) == ("role.json", 2, 3)


@pytest.mark.parametrize(
    "members",
    [
        {"Policies": {"$file": "gone.json"}, "AttachedManagedPolicies": []},
        {"Policies": [{"$file": "gone.json"}]},
        {"Policies": [{"PolicyName": "p", "PolicyDocument": {"$file": "gone.json"}}]},
        {"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [{"$file": "gone.json"}]}}]},
        {"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": {"$file": "gone.json"}}}]},
        {"AttachedManagedPolicies": {"AttachedPolicies": [{"$file": "gone.json"}]}},
    ],
)
def test_what_is_lost_is_not_told(tmp_path: Path, members: dict[str, object]) -> None:
    """Of policies that stand in a missing file nobody knows what they allow; they are never taken for none."""
    write(tmp_path, bundle=a_bundle(Roles=[{"Arn": ROLE_ARN, **members}]))
    found = read(tmp_path)
    policies = found.estates[0].roles[ROLE_ARN].policies
    assert isinstance(policies, Unresolved) or any(isinstance(each, Unresolved) for each in policies)
    assert len(found.problems) == 1
    assert found.findings == ()


def test_what_a_file_lost_stays_lost(tmp_path: Path) -> None:
    """A reference that fails inside a referenced file counts as one beside it, unless that is overridden."""
    for overridden, told in (("Tags", False), ("Policies", True)):
        write(
            tmp_path,
            bundle=a_bundle(Roles=[{"$file": "role.json", overridden: []}]),
            role={"Arn": ROLE_ARN, "Policies": {"$file": "gone.json"}, "AttachedManagedPolicies": []},
        )
        assert (read(tmp_path).estates[0].roles[ROLE_ARN].policies == ()) is told


def test_settings_that_are_lost_are_not_told(tmp_path: Path) -> None:
    """A setting in a missing file is not told."""
    lost = {
        "Versioning": {"$file": "gone.json"},
        "Policy": {"Statement": {"$file": "gone.json"}},
        "Encryption": {"Rules": [{"$file": "gone.json"}]},
    }
    write(tmp_path, bundle=a_bundle(Buckets=[{**BUCKET, **lost}]))
    bucket = read(tmp_path).estates[0].buckets["harbour"]
    assert isinstance(bucket.versioning, Unresolved)
    assert isinstance(bucket.policy, Unresolved)
    assert isinstance(bucket.encryption, Unresolved)


def test_files_that_multiply_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few files that refer to one another many times stop at a limit, with a problem that says so."""
    monkeypatch.setattr(references, "MOST_LOOKS", 2_000)
    doublings = {f"f{n}": [{"$file": f"f{n + 1}.json"}] * 10 for n in range(12)}
    write(tmp_path, bundle=a_bundle(Roles={"$file": "f0.json"}), f12=[], **doublings)
    assert [problem.message for problem in read(tmp_path).problems] == [
        "the bundle comes to more than 2,000 lists and objects"
    ]


def test_files_that_nest_come_to_an_end(tmp_path: Path) -> None:
    """Files that nest one in another stop at a depth, with a problem that says so."""
    deep = {f"f{n}": [[[[[[[[[[{"$file": f"f{n + 1}.json"}]]]]]]]]]] for n in range(40)}
    write(tmp_path, bundle=a_bundle(Roles={"$file": "f0.json"}), f40=[], **deep)
    assert [problem.message for problem in read(tmp_path).problems] == [
        "more than 200 lists and objects stand inside one another"
    ]


def test_escaped_references_are_references(tmp_path: Path) -> None:
    """A reference is one however its name is written."""
    write(tmp_path, bundle='{"ReplintBundle": 1, "Roles": [{"\\u0024file": "role.json"}]}', role=ROLE)
    assert list(read(tmp_path).estates[0].roles) == [ROLE_ARN]


def test_policies_may_stand_in_files(tmp_path: Path) -> None:
    """A policy, or the list of its statements, may be in a file of its own."""
    statements = policy("s3:ListBucket")["Statement"]
    parts = [
        {"PolicyName": "a", "PolicyDocument": {"$file": "policy.json"}},
        {"PolicyName": "b", "PolicyDocument": {"Version": "2012-10-17", "Statement": {"$file": "statements.json"}}},
    ]
    write(
        tmp_path,
        bundle=a_bundle(Roles=[{"Arn": ROLE_ARN, "Policies": parts}]),
        policy=policy("s3:ListBucket"),
        statements=statements,
    )
    one, other = read(tmp_path).estates[0].roles[ROLE_ARN].policies  # type: ignore[misc]
    assert one == other
