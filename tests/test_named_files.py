"""Files that are named because they changed, as a hook names them: each brings its estate, in any batches and order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replint import lint
from replint.cli.hints import governed

if TYPE_CHECKING:
    from collections.abc import Hashable

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PARTS = {
    "claims": "_estates/demo/broken",
    "organisation": "_estates/organisation",
    "rest": "_estates/rest",
    "labs/chain": "_estates/chain",
    "labs": "_estates/cli-outputs",
    "with blank/äöü": "missing-replica-write/bad-no-bucket-policy",
}
"""A repository of many kinds: loose documents, S3's XML, bundles, and files that only a bundle refers to."""
ENDED = '{"Bucket": "atlas-orders", "Policy": '


class Told(NamedTuple):
    """What a run tells that must not depend on how files were put into batches."""

    findings: frozenset[Hashable]
    flows: frozenset[Hashable]
    problems: frozenset[Hashable]

    def __or__(self, other: Told) -> Told:
        """Return what two runs tell together."""
        return Told(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING = Told(frozenset(), frozenset(), frozenset())


def told(*paths: str) -> Told:
    """Lint what is named, from where the test stands."""
    report = lint(paths)
    return Told(
        frozenset((each.fingerprint, each.message, each.primary.place.span) for each in report.findings),
        frozenset((each.id, each.verdict, each.place.text.path if each.place else "") for each in report.flows),
        frozenset(report.problems),
    )


class Repository(NamedTuple):
    """A folder with estates, its files, and what each file tells when it alone is named."""

    root: Path
    alone: dict[str, Told]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return the repository of PARTS, with files that are nobody's and one that cannot be read."""
    root = tmp_path_factory.mktemp("repository")
    for name, source in PARTS.items():
        shutil.copytree(FIXTURES / source, root / name, dirs_exist_ok=True)
    (root / "package.json").write_text('{"name": "unrelated"}')
    (root / "broken.json").write_text("{")
    (root / "ended").mkdir()
    (root / "ended" / "bucket.json").write_text(ENDED)
    before = Path.cwd()
    os.chdir(root)
    try:
        files = sorted(str(path.relative_to(root)) for end in ("json", "xml") for path in root.rglob(f"*.{end}"))
        return Repository(root, {file: told(file) for file in files})
    finally:
        os.chdir(before)


@pytest.fixture
def inside(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Stand at the root of the repository, as a hook does."""
    monkeypatch.chdir(repository.root)
    return repository


def test_all_files_tell_what_the_folder_tells(inside: Repository) -> None:
    """Named one by one, in one batch or as their folder, the files tell the same, and that is not nothing."""
    each = NOTHING
    for one in inside.alone.values():
        each |= one
    assert told(".") == told(*inside.alone) == each
    assert all(each)
    assert {path for path, one in inside.alone.items() if one == NOTHING} == {
        "broken.json",
        "package.json",
        "labs/package.json",
    }


@given(st.data())
@settings(max_examples=settings().max_examples // 2)
def test_batches_tell_what_their_files_tell(repository: Repository, data: st.DataObject) -> None:
    """Any files in any order tell what each tells alone: so ten batches tell what one does, apart from repetitions."""
    batch = data.draw(st.lists(st.sampled_from(sorted(repository.alone)), min_size=1, unique=True))
    expected = NOTHING
    for path in batch:
        expected |= repository.alone[path]
    before = Path.cwd()
    os.chdir(repository.root)
    try:
        assert told(*batch) == expected
    finally:
        os.chdir(before)


def test_a_file_that_only_a_bundle_refers_to_brings_the_bundle(inside: Repository) -> None:
    """Of a file that is no estate, whoever refers to it is judged, from whichever folder above."""
    parts = {path for path in inside.alone if path.startswith("organisation/") and "bundle" not in path}
    assert len(parts) > 1
    assert {path for path in parts if inside.alone[path] != told("organisation/replint.bundle.json")} == set()


@pytest.fixture
def estates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to stand in, with loose documents in `chain` and a bundle with its files in `claims`."""
    shutil.copytree(FIXTURES / PARTS["labs/chain"], tmp_path / "chain")
    shutil.copytree(FIXTURES / PARTS["claims"], tmp_path / "claims")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_rename_is_judged_by_the_new_name(estates: Path) -> None:
    """A document under another name in its folder is what it was; in another folder it is judged with what is there."""
    chain, elsewhere = estates / "chain", estates / "elsewhere"
    before = told("chain/role-lab.json")
    assert before.findings
    (chain / "role-lab.json").rename(chain / "renamed.json")
    assert told("chain/renamed.json").flows == before.flows
    elsewhere.mkdir()
    (chain / "renamed.json").rename(elsewhere / "renamed.json")
    assert told("elsewhere/renamed.json") == NOTHING


def test_a_rename_that_leaves_a_bundle_without_its_file_is_told(estates: Path) -> None:
    """Whatever is named beside a bundle, a file that it refers to and that is gone is a problem."""
    (estates / "claims" / "role.json").rename(estates / "claims" / "renamed.json")
    (problem,) = lint(["claims/renamed.json"]).problems
    assert (problem.path, "role.json" in problem.message) == ("claims/replint.bundle.json", True)


@pytest.mark.parametrize("place", ["suppress.json", "parts/suppress.json"])
def test_a_part_that_is_no_document_brings_its_bundle(estates: Path, place: str) -> None:
    """A file that says nothing by itself is judged as what refers to it."""
    bundle = estates / "claims/replint.bundle.json"
    (estates / "claims" / place).parent.mkdir(exist_ok=True)
    (estates / "claims" / place).write_text('[{"Rule": "missing-object-tag-rad"}]')
    bundle.write_text(json.dumps({**json.loads(bundle.read_text()), "Suppress": {"$file": place}}))
    (estates / "claims" / "package.json").write_text('{"name": "nobody\'s"}')
    whole = lint(["claims/replint.bundle.json"])
    report = lint([f"claims/{place}"])
    assert told(f"claims/{place}") == told("claims/replint.bundle.json")
    assert (report.strangers, whole.strangers) == ((), ())
    assert {each.rule for each in report.findings} > {"malformed-suppression"}
    nobodys = lint(["claims/package.json"])
    assert (nobodys.documents, len(nobodys.strangers)) == (0, 1)


@pytest.mark.parametrize(
    ("path", "named", "expected"),
    [
        ("replint.toml", None, "."),
        ("./replint.toml", None, "."),
        ("infra/replint.toml", None, "infra"),
        ("hidden/.replint.toml", None, "hidden"),
        ("tool/pyproject.toml", None, "tool"),
        ("pyproject.toml", None, "pyproject.toml"),
        ("other/pyproject.toml", None, "other/pyproject.toml"),
        ("both/pyproject.toml", None, "both/pyproject.toml"),
        ("both/replint.toml", None, "both"),
        ("ci/lint.toml", "ci/lint.toml", "."),
        ("ci/lint.toml", None, "ci/lint.toml"),
        ("gone/replint.toml", None, "gone/replint.toml"),
        ("infra/role.json", None, "infra/role.json"),
        ("infra", None, "infra"),
    ],
)
def test_a_config_file_stands_for_what_it_governs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, named: str | None, expected: str
) -> None:
    """A config file that counts in its folder is that folder; what only looks like one stays what it is."""
    table, none = "[tool.replint]\nselect = []\n", "[project]\nname = 'replint-like'\n"
    for file, text in {
        "replint.toml": "",
        "infra/replint.toml": "",
        "hidden/.replint.toml": "",
        "tool/pyproject.toml": table,
        "pyproject.toml": none,
        "other/pyproject.toml": none,
        "both/replint.toml": "",
        "both/pyproject.toml": table,
        "ci/lint.toml": "",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    monkeypatch.chdir(tmp_path)
    assert governed([path], named) == [expected]
    assert governed([str(tmp_path / path)], named) == [str(tmp_path / expected) if expected != "." else _root(named)]


def _root(named: str | None) -> str:
    return "." if named else str(Path.cwd())


def test_a_changed_config_file_is_judged(tmp_path: Path) -> None:
    """What a config file no longer passes over stops the commit that changes it, though no document is named."""
    shutil.copytree(FIXTURES / PARTS["claims"], tmp_path / "infra" / "claims")
    config = tmp_path / "replint.toml"
    rules = sorted({each.rule for each in lint([tmp_path]).findings})
    for ignored, code in ((rules, 0), (rules[1:], 1)):
        config.write_text(f"ignore = {json.dumps(ignored)}\n")
        ran = subprocess.run(
            [sys.executable, "-m", "replint", "check", "--allow-nothing", "--", "replint.toml"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (code, "")
        assert (f"[{rules[0]}]" in ran.stdout) == bool(code)


@pytest.mark.parametrize("flags", [(), ("--config", "replint.toml")])
def test_what_a_config_file_extends_governs_what_that_does(tmp_path: Path, flags: tuple[str, ...]) -> None:
    """A change of the file that the config file extends is judged like one of the config file itself."""
    shutil.copytree(FIXTURES / PARTS["claims"], tmp_path / "infra" / "claims")
    (tmp_path / "shared").mkdir()
    (tmp_path / "replint.toml").write_text('extend = "shared/replint.toml"\n')
    (tmp_path / "shared" / "replint.toml").write_text('extend = "../base.toml"\n')
    (tmp_path / "base.toml").write_text("strict = true\n")
    for path in ("shared/replint.toml", "base.toml", str(tmp_path / "base.toml")):
        ran = subprocess.run(
            [sys.executable, "-m", "replint", "check", "--allow-nothing", *flags, "--", path],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (1, "")
