"""S3's documents in XML: they say what the AWS CLI would print of them, alone, in a bucket's document, in a bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from replint import dialects, lint
from replint.dialects import replication, rest, shape
from replint.dialects.files import XML_ROOTS
from replint.facts.bucket import Algorithm, Ownership, Versioning
from replint.facts.unresolved import Unresolved
from replint.finding import Severity
from replint.reporters import load
from replint.reporters.screen import Screen
from tests.dialects.documents import ACCOUNT, BUCKET, CONFIGURATION, itself, node, write

if TYPE_CHECKING:
    from replint.dialects import Reading
    from replint.facts.estate import Estate
    from tests.conftest import Golden

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
LISTS = {"Rules": "Rule", "Tags": "Tag"}
"""What the API's XML calls the elements of a list, which stand there without one around them."""
OF_BUCKET: dict[str, tuple[str, str, Any]] = {
    "versioning": (
        "Versioning",
        "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
        Versioning.SUSPENDED,
    ),
    "never": ("Versioning", f'<VersioningConfiguration xmlns="{NAMESPACE}"/>', Versioning.NEVER),
    "ownership": (
        "OwnershipControls",
        "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
        Ownership.WRITER,
    ),
    "object-lock": (
        "ObjectLock",
        """<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>
        <Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>
        """,
        True,
    ),
    "request-payment": (
        "RequestPayment",
        "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
        True,
    ),
    "public-access-block": (
        "PublicAccessBlock",
        """<PublicAccessBlockConfiguration><BlockPublicAcls>TRUE</BlockPublicAcls>
        <IgnorePublicAcls>FALSE</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>
        </PublicAccessBlockConfiguration>""",
        {"BlockPublicAcls", "BlockPublicPolicy"},
    ),
    "location": ("LocationConstraint", f'<LocationConstraint xmlns="{NAMESPACE}">EU</LocationConstraint>', "eu-west-1"),
    "no-location": ("LocationConstraint", "<LocationConstraint/>", "us-east-1"),
}
FIELDS = {
    "Versioning": "versioning",
    "OwnershipControls": "ownership",
    "ObjectLock": "object_lock",
    "RequestPayment": "requester_pays",
    "PublicAccessBlock": "public_access_block",
    "LocationConstraint": "region",
}
ENCRYPTION = """<ServerSideEncryptionConfiguration><Rule>
<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>
<BucketKeyEnabled>true</BucketKeyEnabled>
<BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType><EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>
</Rule></ServerSideEncryptionConfiguration>"""


def xml(name: str, value: Any, reverse: bool = False) -> str:  # noqa: ANN401 - what the CLI prints
    """Return what the CLI prints as S3's XML, with the elements in its order or the other way round."""
    if isinstance(value, list):
        return "".join(xml(LISTS[name], each, reverse) for each in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(str(value))}</{name}>"
    items = list(value.items())[:: -1 if reverse else 1]
    return f"<{name}>{''.join(xml(each, held, reverse) for each, held in items)}</{name}>"


def read(folder: Path, *paths: str) -> Reading[Estate]:
    """Read what is in a folder."""
    return dialects.read(paths or ["."], itself, cwd=str(folder))


def put(folder: Path, **documents: str) -> Path:
    """Write XML documents into a folder; `_` in a name is a hyphen."""
    for name, content in documents.items():
        (folder / f"{name.replace('_', '-')}.xml").write_text(content, "utf-8")
    return folder


switches = st.sampled_from(["Enabled", "Disabled"])
statuses = st.fixed_dictionaries({"Status": switches})
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)
tags = st.fixed_dictionaries({"Key": texts, "Value": texts})
minutes = st.fixed_dictionaries({"Minutes": st.integers()})
filters: st.SearchStrategy[Any] = (
    st.just({})
    | st.fixed_dictionaries({"Prefix": texts})
    | st.fixed_dictionaries({"Tag": tags})
    | st.fixed_dictionaries(
        {"And": st.fixed_dictionaries({"Prefix": texts, "Tags": st.lists(tags, min_size=1, max_size=3)})}
    )
)
destinations = st.fixed_dictionaries(
    {"Bucket": texts},
    optional={
        "Account": texts,
        "StorageClass": st.sampled_from(["STANDARD", "GLACIER_IR", "DEEP_ARCHIVE"]),
        "AccessControlTranslation": st.just({"Owner": "Destination"}),
        "EncryptionConfiguration": st.fixed_dictionaries({"ReplicaKmsKeyID": texts}),
        "ReplicationTime": st.fixed_dictionaries({"Status": switches, "Time": minutes}),
        "Metrics": st.fixed_dictionaries({"Status": switches}, optional={"EventThreshold": minutes}),
    },
)
rules = st.fixed_dictionaries(
    {"Status": switches, "Destination": destinations},
    optional={
        "ID": texts,
        "Priority": st.integers(0, 2**31 - 1),
        "Prefix": texts,
        "Filter": filters,
        "SourceSelectionCriteria": st.fixed_dictionaries(
            {}, optional={"SseKmsEncryptedObjects": statuses, "ReplicaModifications": statuses}
        ),
        "ExistingObjectReplication": statuses,
        "DeleteMarkerReplication": statuses,
    },
)
configurations = st.fixed_dictionaries({"Role": texts, "Rules": st.lists(rules, min_size=1, max_size=3)})


@given(configurations, st.booleans(), st.sampled_from(["", f' xmlns="{NAMESPACE}"', ' xmlns="urn:other"']))
def test_a_configuration_says_the_same_in_both(configuration: dict[str, Any], reverse: bool, attribute: str) -> None:
    """XML of any configuration, in either order, with any namespace or none, is the facts of its JSON, and fits."""
    content = xml("ReplicationConfiguration", configuration, reverse)
    content = content.replace("<ReplicationConfiguration>", f"<ReplicationConfiguration{attribute}>")
    root = rest.read("replication.xml", content.encode())
    found = root.get("ReplicationConfiguration")
    assert found is not None
    assert found.value == configuration
    assert list(shape.faults(found, "ReplicationConfiguration")) == []
    assert replication.read(found, []) == replication.read(node(configuration), [])


def test_every_element_is_known() -> None:
    """A configuration with all that a replication rule can have says in XML what it says in JSON."""
    root = rest.read("replication.xml", xml("ReplicationConfiguration", CONFIGURATION).encode())
    assert root.value == {"ReplicationConfiguration": CONFIGURATION}


def test_roots_are_recognised() -> None:
    """The elements by which a file is recognised are those of the documents that are read."""
    assert {name.decode() for name in XML_ROOTS} == set(rest.ROOTS)


@pytest.mark.parametrize("name", OF_BUCKET)
def test_settings_of_a_bucket(tmp_path: Path, name: str) -> None:
    """Each setting of a bucket may be S3's answer in XML, in a bucket's document and in a bundle."""
    member, content, expected = OF_BUCKET[name]
    put(tmp_path, setting=content)
    document = {"Bucket": "harbour", "Account": ACCOUNT, member: {"$file": "setting.xml"}}
    for written in (document, {"ReplintBundle": 1, "Buckets": [document]}):
        found = read(write(tmp_path, document=written))
        (estate,) = found.estates
        assert getattr(estate.buckets["harbour"], FIELDS[member]) == expected
        assert (found.findings, found.problems, found.remarks, found.documents) == ((), (), (), 2)


def test_encryption_of_a_bucket(tmp_path: Path) -> None:
    """Default encryption has a flattened list, a truth and texts."""
    put(tmp_path, encryption=ENCRYPTION)
    write(tmp_path, bucket={"Bucket": "harbour", "Encryption": {"$file": "encryption.xml"}})
    (estate,) = read(tmp_path).estates
    encryption = estate.buckets["harbour"].encryption
    assert not isinstance(encryption, Unresolved)
    assert (encryption.algorithm, encryption.key, encryption.bucket_key) == (Algorithm.SSE_KMS, "k", True)
    assert encryption.blocked == {"SSE-C", "NONE"}


def test_a_document_may_be_the_ground_of_a_bucket(tmp_path: Path) -> None:
    """Members beside a reference to XML add to what it tells."""
    put(tmp_path, configuration=xml("ReplicationConfiguration", CONFIGURATION))
    write(tmp_path, bucket={"$file": "configuration.xml", "Bucket": "harbour"})
    (estate,) = read(tmp_path).estates
    assert estate.buckets["harbour"].replication == replication.read(node(CONFIGURATION), [])


@pytest.mark.parametrize("named", ["setting.xml", "bucket.json", "."])
def test_what_is_referred_to_is_not_loose(tmp_path: Path, named: str) -> None:
    """A file that a bucket's document refers to is of its estate, whichever of the two is named."""
    put(tmp_path, setting=OF_BUCKET["versioning"][1])
    write(
        tmp_path, bucket={"Bucket": "harbour", "Versioning": {"$file": "setting.xml"}}, other=BUCKET | {"Bucket": "b"}
    )
    found = read(tmp_path, named)
    assert (found.remarks, found.problems) == ((), ())
    assert [set(estate.buckets) >= {"harbour", "b"} for estate in found.estates] == [True]


@pytest.mark.parametrize("named", ["below/setting.xml", "below", "."])
def test_a_file_below_is_of_the_estate_above(tmp_path: Path, named: str) -> None:
    """A file in a folder below is of the estate of the document above that refers to it, when it is named."""
    (tmp_path / "below").mkdir()
    put(tmp_path / "below", setting=OF_BUCKET["versioning"][1])
    write(
        tmp_path,
        bucket={"Bucket": "harbour", "Versioning": {"$file": "below/setting.xml"}},
        more=BUCKET | {"Bucket": "b"},
    )
    (tmp_path / "broken.json").write_text('{"Bucket": ', "utf-8")
    found = read(tmp_path, named)
    if named == "below":
        assert [remark.partition(":")[0] for remark in found.remarks] == ["below/setting.xml"]
        return
    assert [set(estate.buckets) for estate in found.estates] == [{"harbour", "b"}]
    assert [problem.path for problem in found.problems] == ["broken.json"]
    assert found.remarks == ()


def test_loose_documents_name_no_bucket(tmp_path: Path) -> None:
    """A setting that no document refers to is passed over with a note that says where to put it."""
    put(tmp_path, **{name: content for name, (_, content, _) in OF_BUCKET.items()}, encryption=ENCRYPTION)
    found = read(tmp_path)
    assert (found.estates, found.documents) == ((), 0)
    told = dict(remark.split(": passed over, ") for remark in found.remarks)
    assert set(told) == {f"{name}.xml" for name in (*OF_BUCKET, "encryption")}
    assert told["never.xml"] == (
        "`VersioningConfiguration` does not say of which bucket; put it into the bucket's document as `Versioning`, or "
        "say which with `bucket` in a config file's `[[path]]`"
    )
    assert all(f"as `{member}`" in told[f"{name}.xml"] for name, (member, _, _) in OF_BUCKET.items())


def test_a_loose_configuration_is_one(tmp_path: Path) -> None:
    """A replication configuration in XML is taken as that of the bucket beside it, as one in JSON is."""
    put(tmp_path, configuration=xml("ReplicationConfiguration", CONFIGURATION))
    write(tmp_path, bucket={"Bucket": "harbour", "Versioning": {"Status": "Enabled"}})
    found = read(tmp_path)
    (estate,) = found.estates
    told = estate.buckets["harbour"].replication
    assert told == replication.read(node(CONFIGURATION), [])
    assert (found.findings, found.problems, found.remarks) == ((), (), ())


@pytest.mark.parametrize(
    "content",
    [
        "<project><ReplicationConfiguration/></project>",
        "<!DOCTYPE html><html>LocationConstraint &nbsp; <br></html>",
        "<!-- <ReplicationConfiguration> --><?x <ReplicationConfiguration>?><other>",
        "<ListBucketResult/>",
        "<",
        "<!--",
        '<?xml version="1.0"?>',
        '<ReplicationConfigurations "Rules"/>',
        pytest.param("<!--" * 200_000 + "<ReplicationConfiguration>", id="comments that do not end"),
    ],
)
def test_others_xml_is_passed_over(tmp_path: Path, content: str) -> None:
    """XML with another root element is passed over, broken or not: in a folder in silence, named with a note."""
    put(tmp_path, other=content)
    assert read(tmp_path) == dialects.Reading()
    assert read(tmp_path, "other.xml").strangers == ("other.xml",)


@pytest.mark.parametrize(
    ("content", "message", "line", "column"),
    [
        (b"<ReplicationConfiguration>\n<Rule>", "expected `</Rule>`, found the end of the text", 2, 7),
        (b"<!DOCTYPE x><s:OwnershipControls/>", "expected no document type, found `<!DOCTYPE`", 1, 1),
        ("<LocationConstraint/>".encode("utf-16"), "expected UTF-8, found UTF-16", 1, 1),
        ("<LocationConstraint/>".encode("utf-16-be"), "expected UTF-8, found UTF-16", 1, 1),
        (b"\xef\xbb\xbf <LocationConstraint>\xff", "expected UTF-8, found the byte 0xFF", 1, 22),
    ],
)
def test_broken_xml_is_a_problem(tmp_path: Path, content: bytes, message: str, line: int, column: int) -> None:
    """What is ours by its root element and cannot be read is a problem with its place; all else is read."""
    (tmp_path / "broken.XML").write_bytes(content)
    write(tmp_path, bucket=BUCKET)
    found = read(tmp_path)
    (problem,) = found.problems
    assert (problem.path, problem.message, problem.line, problem.column) == ("broken.XML", message, line, column)
    assert [set(estate.buckets) for estate in found.estates] == [{"harbour"}]


def test_a_reference_to_others_xml_is_a_problem(tmp_path: Path) -> None:
    """A bucket's document that refers to XML of somebody else's says so; what it would tell is not told."""
    put(tmp_path, pom="\n <project/>")
    write(tmp_path, bucket={"Bucket": "harbour", "Region": "eu-west-1", "Versioning": {"$file": "pom.xml"}})
    found = read(tmp_path)
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.column) == ("pom.xml", 2, 2)
    assert problem.message.startswith("expected one of the elements `ReplicationConfiguration`, ")
    assert problem.message.endswith(", found `project`")
    assert isinstance(found.estates[0].buckets["harbour"].versioning, Unresolved)


@pytest.mark.parametrize("ending", [".xml", ".json", ".txt", ""])
def test_names_do_not_count(tmp_path: Path, ending: str) -> None:
    """A file is read as what it holds: XML under any name that is looked at, JSON in `.xml` too."""
    (tmp_path / f"a{ending}").write_text(xml("ReplicationConfiguration", CONFIGURATION), "utf-8")
    assert read(tmp_path, f"a{ending}").documents == 1
    write(tmp_path, b=BUCKET)
    (tmp_path / "b.json").rename(tmp_path / "b.xml")
    assert "harbour" in read(tmp_path, "b.xml").estates[0].buckets


def test_a_right_configuration_has_no_faults() -> None:
    """What S3 takes fits."""
    assert mistaken(f"<Role>r</Role><Rule>{STATED}<Filter/><Priority> 1</Priority></Rule>") == []


def mistaken(content: str) -> list[tuple[str, str | None, str, Severity]]:
    """Return what is wrong with the shape of a configuration: message, help, the characters, severity."""
    root = rest.read("replication.xml", f"<ReplicationConfiguration>{content}</ReplicationConfiguration>".encode())
    found = root.get("ReplicationConfiguration")
    assert found is not None
    told = []
    for fault in shape.faults(found, "ReplicationConfiguration"):
        start, end = fault.primary.place.span
        told.append((fault.message, fault.help, root.text.content[start:end], fault.severity))
    return told


STATED = "<Status>Enabled</Status><Destination><Bucket>b</Bucket></Destination>"
WHOLE = "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>"


@pytest.mark.parametrize(
    ("content", "message", "hint", "characters"),
    [
        ("<Role>r</Role>", "`ReplicationConfiguration` has no `Rule`", None, WHOLE),
        ("<Rule/>", "`ReplicationConfiguration` has no `Role`", None, None),
        ("<Role>r</Role><Rule/>", "`Rule` has no `Status`", None, "<Rule/>"),
        ("<Rules/>", "`Rules` is no member of `ReplicationConfiguration`", "did you mean `Rule`?", "Rules"),
        ("<Rule><Id>a</Id></Rule>", "`Id` is no member of `Rule`", "did you mean `ID`?", "Id"),
        ("<Rule><Metrics/></Rule>", "`Metrics` is no member of `Rule`", "it belongs in `Destination`", "Metrics"),
        (
            "<Rule><Priority/></Rule>",
            "`Priority` holds nothing, and must hold a whole number",
            None,
            "<Priority/>",
        ),
        ("<Rule><Filter>a/</Filter></Rule>", "`Filter` holds `a/`, and must hold elements", None, "a/"),
        ("<Rule><ID><a/></ID></Rule>", "`ID` holds elements, and must hold text", None, "<ID><a/></ID>"),
        (
            "<Rule><Status> Enabled</Status></Rule>",
            "` Enabled` is no value of `Status`",
            "did you mean `Enabled`?",
            " Enabled",
        ),
        (
            "<Rule><Filter><And><Tag><Key>k</Key></Tag></And></Filter></Rule>",
            "`Tag` has no `Value`",
            None,
            "<Tag><Key>k</Key></Tag>",
        ),
    ],
)
def test_messages(content: str, message: str, hint: str | None, characters: str | None) -> None:
    """What is wrong with a configuration is told in the words of its XML, as an error, at its characters."""
    found = mistaken(content)
    assert (message, hint) in [each[:2] for each in found]
    assert all(severity is Severity.ERROR for *_, severity in found)
    if characters:
        assert characters in [each[2] for each in found]


@given(
    st.lists(
        st.tuples(st.integers(0), st.sampled_from([*"<>/&;'\" a", "<Rule>", "</Rule>", "<Policy/>", "<Status/>"])),
        max_size=6,
    )
)
def test_any_change_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]
) -> None:
    """XML with anything put in and taken out ends in facts, findings with characters to show, or a problem."""
    content = xml("ReplicationConfiguration", CONFIGURATION)
    for at, characters in changes:
        start = at % (len(content) + 1)
        content = content[:start] + characters + content[start + at % 3 :]
    path = tmp_path_factory.getbasetemp() / "changed.xml"
    path.write_text(content, "utf-8")
    found = dialects.read([path.name], itself, cwd=str(path.parent))
    for fault in found.findings:
        start, end = fault.primary.place.span
        assert 0 <= start < end <= len(content)
    assert len(found.problems) + len(found.estates) + len(found.remarks) + len(found.strangers) > 0


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    """Start replint in the repository."""
    monkeypatch.chdir(repository)


@pytest.mark.parametrize(
    ("member", "content", "hint"),
    [
        ("Versioning", "<VersioningConfiguration><status>Enabled</status></VersioningConfiguration>", "Status"),
        (
            "Versioning",
            "<VersioningConfiguration><Status>Enabled</Status><MFADelete>Enabled</MFADelete></VersioningConfiguration>",
            "MfaDelete",
        ),
        (
            "ObjectLock",
            "<ObjectLockConfiguration><ObjectLockEnable>Enabled</ObjectLockEnable></ObjectLockConfiguration>",
            "ObjectLockEnabled",
        ),
    ],
)
def test_misspelt_settings_are_told(tmp_path: Path, member: str, content: str, hint: str) -> None:
    """An element that is nearly one of a setting is told, where without it the setting would say another thing."""
    put(tmp_path, setting=content)
    write(tmp_path, bucket={"Bucket": "harbour", member: {"$file": "setting.xml"}})
    (fault,) = read(tmp_path).findings
    assert (fault.rule, fault.severity, fault.help) == ("unknown-member", Severity.WARNING, f"did you mean `{hint}`?")
    assert fault.primary.place.text.path == "setting.xml"


def test_what_says_nothing_is_told_once(tmp_path: Path) -> None:
    """Repeated elements, attributes and text between elements are told once, in the words of the XML."""
    content = "<VersioningConfiguration a='1'>b<MfaDelete>Disabled</MfaDelete><MfaDelete/></VersioningConfiguration>"
    put(tmp_path, versioning=content)
    write(tmp_path, bucket={"$file": "versioning.xml", "Bucket": "harbour"})
    found = read(tmp_path)
    assert [(fault.rule, fault.severity.value, fault.message) for fault in found.findings] == [
        ("duplicate-member", "error", "`MfaDelete` stands twice in one element and says two things"),
        ("unknown-member", "warning", "the attribute `a` of `VersioningConfiguration` is passed over"),
        (
            "unknown-member",
            "warning",
            "the text `b` is passed over: in `VersioningConfiguration` only elements are read",
        ),
    ]


@pytest.mark.usefixtures("started")
def test_report_in_json() -> None:
    """The JSON report keeps its schema: pointers are those of what the CLI prints, lines and columns of the XML."""
    document = json.loads(load("json").render(lint(["fixtures/unknown-member/bad-xml"]), Screen(80)))
    Draft202012Validator(json.loads(Path("docs/report.schema.json").read_text("utf-8"))).validate(document)
    assert [(each["location"]["pointer"], each["location"]["start"]) for each in document["findings"]] == [
        ("/ReplicationConfiguration/Rules/0/@id", {"line": 3, "column": 9}),
        ("/ReplicationConfiguration/Rules/0/Filter/And/<Tags>", {"line": 10, "column": 10}),
        ("/ReplicationConfiguration/Rules/0/Metrics", {"line": 18, "column": 6}),
        ("/ReplicationConfiguration/Rules/0/text()", {"line": 21, "column": 5}),
    ]


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("case", ["_estates/rest", "unknown-member/bad-xml", "duplicate-member/bad-xml-differing"])
def test_text(case: str, golden: Golden) -> None:
    """The text of a report shows XML as it shows JSON: the lines, and carets under what is meant."""
    report = lint([f"fixtures/{case}"])
    golden(f"tests/golden/xml/{case.replace('/', '-').strip('_')}.txt", load("text").render(report, Screen(80)))
