"""The hooks under real pre-commit: which commits are stopped, which pass, and what each is judged by.

Of these tests alone pre-commit is a dependency. It makes the hook's environment once, from a repository with the
package as it is in the work tree, and needs the package index for it as every installation does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = (".pre-commit-hooks.yaml", "LICENSE", "NOTICE", "README.md", "pyproject.toml", "rules", "src")
"""What an installation from a clone needs."""
ESTATES = REPOSITORY / "fixtures" / "_estates"
BROKEN, REPAIRED = ESTATES / "demo" / "broken", ESTATES / "demo" / "repaired"
IDENTITY = "[user]\n\tname = Tester\n\temail = tester@example.com\n[init]\n\tdefaultBranch = main\n"
PAGE = REPOSITORY / "docs" / "integrations" / "pre-commit.md"
ADOPTING = REPOSITORY / "docs" / "adopting.md"
CONFIGS = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
"""What people copy from the page."""
LONGEST = 1 << 17
"""How many bytes of names pre-commit gives one process at most."""

pytestmark = pytest.mark.last


class Hooks(NamedTuple):
    """A repository with the hooks, the commit to use, and the environment in which pre-commit knows them."""

    path: Path
    revision: str
    environment: dict[str, str]


class Project(NamedTuple):
    """A repository that uses the hooks."""

    root: Path
    environment: dict[str, str]

    def git(self, *arguments: str, fails: bool = False) -> str:
        """Run git, and return what both streams say once it ended as it should."""
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the git of whoever tests
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert bool(done.returncode) == fails, done.stdout
        return done.stdout

    def commit(self, *paths: str, fails: bool = False) -> str:
        """Stage paths and commit what is staged."""
        if paths:
            self.git("add", "--", *paths)
        return self.git("commit", "--quiet", "--message", "A change", fails=fails)

    def unchecked(self) -> None:
        """Commit everything as it is, as somebody without the hook does."""
        self.git("add", ".")
        self.git("commit", "--quiet", "--no-verify", "--message", "Before the hook")

    def copy(self, source: Path, target: str) -> None:
        """Put the documents of a folder into a folder of the project."""
        shutil.copytree(source, self.root / target, dirs_exist_ok=True)


def _environment(home: Path) -> dict[str, str]:
    """Return the environment without the tester's own settings of git, which a test inside of a hook would inherit."""
    (home / "gitconfig").write_text(IDENTITY)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "cache"),
    }


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """Return a repository that has the package as it is in the work tree."""
    home = tmp_path_factory.mktemp("hooks")
    clone = Project(home / "replint", _environment(home))
    clone.root.mkdir()
    for name in PACKAGE:
        source, target = REPOSITORY / name, clone.root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    clone.git("init", "--quiet")
    clone.git("add", ".")
    clone.git("commit", "--quiet", "--message", "The work tree")
    return Hooks(clone.root, clone.git("rev-parse", "HEAD").strip(), clone.environment)


@pytest.fixture
def project(hooks: Hooks, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """Return a repository with one of the hooks installed, `replint` unless the test names another or its flags."""
    ending = getattr(request, "param", "replint")
    config = next(text for text in CONFIGS if text.rstrip().endswith(f": {ending}"))
    config = config.replace("https://github.com/OWNER/replint", str(hooks.path)).replace("REVISION", hooks.revision)
    made = Project(tmp_path, hooks.environment)
    made.git("init", "--quiet")
    (tmp_path / ".pre-commit-config.yaml").write_text(config)
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=tmp_path,
        env=made.environment,
        check=True,
        capture_output=True,
    )
    return made


def _rules(said: str) -> list[str]:
    return re.findall(r"^error\[([\w-]+)\]", said, re.MULTILINE)


def test_a_bad_commit_is_stopped_and_a_good_one_passes(project: Project) -> None:
    """Documents with faults cannot be committed, with the findings as the reason; the same repaired can."""
    project.copy(BROKEN, "infra/with blank")
    said = project.commit(".", fails=True)
    assert "- exit code: 1" in said
    assert set(_rules(said)) == {"missing-object-tag-read", "missing-delete-replication", "missing-replica-encrypt"}
    assert "infra/with blank/role.json:29:23" in said
    project.copy(REPAIRED, "infra/with blank")
    assert re.search(r"^replint\.+Passed$", project.commit("."), re.MULTILINE)
    assert project.git("log", "--format=%s").split("\n") == ["A change", ""]


def test_a_commit_of_one_file_is_judged_with_the_rest(project: Project) -> None:
    """A change of the role alone is refuted by the buckets and keys that were there before."""
    project.copy(REPAIRED, "infra")
    project.commit(".")
    shutil.copy(BROKEN / "role.json", project.root / "infra" / "role.json")
    said = project.commit("infra/role.json", fails=True)
    assert _rules(said) == ["missing-object-tag-read"]
    assert "infra/replication.json:5:13" in said


def test_what_is_nobodys_passes(project: Project) -> None:
    """JSON and TOML of others passes, however bad the estates are that the commit does not touch."""
    project.copy(BROKEN, "infra")
    project.unchecked()
    (project.root / "package.json").write_text('{"name": "unrelated"}')
    (project.root / "settings.json").write_text("{ // no JSON")
    (project.root / "pyproject.toml").write_text("[project]\nname = 'unrelated'\n")
    assert "Passed" in project.commit(".")
    (project.root / "README").write_text("Nothing of ours.\n")
    assert "(no files to check)Skipped" in project.commit(".")


def test_what_is_excluded_passes(project: Project) -> None:
    """A document that the config file excludes is nobody's, though the hook is handed it."""
    (project.root / "replint.toml").write_text('exclude = ["attic/"]\n')
    project.copy(REPAIRED, "infra")
    project.commit(".")
    project.copy(BROKEN, "attic")
    assert "Passed" in project.commit("attic")


def test_what_is_staged_counts(project: Project) -> None:
    """Of a file that is staged in part, the staged part is judged, and the rest comes back as it was."""
    role = project.root / "infra" / "role.json"
    project.copy(REPAIRED, "infra")
    project.commit(".")
    good, bad = role.read_text("utf-8"), (BROKEN / "role.json").read_text("utf-8")
    role.write_text(bad, "utf-8")
    project.git("add", ".")
    role.write_text(good, "utf-8")
    assert _rules(project.commit(fails=True)) == ["missing-object-tag-read"]
    assert role.read_text("utf-8") == good
    role.write_text(good + "\n", "utf-8")
    project.git("add", ".")
    role.write_text(bad, "utf-8")
    assert "Passed" in project.commit()
    assert role.read_text("utf-8") == bad


def test_a_config_file_is_judged_by_what_it_governs(project: Project) -> None:
    """A commit of the config file alone brings every estate, and a wrong one is told at its place."""
    project.copy(BROKEN, "infra")
    project.unchecked()
    config = project.root / "replint.toml"
    config.write_text('ignore = ["missing-object-tag-read"]\n')
    said = project.commit("replint.toml", fails=True)
    assert set(_rules(said)) == {"missing-delete-replication", "missing-replica-encrypt"}
    config.write_text('ignroe = ["missing-object-tag-read"]\n')
    said = project.commit("replint.toml", fails=True)
    assert ("- exit code: 2" in said, "did you mean `ignore`?" in said) == (True, True)


@pytest.mark.parametrize("accepting", ["baseline write", 'suppress --reason "found on the first day"'])
def test_a_repository_adopts_it_in_three_commands(hooks: Hooks, tmp_path: Path, accepting: str) -> None:
    """A repository with old sins gets the hook as the page says; they pass, and the next bad commit is stopped."""
    config, commands = (
        re.findall(rf"^```{language}\n(.*?)^```$", ADOPTING.read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
        for language in ("yaml", "sh")
    )
    install, accept, hook = commands.splitlines()
    assert (install, accept) == ("pip install replint pre-commit", "replint baseline write")
    bin_ = str(Path(sys.executable).parent)
    environment = {**hooks.environment, "PATH": os.pathsep.join([bin_, hooks.environment["PATH"]])}
    project = Project(tmp_path, environment)
    project.git("init", "--quiet")
    for name in ("claims", "orders", "logs", "media"):
        project.copy(BROKEN, f"infra/{name}")
    project.copy(REPAIRED, "infra/sound")
    assert len([*tmp_path.glob("infra/*/*.json")]) >= 30
    project.unchecked()
    (tmp_path / ".pre-commit-config.yaml").write_text(
        config.replace("https://github.com/OWNER/replint", str(hooks.path)).replace("REVISION", hooks.revision)
    )
    for command in (f"replint {accepting}", hook):
        subprocess.run(command, cwd=tmp_path, env=environment, shell=True, check=True, capture_output=True)  # noqa: S602
    assert "Passed" in project.commit(".")
    role = tmp_path / "infra" / "claims" / "role.json"
    good = role.read_text("utf-8")
    role.write_text(good.replace('"s3:ListBucket"', '"s3:ListAllMyBuckets"'), "utf-8")
    assert _rules(project.commit("infra/claims/role.json", fails=True)) == ["missing-bucket-list"]
    role.write_text(good, "utf-8")
    shutil.copy(BROKEN / "role.json", tmp_path / "infra" / "sound" / "role.json")
    assert _rules(project.commit(".", fails=True)) == ["missing-object-tag-read"]
    shutil.copy(REPAIRED / "role.json", tmp_path / "infra" / "sound" / "role.json")
    (tmp_path / "infra" / "claims" / "role.json").write_text(good + "\n", "utf-8")
    assert "Passed" in project.commit(".")


def test_many_files_come_in_batches(project: Project) -> None:
    """Where names are too many for one process, each process that has a file of the estate tells all of the estate."""
    estate = project.root / "many"
    project.copy(ESTATES / "chain", "many")
    (estate / "1-intake.json").rename(estate / "0-intake.json")  # now the first name; those of roles are the last
    for number in range(2 * LONGEST // 220):
        (estate / f"{number:04}-{'m' * 200}.json").write_text("{}")
    said = project.commit(".", fails=True)
    alone = subprocess.run(
        [sys.executable, "-m", "replint", "check", "many"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    rules = _rules(alone.stdout)
    told = _rules(said)
    assert rules
    assert told == rules * (len(told) // len(rules))
    assert len(told) > len(rules)


def test_a_name_is_never_a_flag(project: Project) -> None:
    """A file whose name looks like a flag is a file, and no report is written over a document."""
    project.copy(REPAIRED, ".")
    before = (project.root / "role.json").read_bytes()
    (project.root / "--output=role.json").write_text("{}")
    assert "Passed" in project.commit(".")
    assert (project.root / "role.json").read_bytes() == before


@pytest.mark.parametrize(
    ("project", "passes"), [("replint", True), ("replint-all", False)], indirect=["project"], ids=["replint", "all"]
)
def test_what_a_commit_deletes(project: Project, *, passes: bool) -> None:
    """pre-commit names no file that is deleted: `replint-all` sees what its lack does, also beside other changes."""
    project.copy(REPAIRED, "infra")
    project.unchecked()
    project.git("rm", "--quiet", "infra/role.json")
    said = project.commit(fails=not passes)
    assert ("(no files to check)Skipped" in said) == passes
    assert ("infra/replint.bundle.json:7:23: `role.json` cannot be read" in said) != passes


@pytest.mark.parametrize("project", ["replint", "replint-all"], indirect=True)
def test_a_document_that_gets_a_new_name(project: Project) -> None:
    """A file that is renamed beside the bundle that refers to it stops the commit by either hook."""
    project.copy(REPAIRED, "infra")
    project.unchecked()
    project.git("mv", "infra/role.json", "infra/renamed.json")
    assert "infra/replint.bundle.json:7:23: `role.json` cannot be read" in project.commit(fails=True)


@pytest.mark.parametrize("project", ["[--since, HEAD, --]"], indirect=True)
def test_findings_of_old_stop_no_commit(project: Project) -> None:
    """With `--since HEAD` a commit is stopped by what it makes worse, and not by what was there."""
    project.copy(BROKEN, "infra")
    project.copy(REPAIRED, "sound")
    project.unchecked()
    source = project.root / "infra" / "source-bucket.json"
    source.write_text(source.read_text("utf-8") + "\n")
    assert "Passed" in project.commit(".")
    shutil.copy(BROKEN / "role.json", project.root / "sound" / "role.json")
    said = project.commit(".", fails=True)
    assert _rules(said) == ["missing-object-tag-read"]
    assert "sound/role.json:29:23" in said
