"""Two versions compared: what became of flows, by which change, and that nothing differs from itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from replint import linter, versions
from replint.git import GitError
from replint.reporters.screen import Screen
from replint.syntax import json as reader
from replint.versions.causes import MOST_TRIALS, MOST_UNITS
from replint.versions.changes import changes
from replint.versions.comparison import Comparison, Status, compared
from replint.versions.data import as_json
from replint.versions.merging import NOTHING
from replint.versions.sides import sides
from replint.versions.telling import render
from tests.repositories import INHERITED, ISOLATED, isolate, repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.finding import Report
    from replint.packs import Pack
    from replint.versions.causes import Cause

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BROKEN, REPAIRED = (FIXTURES / "_estates/demo" / half for half in ("broken", "repaired"))
CASE: dict[str, Any] = json.loads((FIXTURES / "missing-object-tag-read/bad/bundle.json").read_text())
RULES = sorted(folder for folder in FIXTURES.iterdir() if not folder.name.startswith("_"))
SCHEMA = Path(versions.__file__).with_name("diff.schema.json")


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Return the built-in rules, gathered once."""
    return linter.gathered([])


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    """Return the schema of a comparison."""
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def differ(old: Path | str, new: Path | str, pack: Pack, *, together: bool = False) -> Comparison:
    """Return the comparison of two paths."""

    def run(paths: Sequence[str], *, cwd: str | None = None) -> Report:
        return linter.run(paths, pack, linter.Terms(together=together, cwd=cwd))

    before, after = sides(str(old), str(new), os.getcwd())
    return compared(before, after, run, together=together)


def lay(path: Path, value: object) -> Path:
    """Write a document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1))
    return path


def told(comparison: Comparison, cause: Cause) -> list[list[str]]:
    """Return the pointers of each set of a cause."""
    places = [each.new_place or each.old_place for each in comparison.differences]
    chosen = [[places[number] for number in sorted(each)] for each in cause.sets]
    return [[place.pointer for place in each if place] for each in chosen]


@pytest.mark.parametrize("rule", RULES[::3], ids=lambda rule: rule.name)
def test_nothing_differs_from_itself(rule: Path, pack: Pack) -> None:
    """A case and itself differ in nothing, and nothing is tried."""
    for case in sorted(each for each in rule.iterdir() if each.is_dir()):
        same = differ(case, case, pack)
        assert (same.fates, same.came, same.went, same.differences, same.worse) == ((), (), (), (), False)
        assert same.unchanged == len(same.new.flows) + len(same.new.subjects)


MIRROR = {
    Status.NEW: Status.GONE,
    Status.GONE: Status.NEW,
}


@pytest.mark.parametrize("rule", RULES[::8], ids=lambda rule: rule.name)
def test_both_ways_are_mirrors(rule: Path, pack: Pack, schema: Draft202012Validator) -> None:
    """What came one way went the other, and every verdict is turned round; the JSON fits its schema."""
    cases = sorted(each for each in rule.iterdir() if each.is_dir())
    for old, new in combinations(cases[:3], 2):
        there, back = differ(old, new, pack), differ(new, old, pack)
        assert [each.fingerprint for each in there.came] == [each.fingerprint for each in back.went]
        assert [each.fingerprint for each in there.went] == [each.fingerprint for each in back.came]
        assert sorted(_verdicts(there)) == sorted(tuple(reversed(each)) for each in _verdicts(back))
        assert there.unchanged == back.unchanged
        assert len(there.differences) == len(back.differences)
        for each in (there, back):
            schema.validate(as_json(each))
            assert render(each, Screen())
            for fate in each.fates:
                for cause in (*(turned.cause for turned in fate.turned), *filter(None, [fate.cause])):
                    assert all(cause.sets), "a cause is some change"
                    assert set().union(*cause.sets) <= set(range(len(each.differences)))


def _verdicts(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        (fate.old.verdict if fate.old else "none", fate.new.verdict if fate.new else "none")
        for fate in comparison.fates
    ]


def test_the_demo(pack: Pack, schema: Draft202012Validator) -> None:
    """Each of three requirements broke by one change of its own, and works by the same change the other way."""
    there = differ(REPAIRED, BROKEN, pack)
    (fate,) = there.fates
    assert fate.status is Status.BROKE
    assert there.worse
    found = {turned.check.action: told(there, turned.cause) for turned in fate.turned}
    assert found == {
        "s3:ReplicateDelete": [["/Policy/Statement/0/Action/1"]],
        "kms:Encrypt": [["/Policy/Statement/1/Action/0"]],
        "s3:GetObjectVersionTagging": [["/Policies/0/PolicyDocument/Statement/1/Action/2"]],
    }
    assert all(turned.cause.only for turned in fate.turned)
    back = differ(BROKEN, REPAIRED, pack)
    assert [each.status for each in back.fates] == [Status.WORKS]
    assert not back.worse
    schema.check_schema(schema.schema)
    for each in (there, back):
        schema.validate(as_json(each))


def without(document: dict[str, Any], *actions: str) -> dict[str, Any]:
    """Return the case without some actions of the role."""
    text = json.loads(json.dumps(document))
    for statement in text["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]:
        if isinstance(statement["Action"], list):
            statement["Action"] = [each for each in statement["Action"] if each not in actions]
    return dict(text)


def test_two_changes_that_only_together_break(tmp_path: Path, pack: Pack) -> None:
    """Where two statements grant the same, both must go: the cause is both, and nothing else."""
    case = without(CASE)
    statements = case["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]
    extra = {"Effect": "Allow", "Action": "s3:GetObjectVersionTagging", "Resource": "*"}
    old = {**case, "Roles": [json.loads(json.dumps(case["Roles"][0]))]}
    old["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"] = [
        *statements,
        {"Sid": "One", **extra},
        {"Sid": "Two", **extra},
    ]
    before, after = lay(tmp_path / "old.json", old), lay(tmp_path / "new.json", case)
    comparison = differ(before, after, pack)
    (fate,) = comparison.fates
    (turned,) = fate.turned
    assert (len(turned.cause.sets), len(turned.cause.sets[0]), turned.cause.only) == (1, 2, True)
    back = differ(after, before, pack)
    (turned,) = back.fates[0].turned
    assert (len(turned.cause.sets), {len(each) for each in turned.cause.sets}, turned.cause.only) == (2, {1}, False)
    text = " ".join(render(back, Screen()).split())
    assert "by any of these changes, each alone" in text


def test_flows_of_one_name(tmp_path: Path, pack: Pack) -> None:
    """Where two flows have one name, each is told with its file."""
    for half, source in (("old", REPAIRED), ("new", BROKEN)):
        for estate in ("one", "two"):
            shutil.copytree(source, tmp_path / half / estate)
    text = render(differ(tmp_path / "old", tmp_path / "new", pack), Screen(width=200))
    assert len(re.findall(r"^broke: .* \((?:one|two)/[\w.-]+\): held, fails now$", text, re.MULTILINE)) == 2


def test_what_comes_and_goes(tmp_path: Path, pack: Pack) -> None:
    """A replication rule that is added is a new flow by that change; one that is renamed is the same flow."""
    old = lay(tmp_path / "old/bundle.json", CASE)
    more = json.loads(json.dumps(CASE))
    rules = more["Buckets"][0]["ReplicationConfiguration"]["Rules"]
    rules.append({**rules[0], "ID": "second", "Priority": 9, "Filter": {"Prefix": "elsewhere/"}})
    new = lay(tmp_path / "new/bundle.json", more)
    comparison = differ(old.parent, new.parent, pack)
    fresh = [fate for fate in comparison.fates if fate.status is Status.NEW]
    assert [fate.new.id for fate in fresh if fate.new and "second" in fate.new.id]
    assert comparison.worse
    renamed = json.loads(json.dumps(CASE))
    renamed["Buckets"][0]["ReplicationConfiguration"]["Rules"][0]["ID"] = "another-name"
    other = lay(tmp_path / "renamed/bundle.json", renamed)
    comparison = differ(old.parent, other.parent, pack)
    assert (comparison.fates, comparison.came, comparison.went) == ((), (), ())
    assert len(comparison.differences) == 1


def test_a_document_that_is_gone(tmp_path: Path, pack: Pack) -> None:
    """A file that is in one version only is one change."""
    for half, names in (("old", ("source", "destination", "role")), ("new", ("source", "destination"))):
        parts = dict(zip(("source", "destination"), CASE["Buckets"], strict=True)) | {"role": CASE["Roles"][0]}
        for name in names:
            lay(tmp_path / half / "estate" / f"{name}.json", parts[name])
    comparison = differ(tmp_path / "old", tmp_path / "new", pack)
    (fate,) = comparison.fates
    assert {each.path for each in comparison.differences} == {"estate/role.json"}
    assert all(turned.cause.only for turned in fate.turned)
    assert "the file is gone" in render(comparison, Screen())
    assert "the file is new" in render(differ(tmp_path / "new", tmp_path / "old", pack), Screen())


def test_delete_markers_that_a_filter_stops(tmp_path: Path, pack: Pack) -> None:
    """A rule of version 1 that is given a filter no longer replicates delete markers, which no version tells alone."""
    first = json.loads(json.dumps(CASE))
    rule = first["Buckets"][0]["ReplicationConfiguration"]["Rules"][0]
    prefix = rule.pop("Filter", {}).get("Prefix", "")
    for name in ("Priority", "DeleteMarkerReplication"):
        rule.pop(name, None)
    second = json.loads(json.dumps(first))
    rule["Prefix"] = prefix
    filtered = second["Buckets"][0]["ReplicationConfiguration"]["Rules"][0]
    filtered.update(Filter={"Prefix": prefix}, Priority=1, DeleteMarkerReplication={"Status": "Disabled"})
    before, after = lay(tmp_path / "old.json", first), lay(tmp_path / "new.json", second)
    notes = [note for fate in differ(before, after, pack).fates for note in fate.notes]
    assert [note.partition(",")[0] for note in notes] == ["delete markers replicated"]
    assert "note: delete markers replicated" in render(differ(before, after, pack), Screen())
    assert [fate.notes for fate in differ(after, before, pack).fates if fate.notes] == []
    filtered["DeleteMarkerReplication"]["Status"] = "Enabled"
    second["Roles"] = []
    lay(after, second)
    assert differ(before, after, pack).fates
    assert [fate.notes for fate in differ(before, after, pack).fates if fate.notes] == []


def test_many_changes(tmp_path: Path, pack: Pack) -> None:
    """Of many differences those of a file are tried together, and of too many files nothing is said to be the cause."""
    old = lay(tmp_path / "old/bundle.json", without(CASE))
    grown = without(CASE, "s3:GetObjectVersionForReplication")
    grown["Buckets"][0]["Tags"] = {f"k{number}": "v" for number in range(MOST_UNITS + 1)}
    lay(tmp_path / "new/bundle.json", grown)
    lay(old, {**json.loads(old.read_text()), "Buckets": [{**CASE["Buckets"][0], "Tags": {}}, *CASE["Buckets"][1:]]})
    comparison = differ(tmp_path / "old", tmp_path / "new", pack)
    assert len(comparison.differences) > MOST_UNITS
    turned = [each for fate in comparison.fates for each in fate.turned]
    assert turned
    assert {len(each.cause.sets[0]) for each in turned} == {len(comparison.differences)}
    for number in range(MOST_UNITS + 1):
        lay(tmp_path / f"new/more{number}.json", {"number": number})
    comparison = differ(tmp_path / "old", tmp_path / "new", pack)
    assert {each.cause.narrowed for fate in comparison.fates for each in fate.turned} == {False}
    assert "too many to try each" in " ".join(render(comparison, Screen()).split())


def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch, pack: Pack) -> None:
    """When too much was tried nothing is said to be the cause."""
    assert MOST_TRIALS > MOST_UNITS
    monkeypatch.setattr("replint.versions.causes.MOST_TRIALS", 2)
    comparison = differ(REPAIRED, BROKEN, pack)
    assert {turned.cause.narrowed for fate in comparison.fates for turned in fate.turned} == {False}


values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a", '{"a": 1}', '{"a": [2]}', "{"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["Sid", "a", "b"]), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), values), st.dictionaries(st.sampled_from("abc"), values))
def test_mixtures_go_from_one_version_to_the_other(old: dict[str, Any], new: dict[str, Any]) -> None:
    """With none of the differences it is the old document, with all the new one; each difference is one."""
    before, after = (json.dumps(each).encode() for each in (old, new))
    found = changes({"x.json": before}, {"x.json": after})
    alike = json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
    assert bool(found) == (not alike)
    for each in found:
        assert each.mixed(frozenset()) == before
        assert each.mixed(each.numbers) == after
        assert each.numbers == set(range(len(each.differences)))
        for difference in each.differences:
            assert difference.old is not difference.new
            mixed = each.mixed({difference.number})
            assert isinstance(mixed, bytes)
            if len(each.differences) > 1:
                assert _plain(mixed) not in {_plain(before), _plain(after)}


def _plain(content: bytes) -> str:
    return json.dumps(reader.read("x.json", content).value, sort_keys=True)


def test_places_of_both_versions() -> None:
    """A difference inside a policy that stands as a string is told by the pointer in it, at lines of the file."""
    old, new = ({"Policy": json.dumps({"Statement": [{"Sid": "A", "Action": each}]})} for each in ("x", "y"))
    before, after = ({"p.json": json.dumps(each, indent=1).encode()} for each in (old, new))
    (changed,) = changes({**before}, {**after})
    (difference,) = changed.differences
    assert (difference.old, difference.new) == ("x", "y")
    for place in (difference.old_place, difference.new_place):
        assert place is not None
        assert (place.pointer, place.inner) == ("/Policy", "/Statement/0/Action")
        assert place.text.file.position(place.span.start).line == 2
    (gone,) = changes({"p.xml": b"<a/>"}, {})
    assert [(each.old, each.new) for each in gone.differences] == [(None, NOTHING)]


def replint(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    kept = {name: value for name, value in os.environ.items() if name not in INHERITED}
    command = [sys.executable, "-m", "replint", "diff", *map(str, arguments)]
    environ = {**kept, **ISOLATED, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=cwd, env=environ, capture_output=True, encoding="utf-8", check=False)


def test_exit_codes(tmp_path: Path) -> None:
    """0 when nothing got worse, 1 when something did, 2 for what cannot be read, 3 for nothing of ours."""
    assert replint(BROKEN, REPAIRED, cwd=tmp_path).returncode == 0
    assert replint(BROKEN, BROKEN, cwd=tmp_path).stdout == "1 unchanged\n"
    ran = replint(REPAIRED, BROKEN, "--format", "json", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert json.loads(ran.stdout)["summary"]["broke"] == 1
    (tmp_path / "replint.toml").write_text('ignore = ["missing-object-tag-read"]\n')
    ignoring = json.loads(replint(REPAIRED, BROKEN, "--format", "json", cwd=tmp_path).stdout)
    assert "missing-object-tag-read" not in json.dumps(ignoring["flows"])
    (tmp_path / "replint.toml").write_text('ignore = ["no-such-rule"]\n')
    ran = replint(REPAIRED, BROKEN, cwd=tmp_path)
    assert (ran.returncode, "`no-such-rule`" in ran.stderr) == (2, True)
    (tmp_path / "replint.toml").unlink()
    (tmp_path / "empty").mkdir()
    assert replint("empty", "empty", cwd=tmp_path).returncode == 3
    (tmp_path / "ended.json").write_text('{"Bucket": "b", "Policy": ')
    ran = replint("ended.json", "ended.json", cwd=tmp_path)
    assert ran.returncode == 2
    assert "ended.json:1:" in ran.stderr
    for arguments in (("nowhere", BROKEN), (BROKEN, BROKEN / "role.json"), (BROKEN, "HEAD:estate")):
        ran = replint(*arguments, cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "Traceback" not in ran.stderr


def test_versions_of_a_repository(tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """`REV:PATH` is what git means by it: from the root, or with `./` from where one stands; a file or a folder."""
    isolate(monkeypatch)
    repo = repository(tmp_path)
    for half in (REPAIRED, BROKEN):
        for path in half.iterdir():
            repo.lay(f"deep/estate/{path.name}", path.read_bytes())
        repo.lay("deep/one.json", json.dumps(CASE).encode())
        repo.lay("deep/estate/.hidden/x.json", os.urandom(4))
        repo.commit()
    monkeypatch.chdir(tmp_path)
    for old, new in (("HEAD~1:deep/estate", "deep/estate"), ("HEAD~1:", "HEAD:"), ("HEAD~:./deep", "main:./deep/")):
        assert [fate.status for fate in differ(old, new, pack).fates] == [Status.BROKE], (old, new)
    monkeypatch.chdir(tmp_path / "deep")
    assert [fate.status for fate in differ("HEAD~1:./estate", "estate", pack).fates] == [Status.BROKE]
    assert differ("HEAD:deep/one.json", "one.json", pack).fates == ()
    assert differ("HEAD:./one.json", "../deep/one.json", pack).differences == ()
    for name in ("HEAD:nowhere", "HEAD:../../x", "nowhere:deep", "-x:deep", ":deep"):
        with pytest.raises(GitError):
            differ(name, "estate", pack)


def test_hostile_names_and_values(tmp_path: Path, pack: Pack) -> None:
    """Nothing in a document or a file's name reaches a terminal but harmless."""
    hostile = "\x1b[2J\n::error::x\u202e"
    case = json.loads(json.dumps(CASE).replace("atlas", hostile.replace("\n", "").replace("\x1b", "\\u001b")))
    old, new = (lay(tmp_path / half / "b\x1b[31m.json", each) for half, each in (("old", without(case)), ("new", case)))
    document = json.loads(old.read_text())
    document["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"].append(
        {"Sid": hostile, "Effect": "Allow", "Action": "*", "Resource": "*"}
    )
    lay(old, document)
    text = render(differ(old.parent, new.parent, pack), Screen())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []
