"""The whole river by its public door, `lint()`: input that cannot be read, and what belongs together."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from replint import assumed, lint
from replint.finding import Check, Home, Severity, Verdict
from replint.linter import UnknownRuleError
from replint.reporters import load
from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from replint.finding import Report

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BROKEN, REPAIRED = (FIXTURES / "_estates/demo" / half for half in ("broken", "repaired"))
CASE: dict[str, Any] = json.loads((FIXTURES / "missing-object-tag-read/bad/bundle.json").read_text())
RULE = "missing-object-tag-read"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay(name: str, value: object) -> Path:
    """Write a document: a value as JSON, text or bytes as they are."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = value if isinstance(value, str | bytes) else json.dumps(value, indent=2)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def loose(where: str = ".", **more: object) -> None:
    """Lay the documents of the case beside one another, as one would without a bundle."""
    source, destination = CASE["Buckets"]
    lay(f"{where}/source.json", {**source, **more})
    lay(f"{where}/destination.json", destination)
    lay(f"{where}/role.json", CASE["Roles"][0])


def told(report: Report) -> str:
    """Return all that a report tells, for comparison: places of two runs are never the same objects."""
    return load("json").render(report, Screen())


def rules(report: Report) -> list[str]:
    """Return the rules of the findings, in their order."""
    return [finding.rule for finding in report.findings]


def problems(report: Report) -> list[tuple[str, int | None]]:
    """Return where something could not be read: files and lines."""
    return [(problem.path, problem.line) for problem in report.problems]


UNREADABLE = {
    "ended": (b'{"Bucket": "b",\n "Policy": ', 2),
    "comment": (b'{"Bucket": "b", // mine\n "Policy": null}', 1),
    "trailing comma": (b'{"Bucket": "b",\n "Policy": null,}', 2),
    "two documents": (b'{"Bucket": "b", "Policy": null}\n{"Bucket": "c", "Policy": null}', 2),
    "not UTF-8": (b'{"Bucket": "b",\n "Policy": "\xff\xfe"}', 2),
    "not a number": (b'{"Bucket": "b",\n "Versioning": NaN}', 2),
    "control character": (b'{"Bucket": "b",\n "Policy": "\x01"}', 2),
    "too deep": (b'{"Bucket": "b",\n "Policy": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 2),
    "a number too long": (b'{"Bucket": "b",\n "Policy": ' + b"1" * 5_000 + b"}", 2),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_text(name: str) -> None:
    """A text that cannot be read is told with its line and what was wrong, and all else is checked as without it."""
    text, line = UNREADABLE[name]
    loose()
    sound = lint()
    lay("zz/broken.json", text)
    found = lint()
    (problem,) = found.problems
    assert (problem.path, problem.line) == (os.path.join("zz", "broken.json"), line)
    assert re.fullmatch(r"[^A-Z\s][^\x00-\x1f]*[^.\s]", problem.message), problem.message
    assert told(found) == told(sound)


@pytest.mark.parametrize(
    "text",
    [
        '{"Bucket": "b", "Policy": null}'.encode("utf-8-sig"),
        b'{"Bucket": "b",\r\n "Policy": null}\r\n',
        b'  {"\\u0042ucket": "b", "Policy": null}',
    ],
    ids=["byte order mark", "CR LF", "escaped name"],
)
def test_readable_oddities(text: bytes) -> None:
    """A byte order mark, other line ends and escapes in names are no fault, and hide no document."""
    lay("bucket.json", text)
    found = lint()
    assert (found.problems, found.documents) == ((), 1)


@pytest.mark.parametrize(
    "text", [b"", b"not JSON at all", b"\xff\xfe\x00", b"[1, 2,", b'{"name": "x", }', b"null", b"[]"]
)
def test_texts_of_others(text: bytes) -> None:
    """Whatever holds none of our names is passed over: in a folder in silence, when named with a remark."""
    lay("other.json", text)
    found = lint()
    assert (found.problems, found.remarks, found.documents) == ((), (), 0)
    named = lint(["other.json"])
    assert (named.problems, named.documents) == ((), 0)
    assert (named.remarks, named.strangers) == ((), ("other.json",))


def test_things_that_are_no_files() -> None:
    """Folders, links to nowhere and pipes with the name of a document stop nothing."""
    loose()
    Path("a.json").mkdir()
    Path("b.json").symlink_to("nowhere")
    os.mkfifo("c.json")
    assert rules(lint()) == [RULE]


def test_what_no_one_may_read() -> None:
    """A file that the system does not hand out is an unreadable input, and the others are checked."""
    loose()
    lay("zz/secret.json", CASE).chmod(0)
    if os.access("zz/secret.json", os.R_OK):
        pytest.skip("this user may read every file")
    found = lint()
    assert problems(found) == [(os.path.join("zz", "secret.json"), None)]
    assert rules(found) == [RULE]


def test_a_path_that_is_not_there() -> None:
    """A path that does not exist is refused, rather than nothing said of it."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        lint(["nowhere"])


REFERENCES = {
    "missing": ({"$file": "nowhere.json"}, "nowhere.json"),
    "outside": ({"$file": "../outside.json"}, "outside"),
    "absolute": ({"$file": "/etc/hostname"}, "outside"),
    "no path": ({"$file": 7}, "must be the path"),
    "itself": ({"$file": "replint.bundle.json"}, "itself"),
    "a folder": ({"$file": "folder"}, "is a directory"),
    "beside a list": ({"$file": "list.json", "Bucket": "b"}, "list"),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_references_that_lead_nowhere(name: str) -> None:
    """A bundle's reference that cannot be followed is told at its place; the rest of the bundle is checked."""
    reference, says = REFERENCES[name]
    lay("outside.json", CASE["Buckets"][0])
    lay("estate/list.json", [])
    Path("estate/folder").mkdir()
    lay("estate/replint.bundle.json", {**CASE, "Buckets": [*CASE["Buckets"], reference]})
    found = lint(["estate"])
    (problem,) = found.problems
    assert problem.path == os.path.join("estate", "replint.bundle.json")
    assert "$file" in "".join(Path(problem.path).read_text().splitlines()[(problem.line or 0) - 1 :][:2])
    assert says in problem.message
    assert rules(found) == [RULE]


def test_an_unreadable_file_of_a_bundle() -> None:
    """The text that cannot be read is named, not the bundle; what hangs on it is unknown, never passed."""
    for path in REPAIRED.iterdir():
        lay(path.name, path.read_bytes())
    lay("replica-key.json", (REPAIRED / "replica-key.json").read_text()[:-3])
    found = lint()
    assert [path for path, _ in problems(found)] == ["replica-key.json"]
    (flow,) = found.flows
    assert flow.verdict is Verdict.UNKNOWN
    assert {check.action for check in flow.checks if check.verdict is Verdict.UNKNOWN} == {
        "kms:Encrypt",
        "kms:Decrypt",
        None,
    }


def test_a_link_out_of_the_folder() -> None:
    """A link that leads out of the folder is not followed, neither by name nor by a bundle's reference."""
    lay("secret/bucket.json", '{"Bucket": "b", "Policy": ')
    Path("estate").mkdir()
    Path("estate/link.json").symlink_to("../secret/bucket.json")
    Path("estate/down").symlink_to("../secret")
    assert lint(["estate"]).problems == ()
    lay("estate/replint.bundle.json", {**CASE, "Keys": [{"$file": "link.json"}]})
    (problem,) = lint(["estate"]).problems
    assert "outside" in problem.message


def test_hidden_folders() -> None:
    """What is hidden is not looked at unless it is named."""
    loose(".git/estate")
    loose(".estate")
    assert lint().documents == 0
    assert rules(lint([".estate"])) == [RULE]


def test_a_folder_is_an_estate() -> None:
    """The documents of one folder belong together; those of another do not, unless somebody says so."""
    loose("one")
    Path("two").mkdir()
    Path("one/role.json").rename("two/role.json")
    apart, joined = lint(["one", "two"]), lint(["one", "two"], together=True)
    assert rules(apart) == []
    assert [gap.missing for gap in apart.unverified if "role" in gap.missing]
    assert rules(joined) == [RULE]
    assert joined.unverified == ()


def test_folders_below() -> None:
    """Every folder below the one that is named is an estate of its own."""
    loose("one")
    loose("two/three")
    found = lint()
    assert {finding.primary.place.text.path for finding in found.findings} == {
        os.path.join("one", "role.json"),
        os.path.join("two", "three", "role.json"),
    }
    assert len({finding.fingerprint for finding in found.findings}) == 2


def test_a_bundle_is_an_estate() -> None:
    """Nothing beside a bundle adds to it, and what it refers to is not read again as a loose document."""
    for path in BROKEN.iterdir():
        lay(path.name, path.read_bytes())
    whole = lint()
    assert len(whole.flows) == 1
    for name, document in (("a", CASE["Buckets"][0]), ("b", CASE["Buckets"][1]), ("c", CASE["Roles"][0])):
        lay(f"{name}.json", document)
    both = lint()
    assert len(both.flows) == 2
    assert rules(both).count(RULE) == 2


def test_a_named_file_brings_its_estate() -> None:
    """A file that is named selects its estate, which is read whole; an estate of which no file is named is not."""
    loose("one")
    loose("two")
    whole = lint(["one"])
    assert rules(whole) == [RULE]
    for name in ("source", "destination", "role"):
        found = lint([f"one/{name}.json"])
        assert told(found) == told(whole)
    assert len(lint(["one/role.json", "one/source.json"]).findings) == 1


def test_naming_twice_is_naming_once() -> None:
    """A folder, itself again and a file in it are one estate, checked once."""
    loose("one")
    again = lint(["one", "./one/", "one/role.json", os.path.abspath("one")])
    assert len(again.findings) == 1
    assert len(again.flows) == 1


def test_whose_configuration() -> None:
    """A loose configuration is of the one bucket that no rule names; where there are two, the role's policy says."""
    configuration = CASE["Buckets"][0]["ReplicationConfiguration"]
    source = {name: value for name, value in CASE["Buckets"][0].items() if name != "ReplicationConfiguration"}
    loose()
    lay("source.json", source)
    lay("replication.json", {"ReplicationConfiguration": configuration})
    (flow,) = lint().flows
    assert (flow.source, flow.verdict) == ("arn:aws:s3:::atlas-orders", Verdict.FAILS)
    lay("other.json", {**source, "Bucket": "atlas-invoices"})
    found = lint()
    assert [flow.source for flow in found.flows] == ["arn:aws:s3:::atlas-orders"]
    assert rules(found) == [RULE]
    assert [remark for remark in found.remarks if "`atlas-orders`" in remark]


def test_nobody_knows_whose_configuration() -> None:
    """A configuration alone proves nothing: all of it is unknown, and the report says what would tell."""
    lay("replication.json", CASE["Buckets"][0]["ReplicationConfiguration"])
    found = lint()
    (flow,) = found.flows
    assert (found.findings, flow.verdict) == ((), Verdict.UNKNOWN)
    assert Verdict.HOLDS not in {check.verdict for check in flow.checks}
    assert all(gap.why for gap in found.unverified)
    assert any("source bucket" in gap.missing for gap in found.unverified)
    assert any(CASE["Roles"][0]["Arn"] in gap.missing for gap in found.unverified)


def test_documents_that_complete_each_other() -> None:
    """Two documents on one bucket are one bucket; where they differ, neither holds."""
    loose()
    lay("again.json", {"Bucket": "atlas-orders", "Account": "111122223333", "Versioning": {"Status": "Enabled"}})
    assert rules(lint()) == [RULE]
    lay("again.json", {"Bucket": "atlas-orders", "Account": "444455556666", "Versioning": {"Status": "Enabled"}})
    found = lint()
    assert "contradicting-documents" in rules(found)
    assert any("account of bucket `atlas-orders`" in gap.missing for gap in found.unverified)


def test_what_a_document_leaves_out_is_told_at_the_document() -> None:
    """Whose document lacks a part is told by its place; what no document describes by where it is named."""
    source, destination = CASE["Buckets"]
    lacking = {name: value for name, value in destination.items() if name != "Versioning"}
    lay("bundle.json", {**CASE, "Buckets": [source, lacking]})
    (versioning,) = (gap for gap in lint().unverified if "versioning" in gap.missing)
    assert [place.pointer for place in versioning.places] == ["/Buckets/1"]
    lay("bundle.json", {**CASE, "Buckets": [source]})
    (versioning,) = (gap for gap in lint().unverified if "versioning" in gap.missing)
    assert [place.pointer for place in versioning.places] == [
        "/Buckets/0/ReplicationConfiguration/Rules/0/Destination/Bucket"
    ]


def test_evidence_is_a_statement_of_a_policy() -> None:
    """What grants a call is told with the policy it is of, by which several of one file are told apart."""
    document = json.loads((FIXTURES / "missing-replica-write" / "good" / "bundle.json").read_text())
    lay("bundle.json", document)
    (flow,) = lint().flows
    (check,) = (check for check in flow.checks if check.rule == "missing-replica-write")
    assert [label.message.partition(" in ")[2] for label in check.evidence] == [
        "the role's policies",
        "the policy of bucket `atlas-orders-copy`",
    ]
    titles = {check.rule: check.title for check in flow.checks if check.action is None}
    assert titles["requester-pays-destination"] == "the destination lets requesters pay"


def test_absent_is_not_told_and_null_is_none() -> None:
    """An absent policy leaves the verdict open, null is a policy that is not there; neither is taken for the other."""
    role = CASE["Roles"][0]
    reading = {**role, "Policies": [], "AttachedManagedPolicies": []}
    granting = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": role["Arn"]},
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::atlas-orders", "arn:aws:s3:::atlas-orders/*"],
        },
    }
    source, destination = CASE["Buckets"]
    for policy, verdict in ((None, "fails"), (..., "unknown"), (granting, "holds")):
        bucket = {name: value for name, value in source.items() if name != "Policy"} | (
            {} if policy is ... else {"Policy": policy}
        )
        lay("bundle.json", {**CASE, "Buckets": [bucket, destination], "Roles": [reading]})
        checks = {check.rule: check.verdict for check in lint().flows[0].checks}
        assert checks["missing-object-read"] == verdict


def test_assumptions_are_what_was_not_told() -> None:
    """Policies of an organisation that are given are no assumption; those that are not are named once."""
    lay("bundle.json", CASE)
    assert [text for text in lint().assumptions if "control policies" in text] == [
        "no service control policies (a bundle's `ServiceControlPolicies`)",
        "no resource control policies (a bundle's `ResourceControlPolicies`)",
    ]
    lay("bundle.json", {**CASE, "ServiceControlPolicies": [], "ResourceControlPolicies": None})
    assert [text for text in lint().assumptions if "control policies" in text] == []


def test_fingerprints_survive_moving() -> None:
    """A finding keeps its fingerprint when lines move, statements change places or others are added."""
    lay("bundle.json", CASE)
    before = lint().findings[0]
    moved = json.loads(json.dumps(CASE))
    policy = moved["Roles"][0]["Policies"][0]["PolicyDocument"]
    policy["Statement"] = [{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}, *reversed(policy["Statement"])]
    lay("bundle.json", "\n\n" + json.dumps(moved, indent=7))
    after = lint().findings[0]
    assert after.primary.place.span != before.primary.place.span
    assert after.fingerprint == before.fingerprint
    lay("bundle.json", json.dumps(CASE).replace("atlas-copier", "atlas-mover"))
    assert lint().findings[0].fingerprint != before.fingerprint


def test_notes_are_told_when_asked_for() -> None:
    """Advice is silent unless it, its rule or its topic is selected; it adds to what is selected and counts nowhere."""
    case, rule = FIXTURES / "missing-delete-replication/near-miss-no-markers", "missing-delete-replication"
    quiet = lint([case])
    assert (rules(quiet), quiet.count(Severity.NOTE), quiet.rules) == ([], 0, ())
    every = rules(lint([case], advice=True))
    assert rule in every
    assert rules(lint([case], select=["advice"])) == every
    assert rules(lint([case], select=[rule])) == rules(lint([case], select=["destination"])) == [rule]
    assert rules(lint([case], select=["buckets", "advice"])) == []
    assert rule not in rules(lint([case], ignore=[rule], advice=True))
    assert quiet.verdicts(Verdict.HOLDS) == lint([case], advice=True).verdicts(Verdict.HOLDS)


def test_selection() -> None:
    """Rules that are not selected are not asked: they appear in no flow, no finding and no list of rules."""
    lay("bundle.json", CASE)
    found = lint(select=["source"], ignore=["missing-bucket-list"])
    asked = {check.rule for flow in found.flows for check in flow.checks}
    assert RULE in asked
    assert not asked & {"missing-bucket-list", "missing-replica-write"}
    assert [info.name for info in found.rules] == ["missing-annotation-read", RULE]
    with pytest.raises(UnknownRuleError, match="`missing-objects` is no rule or topic"):
        lint(select=["missing-objects"])
    with pytest.raises(UnknownRuleError, match="`missing-objects` is no rule or topic"):
        lint(ignore=["missing-objects"])


def test_order_of_paths_does_not_matter() -> None:
    """A report is a function of what is told, not of the order in which files are named."""
    loose("one")
    loose("two")
    assert told(lint(["one", "two"])) == told(lint(["two", "one"]))


def test_nothing_is_written() -> None:
    """Checking leaves the folder as it was."""
    loose()
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path().rglob("*") if path.is_file()}
    lint()
    assert {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path().rglob("*") if path.is_file()
    } == before


def test_scps_of_other_accounts_are_said_to_leave_the_role_alone(tmp_path: Path) -> None:
    """SCPs that are given by account, and not for the role's, are none for it; the report says so."""
    document = json.loads((FIXTURES / "missing-replica-write" / "good" / "bundle.json").read_text())
    document["ServiceControlPolicies"] = {"999988887777": [{"Version": "2012-10-17", "Statement": []}]}
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    said = lint([tmp_path]).assumptions
    assert "no service control policies for account 111122223333" in said


def test_an_assumption_is_one_line() -> None:
    """Each is told in every run, so it takes no more than a line of 80 cells."""
    organisation = assumed.OF_ORGANISATION.format(account="1" * 12, ids="`o-a1b2c3d4e5`")
    account = assumed.NO_SCPS_FOR.format(account="1" * 12)
    said = (assumed.NO_SCPS, assumed.NO_RCPS, assumed.NO_GRANTS, assumed.NO_SESSION_POLICY, organisation, account)
    assert [text for text in said if len(f"assumption: {text}") > 80] == []


def test_an_empty_name_is_no_path() -> None:
    """A script with an unset variable does not check the current folder in silence."""
    with pytest.raises(FileNotFoundError, match="an empty name is no path"):
        lint([""])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not hold up the run."""
    os.mkfifo(tmp_path / "role.json")
    (problem,) = lint([tmp_path / "role.json"]).problems
    assert "it is no file" in problem.message


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["told first", "told last"])
def test_what_one_rule_tells_of_the_owner_is_not_told_of_another(tmp_path: Path, order: tuple[int, int]) -> None:
    """Two replication rules to one destination, of which one names its account, are each decided for itself."""
    document = json.loads((FIXTURES / "missing-replica-write" / "good" / "bundle.json").read_text())
    source, destination = document["Buckets"]
    del destination["Account"]
    destination["Policy"] = None
    (rule,) = source["ReplicationConfiguration"]["Rules"]
    told = {**rule, "ID": "told", "Destination": {**rule["Destination"], "Account": "444455556666"}}
    untold = {**rule, "ID": "untold", "Priority": 2}
    source["ReplicationConfiguration"]["Rules"] = [(told, untold)[index] for index in order]
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    verdicts = {flow.replication_rule: flow.verdict for flow in lint([tmp_path]).flows}
    assert verdicts == {"told": Verdict.FAILS, "untold": Verdict.UNKNOWN}


OURS = """
override missing-object-tag-read
  severity  {severity}
  reason    we know better
"""


@pytest.mark.parametrize(("severity", "found"), [("warning", ["warning"]), ("off", []), ("note", [])])
def test_overrides(severity: str, found: list[str]) -> None:
    """A rule is as grave as a pack has it; where it is off it counts in no verdict; the report says so either way."""
    lay("bundle.json", CASE)
    lay("ours/ours.rule", OURS.format(severity=severity))
    assert [finding.severity for finding in lint().findings if finding.rule == RULE] == ["error"]
    report = lint(rules=["ours"])
    assert [finding.severity for finding in report.findings if finding.rule == RULE] == found
    verdicts = [check.verdict for flow in report.flows for check in flow.checks if check.rule == RULE]
    assert bool(verdicts) is (severity == "warning")
    (override,) = report.overrides
    assert (override.rule, override.reason, override.path) == (RULE, "we know better", "ours/ours.rule:2")
    assert lint(rules=["ours"], select=[RULE]).count(Severity.ERROR) == 0


@pytest.mark.parametrize(("severity", "found"), [("note", []), ("warning", ["warning"]), ("off", [])])
def test_overrides_of_faults(severity: str, found: list[str]) -> None:
    """What reading finds is overridden as rules are."""
    case = json.loads(json.dumps(CASE))
    case["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"][0]["Sid"] = "a b"
    lay("bundle.json", case)
    lay("ours/ours.rule", OURS.replace(RULE, "malformed-sid").format(severity=severity))
    assert [finding.severity for finding in lint(select=["malformed-sid"]).findings] == ["error"]
    told = [finding.severity for finding in lint(rules=["ours"]).findings if finding.rule == "malformed-sid"]
    assert told == found


def test_the_cases_of_a_pack_are_nobodys_documents() -> None:
    """Below a folder that is named the cases of its packs are passed over; named themselves they are read."""
    loose("estate")
    lay("ours/ours.rule", OURS.format(severity="note"))
    lay("ours/fixtures/x/bad/bundle.json", CASE)
    lay("fixtures/bundle.json", CASE)
    assert lint().documents == 5
    assert lint(rules=["ours"]).documents == 4
    assert lint(["ours"], rules=[Path("ours").absolute()]).documents == 0
    for path in ("ours/fixtures", "ours/fixtures/x/bad", "ours/fixtures/x/bad/bundle.json"):
        assert lint([path], rules=["ours"]).documents == 1


BUCKETS = """
rule unversioned
  title      the bucket has no versioning
  severity   error
  reference  https://example.org/
  why        so that there is a rule
  for each bucket
  require bucket versioning is Enabled
"""


def test_buckets_are_told_where_something_is_asked_of_them() -> None:
    """A bucket is a subject that is listed where a rule asks something of it, and only there."""
    lay("bundle.json", {"ReplintBundle": 1, "Buckets": [{"Bucket": "a", "Versioning": None}, {"Bucket": "b"}]})
    assert lint().subjects == ()
    lay("ours/unversioned.rule", BUCKETS)
    report = lint(rules=["ours"])
    assert [(each.kind, each.id, each.verdict) for each in report.subjects] == [
        ("bucket", "a", Verdict.FAILS),
        ("bucket", "b", Verdict.UNKNOWN),
    ]
    (finding,) = report.findings
    assert (finding.rule, finding.primary.message) == ("unversioned", "bucket versioning is `never enabled`")
    assert finding.primary.place.pointer == "/Buckets/0/Versioning"
    (gap,) = report.unverified
    assert gap.missing == "the versioning of bucket `b`"
    assert report.assumptions == ()


def test_what_s3_refuses_of_a_configuration_fails_all_of_its_flows() -> None:
    """A fault in one rule is one of the whole configuration, and of no other: table, verdict and JSON agree."""
    source, destination = CASE["Buckets"]
    configuration = source["ReplicationConfiguration"]
    first = {**configuration["Rules"][0], "ID": "first"}
    broken = {**first, "ID": "second", "Priority": 9, "Destination": {"Bucket": "atlas-orders-copy"}}
    other = {**source, "Bucket": "atlas-other", "ReplicationConfiguration": {**configuration, "Rules": [first]}}
    wrong = {**configuration, "Rules": [first, broken]}
    lay(
        "bundle.json",
        {**CASE, "Buckets": [{**source, "ReplicationConfiguration": wrong}, destination, other]},
    )
    report = lint(select=("destination-is-no-bucket-arn",))
    (finding,) = report.findings
    failed = {flow.id: [check for check in flow.checks if check.rule == finding.rule] for flow in report.flows}
    assert [len(checks) for checks in failed.values()] == [1, 1, 0]
    assert [flow.verdict for flow in report.flows] == [Verdict.FAILS, Verdict.FAILS, Verdict.HOLDS]
    assert finding.flows == tuple(flow.id for flow in report.flows if failed[flow.id])
    title = "a destination is not the ARN of a bucket"
    wanted = Check(finding.rule, None, None, None, Verdict.FAILS, title=title)
    assert {check for checks in failed.values() for check in checks} == {wanted}
    unasked = lint(ignore=(finding.rule,))
    assert finding.rule not in {check.rule for flow in unasked.flows for check in flow.checks}


def test_a_rule_in_a_file_of_its_own_is_one_of_its_configuration() -> None:
    """Shape faults count, too, also where a bundle keeps a configuration or a rule in another file."""
    source, *others = CASE["Buckets"]
    configuration = source["ReplicationConfiguration"]
    lay("rule.json", {**configuration["Rules"][0], "Colour": "blue"})
    lay("replication.json", {**configuration, "Rules": [{"$file": "rule.json"}]})
    lay(
        "bundle.json",
        {**CASE, "Buckets": [{**source, "ReplicationConfiguration": {"$file": "replication.json"}}, *others]},
    )
    report = lint(["bundle.json"], select=("unknown-member",))
    (finding,) = report.findings
    assert finding.primary.place.text.path == "rule.json"
    assert [flow.verdict for flow in report.flows] == [Verdict.FAILS]


def test_a_warning_of_a_document_fails_no_flow() -> None:
    """What is passed over in a bucket's own members is nothing that S3 refuses of its configuration."""
    source, *others = CASE["Buckets"]
    lay("bundle.json", {**CASE, "Buckets": [{**source, "Versioning": {"Status": "On"}}, *others]})
    report = lint(select=("document",))
    assert report.findings
    assert all(finding.flows == () for finding in report.findings)
    assert [check for flow in report.flows for check in flow.checks] == []


def test_a_flow_tells_where_its_buckets_are() -> None:
    """The account and the Region of both buckets come with a flow, as far as documents tell them."""
    (flow,) = lint([BROKEN]).flows
    assert flow.homes == (Home("111122223333", "eu-west-1"), Home("444455556666", "eu-central-1"))
    loose()
    lay("destination.json", {**CASE["Buckets"][1], "Region": None})
    lay("source.json", {name: value for name, value in CASE["Buckets"][0].items() if name != "Region"})
    (flow,) = lint(["."]).flows
    assert [home.region for home in flow.homes] == [None, None]
