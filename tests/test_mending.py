"""A suggested change mends: made in the documents of every case, it takes away the finding that suggests it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from replint import lint, packs, requirements
from replint.facts.role import Role
from replint.finding import Safety
from replint.iam.decision import Failure, Ground, Layer, Witness
from replint.iam.pattern import Atom, Pattern, Wild
from replint.iam.policy import Condition, Policy, Statement
from replint.mending import patch
from replint.requirements import Called
from replint.span import Place, Span, Text
from tests import scene
from tests.joining import joined, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Edit, Finding, Report

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CASES = sorted(
    [path.parent for path in FIXTURES.glob("*/*/bundle.json")] + [FIXTURES / "_estates/demo/broken"], key=str
)


def _about(finding: Finding) -> tuple[str | None, ...]:
    return finding.rule, finding.layer, finding.action, finding.resource, finding.principal


def _mendable(report: Report) -> dict[tuple[str | None, ...], Finding]:
    return {_about(finding): finding for finding in report.findings if finding.patch}


def _made(edit: Edit, folder: Path) -> None:
    """Make an edit by the words of its contract, in a policy that is a string of JSON as well."""
    outer = edit.place.outer
    file = folder / outer.text.path
    document = json.loads(file.read_text("utf-8"))
    if edit.place.inner is None:
        document = joined(document, edit.place.route, edit.value)
    else:
        inner: Any = document
        for step in outer.route:
            inner = inner[step]
        document = put(document, outer.route, json.dumps(joined(json.loads(inner), edit.place.route, edit.value)))
    file.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_change_mends(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change that a report suggests takes away its finding, when made, and brings no other one.

    What grants a call is unsafe; what a configuration lacks grants nothing.
    """
    folder = tmp_path / "case"
    shutil.copytree(case, folder)
    monkeypatch.chdir(folder)
    before = lint()
    known = {_about(finding) for finding in before.findings}
    for about, finding in _mendable(before).items():
        assert finding.patch is not None
        assert finding.patch.safety is (Safety.UNSAFE if finding.action else Safety.SAFE)
        shutil.copytree(case, folder, dirs_exist_ok=True)
        for edit in finding.patch.edits:
            _made(edit, folder)
        # Who is exempted from a Deny may do what else it denied, which least privilege then finds.
        after = {_about(each) for each in lint(ignore=("least-privilege",)).findings}
        assert about not in after
        assert after <= known


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_changes_mend_together(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All changes of a report, made one after the other in either order, take away all findings that suggest one."""
    folder = tmp_path / "case"
    shutil.copytree(case, folder)
    monkeypatch.chdir(folder)
    before = lint()
    mendable = _mendable(before)
    known = {_about(finding) for finding in before.findings}
    for findings in ([*mendable.values()], [*mendable.values()][::-1]) if len(mendable) > 1 else ():
        shutil.copytree(case, folder, dirs_exist_ok=True)
        for finding in findings:
            for edit in finding.patch.edits if finding.patch else ():
                _made(edit, folder)
        after = lint(ignore=("least-privilege",))
        assert {_about(each) for each in after.findings} <= known - mendable.keys()
        # A policy that had become unreadable would be no finding, and would leave the flow open.
        assert after.problems == before.problems
        open_ = {gap.missing for gap in after.unverified} - {gap.missing for gap in before.unverified}
        assert all("aws:Source" in missing for missing in open_)


@pytest.fixture
def edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[str, Any]]]:
    """Return what is suggested for a case: the pointer and the value of each edit, after a change of its bundle."""

    def suggested(case: str, change: Callable[[Any], object]) -> list[tuple[str, Any]]:
        bundle = json.loads((FIXTURES / case / "bundle.json").read_text("utf-8"))
        change(bundle)
        (tmp_path / "bundle.json").write_text(json.dumps(bundle), "utf-8")
        monkeypatch.chdir(tmp_path)
        patches = [finding.patch for finding in lint().findings if finding.action and finding.severity != "note"]
        return [(edit.place.pointer, edit.value) for patch in patches if patch for edit in patch.edits]

    return suggested


DENIED = "missing-object-read/bad-deny-below-prefix"
ROLE = "arn:aws:iam::111122223333:role/atlas-copier"


def _statements(bundle: Any) -> Any:  # noqa: ANN401 - any JSON
    return bundle["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]


def _rule(bundle: Any) -> Any:  # noqa: ANN401 - any JSON
    return bundle["Buckets"][0]["ReplicationConfiguration"]["Rules"][0]


def _denied_by_bucket(times: int = 1, **more: object) -> Callable[[Any], object]:
    """Return a change that puts the role's Deny into the source bucket's policy."""

    def change(bundle: Any) -> None:  # noqa: ANN401 - any JSON
        deny = {**_statements(bundle).pop(3), "Principal": "*", **more}
        statements = [{**deny, "Sid": f"No{number}"} for number in range(times)]
        bundle["Buckets"][0]["Policy"] = {"Version": "2012-10-17", "Statement": statements}

    return change


def _condition(operator: str, key: str) -> Callable[[Any], object]:
    return _denied_by_bucket(Condition={operator: {key: "arn:aws:iam::1:role/other"}})


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        (_denied_by_bucket(), "ArnNotLike/aws:PrincipalArn"),
        (_condition("StringNotEquals", "aws:principalarn"), "StringNotEquals/aws:principalarn"),
        (_condition("ArnNotEquals", "aws:PrincipalArn"), "ArnNotEquals/aws:PrincipalArn"),
        (_condition("StringNotEquals", "aws:PrincipalTag/team"), "ArnNotLike/aws:PrincipalArn"),
    ],
)
def test_the_role_is_exempted_where_others_are(
    edits: Callable[..., list[tuple[str, Any]]], change: Callable[[Any], object], steps: str
) -> None:
    """The role joins those whom a Deny exempts already, under the name of the key that stands there."""
    assert edits(DENIED, change) == [(f"/Buckets/0/Policy/Statement/0/Condition/{steps}", ROLE)]


def test_of_two_denies_none_is_enough(edits: Callable[..., list[tuple[str, Any]]]) -> None:
    """Where two statements deny, no change of one of them is suggested."""
    assert edits(DENIED, _denied_by_bucket(times=2)) == []


def test_nobody_is_exempted_from_his_own_deny(edits: Callable[..., list[tuple[str, Any]]]) -> None:
    """A Deny of the role's own policies has no other caller: it has to become narrower, and how, nobody else knows."""
    assert edits(DENIED, lambda _: None) == []


def test_a_literal_star_is_not_granted_as_a_wildcard(edits: Callable[..., list[tuple[str, Any]]]) -> None:
    """A prefix with a star in it is granted by no `Resource` that is suggested: it would grant more."""
    case = "missing-replica-write/near-miss-part-of-prefix"

    def prefix(text: str) -> Callable[[Any], object]:
        return lambda bundle: _rule(bundle)["Filter"].update(Prefix=text)

    assert edits(case, prefix("in/*/")) == []
    assert [value for _, value in edits(case, prefix("in/a/"))] == ["arn:aws:s3:::atlas-orders-copy/in/a/*"]


def test_a_bucket_without_a_policy_gets_one(edits: Callable[..., list[tuple[str, Any]]]) -> None:
    """Where a document says that there is no policy, a whole one is suggested, and else none."""
    case = "missing-replica-write/bad-no-bucket-policy"
    statement = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "s3:ReplicateObject"}
    assert edits(case, lambda _: None) == [
        ("/Buckets/1/Policy/Version", "2012-10-17"),
        ("/Buckets/1/Policy/Statement", [{**statement, "Resource": "arn:aws:s3:::atlas-orders-copy/*"}]),
    ]
    assert edits(case, lambda bundle: bundle["Buckets"][1].pop("Policy")) == []


def _called(action: str) -> Called:
    """Return the call of a flow whose documents tell everything."""
    found = requirements.of(packs.builtin().rules, (scene.a_flow(),))
    return next(
        each.demand
        for each in found
        if isinstance(each.demand, Called) and each.demand.action.lower() == action.lower()
    )


def _suggested(demand: Called, failure: Failure) -> list[tuple[str, Any]]:
    found = patch(demand, failure, None)
    return [(edit.place.pointer, edit.value) for edit in found.edits] if found else []


def _place(*route: str) -> Place:
    return Place(Text("a.json", "{}", lambda _route, _key: Span(0, 2)), route)


def _with(demand: Called, policy: Policy) -> Called:
    """Return the same call by a role that has this policy only."""
    assert isinstance(demand.actor, Role)
    return replace(demand, actor=replace(demand.actor, policies=(policy,)))


def _ungranted(layer: Layer) -> Failure:
    return Failure(layer, explicit=False, certain=True, witness=Witness(""))


def test_only_a_place_that_says_so_gets_a_policy() -> None:
    """A whole policy is put where a document says that there is none, and nowhere else."""
    for demand, kind in ((_called("s3:ReplicateObject"), "bucket policy"), (_called("kms:Encrypt"), "key policy")):
        for route in ((), ("Policy",)):
            target = replace(demand.target, kind=kind, policy=None, place=_place(*route))
            told = _suggested(replace(demand, target=target), _ungranted(Layer.RESOURCE))
            assert [pointer for pointer, _ in told] == (["/Policy/Version", "/Policy/Statement"] if route else [])


def test_a_key_policy_speaks_of_its_own_key() -> None:
    """A statement for a key policy has `*` for the key, one for a role's policy its ARN."""
    demand = _called("kms:Encrypt")
    policy = Policy((), place=_place("Policy"))
    in_key = replace(demand, target=replace(demand.target, policy=policy))
    assert [value["Resource"] for _, value in _suggested(in_key, _ungranted(Layer.RESOURCE))] == ["*"]
    in_role = _suggested(_with(demand, policy), _ungranted(Layer.IDENTITY))
    assert in_role == [
        ("/Policy/Statement", {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": scene.REPLICA_KEY})
    ]


def test_what_is_not_told_is_not_granted() -> None:
    """A name that no document tells stands in no `Resource`."""
    demand = _called("s3:ReplicateObject")
    unknown = Pattern((*"arn:aws:s3:::", Atom("somebody's bucket"), "/", Wild.RUN))
    with_policy = _with(demand, Policy((), place=_place("Policy")))
    for resources, number in ((demand.target.resources, 1), (unknown, 0)):
        asked = replace(with_policy, target=replace(demand.target, resources=resources))
        assert len(_suggested(asked, _ungranted(Layer.IDENTITY))) == number


@pytest.mark.parametrize(("key", "suggested"), [("aws:SourceIp", True), ("aws:principalisawsservice", False)])
def test_services_are_exempted_once(key: str, *, suggested: bool) -> None:
    """A Deny of a trust policy exempts AWS services, unless it speaks of them already."""
    deny = Statement("Deny", None, None, None, (Condition("Bool", key, ("true",)),), place=_place("Statement"))
    failure = replace(
        _ungranted(Layer.RESOURCE), explicit=True, grounds=(Ground(Layer.RESOURCE, Policy((deny,)), deny),)
    )
    told = _suggested(_called("sts:AssumeRole"), failure)
    assert told == [("/Statement/Condition/Bool/aws:PrincipalIsAWSService", "false")] * suggested
