"""Suppressions: what an entry hides and what it does not, when one is unused, and what `replint suppress` writes."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint import config, lint
from replint.config import Config
from replint.config.writing import with_tables
from replint.dialects.silencing import TOPIC
from replint.hiding import Hiding
from replint.known import Hider
from replint.record import replace
from replint.suppressions import writing
from replint.suppressions.reading import TABLES
from replint.syntax import toml
from tests.commands import inside, lay

if TYPE_CHECKING:
    from replint.finding import Finding, Report
    from tests.commands import Run

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
RULE = "missing-object-tag-read"
BAD = sorted(path.parent for path in FIXTURES.glob("[a-z]*/bad/expected.txt"))
CASE: dict[str, Any] = json.loads((FIXTURES / RULE / "bad/bundle.json").read_text())
STATEMENT = 1
"""The number of the statement of the case's role that lacks an action."""
TODAY = "2026-06-15"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loose(where: str = ".") -> None:
    """Lay the documents of the case beside one another, the role's policy as a string."""
    source, destination = CASE["Buckets"]
    role = json.loads(json.dumps(CASE["Roles"][0]))
    policy = role["Policies"][0]
    policy["PolicyDocument"] = json.dumps(policy["PolicyDocument"])
    lay(f"{where}/source.json", source)
    lay(f"{where}/destination.json", destination)
    lay(f"{where}/role.json", role)


def told(paths: list[str] | None = None, *entries: dict[str, str], **flags: Any) -> Report:  # noqa: ANN401 - whatever `lint` takes
    """Return what is told where a config file has some entries."""
    text = "".join(
        "[[suppress]]\n" + "".join(f"{key} = {toml.quoted(value)}\n" for key, value in entry.items())
        for entry in ({"rule": RULE, "reason": "r", **entry} for entry in entries)
    )
    Path("replint.toml").write_text(text, "utf-8")
    hide = Hiding(today=TODAY)
    return lint(paths or ["."], **{"config": config.read("replint.toml"), "hide": hide, **flags})


def rules(report: Report) -> list[str]:
    """Return the rules of the findings, in their order."""
    return [finding.rule for finding in report.findings]


def names(report: Report) -> Counter[str]:
    """Return the fingerprints of what is found, told or hidden, but for what is said of suppressions."""
    about = {info.name for info in report.rules if info.topic == TOPIC}
    found = (*report.findings, *(each.finding for each in report.hidden))
    return Counter(each.fingerprint for each in found if each.rule not in about)


INNER = f"/Policies/0/PolicyDocument/Statement/{STATEMENT}"


@pytest.mark.parametrize(
    ("where", "hides"),
    [
        ({"path": "role.json", "pointer": ""}, True),
        ({"path": "role.json", "pointer": "/Policies/0"}, True),
        ({"path": "role.json", "pointer": "/Policies/0/PolicyDocument"}, True),
        ({"path": "role.json", "pointer": INNER}, True),
        ({"path": "role.json", "pointer": f"{INNER}/Action"}, True),
        ({"path": "role.json", "pointer": f"{INNER}/Act"}, False),
        ({"path": "role.json", "pointer": f"{INNER}/Action/0"}, False),
        ({"path": "role.json", "pointer": "/Policies/0/PolicyDocument/Statement/0"}, False),
        ({"path": "role.json", "sid": "SourceObjects"}, True),
        ({"path": "role.json", "sid": "SourceBucket"}, False),
        ({"path": "role.json", "sid": "sourceobjects"}, False),
        ({"path": ".", "sid": "SourceObjects"}, True),
        ({"path": "./x/../role.json", "sid": "SourceObjects"}, True),
        ({"path": "source.json", "sid": "SourceObjects"}, False),
        ({"path": "role", "sid": "SourceObjects"}, False),
        ({"path": "source.json", "rule-id": "everything"}, True),
        ({"path": "role.json", "rule-id": "everything"}, True),
        ({"path": "destination.json", "rule-id": "everything"}, False),
        ({"path": "source.json", "rule-id": "every"}, False),
        ({"path": "role.json", "sid": "SourceObjects", "rule": "missing-object-read"}, False),
    ],
    ids=str,
)
def test_an_entry_is_about_one_place(where: dict[str, str], *, hides: bool) -> None:
    """An entry hides the findings of its rule in its file and at, or in, its place, and no other."""
    loose()
    report = told(None, where)
    assert (RULE in rules(report)) is not hides
    assert [each.finding.rule for each in report.hidden] == [RULE] * hides
    assert ("unused-suppression" in rules(report)) is not hides


def test_what_is_hidden_comes_with_its_reason() -> None:
    """A hidden finding has the reason, the last day and the place of the entry; its flow still fails."""
    loose()
    report = told(None, {"path": "role.json", "sid": "SourceObjects", "reason": " no tags ", "expires": TODAY})
    (hidden,) = report.hidden
    assert (hidden.by, hidden.reason, hidden.expires) == (Hider.SUPPRESSION, "no tags", TODAY)
    assert (hidden.place.text.path, hidden.place.pointer) == ("replint.toml", "/suppress/0")
    assert report.findings == ()
    assert report.suppressed == 1
    assert [flow.verdict for flow in report.flows] == ["fails"]
    assert [info.name for info in report.rules] == [RULE]


def test_an_entry_holds_through_its_last_day() -> None:
    """On its last day an entry holds; on the next it hides nothing and is told."""
    loose()
    entry = {"path": "role.json", "sid": "SourceObjects", "expires": "2026-06-15"}
    assert rules(told(None, entry, hide=Hiding(today="2026-06-15"))) == []
    assert rules(told(None, entry, hide=Hiding(today="2026-06-16"))) == [RULE, "expired-suppression"]
    assert rules(told(None, {**entry, "expires": "2000-01-01"}, hide=Hiding())) == [RULE, "expired-suppression"]
    assert rules(told(None, {**entry, "expires": "9999-12-31"}, hide=Hiding())) == []


def test_an_audit_tells_everything() -> None:
    """In an audit nothing is hidden, and nothing is said of entries."""
    loose()
    entries = [{"path": "role.json", "sid": "SourceObjects"}, {"path": "role.json", "sid": "x"}, {"path": "role.json"}]
    assert rules(told(None, *entries)) == ["malformed-suppression", "unused-suppression"]
    report = told(None, *entries, hide=Hiding(audit=True))
    assert (rules(report), report.hidden) == ([RULE], ())


def two_rules() -> None:
    """Lay the case with a second replication rule to the same bucket."""
    loose()
    source = json.loads(Path("source.json").read_text())
    (first,) = source["ReplicationConfiguration"]["Rules"]
    second = {**first, "ID": "logs", "Priority": 2, "Filter": {"Prefix": "logs/"}}
    first["Filter"] = {"Prefix": "data/"}
    source["ReplicationConfiguration"]["Rules"] = [first, second]
    lay("source.json", source)


def test_a_finding_of_several_rules_needs_entries_for_all() -> None:
    """A finding that concerns a replication rule that no entry names is told, whole; the entries are no less used."""
    two_rules()
    one, other = ({"path": "source.json", "rule-id": name, "reason": name} for name in ("everything", "logs"))
    (finding,) = told().findings
    assert len(finding.flows) == 2
    for entry in (one, other):
        report = told(None, entry)
        assert (rules(report), report.findings[0].flows) == ([RULE], finding.flows)
    (hidden,) = told(None, one, other).hidden
    assert hidden.reason == "everything; logs"


def test_a_finding_in_a_replication_rule_is_about_that_rule() -> None:
    """What is wrong in one replication rule is hidden by its name, although S3 refuses all rules for it."""
    two_rules()
    source = json.loads(Path("source.json").read_text())
    source["ReplicationConfiguration"]["Rules"][1]["Prioritee"] = 1
    lay("source.json", source)
    entry = {"path": "source.json", "rule": "unknown-member"}
    assert "unknown-member" not in rules(told(None, {**entry, "rule-id": "logs"}))
    assert "unknown-member" in rules(told(None, {**entry, "rule-id": "everything"}))


def bundle(*entries: object, **more: object) -> dict[str, object]:
    """Return the case as a bundle with some entries."""
    return {
        **CASE,
        "Suppress": [{"Rule": RULE, "Reason": "r", **entry} if isinstance(entry, dict) else entry for entry in entries],
        **more,
    }


def test_a_bundle_hides_its_own_findings_alone() -> None:
    """Entries of a bundle are about the bundle: another one with the same fault is told."""
    lay("a/bundle.json", bundle({"Sid": "SourceObjects"}))
    lay("b/bundle.json", CASE)
    report = lint(["."])
    assert [each.finding.primary.place.text.path for each in report.hidden] == ["a/bundle.json"]
    assert [each.primary.place.text.path for each in report.findings] == ["b/bundle.json"]
    together = lint(["."], together=True)
    assert "a/bundle.json" not in {each.primary.place.text.path for each in together.findings if each.rule == RULE}


def test_bundles_with_one_file_hide_in_it_apart() -> None:
    """Where two bundles refer to one file, one hides what is found there of it, and nothing of the other."""
    role = CASE["Roles"][0]
    lay("role.json", role)
    shared: dict[str, object] = {"Roles": [{"$file": "role.json"}]}
    lay("one.json", bundle({"Path": "role.json", "Sid": "SourceObjects"}, **shared))
    lay("other.json", {**CASE, **shared})
    report = lint(["."])
    assert [(each.estate, each.primary.place.text.path) for each in report.findings] == [("other.json", "role.json")]
    assert [each.finding.estate for each in report.hidden] == ["one.json"]


@pytest.mark.parametrize("suppress", ["all", {"Rule": RULE}, 7, True], ids=str)
def test_a_bundle_without_a_list_hides_nothing(suppress: object) -> None:
    """What is no list of entries is told once, and hides nothing."""
    lay("bundle.json", {**CASE, "Suppress": suppress})
    assert sorted(rules(lint(["."]))) == ["malformed-suppression", RULE]


def test_entries_may_stand_in_a_file_of_their_own() -> None:
    """A bundle's list may be a reference; its paths then start from that file."""
    lay("bundle.json", {**CASE, "Suppress": {"$file": "judged/list.json"}})
    entry = {"Rule": RULE, "Reason": "r", "Sid": "SourceObjects"}
    lay("judged/list.json", [{**entry, "Path": "../bundle.json"}])
    assert rules(lint(["."])) == []
    lay("judged/list.json", [{**entry, "Path": "bundle.json"}])
    report = lint(["."])
    assert rules(report) == [RULE, "unused-suppression"]
    assert report.findings[1].primary.place.text.path == "judged/list.json"


UNUSED = {"path": "role.json", "sid": "SourceBucket"}


@pytest.mark.parametrize(
    ("flags", "judged"),
    [
        ({}, True),
        ({"paths": ["role.json"]}, True),
        ({"paths": ["source.json"]}, True),
        ({"paths": ["elsewhere"]}, False),
        ({"select": [RULE]}, True),
        ({"select": ["missing-object-read"]}, False),
        ({"ignore": [RULE]}, False),
    ],
    ids=str,
)
def test_only_what_was_looked_for_is_unused(flags: dict[str, Any], *, judged: bool) -> None:
    """An entry is unused when its file was read with its estate and its rule was asked: a hook sees only a part."""
    loose()
    loose("elsewhere")
    paths = flags.pop("paths", None)
    assert ("unused-suppression" in rules(told(paths, UNUSED, **flags))) is judged


def test_a_project_may_be_a_part_of_a_repository() -> None:
    """Its config file is about its own folder: a run on that is whole, wherever the repository begins."""
    loose("a")
    Path("a/replint.toml").write_text(
        f'[[suppress]]\nrule = "{RULE}"\npath = "gone.json"\npointer = ""\nreason = "r"\n', "utf-8"
    )
    settings = config.read("a/replint.toml")
    assert "unused-suppression" in rules(lint(["a"], config=settings, home="."))
    assert "unused-suppression" not in rules(lint(["a/role.json"], config=settings, home="."))


def test_a_finding_in_a_config_file_has_a_pointer() -> None:
    """Of a text that is neither JSON nor XML no names are known, and its pointers are."""
    loose()
    report = told(None, {"path": "role.json"})
    (malformed,) = (each for each in report.findings if each.rule == "malformed-suppression")
    (table,), _ = writing.tables([malformed], ".", ".", "r", None)
    assert (table["path"], table["pointer"]) == ("replint.toml", "/suppress/0")


def test_what_cannot_be_read_may_need_an_entry() -> None:
    """Beside an input error, and where the rule has no answer, no entry is called unused."""
    loose()
    assert "unused-suppression" in rules(told(None, UNUSED))
    lay("broken.json", '{"Bucket": ')
    assert "unused-suppression" not in rules(told(None, UNUSED))
    Path("broken.json").unlink()
    role = json.loads(Path("role.json").read_text())
    lay("role.json", {name: value for name, value in role.items() if name != "Policies"})
    assert "unused-suppression" not in rules(told(None, UNUSED))


def test_an_entry_for_a_file_that_is_gone() -> None:
    """It is unused when the whole project is looked at, and may be needed when a part of it is."""
    loose("a")
    gone = {"path": "gone/role.json", "pointer": ""}
    assert "unused-suppression" in rules(told(["."], gone))
    assert "unused-suppression" not in rules(told(["a"], gone))
    lay("gone/role.json", "{}")
    assert "unused-suppression" not in rules(told(["."], gone))


def test_a_file_that_bundles_share_is_judged_with_all_of_them() -> None:
    """Of a run on one bundle it is not known what another one needs; of a run on everything it is."""
    good = json.loads((FIXTURES / RULE / "good/bundle.json").read_text())
    lay("role.json", good["Roles"][0])
    lay("one.json", {**CASE, "Roles": [{"$file": "role.json"}]})
    entry = {"path": "role.json", "pointer": ""}
    assert "unused-suppression" not in rules(told(["one.json"], entry))
    assert "unused-suppression" in rules(told(["."], entry))


def test_a_note_that_nobody_asked_for_needs_its_entry() -> None:
    """An entry for advice is no less used in a run that tells no advice."""
    case = FIXTURES / "missing-delete-replication/near-miss-no-markers"
    lay("bundle.json", (case / "bundle.json").read_text())
    rule = "missing-delete-replication"
    entry = {"path": "bundle.json", "pointer": "", "rule": rule}
    assert rules(told(None, select=[rule])) == [rule]
    assert rules(told(None, entry, select=[rule])) == []
    assert rules(told(None, entry)) == []


def test_findings_about_entries_are_told_under_any_selection() -> None:
    """What is said of suppressions is about the run: only who ignores it by name or topic is spared it."""
    loose()
    malformed = {"path": "role.json"}
    assert "malformed-suppression" in rules(told(None, malformed, select=["missing-object-read"]))
    assert "malformed-suppression" not in rules(told(None, malformed, ignore=["malformed-suppression"]))
    assert "malformed-suppression" not in rules(told(None, malformed, ignore=[TOPIC]))


# Laws.


def entry_for(finding: Finding, steps: int) -> dict[str, str]:
    """Return an entry for a place some steps around that of a finding."""
    place = finding.primary.place
    whole = f"{place.pointer}{place.inner or ''}".split("/")
    pointer = "/".join(whole[: max(1, len(whole) - steps)])
    return {"rule": finding.rule, "path": place.text.file.path, "pointer": pointer}


@given(data=st.data(), case=st.sampled_from(BAD))
def test_what_is_told_and_what_is_hidden_is_all(data: st.DataObject, case: Path) -> None:
    """Whatever entries there are, nothing is lost; and one more never shows more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(case)
        all_of_it = lint(["."], hide=Hiding(audit=True))
        if not all_of_it.findings:
            return
        some = st.lists(st.tuples(st.sampled_from(all_of_it.findings), st.integers(0, 3)), max_size=3)
        entries = [entry_for(*each) for each in data.draw(some)]
        fewer, more = (lint(["."], config=_config(part)) for part in (entries[:-1], entries))
        assert names(fewer) == names(more) == names(all_of_it)
        shown = [{each.fingerprint for each in report.findings} - _about(report) for report in (more, fewer)]
        assert shown[0] <= shown[1]
        assert all(each.finding.rule in {entry["rule"] for entry in entries} for each in more.hidden)


def _about(report: Report) -> set[str]:
    about = {info.name for info in report.rules if info.topic == TOPIC}
    return {each.fingerprint for each in report.findings if each.rule in about}


def _config(entries: list[dict[str, str]]) -> Config:
    text = with_tables("", ({**entry, "reason": "r"} for entry in entries), "suppress")
    node = toml.read("replint.toml", text.encode()).get("suppress")
    return Config(suppress=tuple(node.elements()) if node else ())


def shuffled(value: Any, draw: st.DrawFn) -> Any:  # noqa: ANN401 - any JSON
    """Return a document that says the same with its members in another order."""
    if isinstance(value, dict):
        return {name: shuffled(value[name], draw) for name in draw(st.permutations(list(value)))}
    return [shuffled(each, draw) for each in value] if isinstance(value, list) else value


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Draw the case's documents as somebody may leave them who mends nothing: other order, lines, statements before."""
    case = json.loads(json.dumps(CASE))
    statements = case["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]
    for number in range(draw(st.integers(0, 3))):
        other = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::other-{number}"}
        statements.insert(draw(st.integers(0, len(statements))), other)
    rules = case["Buckets"][0]["ReplicationConfiguration"]["Rules"]
    rules.insert(draw(st.integers(0, 1)), {**rules[0], "ID": "off", "Status": "Disabled", "Priority": 9})
    return json.dumps(shuffled(case, draw), indent=draw(st.sampled_from([None, 1, 8])))


@given(text=edited(), by=st.sampled_from([{"Sid": "SourceObjects"}, {"RuleId": "everything"}]))
def test_names_outlive_edits(text: str, by: dict[str, str]) -> None:
    """An entry by Sid or rule id hides its finding whatever moves around it."""
    lay("bundle.json", {**json.loads(text), "Suppress": [{"Rule": RULE, "Reason": "r", **by}]})
    report = lint(["."])
    assert (rules(report), [each.finding.rule for each in report.hidden]) == ([], [RULE])


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.parent.name)
def test_what_is_written_hides_what_was_found(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an entry for each finding of a case nothing is told, and no entry is too many."""
    monkeypatch.chdir(case)
    settings = config.read("replint.toml") if Path("replint.toml").exists() else config.NONE
    before = lint(["."], advice=True, config=settings)
    entries, unnamed = writing.tables(before.findings, str(case), str(case), "r", None)
    mine = [entry for entry in entries if not entry["rule"].endswith("-suppression")]
    after = lint(["."], advice=True, config=replace(settings, suppress=_config(mine).suppress))
    assert unnamed == []
    assert {each.rule for each in after.findings} <= {
        f"{way}-suppression" for way in ("malformed", "expired", "unused")
    }
    assert len(after.hidden) >= len(mine) > 0 or case.parent.name == "unused-suppression"
    own = [each for each in after.findings if each.primary.place.text.path == "replint.toml"]
    assert own == []


def test_a_name_that_two_have_is_not_written() -> None:
    """Where two statements of a file have the Sid, also in two policies, or it is blank, the place is a pointer."""
    loose()
    role = json.loads(Path("role.json").read_text())
    written = json.loads(role["Policies"][0]["PolicyDocument"])

    def way() -> dict[str, str]:
        ((table,), _) = writing.tables(told().findings, ".", ".", "r", None)
        return {key: value for key, value in table.items() if key in ("sid", "pointer")}

    assert way() == {"sid": "SourceObjects"}
    other = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::x", "Sid": "SourceObjects"}
    for more in (
        {"Version": "2012-10-17", "Statement": [other]},
        json.dumps({"Version": "2012-10-17", "Statement": other}),
    ):
        lay("role.json", {**role, "Policies": [*role["Policies"], {"PolicyName": "other", "PolicyDocument": more}]})
        assert way() == {"pointer": f"{INNER}/Action"}
    written["Statement"][STATEMENT]["Sid"] = " "
    lay("role.json", {**role, "Policies": [{"PolicyName": "p", "PolicyDocument": json.dumps(written)}]})
    assert {entry["pointer"] for entry in writing.tables(told().findings, ".", ".", "r", None)[0]}


def test_what_toml_cannot_say_is_left(folder: Path) -> None:
    """A file whose name is no Unicode cannot be named, and that is said."""
    name = os.fsdecode(b"\xff.json")
    try:
        (folder / name).write_text(json.dumps(CASE), "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    tables, unnamed = writing.tables(lint(["."]).findings, ".", ".", "r", None)
    assert (tables, [each.rule for each in unnamed]) == ([], [RULE])


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written(text: str) -> None:
    """Whatever a name holds, TOML reads it as it was."""
    entry = {key: text for key in TABLES if key != "expires"}
    node = toml.read("x.toml", with_tables("", [entry, entry], "suppress").encode())
    assert node.value == {"suppress": [entry, entry]}


def test_what_is_written_obeys_no_name() -> None:
    """Nothing that a terminal obeys, or that turns the line, is written as it is."""
    text = with_tables("", [{"sid": "\x1b[31m\x9b31m\u202e\u2028\u200b\ufeff"}], "suppress")
    assert all(each.isprintable() for each in text.splitlines())
    assert len(text.splitlines()) == 2


# The command.


@pytest.fixture
def replint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command line without a process of its own."""
    return inside(monkeypatch, capsys)


def test_suppress_and_check(replint: Run) -> None:
    """After `suppress` a check is clean, a second time nothing is written, and an audit tells all."""
    loose()
    assert replint("check", "--format", "concise")[0] == 1
    code, out, err = replint("suppress", "--reason", 'it is "known"')
    assert (code, out, err) == (0, "", "replint: wrote 1 suppression to replint.toml\n")
    assert Path("replint.toml").read_text() == (
        f'[[suppress]]\nrule = "{RULE}"\npath = "role.json"\nsid = "SourceObjects"\nreason = "it is \\"known\\""\n'
    )
    assert replint("check", "--format", "concise")[0] == 0
    before = Path("replint.toml").read_bytes()
    assert replint("suppress", "--reason", "again")[2] == "replint: nothing to suppress\n"
    assert Path("replint.toml").read_bytes() == before
    code, out, _ = replint("check", "--no-suppress", "--format", "concise")
    assert (code, RULE in out) == (1, True)


@pytest.mark.parametrize(
    ("name", "content", "header"),
    [
        ("replint.toml", "# ours\nselect = []  # all\n", "suppress"),
        ("replint.toml", "strict = false", "suppress"),
        ("replint.toml", "strict = false\r\n# end\r\n", "suppress"),
        ("pyproject.toml", "[tool.replint]\nstrict = false\n\n[tool.other]\nx = 1\n", "tool.replint.suppress"),
    ],
)
def test_nothing_else_of_the_file_changes(name: str, content: str, header: str, replint: Run) -> None:
    """Entries stand behind all that a config file has, comments and line ends stay."""
    loose()
    Path(name).write_bytes(content.encode())
    assert replint("suppress", "--reason", "r", "--expires", "2999-12-31")[0] == 0
    after = Path(name).read_bytes().decode()
    assert after.startswith(content)
    assert f"[[{header}]]" in after[len(content) :]
    assert "expires = 2999-12-31" in after
    assert after.count("\r\n") in (0, after.count("\n"))
    assert replint("check")[0] == 0


def test_a_dry_run_writes_nothing(replint: Run) -> None:
    """It shows what would be written."""
    loose()
    _, out, _ = replint("suppress", "--reason", "r", "--dry-run")
    assert out.startswith("[[suppress]]\n")
    assert not Path("replint.toml").exists()


def test_the_file_is_made_at_the_root_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch, replint: Run
) -> None:
    """Without a config file there is one at the root afterwards, with paths from there, which counts in each folder."""
    (folder / ".git").mkdir()
    loose("a/b")
    monkeypatch.chdir(folder / "a")
    assert replint("suppress", "b", "--reason", "r")[0] == 0
    assert 'path = "a/b/role.json"' in (folder / "replint.toml").read_text()
    assert replint("check", "b")[0] == 0
    monkeypatch.chdir(folder)
    assert replint("check")[0] == 0


def test_entries_join_those_that_count(replint: Run) -> None:
    """Where the entries are those of a file that is extended, new ones stand there: here they would replace them."""
    loose()
    lay("shared/base.toml", '[[suppress]]\nrule = "missing-object-read"\npath = "x"\npointer = ""\nreason = "r"\n')
    lay("replint.toml", 'extend = "shared/base.toml"\n')
    assert replint("suppress", "--reason", "r")[0] == 0
    assert 'path = "../role.json"' in Path("shared/base.toml").read_text()
    assert RULE not in replint("check", "--format", "concise")[1]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--reason", " "], "--reason is blank"),
        (["--reason", "r", "--expires", "tomorrow"], "`tomorrow` is no day"),
        (["--reason", "r", "--expires", "2000-01-01"], "`2000-01-01` is over"),
        ([], "--reason"),
    ],
)
def test_a_reason_is_needed(args: list[str], message: str, replint: Run) -> None:
    """Nothing is suppressed without a reason, or until a day that there is not."""
    loose()
    code, _, err = replint("suppress", *args)
    assert (code, message in err) == (2, True)
    assert not Path("replint.toml").exists()


def test_nothing_is_written_where_something_cannot_be_read(replint: Run) -> None:
    """A run that is not whole suppresses nothing; nor does one into a list that takes no tables."""
    loose()
    lay("broken.json", '{"Bucket": ')
    assert replint("suppress", "--reason", "r")[0] == 2
    assert not Path("replint.toml").exists()
    os.remove("broken.json")
    lay("replint.toml", "suppress = []\n")
    assert replint("suppress", "--reason", "r")[0] == 2
    assert Path("replint.toml").read_text() == "suppress = []\n"


def test_what_no_suppression_hides_is_said(replint: Run) -> None:
    """A suppression that is malformed stays a finding."""
    loose()
    lay("replint.toml", f'[[suppress]]\nrule = "{RULE}"\npath = "role.json"\npointer = ""\n')
    code, _, err = replint("suppress", "--reason", "r")
    assert (code, "malformed-suppression" in err) == (0, True)
    assert "malformed-suppression" in replint("check", "--format", "concise")[1]
