"""What a config file says of documents: which form an estate, which do not count, whose they are; laws and examples."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint import config, lint
from replint.dialects.faults import FAULTS
from replint.finding import Verdict
from tests.test_rules import assert_inside, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.finding import Report

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DEMO = FIXTURES / "_estates" / "demo"
PLACES = {
    "source-bucket.json": "prod/eu/buckets",
    "replication.json": "prod/eu",
    "role.json": "iam",
    "source-key.json": "prod/keys",
    "destination-bucket.json": "vault",
    "replica-key.json": "vault/keys",
}
ESTATE = '[[estate]]\nname = "claims"\npaths = ["prod/**/*.json", "/iam/", "vault/**"]\n'
VAULT_ONLY = 'allowed-accounts = ["444455556666"]\n'
SOURCE, DESTINATION = "111122223333", "444455556666"


def spread(home: Path, state: str = "broken") -> list[str]:
    """Copy the documents of the demo to folders of their own below a folder, and answer with their paths there."""
    for name, folder in PLACES.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(DEMO / state / name, home / folder / name)
    return sorted(f"{folder}/{name}" for name, folder in PLACES.items())


def change(path: Path, **members: object) -> None:
    """Change members of a document; one that is Ellipsis is taken away."""
    document = json.loads(path.read_text()) | members
    path.write_text(json.dumps({name: value for name, value in document.items() if value is not ...}, indent=1))


def checked(home: Path, said: str, paths: Iterable[str] = (".",), **flags: Any) -> Report:  # noqa: ANN401 - flags of lint
    """Check paths with a config file that says this."""
    file = home / "replint.toml"
    file.write_text(said)
    report = lint([os.path.relpath(home / path) for path in paths], config=config.read(str(file)), **flags)
    for finding in report.findings:
        for label in (finding.primary, *finding.related):
            assert_inside(label.place)
    return report


def essence(report: Report) -> dict[str, object]:
    """What a report says, wherever its files stand."""

    def named(text: str) -> str:
        return " ".join(os.path.basename(word) for word in text.split(" "))

    findings = (
        (each.rule, each.message, each.action, each.witness, os.path.basename(each.primary.place.text.file.path))
        for each in report.findings
    )
    return {
        "findings": sorted(findings, key=str),
        "flows": sorted((flow.id, flow.verdict, len(flow.checks)) for flow in report.flows),
        "subjects": sorted((each.id, each.verdict) for each in report.subjects),
        "unverified": sorted(each.missing for each in report.unverified),
        "assumptions": report.assumptions,
        "problems": report.problems,
        "remarks": sorted(map(named, report.remarks)),
        "documents": report.documents,
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder in which replint is started."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("state", ["broken", "repaired"])
def test_an_estate_of_many_folders_is_like_one_folder(home: Path, state: str) -> None:
    """The same documents say the same, whether they stand in one folder or are told to belong together."""
    spread(home / "apart", state)
    (home / "one").mkdir()
    for name in PLACES:
        shutil.copy(DEMO / state / name, home / "one" / name)
    together = checked(home / "apart", ESTATE)
    assert essence(together) == essence(lint(["one"]))
    assert {flow.verdict for flow in together.flows} == {Verdict.FAILS if state == "broken" else Verdict.HOLDS}
    assert essence(lint(["apart"])) != essence(together)


@given(st.sets(st.sampled_from(sorted(f"{folder}/{name}" for name, folder in PLACES.items())), min_size=1))
def test_any_of_its_files_selects_the_whole_estate(tmp_path_factory: pytest.TempPathFactory, chosen: set[str]) -> None:
    """One file or ten, named from wherever: the findings are those of the whole estate."""
    home = tmp_path_factory.mktemp("estate")
    spread(home)
    (home / "vault" / "package.json").write_text('{"name": "vault"}')
    whole = checked(home, ESTATE)
    assert whole.documents == len(PLACES)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home / "prod" / "eu")
        assert essence(checked(home, ESTATE, chosen)) == essence(whole)


def test_a_folder_selects_the_estates_that_it_holds_a_part_of(home: Path) -> None:
    """A folder with some of an estate's documents brings the rest of them."""
    spread(home)
    assert essence(checked(home, ESTATE, ["prod"])) == essence(checked(home, ESTATE))


def test_what_no_estate_claims_is_the_estate_of_its_folder(home: Path) -> None:
    """Documents beside those of an estate form one of their own, as ever."""
    spread(home)
    for name in PLACES:
        shutil.copy(DEMO / "broken" / name, home / "iam" / f"other-{name}")
    said = ESTATE.replace('"/iam/"', '"/iam/role.json"')
    for paths in (["."], ["iam"], ["iam/role.json", "iam/other-role.json"]):
        report = checked(home, said, paths)
        assert [flow.place.text.path for flow in report.flows if flow.place] == [
            "prod/eu/replication.json",
            "iam/other-replication.json",
        ]
    for order in (["iam/role.json", "iam/other-role.json"], ["iam/other-role.json", "iam/role.json"]):
        assert checked(home, said, order).documents == 2 * len(PLACES)
    alone = checked(home, said, ["iam/other-role.json"])
    assert [flow.place.text.path for flow in alone.flows if flow.place] == ["iam/other-replication.json"]


def test_a_bundle_stays_an_estate_of_its_own(home: Path) -> None:
    """A bundle that an estate's paths match keeps to itself, and what it refers to is no document of the estate."""
    spread(home / "loose")
    shutil.copytree(DEMO / "repaired", home / "bundled")
    said = '[[estate]]\nname = "all"\npaths = ["**/*.json"]\norganization = "o-fernway2024"\n'
    report = checked(home, said + 'allowed-regions = ["eu-west-9"]\n')
    forbidden = [each for each in report.findings if each.rule == "replica-in-forbidden-region"]
    assert len(forbidden) == 2
    report = checked(home, said)
    assert [(flow.place.text.path, flow.verdict) for flow in report.flows if flow.place] == [
        ("loose/prod/eu/replication.json", Verdict.FAILS),
        ("bundled/replication.json", Verdict.HOLDS),
    ]
    for name in ("role.json", "replint.bundle.json"):
        part = checked(home, said, [f"bundled/{name}"])
        assert ("bundled/replication.json", Verdict.HOLDS) in [
            (flow.place.text.path, flow.verdict) for flow in part.flows if flow.place
        ]


def test_a_bundle_above_keeps_what_it_refers_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document of an estate to which a bundle refers is the bundle's, also where the bundle is out of sight."""
    spread(home, "repaired")
    (home / "replint.bundle.json").write_text('{"ReplintBundle": 1, "Roles": [{"$file": "iam/role.json"}]}')
    whole = checked(home, ESTATE)
    assert {flow.verdict for flow in whole.flows} == {Verdict.UNKNOWN}
    monkeypatch.chdir(home / "prod" / "eu")
    assert essence(checked(home, ESTATE, ["prod/eu/replication.json"]))["flows"] == essence(whole)["flows"]


def test_what_stands_beside_a_document_of_an_estate_is_not_of_it(home: Path) -> None:
    """A file that cannot be read beside one that is named is a problem only where it is of the same estate."""
    spread(home)
    (home / "iam" / "broken.json").write_text('{"Statement": [')
    narrow = ESTATE.replace('"/iam/"', '"iam/role.json"')
    assert checked(home, narrow, ["iam/role.json"]).problems == ()
    assert len(checked(home, ESTATE, ["iam/role.json"]).problems) == 1
    assert len(checked(home, narrow).problems) == 1


def test_a_document_that_two_estates_claim_is_of_both(home: Path) -> None:
    """A role of two estates is judged in each; what is wrong with it is told once, and no excess that each lacks."""
    for name, account in (("one", "100000000001"), ("two", "100000000002")):
        for file, folder in PLACES.items():
            if file != "role.json":
                (home / name / folder).mkdir(parents=True, exist_ok=True)
                content = (DEMO / "broken" / file).read_text()
                (home / name / folder / file).write_text(content.replace(DESTINATION, account))
    (home / "iam").mkdir()
    role = json.loads((DEMO / "broken" / "role.json").read_text())
    more = {"Sid": "More", "Effect": "Allow", "Action": "s3:ReplicateObject", "Resource": "arn:aws:s3:::more/*"}
    role["Policies"][0]["PolicyDocument"]["Statement"] += [more, {**more, "Sid": "Odd", "Effect": "Perhaps"}]
    (home / "iam" / "role.json").write_text(json.dumps(role, indent=1))
    estate = '[[estate]]\nname = "{0}"\npaths = ["{0}/**", "iam/*.json"]\n'
    said = estate.format("one") + estate.format("two")
    both = checked(home, said, advice=True)
    apart = [checked(home, estate.format(name), [name], advice=True) for name in ("one", "two")]
    assert len(both.flows) == len([flow for each in apart for flow in each.flows]) == 2
    assert both.documents == 2 * (len(PLACES) - 1) + 1
    keys = [(each.rule, each.resource, each.primary.place.text.file.path) for each in both.findings]
    in_role = [key for key in keys if key[2] == "iam/role.json"]
    assert in_role
    assert len(in_role) == len(set(in_role))
    wanted = {(each.rule, each.primary.place.text.file.path) for one in apart for each in one.findings}
    excess = {(rule, path) for rule, path in wanted if path == "iam/role.json" and rule.startswith("excessive")}
    assert excess
    assert {rule for rule, _, _ in in_role} & FAULTS.keys()
    assert {(rule, path) for rule, _, path in keys} == wanted - excess
    assert essence(checked(home, said, ["iam/role.json"], advice=True)) == essence(both)
    assert len(checked(home, said, ["one"], advice=True).flows) == 1


def test_an_estate_that_matches_nothing_is_told(home: Path) -> None:
    """Where all its places were looked at and hold no document, a remark says so, with its line."""
    spread(home)
    (home / "docs").mkdir()
    said = ESTATE + '[[estate]]\nname = "gone"\npaths = ["old/**", "docs/*.json"]\n'
    assert checked(home, said).remarks == ("replint.toml:4: the paths of estate `gone` match no document",)
    assert checked(home, said, ["prod", "vault/keys/replica-key.json"]).remarks == ()


def test_together_beats_estates(home: Path) -> None:
    """`--together` makes one estate of what is named, whatever the config file says."""
    spread(home)
    said = '[[estate]]\nname = "half"\npaths = ["vault/**"]\n'
    assert essence(checked(home, said, together=True)) == essence(checked(home, ESTATE))


def test_files_that_are_excluded_change_nothing(home: Path) -> None:
    """What is excluded does not count where it is met: in a folder, beside a named file, in an estate."""
    spread(home)
    (home / "prod" / "attic").mkdir()
    (home / "prod" / "attic" / "role.json").write_text('{"Arn": "arn:aws:iam::1:role/x", "Statement": 3')
    shutil.copy(DEMO / "repaired" / "role.json", home / "iam" / "old.json")
    whole = essence(lint(["."], together=True))
    said = 'exclude = ["attic/", "iam/old.json"]\n' + ESTATE
    clean = checked(home, said)
    assert clean.problems == ()
    assert essence(clean) != whole
    for paths in (["."], ["iam"], ["iam/role.json"], ["prod/eu/replication.json"]):
        assert essence(checked(home, said, paths)) == essence(clean)
    assert essence(checked(home, said, together=True)) == essence(clean)
    named = checked(home, said, ["iam/old.json", "prod/attic/role.json"])
    assert [problem.path for problem in named.problems] == ["prod/attic/role.json"]
    assert named.documents == clean.documents + 1
    for order in (["iam/old.json", "."], [".", "iam/old.json"]):
        assert checked(home, said, order).documents == clean.documents + 1
        assert checked(home, said, order, force_exclude=True).documents == clean.documents


def test_a_hidden_place_that_is_named_literally_is_looked_at(home: Path) -> None:
    """A pattern may begin in a hidden folder; hidden files below others are not met."""
    spread(home / ".infra")
    spread(home / "seen" / ".hidden")
    said = '[[estate]]\nname = "x"\npaths = [".infra/**", "seen/**"]\n'
    assert checked(home, said).documents == len(PLACES)
    assert checked(home, said, [".infra/iam/role.json"]).documents == len(PLACES)


def test_which_of_two_documents_counts_is_the_same_from_everywhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contradiction is told at the same document, and the same one holds, wherever replint is started."""
    spread(home)
    shutil.copy(DEMO / "repaired" / "role.json", home / "vault" / "role.json")
    whole = checked(home, ESTATE)
    assert "contradicting-documents" in {each.rule for each in whole.findings}
    for folder in ("prod", "vault", "iam", "vault/keys"):
        monkeypatch.chdir(home / folder)
        report = checked(home, ESTATE, [folder])
        assert essence(report) == essence(whole)
        (found,) = (each for each in report.findings if each.rule == "contradicting-documents")
        assert Path(found.primary.place.text.path).resolve() == home / "vault" / "role.json"


def test_what_is_hidden_is_of_those_alone_who_look_there(home: Path) -> None:
    """An estate is the same whether or not another one has found what this one's wildcards pass over."""
    spread(home)
    (home / ".old").mkdir()
    shutil.copy(DEMO / "repaired" / "role.json", home / ".old" / "role.json")
    one, other = (
        '[[estate]]\nname = "{}"\npaths = {}\n'.format(*each) for each in (("a", '["**"]'), ("b", '[".old/**"]'))
    )
    alone = checked(home, one)
    both = checked(home, one + other)
    assert essence(both)["findings"] == essence(alone)["findings"]
    assert both.documents == alone.documents + 1
    assert checked(home, one + other, ["iam/role.json", ".old/role.json"]).documents == both.documents
    whole = checked(home, one.replace('"**"', '"**", ".old/**"'))
    assert whole.documents == both.documents
    assert "contradicting-documents" in {each.rule for each in whole.findings}


def test_links_lead_as_far_as_the_config_file_reaches(home: Path) -> None:
    """A link out of a pattern's own folder is followed within the folder of the config file, and not out of that."""
    spread(home / "repo")
    shutil.move(home / "repo" / "iam" / "role.json", home / "repo" / "shared-role.json")
    (home / "repo" / "iam" / "role.json").symlink_to("../shared-role.json")
    for paths in (["."], ["prod"], ["vault/destination-bucket.json"]):
        assert checked(home / "repo", ESTATE, paths).documents == len(PLACES)
    shutil.move(home / "repo" / "shared-role.json", home / "shared-role.json")
    (home / "repo" / "iam" / "role.json").unlink()
    (home / "repo" / "iam" / "role.json").symlink_to("../../shared-role.json")
    assert checked(home / "repo", ESTATE, ["prod"]).documents == len(PLACES) - 1


FIELDS = {"account": "Account", "region": "Region"}
VALUES = {
    "source-bucket.json": {"account": SOURCE, "region": "eu-west-1"},
    "destination-bucket.json": {"account": DESTINATION, "region": "eu-central-1"},
}


def area(document: str, **values: str) -> str:
    """A table of the config file for one document."""
    path = f"{PLACES[document]}/{document}"
    return f'[[path]]\npaths = ["{path}"]\n' + "".join(f'{name} = "{value}"\n' for name, value in values.items())


@given(
    st.sampled_from(["broken", "repaired"]),
    st.sets(st.sampled_from([(document, field) for document in VALUES for field in FIELDS])),
    st.sets(st.sampled_from([(document, field) for document in VALUES for field in FIELDS])),
)
def test_what_is_told_of_a_path_settles_what_its_document_leaves_open(
    tmp_path_factory: pytest.TempPathFactory, state: str, left_out: set[tuple[str, str]], said: set[tuple[str, str]]
) -> None:
    """It decides what was unknown as the document would have, and changes nothing that a document says."""
    home = tmp_path_factory.mktemp("area")
    spread(home, state)
    for document, field in left_out:
        change(home / PLACES[document] / document, **{FIELDS[field]: ...})
    tables = "".join(area(document, **{field: VALUES[document][field]}) for document, field in sorted(said))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        full = checked(home, ESTATE + "".join(area(document, **values) for document, values in VALUES.items()))
        some, none = checked(home, ESTATE + tables), checked(home, ESTATE)
    if not left_out:
        assert essence(some) == essence(none) == essence(full)
    if left_out <= said:
        assert essence(some) == essence(full)
    before = {(check.rule, check.action, check.resource): check.verdict for flow in none.flows for check in flow.checks}
    after = {(check.rule, check.action, check.resource): check.verdict for flow in some.flows for check in flow.checks}
    assert {key for key in before if before[key] is not Verdict.UNKNOWN and after.get(key) is not before[key]} == set()


def test_documents_come_before_what_is_told_of_their_paths(home: Path) -> None:
    """An account that some document says stands, whatever the config file says of another on the same bucket."""
    spread(home, "repaired")
    clean = essence(checked(home, ESTATE))
    document = home / PLACES["destination-bucket.json"] / "destination-bucket.json"
    policy = json.loads(document.read_text())["Policy"]
    change(document, Policy=...)
    (home / "iam" / "vault-policy.json").write_text(json.dumps(policy))
    table = f'[[path]]\npaths = ["iam/**", "vault/**"]\naccount = "{SOURCE}"\nregion = "us-east-1"\n'
    assert essence(checked(home, ESTATE + table)) == {**clean, "documents": len(PLACES) + 1}


def test_two_areas_that_disagree_are_a_finding_in_both_places(home: Path) -> None:
    """Where documents are silent and two paths say different accounts, neither counts, and both are shown."""
    spread(home, "repaired")
    document = home / PLACES["destination-bucket.json"] / "destination-bucket.json"
    policy = json.loads(document.read_text())["Policy"]
    change(document, Policy=..., Account=...)
    (home / "iam" / "vault-policy.json").write_text(json.dumps(policy))
    said = ESTATE + area("destination-bucket.json", account=DESTINATION)
    said += f'[[path]]\npaths = ["iam/vault-policy.json"]\naccount = "{SOURCE}"\n'
    (found,) = (each for each in checked(home, said).findings if each.rule == "contradicting-documents")
    assert [label.place.text.path for label in (found.primary, *found.related)] == ["replint.toml", "replint.toml"]
    assert {label.place.pointer for label in (found.primary, *found.related)} == {"/path/0/account", "/path/1/account"}


def test_the_last_area_that_has_a_key_counts(home: Path) -> None:
    """Of two tables for one document the later one stands in place of the earlier, key by key."""
    spread(home, "repaired")
    change(home / PLACES["destination-bucket.json"] / "destination-bucket.json", Account=..., Region=...)
    vague = area("destination-bucket.json", account=SOURCE, region="eu-central-1")
    right = area("destination-bucket.json", account=DESTINATION)
    assert {flow.verdict for flow in checked(home, VAULT_ONLY + ESTATE + vague + right).flows} == {Verdict.HOLDS}
    assert {flow.verdict for flow in checked(home, VAULT_ONLY + ESTATE + right + vague).flows} == {Verdict.FAILS}


def test_a_region_that_is_none_is_not_mended_from_outside(home: Path) -> None:
    """What a document says wrongly stays open, as it is without the config file."""
    spread(home, "repaired")
    change(home / PLACES["destination-bucket.json"] / "destination-bucket.json", Region="Frankfurt")
    told_region = area("destination-bucket.json", region="eu-central-1")
    assert essence(checked(home, ESTATE + told_region)) == essence(checked(home, ESTATE))


def test_three_documents_do_not_outvote_one(home: Path) -> None:
    """Where two documents differ the value is not told, and a third that sides with one does not settle it."""
    spread(home, "repaired")
    for name, account in (("a", DESTINATION), ("b", SOURCE), ("c", DESTINATION)):
        (home / "iam" / f"{name}.json").write_text(
            json.dumps({"Bucket": "fernway-vault-claims", "Account": account, "Tagging": None})
        )
    change(home / PLACES["destination-bucket.json"] / "destination-bucket.json", Account=...)
    assert {flow.verdict for flow in checked(home, VAULT_ONLY + ESTATE).flows} == {Verdict.UNKNOWN}


BARE = {
    "versioning.json": ("Versioning", {"Status": "Enabled"}),
    "encryption.json": ("Encryption", None),
    "ownership.json": ("OwnershipControls", None),
    "public.json": ("PublicAccessBlock", None),
    "location.json": ("Region", {"LocationConstraint": "eu-central-1"}),
    "policy.json": ("Policy", None),
}
WRAPPERS = {
    "Encryption": "ServerSideEncryptionConfiguration",
    "OwnershipControls": "OwnershipControls",
    "PublicAccessBlock": "PublicAccessBlockConfiguration",
}


@given(st.sets(st.sampled_from(sorted(BARE))))
def test_outputs_that_name_no_bucket_count_as_that_of_their_path(
    tmp_path_factory: pytest.TempPathFactory, apart: set[str]
) -> None:
    """Settings in files of their own say the same as in the bucket's document, once somebody says whose they are."""
    home = tmp_path_factory.mktemp("bare")
    spread(home)
    path = home / PLACES["destination-bucket.json"] / "destination-bucket.json"
    document = json.loads(path.read_text())
    document["Policy"]["Statement"][-1]["Resource"] = "arn:aws:s3:::*"  # so that it does not say of which bucket
    (home / "vault" / "raw").mkdir()
    path.write_text(json.dumps(document))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        whole = checked(home, ESTATE)
        for name in apart:
            member, output = BARE[name]
            value = document.pop(member)
            wrapped = {WRAPPERS[member]: value} if member in WRAPPERS else output or value
            (home / "vault" / "raw" / name).write_text(json.dumps(wrapped))
        path.write_text(json.dumps(document))
        said = f'{ESTATE}[[path]]\npaths = ["vault/raw/*"]\nbucket = "{document["Bucket"]}"\n'
        report = checked(home, said)
    moved = {**essence(report), "documents": len(PLACES)}
    assert report.documents == len(PLACES) + len(apart)
    assert without_files(moved) == without_files(essence(whole))


def without_files(said: dict[str, Any]) -> dict[str, Any]:
    """What a report says, without the names of files."""
    return {**said, "findings": [each[:-1] for each in said["findings"]]}


def test_a_bare_configuration_is_of_the_bucket_that_is_told(home: Path) -> None:
    """Where two buckets could have a configuration the config file settles whose it is, in JSON and in XML."""
    spread(home)
    (home / "prod" / "other.json").write_text('{"Bucket": "other", "Versioning": {"Status": "Enabled"}}')
    assert "nobody says whose" in " ".join(checked(home, ESTATE.replace('"/iam/", ', "")).remarks)
    said = ESTATE.replace('"/iam/", ', "") + area("replication.json", bucket="fernway-claims")
    report = checked(home, said)
    assert report.remarks == ()
    assert [flow.source for flow in report.flows] == ["arn:aws:s3:::fernway-claims"]


def test_versioning_in_xml_is_of_the_bucket_that_is_told(home: Path) -> None:
    """S3's own XML is read as that of the bucket, too."""
    spread(home)
    change(home / PLACES["source-bucket.json"] / "source-bucket.json", Versioning=...)
    xml = home / "prod" / "versioning.xml"
    xml.write_text("<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>")
    said = ESTATE.replace("*.json", "*") + '[[path]]\npaths = ["*.xml"]\nbucket = "fernway-claims"\n'
    found = {each.rule: each.primary.place.text.path for each in checked(home, said).findings}
    assert found["unversioned-source"] == "prod/versioning.xml"


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]},
        {"RoleName": "r", "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*"}]}},
        {
            "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": SOURCE}, "Action": "kms:*", "Resource": "*"},
            ]
        },
    ],
    ids=["of a role", "of a role by name", "of a key"],
)
def test_policies_of_others_stay_passed_over(home: Path, document: object) -> None:
    """What is plainly no policy of a bucket does not become that of the one that is told."""
    (home / "policy.json").write_text(json.dumps(document))
    report = checked(home, '[[path]]\npaths = ["*"]\nbucket = "fernway-claims"\n')
    assert report.documents == 0
    assert "passed over" in report.remarks[0]


def test_a_bundle_hears_what_is_told_of_its_path(home: Path) -> None:
    """The buckets of a bundle have the account that is told of its path where the bundle says none."""
    shutil.copytree(DEMO / "repaired", home / "bundled")
    clean = essence(lint(["bundled"]))
    change(home / "bundled" / "source-bucket.json", Account=...)
    assert essence(lint(["bundled"])) != clean
    said = f'[[path]]\npaths = ["bundled/replint.bundle.json"]\naccount = "{SOURCE}"\n'
    assert essence(checked(home, said)) == clean


ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-fernway2024"}}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("", Verdict.UNKNOWN),
        ('organization = "o-fernway2024"\n', Verdict.HOLDS),
        ('organization = "o-somebodyelse"\n', Verdict.FAILS),
        ('organization = "o-somebodyelse"\n' + ESTATE + 'organization = "o-fernway2024"\n', Verdict.HOLDS),
    ],
)
def test_the_organisation_of_the_roles_accounts(home: Path, said: str, verdict: Verdict) -> None:
    """A condition on the principal's organisation is decided; the estate's own beats that of the whole file."""
    spread(home, "repaired")
    grant_by(home, ORGANISATION)
    report = checked(home, said if "estate" in said else said + ESTATE)
    assert {flow.verdict for flow in report.flows} == {verdict}


@pytest.mark.parametrize("key", ["aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:PrincipalOrgPaths"])
def test_what_is_not_said_of_an_organisation_stays_open(home: Path, key: str) -> None:
    """Of the destination's account nobody says to which organisation it belongs, nor of any account in which unit."""
    spread(home, "repaired")
    operator = "ForAnyValue:StringLike" if key.endswith("Paths") else "StringEquals"
    value = "o-fernway2024/r-ab12/ou-1/" if key.endswith("Paths") else "o-fernway2024"
    grant_by(home, {operator: {key: value}}, to={"AWS": SOURCE})
    report = checked(home, 'organization = "o-fernway2024"\n' + ESTATE)
    assert {flow.verdict for flow in report.flows} == {Verdict.UNKNOWN}


@pytest.mark.parametrize(("units", "verdict"), [("o-fernway2024/*", Verdict.HOLDS), ("o-other/*", Verdict.FAILS)])
def test_a_path_that_only_names_the_organisation_is_decided(home: Path, units: str, verdict: Verdict) -> None:
    """Of `aws:PrincipalOrgPaths` the organisation decides where any unit will do."""
    spread(home, "repaired")
    grant_by(home, {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": units}}, to={"AWS": SOURCE})
    report = checked(home, 'organization = "o-fernway2024"\n' + ESTATE)
    assert {flow.verdict for flow in report.flows} == {verdict}


def grant_by(home: Path, condition: object, to: object = "*") -> None:
    """Let the destination's policy grant on a condition."""
    path = home / PLACES["destination-bucket.json"] / "destination-bucket.json"
    policy = json.loads(path.read_text())["Policy"]
    policy["Statement"][0] |= {"Principal": to, "Condition": condition}
    change(path, Policy=policy)


def test_the_declared_organisation_is_no_assumption(home: Path) -> None:
    """The ids that an organisation's policies exempt are assumed; one that somebody declares is not."""
    case = FIXTURES / "missing-replica-write" / "near-miss-scp-organisation-in-one-account"
    assumed = {each for each in lint([str(case)]).assumptions if "its policies exempt" in each}
    report = checked(home, 'organization = "o-a1b2c3d4e5"\n', [str(case)])
    assert assumed
    assert assumed.isdisjoint(report.assumptions)
    assert [flow.verdict for flow in report.flows] == [flow.verdict for flow in lint([str(case)]).flows]


def test_a_fact_of_the_config_file_has_its_place(home: Path) -> None:
    """Findings that rest on what the config file says show it there, with the pointer of the value."""
    spread(home, "repaired")
    grant_by(home, ORGANISATION)
    change(home / PLACES["destination-bucket.json"] / "destination-bucket.json", Account=...)
    said = 'organization = "o-somebodyelse"\n' + ESTATE + area("destination-bucket.json", account=DESTINATION)
    shown = {
        (label.place.text.path, label.place.pointer)
        for finding in checked(home, said).findings
        for label in finding.related
    }
    assert {("replint.toml", "/organization"), ("replint.toml", "/path/0/account")} <= shown


def test_no_config_file_no_bearings(home: Path) -> None:
    """Without a config file the run is what it was: folders are estates, and nothing is passed over."""
    spread(home)
    assert [*told(lint(["."]))] == [*told(lint(["."], config=config.NONE))]
    assert lint(["."]).remarks != checked(home, ESTATE).remarks
