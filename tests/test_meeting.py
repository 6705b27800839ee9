"""Where estates, suppressions, baselines and earlier versions meet: what one of them hides no other makes a pass of."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import cli, config, lint, reporters
from replint.hiding import Hiding
from tests.repositories import INHERITED, ISOLATED, Repo, repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from replint.finding import Report

    Run = Callable[..., tuple[int, str, str]]

DEMO = Path(__file__).resolve().parent.parent / "fixtures/_estates/demo/repaired"
ESTATES = "".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}/**", "iam/*.json"]\n' for name in ("one", "two"))
ROLE = "iam/role.json"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with two estates that share a role, in which the test stands."""
    for name in INHERITED:
        monkeypatch.delenv(name, raising=False)
    for name, value in ISOLATED.items():
        monkeypatch.setenv(name, value)
    made = repository(tmp_path / "repo")
    for name in ("one", "two"):
        (made.root / name).mkdir()
        for file in DEMO.glob("*.json"):
            if file.name not in {"role.json", "replint.bundle.json"}:
                shutil.copy(file, made.root / name)
        change(made.root / name / "replication.json", '"ID": "claims-to-vault"', f'"ID": "rule-{name}"')
    (made.root / "iam").mkdir()
    shutil.copy(DEMO / "role.json", made.root / "iam")
    (made.root / "replint.toml").write_text(ESTATES)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def replint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command line without a process of its own: exit code and both streams."""

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["replint", *args])
        with pytest.raises(SystemExit) as end:
            cli.main()
        code = end.value.code
        return (code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


def change(path: Path, old: str, new: str) -> None:
    """Write something else wherever a document says a thing, which it does."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def checked(said: str = "", paths: Iterable[str] = (".",), hide: Hiding | None = None) -> Report:
    """Check paths with the two estates and more in the config file."""
    Path("replint.toml").write_text(ESTATES + said)
    return lint(list(paths), config=config.read("replint.toml"), hide=hide or Hiding())


def entry(**keys: str) -> str:
    """Return a suppression of what the role lacks."""
    return "\n".join(("[[suppress]]", *(f'{key.replace("_", "-")} = "{value}"' for key, value in keys.items()), ""))


def test_an_entry_for_a_rule_of_one_estate_hides_nothing_of_another(repo: Repo) -> None:
    """What estates find alike in a file of both is told until entries cover the replication rules of both."""
    change(repo.root / ROLE, "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent")
    (both,) = checked().findings
    assert len(both.flows) == 2
    entries = {
        name: entry(rule=both.rule, path=f"{name}/replication.json", rule_id=f"rule-{name}", reason="known")
        for name in ("one", "two")
    }
    for hidden, told in (("one", "two"), ("two", "one")):
        report = checked(entries[hidden])
        assert [each.fingerprint for each in report.findings] == [both.fingerprint]
        assert [flow for flow in both.flows if f"rule-{told}" in flow] == [*report.findings[0].flows]
        assert report.hidden == ()
    report = checked(entries["one"] + entries["two"])
    assert report.findings == ()
    assert len(report.hidden) == 1
    assert [each.flows for each in checked(entries["one"], hide=Hiding(audit=True)).findings] == [both.flows]


def test_a_new_flow_that_fails_by_an_old_finding_of_another_estate(repo: Repo, replint: Run) -> None:
    """A second estate whose flow fails by what was found before is told, and no pass."""
    change(repo.root / ROLE, "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent")
    (repo.root / "two").rename(repo.root.parent / "two")
    repo.commit()
    (repo.root.parent / "two").rename(repo.root / "two")
    code, told, _ = replint("check", "--since", "HEAD", "--format", "concise")
    assert (code, "error[missing-object-tag-read]" in told) == (1, True)
    repo.commit()
    assert replint("check", "--since", "HEAD", "--format", "concise")[0] == 0


@pytest.mark.parametrize("named", [["one"], ["one/replication.json"], ["one", "one/source-key.json"]])
def test_only_all_estates_of_a_file_say_that_nothing_is_found_in_it(named: list[str], repo: Repo, replint: Run) -> None:
    """A run that read one estate of a role calls no entry for it unused, and nothing of a baseline mended."""
    for file in (repo.root / "two").iterdir():
        file.write_text(file.read_text().replace("fernway-vault-claims", "fernway-vault-two"))
    assert replint("suppress", "--reason", "known")[0] == 0
    assert "unused" not in replint("check", *named)[1]
    assert checked(paths=["one"]).findings == ()
    assert replint("baseline", "write")[0] == 0
    before = Path("replint-baseline.json").read_text()
    assert len(json.loads(before)["findings"]) == 4
    assert replint("baseline", "check", "--prune", *named)[0] == 0
    assert Path("replint-baseline.json").read_text() == before
    for file in (repo.root / "two").iterdir():
        file.write_text(file.read_text().replace("fernway-vault-two", "fernway-vault-claims"))
    assert "took 4 findings out" in replint("baseline", "check", "--prune")[2]


@pytest.mark.parametrize(
    ("folder", "paths"),
    [(".", ["one/replication.json"]), ("one", ["."]), ("two", ["../one"]), ("one", ["../iam", "."])],
)
def test_an_earlier_version_has_all_of_an_estate(
    folder: str, paths: list[str], repo: Repo, replint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An estate that reaches beyond what is named was whole before, too."""
    repo.commit()
    monkeypatch.chdir(folder)
    since = ("check", "--since", "HEAD", "--format", "concise", "--strict", *paths)
    (repo.root / ROLE).write_text("{}")
    code, told, _ = replint(*since)
    assert (code, "held and now cannot be verified" in told) == (1, True), told
    repo.git("checkout", "--quiet", ROLE)
    change(repo.root / ROLE, "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent")
    code, told, _ = replint(*since)
    assert (code, "held and now fails" in told) == (1, True), told
    repo.commit()
    code, told, _ = replint(*since)
    assert (code, "1 finding was there before" in told, "worse" in told) == (0, True, False)


def test_estates_of_one_name_are_two(repo: Repo) -> None:
    """What has no answer in one of them is not called unused because the other has one."""
    (repo.root / "one/replica-key.json").unlink()
    unused = entry(rule="missing-replica-encrypt", path="one/replication.json", rule_id="rule-one", reason="known")
    Path("replint.toml").write_text(ESTATES.replace('"two"', '"one"') + unused)
    report = lint(["."], config=config.read("replint.toml"))
    assert [flow.verdict for flow in report.flows] == ["unknown", "holds"]
    assert report.findings == ()


def test_a_text_without_a_name_has_no_earlier_version(repo: Repo) -> None:
    """Standard input is new, whatever stands in the folder where replint was started."""
    bundle = json.loads((DEMO.parents[2] / "missing-object-tag-read/good/bundle.json").read_text())
    del bundle["Roles"]
    repo.lay("copy.json", json.dumps(bundle).encode())
    repo.commit()
    ran = subprocess.run(
        [sys.executable, "-m", "replint", "check", "-", "--since", "HEAD", "--strict"],
        input=json.dumps(bundle).encode(),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, b"could not be verified" in ran.stdout) == (1, True), ran.stdout


@pytest.mark.parametrize("form", reporters.FORMATS)
@pytest.mark.parametrize("since", [(), ("--since", "HEAD~1")])
def test_every_format_tells_a_report_in_which_something_is_hidden(
    repo: Repo, replint: Run, form: str, since: tuple[str, ...]
) -> None:
    """What is hidden by an entry or by a baseline keeps nothing else from being told."""
    repo.commit()
    change(repo.root / ROLE, "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent")
    assert replint("suppress", "--reason", "known")[0] == 0
    change(repo.root / ROLE, "s3:ReplicateDelete", "s3:ReplicateTags")
    assert replint("baseline", "write")[0] == 0
    repo.commit()
    assert replint("check", "--format", form, "--verbose", *since)[0] == 0
    change(repo.root / ROLE, '"sts:AssumeRole"', '"sts:TagSession"')
    assert replint("check", "--format", form, "--verbose", *since)[0] == 1


def test_from_a_folder_below_nobody_knows_who_refers_to_a_file(
    repo: Repo, replint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a document above refers to is of its estate, of which a run that is started below sees nothing."""
    change(repo.root / ROLE, "s3:GetObjectVersionTagging", "s3:GetObjectVersionTorrent")
    Path("replint.toml").write_text("")
    (repo.root / "iam").rename(repo.root / "one/parts")
    bundle = json.loads((DEMO / "replint.bundle.json").read_text())
    bundle["Roles"] = [{"$file": "parts/role.json"}]
    (repo.root / "one/all.json").write_text(json.dumps(bundle))
    assert replint("suppress", "--reason", "known", "one")[0] == 0
    assert "missing-object-tag-read" in Path("replint.toml").read_text()
    monkeypatch.chdir(repo.root / "one/parts")
    for paths in ((), ("role.json",)):
        assert "unused" not in replint("check", *paths)[1]
    monkeypatch.chdir(repo.root / "two")
    assert "unused" not in replint("check", "../one/parts/role.json")[1]
