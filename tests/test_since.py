"""Only what is new: laws of `news`, and `--since` in real repositories, also hostile ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from replint import lint, reporters
from replint.finding import Verdict
from replint.git import GitError, Repository
from replint.record import replace
from replint.versions.earlier import earlier
from replint.versions.editions import Link, lay
from replint.versions.matching import matched
from replint.versions.news import news
from tests.repositories import INHERITED, Repo, isolate, repository

if TYPE_CHECKING:
    from replint.finding import Report

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BROKEN, REPAIRED = (FIXTURES / "_estates/demo" / half for half in ("broken", "repaired"))
CASE: dict[str, Any] = json.loads((FIXTURES / "missing-object-tag-read/bad/bundle.json").read_text())
SCHEMA = Path(reporters.__file__).with_name("report.schema.json")
RULE = "missing-object-tag-read"
COMMIT = "0123456789" * 4
RULES = sorted(folder for folder in FIXTURES.iterdir() if not folder.name.startswith("_"))


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program under test see no settings of the machine either."""
    isolate(monkeypatch)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository, in which the test stands."""
    made = repository(tmp_path / "repo")
    monkeypatch.chdir(made.root)
    return made


def since(revision: str, *paths: str) -> Report:
    """Return what is new in the current folder."""
    named = list(paths) or ["."]
    before = earlier(revision, named, os.getcwd(), lint)
    return news(lint(named), before.report, revision, before.commit)


def replint(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the current folder."""
    command = [sys.executable, "-m", "replint", *arguments]
    return subprocess.run(
        command, env={**os.environ, **environ}, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def bundle(**more: object) -> bytes:
    """Return the case as a text."""
    return json.dumps({**CASE, **more}, indent=1).encode()


def sound() -> bytes:
    """Return the case without its fault."""
    text = bundle().decode()
    assert '"s3:GetObjectVersionAcl"' in text
    return text.replace('"s3:GetObjectVersionAcl"', '"s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"').encode()


def partition(now: Report, before: Report) -> Report:
    """Return what is new, once it is sure that what is told and what is not are all of it."""
    told = news(now, before, "then", COMMIT)
    assert told.since is not None
    assert len(told.findings) + told.since.findings == len(now.findings)
    assert {id(each) for each in told.findings} <= {id(each) for each in now.findings}
    assert told.verdicts(Verdict.UNKNOWN) + told.since.unknown == now.verdicts(Verdict.UNKNOWN)
    for flow in told.flows:
        failing = {check.rule for check in flow.checks if check.verdict is Verdict.FAILS}
        assert failing <= {each.rule for each in (*told.findings, *(hidden.finding for hidden in told.hidden))}
    assert {each.id for each in told.since.worse if each.kind == "flow"} <= {flow.id for flow in told.flows}
    assert {flow for finding in told.findings for flow in finding.flows} <= {flow.id for flow in told.flows}
    return told


@pytest.mark.parametrize("rule", RULES[::3], ids=lambda rule: rule.name)
def test_told_and_not_told_are_all(rule: Path) -> None:
    """Between any two cases of a rule: what is told and what is not are all findings, and what broke is told."""
    reports = [lint(["."], cwd=str(case)) for case in sorted(rule.iterdir()) if case.is_dir()]
    for report in reports:
        told = partition(report, report)
        assert (told.findings, told.flows, told.subjects, told.unverified) == ((), (), (), ())
        assert told.since is not None
        assert told.since.worse == ()
    for before, now in permutations(reports, 2):
        fresh = Counter(each.fingerprint for each in now.findings) - Counter(
            each.fingerprint for each in before.findings
        )
        assert fresh <= Counter(each.fingerprint for each in partition(now, before).findings)


def test_since_nothing_everything_is_new(repo: Repo) -> None:
    """Since an empty tree everything is new; since HEAD nothing is, whatever the estates."""
    for folder in (FIXTURES / "_estates", *RULES[::8]):
        shutil.copytree(folder, repo.root / "fixtures" / folder.name, symlinks=True)
    repo.commit()
    now = lint(["fixtures"])
    assert len(now.findings) > 30
    before, nothing = (earlier(each, ["fixtures"], os.getcwd(), lint) for each in ("HEAD", repo.git("mktree")))
    assert nothing.report.documents == 0
    clean, all_of_it = (news(now, each.report, "then", each.commit) for each in (before, nothing))
    assert clean.since is not None
    assert (clean.findings, clean.flows, clean.unverified, clean.since.worse) == ((), (), (), ())
    assert clean.since.findings == len(now.findings)
    assert [each.fingerprint for each in all_of_it.findings] == [each.fingerprint for each in now.findings]
    assert all_of_it.since is not None
    assert (all_of_it.since.findings, all_of_it.since.unknown) == (0, 0)


def test_two_alike_where_one_was() -> None:
    """Of two findings of one fingerprint, where one was before, one is new."""
    before = lint(["."], cwd=str(FIXTURES / RULE / "bad"))
    (finding,) = (each for each in before.findings if each.rule == RULE)
    now = replace(before, findings=(*before.findings, replace(finding, message="once more")))
    assert [each.rule for each in partition(now, before).findings] == [RULE]
    assert partition(before, now).findings == ()


def test_worse_than_before() -> None:
    """A finding that is surer, more severe, or of one more flow than it was is told."""
    now = lint(["."], cwd=str(FIXTURES / RULE / "bad"))
    (finding,) = (each for each in now.findings if each.rule == RULE)
    kinder = (
        replace(finding, severity=type(finding.severity).WARNING),
        replace(finding, certainty=type(finding.certainty).POSSIBLE),
        replace(finding, flows=()),
    )
    for was in kinder:
        before = replace(now, findings=tuple(was if each is finding else each for each in now.findings))
        assert partition(now, before).findings == (finding,)
        assert partition(before, now).findings == ()


def test_what_something_new_fails_by() -> None:
    """A finding that names no flow, and that was there, is told when a flow of its file fails by it that did not."""
    report = lint(["."], cwd=str(FIXTURES / RULE / "bad"))
    nameless = tuple(replace(each, flows=()) for each in report.findings)
    now = replace(report, findings=nameless)
    held = [
        replace(each, checks=tuple(check._replace(verdict=Verdict.HOLDS) for check in each.checks))
        for each in now.flows
    ]
    before = replace(now, flows=tuple(held))
    assert [each.rule for each in partition(now, before).findings] == [RULE]
    assert partition(before, now).findings == ()


def test_which_flow_is_which() -> None:
    """A flow is that of its name in its file, else of its name, else of its buckets and calls; each of one only."""
    (flow,) = lint(["."], cwd=str(FIXTURES / RULE / "bad")).flows
    other = replace(flow, place=None, checks=())
    renamed = replace(flow, id="another", place=None)
    foreign = replace(flow, id="foreign", place=None, destination="arn:aws:s3:::elsewhere")
    assert matched([other, flow], [flow, other]) == [(flow, flow), (other, other)]
    assert matched([other], [flow]) == [(other, flow)]
    assert matched([flow], [renamed, foreign]) == [(flow, renamed), (None, foreign)]
    assert matched([renamed, flow], [foreign]) == [(None, foreign), (renamed, None), (flow, None)]
    assert matched([flow], [flow, flow]) == [(flow, flow), (None, flow)]


def test_a_verdict_that_got_worse(repo: Repo) -> None:
    """A flow that could be proved and cannot be any more is told, though nothing is found; `--strict` counts it."""
    for path in REPAIRED.iterdir():
        repo.lay(path.name, path.read_bytes())
    repo.commit()
    name = "replint.bundle.json"
    whole = json.loads((repo.root / name).read_text())
    repo.lay(name, json.dumps({**whole, "Keys": []}).encode())
    told = since("HEAD")
    assert told.since is not None
    assert told.findings == ()
    assert [(each.was, each.now) for each in told.since.worse] == [("holds", "unknown")]
    assert {check.verdict for flow in told.flows for check in flow.checks} == {Verdict.UNKNOWN}
    assert told.unverified
    ran = replint("check", "--since", "HEAD")
    assert ran.returncode == 0
    assert "held and now cannot be verified" in " ".join(ran.stdout.split())
    assert "no new findings since" in ran.stdout
    assert replint("check", "--since", "HEAD", "--strict").returncode == 1
    repo.commit()
    assert replint("check", "--since", "HEAD", "--strict").returncode == 0


def test_a_second_flow_of_an_old_finding(repo: Repo) -> None:
    """A finding that was there is told again when one more flow fails by it."""
    documents = json.loads(bundle())
    rules = documents["Buckets"][0]["ReplicationConfiguration"]["Rules"]
    (flow,) = lint(["."], cwd=str(FIXTURES / RULE / "bad")).flows
    assert len(rules) == 1
    repo.lay("bundle.json", bundle())
    repo.commit()
    rules.append({**rules[0], "ID": "second", "Priority": 7, "Filter": {"Prefix": "elsewhere/"}})
    repo.lay("bundle.json", json.dumps(documents).encode())
    told = since("HEAD")
    assert told.since is not None
    assert [(each.was, each.now) for each in told.since.worse] == [(None, "fails")]
    assert {name for finding in told.findings for name in finding.flows} - {flow.id}


def test_the_exit_code_judges_what_is_told(repo: Repo) -> None:
    """What was there before makes no exit code, and is counted in the summary; what is new does, by its severity."""
    repo.lay("estate/bundle.json", bundle())
    commit = repo.commit()
    assert replint("check").returncode == 1
    ran = replint("check", "--since", "HEAD", "--format", "concise")
    number = len(lint().findings)
    assert (ran.returncode, ran.stderr) == (0, "")
    were = "1 finding was" if number == 1 else f"{number} findings were"
    assert ran.stdout == f"no new findings since {commit[:7]} in 1 flow, {were} there before\n"
    repo.lay("second/bundle.json", bundle())
    ran = replint("check", "--since", "HEAD", "--format", "json")
    assert ran.returncode == 1
    told = json.loads(ran.stdout)
    assert {each["location"]["path"] for each in told["findings"]} == {"second/bundle.json"}
    assert told["since"]["findings_before"] == number
    assert told["since"]["commit"] == commit
    assert told["since"]["flows"] == 2
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(told)
    assert replint("check", "--since", "HEAD", "--fail-on", "never").returncode == 0


def test_what_the_branch_changes(repo: Repo) -> None:
    """A revision stands for what it has in common with HEAD, so that what others changed meanwhile does not count."""
    repo.lay("bundle.json", bundle())
    base = repo.commit()
    repo.git("checkout", "--quiet", "-b", "work")
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.lay("bundle.json", sound())
    repo.commit()
    repo.git("tag", "-a", "-m", "x", "v1")
    repo.git("checkout", "--quiet", "work")
    for name in ("main", "v1", "refs/heads/main", "HEAD~1", base[:9]):
        told = since(name)
        assert told.since is not None
        assert (told.findings, told.since.commit) == ((), base), name


def test_from_a_folder_below_and_from_a_worktree(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are those of the folder that one stands in, also of another work tree."""
    repo.lay("deep/er/bundle.json", bundle())
    repo.commit()
    repo.git("worktree", "add", "--quiet", str(tmp_path / "other"))
    for root in (repo.root, tmp_path / "other"):
        monkeypatch.chdir(root / "deep")
        for paths in ((), ("er",), ("er/bundle.json",), (str(root / "deep" / "er"),), ("../deep/er/bundle.json",)):
            told = since("HEAD", *paths)
            assert told.since is not None
            assert (told.findings, bool(told.since.findings)) == ((), True), paths


def test_from_a_hook(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git tells its hooks of their repository makes no folder below the root of another one."""
    repo.lay("deep/bundle.json", bundle())
    repo.commit()
    monkeypatch.chdir(repo.root / "deep")
    for name in INHERITED:
        monkeypatch.setenv(name, str(repo.root / ".git"))
    told = since("HEAD")
    assert told.since is not None
    assert (told.findings, bool(told.since.findings)) == ((), True)


def loose(repo: Repo, where: str) -> None:
    """Lay the documents of the case beside one another."""
    source, destination = CASE["Buckets"]
    repo.lay(f"{where}/source.json", json.dumps(source).encode())
    repo.lay(f"{where}/destination.json", json.dumps(destination).encode())
    repo.lay(f"{where}/role.json", json.dumps(CASE["Roles"][0]).encode())


def test_a_named_file_brings_its_estate(repo: Repo) -> None:
    """A file that is named, also one that is new, is compared with the whole estate that it belongs to."""
    loose(repo, "one")
    repo.commit()
    for name in ("source", "destination", "role"):
        told = since("HEAD", f"one/{name}.json")
        assert told.since is not None
        assert (told.findings, bool(told.since.findings)) == ((), True)
    repo.lay("one/key.json", b'{"Arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "Policy": null}')
    told = since("HEAD", "one/key.json")
    assert told.since is not None
    assert (told.findings, bool(told.since.findings)) == ((), True)


def test_files_of_any_name_that_a_bundle_refers_to(repo: Repo) -> None:
    """What a bundle refers to is there too, whatever its name, and a bundle above a named file."""
    repo.lay("estate/parts/role.txt", json.dumps(CASE["Roles"][0]).encode())
    repo.lay("estate/b.json", bundle(Roles=[{"\u0024file": "parts/role.txt"}]))
    repo.commit()
    for path in ("estate", "estate/b.json", "estate/parts/role.txt", "."):
        told = since("HEAD", path)
        assert told.since is not None
        assert (told.findings, bool(told.since.findings)) == ((), True), path


def test_a_file_that_moves(repo: Repo) -> None:
    """A file that was renamed is another: its findings are new, and its flows are those that were."""
    repo.lay("old.json", bundle())
    repo.commit()
    repo.git("mv", "old.json", "new.json")
    told = since("HEAD")
    assert told.since is not None
    assert {each.primary.place.text.path for each in told.findings} == {"new.json"}
    assert (told.since.findings, told.since.worse) == (0, ())


HOSTILE = [
    b"new\nline",
    b'quo"te',
    b"not-\xff\xfe-utf8",
    b"-dash",
    b"--help",
    b"sp ace",
    b":(top)x",
    b"*",
    b"tab\there",
]


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_hostile_names(name: bytes, repo: Repo) -> None:
    """No name of a file or folder is anything but a name."""
    try:
        repo.lay(name + b"/" + name + b".json", bundle())
    except OSError:
        pytest.skip("this file system has no such names")
    repo.commit()
    told = since("HEAD")
    assert told.since is not None
    assert (told.findings, bool(told.since.findings)) == ((), True)
    repo.lay(name + b"/more.json", bundle())
    ran = replint("check", "--since", "HEAD", "--format", "github")
    assert ran.returncode == 1
    assert [line for line in ran.stdout.splitlines() if line.startswith("::")]


def test_links(repo: Repo) -> None:
    """Links inside the repository lead where they led; those out of it lead nowhere."""
    outside = repo.root.parent / "outside.json"
    outside.write_bytes(bundle())
    repo.lay("real/role.txt", json.dumps(CASE["Roles"][0]).encode())
    source, destination = CASE["Buckets"]
    repo.lay("estate/source.json", json.dumps(source).encode())
    repo.lay("estate/destination.json", json.dumps(destination).encode())
    repo.lay("target/bundle.json", bundle())
    (repo.root / "estate/role.json").symlink_to("../real/role.txt")
    (repo.root / "folder").symlink_to("target")
    (repo.root / "estate/away.json").symlink_to(outside)
    repo.commit()
    for path in (".", "folder", "estate", "folder/bundle.json"):
        told = since("HEAD", path)
        assert told.since is not None
        assert told.findings == (), path
    (repo.root / "away").symlink_to(outside.parent)
    with pytest.raises(GitError, match="outside"):
        since("HEAD", str(outside))


def test_links_that_lead_out_are_not_laid(tmp_path: Path) -> None:
    """No chain of links leads out of the folder that an edition is laid into, and nothing is written through one."""
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "root"
    root.mkdir()
    edition: dict[str, bytes | Link] = {
        "a/b/c/up": Link("../../.."),
        "escape": Link("a/b/c/up/../outside"),
        "absolute": Link(str(outside)),
        "parent": Link(".."),
        "good.json": Link("a/real.json"),
        "a/real.json": b"{}",
    }
    lay(edition, str(root))
    assert sorted(path.name for path in root.iterdir()) == ["a", "good.json"]
    assert (root / "good.json").read_bytes() == b"{}"


def test_a_forged_tree(repo: Repo) -> None:
    """Paths of a tree that would lead out of a folder are passed over."""
    blob = repo.git("hash-object", "-w", "--stdin", data=bundle())
    inner = repo.git("mktree", data=f"100644 blob {blob}\tb.json\n".encode())
    entries = b"".join(b"40000 " + name + b"\0" + bytes.fromhex(inner) for name in (b"..", b".GIT", b".git", b"good"))
    tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=entries)
    assert list(Repository.around(str(repo.root)).entries(tree)) == ["good/b.json"]


def test_submodules_are_passed_over(repo: Repo) -> None:
    """What another repository holds is not of this one."""
    repo.lay("bundle.json", bundle())
    commit = repo.commit()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
    repo.git("commit", "--quiet", "--message", "x")
    told = since("HEAD")
    assert told.findings == ()


def test_nothing_is_executed(repo: Repo) -> None:
    """No filter, monitor, pager or hook of the repository's settings runs, and the index is not written."""
    repo.lay("bundle.json", bundle())
    repo.lay(".gitattributes", b"*.json filter=mine diff=mine\n")
    repo.commit()
    trap = repo.lay("trap.sh", b'#!/bin/sh\ntouch "$(dirname "$0")/sprung"\ncat\n')
    trap.chmod(0o755)
    for key in ("filter.mine.clean", "filter.mine.smudge", "core.fsmonitor", "diff.mine.textconv", "core.pager"):
        repo.git("config", key, str(trap))
    repo.git("config", "core.hooksPath", str(repo.root))
    os.utime(repo.root / "bundle.json")
    index = (repo.root / ".git/index").read_bytes()
    ran = replint("check", "--since", "HEAD")
    assert (ran.returncode, ran.stderr) == (0, "")
    ran = replint("check", "--format", "auto", GITHUB_ACTIONS="true", GITHUB_BASE_REF="main")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert not (repo.root / "sprung").exists()
    assert (repo.root / ".git/index").read_bytes() == index


def refused(*arguments: str, **environ: str) -> str:
    """Return the message of a run that was refused, on one line."""
    ran = replint("check", *arguments, **environ)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    return " ".join(ran.stderr.split())


def test_revisions_that_do_not_exist(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps an earlier version from being read is said, with what to do; nothing is taken for an option."""
    repo.lay("bundle.json", bundle())
    repo.commit()
    repo.git("branch", "development")
    assert "did you mean `development`?" in refused("--since", "developement")
    for revision in ("--output=x", "-x", "", "HEAD..main", "HEAD:bundle.json", "a b\n", "@{u}"):
        assert "is no revision of this repository" in refused(f"--since={revision}"), revision
    asked: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr("replint.git.subprocess.run", lambda command, **_: asked.extend(command))
        with pytest.raises(AttributeError):
            Repository("git", str(repo.root)).base("--output=x")
    assert [each for each in asked if "output" in each] == []
    assert "no program `git`" in refused("--since", "HEAD", PATH=str(tmp_path / "nowhere"))
    repo.git("checkout", "--quiet", "--orphan", "apart")
    repo.commit()
    told = refused("--since", "main")
    assert "nothing in common" in told
    assert "`main^{tree}`" in told
    assert since("main^{tree}").findings == ()
    monkeypatch.chdir(tmp_path)
    assert "no work tree of git" in refused("--since", "HEAD")


def test_shallow_clones(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a clone that leaves out what is asked for it is said how to get it."""
    repo.lay("bundle.json", bundle())
    first = repo.commit()
    repo.commit()
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.root}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert "fetch-depth: 0" in refused("--since", first)
    assert since("HEAD").findings == ()


def test_clones_without_their_blobs(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched for a clone that leaves blobs out: that is said."""
    repo.lay("bundle.json", bundle())
    first = repo.commit()
    repo.lay("bundle.json", sound())
    repo.commit()
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--filter=blob:none", f"file://{repo.root}", str(tmp_path / "partial"))
    monkeypatch.chdir(tmp_path / "partial")
    assert "nothing is fetched" in refused("--since", first)
    assert since("HEAD").findings == ()


def test_what_was_unreadable(repo: Repo) -> None:
    """Of a document that could not be read before it is said that what rests on it counts as new."""
    repo.lay("bundle.json", bundle()[:-3])
    repo.commit()
    repo.lay("bundle.json", bundle())
    ran = replint("check", "--since", "HEAD", "--format", "concise")
    assert ran.returncode == 1
    assert "bundle.json could not be read" in ran.stderr


def annotated(text: str) -> set[str]:
    """Return the files that annotations stand at."""
    return {line.partition("file=")[2].partition(",")[0] for line in text.splitlines() if line.startswith("::")}


def test_shown_at_a_file_that_is_not_as_it_was(repo: Repo) -> None:
    """Of what is new since a revision a finding stands at a file that differs, where it rests on one."""
    loose(repo, "one")
    role = json.loads(json.dumps(CASE["Roles"][0]))
    statement = {"Effect": "Allow", "Action": "s3:GetObjectVersionTagging", "Resource": "arn:aws:s3:::*/logs/*"}
    role["Policies"][0]["PolicyDocument"]["Statement"].append(statement)
    repo.lay("one/role.json", json.dumps(role).encode())
    source = json.loads((repo.root / "one/source.json").read_text())
    rule = source["ReplicationConfiguration"]["Rules"][0]
    rule["Filter"] = {"Prefix": "logs/"}
    repo.lay("one/source.json", json.dumps(source, indent=1).encode())
    repo.commit()
    assert annotated(replint("check", "--select", RULE, "--format", "github").stdout) == set()
    rule["Filter"] = {"Prefix": ""}
    repo.lay("one/source.json", json.dumps(source, indent=1).encode())
    assert annotated(replint("check", "--select", RULE, "--format", "github").stdout) == {"one/role.json"}
    ran = replint("check", "--select", RULE, "--format", "github", "--since", "HEAD")
    assert annotated(ran.stdout) == {"one/source.json"}


def test_shown_at_a_file_that_changed(repo: Repo) -> None:
    """A finding stands at a file that changed, where it rests on one; in a pull request also without `--since`."""
    loose(repo, "one")
    repo.lay("one/role.json", json.dumps(json.loads(sound())["Roles"][0]).encode())
    repo.commit()
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    source = json.loads((repo.root / "one/source.json").read_text())
    rules = source["ReplicationConfiguration"]["Rules"]
    rules[0]["Filter"] = {"Prefix": "quite/elsewhere/"}
    rules[0]["ID"] = "moved"
    repo.lay("one/source.json", json.dumps(source).encode())
    plain = annotated(replint("check", "--format", "github", "--select", "unknown-member").stdout)
    assert plain == set()
    repo.lay("one/role.json", json.dumps(CASE["Roles"][0]).encode())
    repo.commit()
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    source["Region"] = "eu-central-1"
    rules[0]["ID"] = "again"
    repo.lay("one/source.json", json.dumps(source).encode())
    repo.commit()
    quiet = {"GITHUB_ACTIONS": "true"}
    plain = annotated(replint("check", "--format", "github", "--select", RULE, **quiet).stdout)
    assert plain == {"one/role.json"}
    asked = replint("check", "--format", "auto", "--select", RULE, **quiet, GITHUB_BASE_REF="main")
    assert annotated(asked.stdout) == {"one/source.json"}
    absent = replint("check", "--format", "auto", "--select", RULE, **quiet, GITHUB_BASE_REF="--nowhere")
    assert (annotated(absent.stdout), absent.stderr) == (plain, "")
