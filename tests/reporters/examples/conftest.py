"""Reports made by hand, as a run would make them: what every format is shown with; knows no format."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from replint.facts.role import DETAILS
from replint.finding import (
    Certainty,
    Check,
    Document,
    Edit,
    Finding,
    FlowReport,
    Hidden,
    InputProblem,
    Label,
    Patch,
    Pending,
    Report,
    RuleInfo,
    Severity,
    Unverified,
    Verdict,
)
from replint.known import Hider
from replint.span import Place

if TYPE_CHECKING:
    from replint.finding import Json
    from tests.reporters.conftest import Documents

_READ = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html"
_KMS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html"
_ROLE = "arn:aws:iam::111122223333:role/replication"
_KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"

RULES = (
    RuleInfo(
        "missing-object-tag-read",
        "the role cannot read object tags",
        "S3 copies the tags of an object only when the role may read them. Without it S3 reports the\n"
        "object as FAILED, or writes a replica that has lost its tags.",
        _READ,
        "source",
    ),
    RuleInfo(
        "missing-replicate-object",
        "the role cannot write replicas",
        "S3 writes a replica as the role, so every policy on the way to the destination has to allow it:\n"
        "the role's own policies and, when the bucket belongs to another account, that bucket's policy too.",
        _READ,
        "destination",
    ),
    RuleInfo(
        "s3-cannot-assume-role",
        "S3 cannot assume the role",
        "S3 takes on the role before it reads or writes anything: unless its trust policy lets S3 in, nothing\n"
        "of the whole configuration replicates.",
        _READ,
        "trust",
    ),
    RuleInfo("missing-replicate-tags", "the role cannot replicate tags", "...", _READ, "destination"),
    RuleInfo("missing-replica-encrypt", "the role cannot encrypt replicas", "...", _KMS, "encryption"),
)


def _broken(documents: Documents) -> Report:
    """A cross-account replication with three faults, a warning, a note, and a key that nobody told of."""
    replication = Place(documents("replication.json", _stored("replication.json")))
    role_file = documents("role.json", _stored("role.json"))
    statements = Place(role_file, ("Policies", 0, "PolicyDocument", "Statement"))
    trust = Place(documents.inside(Place(role_file, ("AssumeRolePolicyDocument",))))
    destination = Place(documents("destination-bucket.json", _stored("destination-bucket.json")))
    rule = replication.at("Rules", 0)
    fails, holds, unknown = Verdict.FAILS, Verdict.HOLDS, Verdict.UNKNOWN

    def check(hop: str, action: str, resource: str, verdict: Verdict) -> Check:
        return Check("missing-object-tag-read", _ROLE, action, resource, verdict, hop=hop)

    flows = (
        FlowReport(
            "logs>example-dst",
            "arn:aws:s3:::example-src",
            "arn:aws:s3:::example-dst",
            "logs",
            _ROLE,
            fails,
            (
                check("trust", "sts:AssumeRole", _ROLE, unknown),
                check("read", "s3:GetObjectVersionForReplication", "arn:aws:s3:::example-src/logs/*", holds),
                check("read", "s3:GetObjectVersionTagging", "arn:aws:s3:::example-src/logs/*", fails),
                check("write", "s3:ReplicateObject", "arn:aws:s3:::example-dst/logs/*", fails),
                check("decrypt", "kms:Decrypt", _KEY, holds),
                check("encrypt", "kms:Encrypt", _KEY, unknown),
            ),
        ),
        FlowReport(
            "images>example-images",
            "arn:aws:s3:::example-src",
            "arn:aws:s3:::example-images",
            "images",
            _ROLE,
            fails,
            (
                check("trust", "sts:AssumeRole", _ROLE, unknown),
                check("read", "s3:GetObjectVersionTagging", "arn:aws:s3:::example-src/images/*", fails),
                check("write", "s3:ReplicateObject", "arn:aws:s3:::example-images/images/*", fails),
            ),
        ),
    )
    required = Label(rule.at("ID"), "required by this replication rule, for every object below `logs/`")
    findings = (
        Finding(
            "missing-object-tag-read",
            Severity.ERROR,
            Certainty.CERTAIN,
            "the role's policies do not allow `s3:GetObjectVersionTagging` on `arn:aws:s3:::example-src/*`",
            Label(statements.at(1, "Action"), "`s3:GetObjectVersionTagging` is allowed neither here nor elsewhere"),
            help="add `s3:GetObjectVersionTagging` to the actions of this statement",
            flows=("logs>example-dst", "images>example-images"),
            layer="identity-policy",
            principal=_ROLE,
            action="s3:GetObjectVersionTagging",
            resource="arn:aws:s3:::example-src/logs/*",
            witness="arn:aws:s3:::example-src/logs/",
            symptoms=("SrcGetTaggingNotPermitted",),
            related=(required,),
            fingerprint="5f1c",
        ),
        Finding(
            "missing-replicate-object",
            Severity.ERROR,
            Certainty.CERTAIN,
            "the policy of bucket `example-dst` does not allow the role `s3:ReplicateObject` on `logs/*`",
            Label(
                destination.at("Policy", "Statement", 0, "Resource"), "covers `media/*` only; the rule needs `logs/*`"
            ),
            help="add `arn:aws:s3:::example-dst/logs/*` to this statement's `Resource`",
            flows=("logs>example-dst",),
            layer="resource-policy",
            principal=_ROLE,
            action="s3:ReplicateObject",
            resource="arn:aws:s3:::example-dst/logs/*",
            witness="arn:aws:s3:::example-dst/logs/",
            symptoms=("DstPutObjectNotPermitted", "DstMultipartInitNotPermitted"),
            related=(required, Label(destination.at("Account"), "the bucket belongs to another account than the role")),
            fingerprint="77aa",
        ),
        Finding(
            "missing-replicate-object",
            Severity.ERROR,
            Certainty.CERTAIN,
            "the role's policies do not allow `s3:ReplicateObject` on `arn:aws:s3:::example-images/images/*`",
            Label(statements.at(2), "writes to `example-dst` only"),
            help="add `arn:aws:s3:::example-images/images/*` to this statement's `Resource`",
            flows=("images>example-images",),
            layer="identity-policy",
            principal=_ROLE,
            action="s3:ReplicateObject",
            resource="arn:aws:s3:::example-images/images/*",
            witness="arn:aws:s3:::example-images/images/",
            symptoms=("DstPutObjectNotPermitted",),
            related=(Label(replication.at("Rules", 1, "Destination", "Bucket"), "this destination"),),
            fingerprint="90ff",
        ),
        Finding(
            "s3-cannot-assume-role",
            Severity.WARNING,
            Certainty.POSSIBLE,
            "S3 may not be able to assume role `replication`: the condition on `aws:SourceArn` names another bucket",
            Label(
                trust.at("Statement", 0, "Condition", "ArnLike", "aws:SourceArn"),
                "`example-src` is not this bucket",
            ),
            help="say `arn:aws:s3:::example-src` here",
            flows=("images>example-images", "logs>example-dst"),
            layer="identity-policy",
            principal="s3.amazonaws.com",
            action="sts:AssumeRole",
            resource=_ROLE,
            symptoms=("AssumeRoleNotPermitted",),
            related=(Label(replication.at("Role"), "the role of this configuration"),),
            fingerprint="0001",
        ),
        Finding(
            "missing-replicate-tags",
            Severity.NOTE,
            Certainty.CERTAIN,
            "the role's policies do not allow `s3:ReplicateTags` on `arn:aws:s3:::example-dst/*`",
            Label(statements.at(2, "Action"), "here"),
            help="`s3:ReplicateObject` covers tags today; AWS's example policies name `s3:ReplicateTags` as well",
            flows=("logs>example-dst",),
            layer="identity-policy",
            principal=_ROLE,
            action="s3:ReplicateTags",
            resource="arn:aws:s3:::example-dst/logs/*",
            fingerprint="0002",
        ),
    )
    return Report(
        flows=flows,
        findings=findings,
        unverified=(
            Unverified(
                f"the policy of key `{_KEY}`",
                "no document tells it; `aws kms get-key-policy` prints it, `aws kms describe-key` its Region and state",
                (Pending(f"kms:Encrypt on {_KEY}"),),
                (rule.at("Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"),),
            ),
        ),
        assumptions=(
            "no service control policies were given: none assumed",
            "no resource control policies were given: none assumed",
            "no grants of KMS keys were given: none assumed",
        ),
        rules=RULES,
        documents=3,
        hidden=(_hidden(documents, statements),),
    )


def _hidden(documents: Documents, statements: Place) -> Hidden:
    """A finding that somebody judged, and the entry that says so."""
    bundle = documents("replint.bundle.json", '{"ReplintBundle": 1, "Suppress": [{"Rule": "missing-legal-hold-read"}]}')
    finding = Finding(
        "missing-legal-hold-read",
        Severity.ERROR,
        Certainty.CERTAIN,
        "the role's policies do not allow `s3:GetObjectLegalHold` on `arn:aws:s3:::example-src/logs/*`",
        Label(statements.at(1, "Action"), "`s3:GetObjectLegalHold` is allowed neither here nor elsewhere"),
        flows=("logs>example-dst",),
        layer="identity-policy",
        principal=_ROLE,
        action="s3:GetObjectLegalHold",
        resource="arn:aws:s3:::example-src/logs/*",
        fingerprint="0003",
    )
    place = Place(bundle, ("Suppress", 0))
    return Hidden(finding, Hider.SUPPRESSION, place, "no object has a legal hold", "2027-01-31")


def _stored(name: str) -> str:
    return (Path(__file__).parent / "documents" / name).read_text("utf-8")


@pytest.fixture(scope="session")
def broken(documents: Documents) -> Report:
    """Return a cross-account replication with three faults, a warning, a note, and a key that nobody told of."""
    return _broken(documents)


def _hostile(documents: Documents) -> Report:
    """Names that would speak to a terminal, to rich or to a reader's eye; one long line; tabs, CR LF, wide glyphs."""
    hostile = "\x1b[31mred\x1b[0m[bold red]rich[/] \u202egnp.exe\u2066 \ud800 a\u200bb \x07\x9b\x00 \r\n::error::x"
    minified = json.dumps(json.loads(_stored("role.json")), separators=(",", ":"))
    role = Place(documents("min\x1bified.json", minified))
    wide = documents(
        "wide.json",
        '{\r\n\t"Sid":\t"\u6771\u4eac\u306e\u30d0\u30b1\u30c3\u30c8",\t"e\u0301t\u00e9":\t"x\u202ey"\r\n}\r\n',
    )
    statement = role.at("Policies", 0, "PolicyDocument", "Statement", 2)
    findings = (
        Finding(
            "hostile-name",
            Severity.WARNING,
            Certainty.POSSIBLE,
            f"the statement `{hostile}` is not what it seems",
            Label(statement, f"`{hostile}`"),
            help=f"rename `{hostile}`",
            flows=(hostile,),
            layer="key-policy",
            principal=hostile,
            action=hostile,
            resource=hostile,
            witness="arn:aws:s3:::src/" + "\u6771" * 60,
            symptoms=(hostile,),
            related=(
                Label(statement.at("Action", 0), "one long line once more"),
                Label(statement.at("Resource", key=True), "and once more"),
                Label(Place(wide, ("Sid",)), "wide glyphs, after tabs"),
                Label(Place(wide, ("\u0065\u0301t\u00e9",)), "a combining accent before it"),
                Label(Place(wide, ("Sid",), key=True), ""),
            ),
            reference=f"https://example.org/{hostile}",
            fingerprint=hostile,
        ),
        Finding(
            "hostile-name",
            Severity.ERROR,
            Certainty.CERTAIN,
            "x",
            Label(Place(documents("empty.json", "[]"), ("nothing", 0)), "an empty list"),
        ),
    )
    flow = FlowReport(
        hostile,
        f"arn:aws:s3:::{hostile}",
        "\u6771" * 30,
        hostile,
        hostile,
        Verdict.UNKNOWN,
        (Check("x", None, None, None, Verdict.FAILS),),
    )
    return Report(
        flows=(flow,),
        findings=findings,
        unverified=(
            Unverified(
                hostile, hostile, tuple(Pending(f"{hostile}{number}") for number in range(5)), (role.at("Arn"),)
            ),
        ),
        assumptions=(hostile, hostile),
        problems=(InputProblem(hostile, hostile),),
        rules=(RuleInfo("hostile-name", hostile, hostile, hostile, hostile),),
    )


@pytest.fixture(scope="session")
def hostile(documents: Documents) -> Report:
    """Return a report on documents that want to do harm to whoever reads it."""
    return _hostile(documents)


def _flow(number: int, trust: Verdict, write: Verdict) -> FlowReport:
    name = f"team-{number}-"
    checks = (
        Check("s3-cannot-assume-role", "s3.amazonaws.com", "sts:AssumeRole", _ROLE, trust, hop="trust"),
        Check("missing-replicate-object", _ROLE, "s3:ReplicateObject", None, Verdict.HOLDS, hop="write"),
        Check("missing-replicate-object", _ROLE, "s3:ReplicateObject", None, write, hop="write"),
    )
    worst = next(each for each in (Verdict.FAILS, Verdict.UNKNOWN, Verdict.HOLDS) if each in {trust, write})
    source, destination = (f"arn:aws:s3:::{name}{'orders-' * 2}{end}" for end in ("source", "replica"))
    return FlowReport(f"{number}", source, destination, "everything", _ROLE, worst, checks)


@pytest.fixture(scope="session")
def clean() -> Report:
    """Return a report with nothing to complain of."""
    return Report(
        flows=(_flow(1, Verdict.HOLDS, Verdict.HOLDS),),
        assumptions=("no service control policies were given: none assumed",),
        documents=4,
    )


@pytest.fixture(scope="session")
def crowd() -> Report:
    """Return a report of many flows, of which most hold, one fails and one is unknown."""
    holds = [_flow(number, Verdict.HOLDS, Verdict.HOLDS) for number in range(30)]
    others = (_flow(30, Verdict.HOLDS, Verdict.FAILS), _flow(31, Verdict.UNKNOWN, Verdict.HOLDS))
    asked = tuple(Pending(f"sts:AssumeRole on {_ROLE}/{number}") for number in range(5))
    gap = Unverified("the trust policy of the role", "no document tells it; `aws iam get-role` prints it", asked)
    return Report(flows=(*holds, *others), unverified=(gap,), documents=40)


def _asked(*actions: str) -> tuple[Pending, ...]:
    return tuple(Pending(f"{action} on arn:aws:s3:::atlas-orders/*") for action in actions)


@pytest.fixture(scope="session")
def untold(documents: Documents) -> Report:
    """Return a report of documents that leave things out, and of names that none describes."""
    replication = Place(documents("replication.json", _stored("replication.json")))
    role, key = replication.at("Role"), replication.at("Rules", 0, "Destination", "EncryptionConfiguration")
    bucket = partial(Document, "bucket", "atlas-orders")
    flow = _flow(0, Verdict.UNKNOWN, Verdict.UNKNOWN)
    lock = Pending(
        "destination-without-object-lock: 0", "the source has Object Lock and the other has not", "flow", "0"
    )
    copied = Pending(f"kms:Encrypt on {_KEY}")
    nobody = "no document tells it"
    unverified = (
        Unverified(
            "the Object Lock of bucket `atlas-orders`",
            nobody,
            (lock, *_asked("s3:GetObjectRetention")),
            document=bucket("Object Lock", ("`ObjectLock`",), ("aws s3api get-object-lock-configuration",), True),
        ),
        Unverified(
            f"the trust policy of role `{_ROLE}`",
            nobody,
            (Pending(f"sts:AssumeRole on {_ROLE}"),),
            (role,),
            Document("role", _ROLE, "trust policy", (), (DETAILS,)),
        ),
        Unverified(
            "the policy of bucket `atlas-orders`",
            nobody,
            _asked("s3:GetObjectRetention", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"),
            document=bucket("policy", ("`Policy`",), ("aws s3api get-bucket-policy --bucket atlas-orders",), True),
        ),
        *(
            Unverified(f"the {part} of key `{_KEY}`", nobody, (copied,), (key,), Document("key", _KEY, part))
            for part in ("key policy", "state")
        ),
        Unverified("the account of bucket `atlas-orders`", nobody, (copied,), (), bucket("account", ("`Account`",))),
        Unverified(
            "the Region of the batch job",
            "no document tells it; `Region` in the job's document would tell it",
            (Pending("batch-job-elsewhere: backfill", "the job is made elsewhere", "batch job", "backfill"),),
        ),
    )
    return Report(flows=(flow,), unverified=unverified, documents=2)


def _denied(action: str, rule: str, place: Place, **more: object) -> Finding:
    told: dict[str, Any] = {
        "rule": rule,
        "severity": Severity.ERROR,
        "certainty": Certainty.CERTAIN,
        "message": f"the role's policies do not allow `{action}` on `arn:aws:s3:::example-src/logs/*`",
        "primary": Label(place, f"lacks `{action}`"),
        "help": f"add `{action}` to `Action` of statement `Read` of the role's policies",
        "flows": ("logs>example-dst",),
        "layer": "identity-policy",
        "principal": _ROLE,
        "action": action,
        "resource": "arn:aws:s3:::example-src/logs/*",
        "witness": "arn:aws:s3:::example-src/logs/",
        "cause": "the role's policies do not allow",
        "patch": Patch((Edit(place, action),)),
    }
    return Finding(**{**told, **more})


def _grouped(documents: Documents) -> Report:
    """Findings of one cause each: a statement that lacks actions, a Deny, no policy, a policy in a string, one line."""
    role_file = documents("role.json", _stored("role.json"))
    minified = documents("min.json", json.dumps(json.loads(_stored("role.json")), separators=(",", ":")))
    read, short = (
        Place(text, ("Policies", 0, "PolicyDocument", "Statement", 1, "Action")) for text in (role_file, minified)
    )
    trust = Place(documents.inside(Place(role_file, ("AssumeRolePolicyDocument",))))
    bundle = Place(documents("bundle.json", '{\n  "Buckets": [\n    {"Bucket": "example-dst", "Policy": null}\n  ]\n}'))
    absent = bundle.at("Buckets", 0, "Policy")
    statement: dict[str, Json] = {"Effect": "Allow", "Principal": {"AWS": _ROLE}}
    replicas: dict[str, Any] = {
        "cause": "bucket `example-dst` has no bucket policy, so nothing there allows the replication role",
        "layer": "bucket-policy",
        "resource": "arn:aws:s3:::example-dst/logs/*",
        "witness": "arn:aws:s3:::example-dst/logs/",
    }

    def lacking(action: str) -> Finding:
        policy: dict[str, Json] = {"Version": "2012-10-17", "Statement": [{**statement, "Action": action}]}
        return _denied(
            action,
            "missing-replicate-object",
            absent,
            message=f"{replicas['cause']} `{action}`",
            primary=Label(absent, f"nothing here allows `{action}`"),
            patch=Patch((Edit(absent, policy),)),
            help=f"add a statement that allows `{action}`",
            **replicas,
        )

    condition = trust.at("Statement", 0, "Condition")
    findings = (
        _denied("s3:GetObjectVersionTagging", "missing-object-tag-read", read, symptoms=("SrcGetTaggingNotPermitted",)),
        _denied("s3:GetObjectLegalHold", "missing-legal-hold-read", read, flows=("images>example-images",)),
        _denied("s3:GetObjectRetention", "missing-retention-read", read, severity=Severity.WARNING),
        _denied("s3:GetObjectVersion", "legacy-read", read, severity=Severity.NOTE),
        _denied("s3:GetObjectVersionForReplication", "legacy-read", read, severity=Severity.NOTE),
        _denied("s3:GetObjectVersionTagging", "missing-object-tag-read", short),
        lacking("s3:ReplicateObject"),
        lacking("s3:ReplicateDelete"),
        _denied(
            "sts:AssumeRole",
            "s3-cannot-assume-role",
            condition,
            certainty=Certainty.POSSIBLE,
            severity=Severity.WARNING,
            denied=True,
            layer="trust-policy",
            principal="s3.amazonaws.com",
            message="statement 1 of the trust policy may deny S3 (`s3.amazonaws.com`) to assume the role",
            primary=Label(condition, "perhaps denied here"),
            help="exempt AWS services from statement 1",
            patch=Patch((Edit(condition.at("Bool", "aws:PrincipalIsAWSService"), "false"),)),
        ),
    )
    return Report(flows=_broken(documents).flows, findings=findings, rules=RULES, documents=3)


@pytest.fixture(scope="session")
def grouped(documents: Documents) -> Report:
    """Return findings of which several have one cause, each with a suggested change."""
    return _grouped(documents)
