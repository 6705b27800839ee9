"""The finished package: what the archives hold, and that it works installed, editable and from a checkout alike."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parent.parent
SCHEMAS = {"dialects/bundle.schema.json", "reporters/report.schema.json", "versions/diff.schema.json"}
PAGE = {"reporters/html/page.css", "reporters/html/page.js"}
SHELLS = {f"cli/shells/complete.{shell}" for shell in ("bash", "zsh", "fish")}
DATA = {"py.typed", "__main__.py", "pack.json", "reasons.toml", "trial/estate.json", *SHELLS}
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


class Archives(NamedTuple):
    """The files that a release consists of."""

    sdist: Path
    wheel: Path


class Installation(NamedTuple):
    """A way to start replint: the command, and what the environment must say for it."""

    command: tuple[str, ...]
    environment: dict[str, str]


def _pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text("utf-8")))


def _rules() -> set[str]:
    """Return what stands in rules/, as the package names it."""
    return {path.relative_to(REPOSITORY / "rules").as_posix() for path in (REPOSITORY / "rules").rglob("*.rule")}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """Build a release: the source archive from the checkout, and the wheel from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, REPOSITORY],
        check=True,
        capture_output=True,
    )
    return Archives(*folder.glob("*.tar.gz"), *folder.glob("*.whl"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment that holds the locked dependencies and nothing of ours."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    _pip(python, "--require-hashes", "--requirement", REPOSITORY / "requirements" / "runtime.lock")
    return python


def _pip(python: Path, *arguments: str | Path) -> None:
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    subprocess.run((*pip, *arguments), check=True, capture_output=True)


@pytest.fixture(scope="module", params=["wheel", "editable", "checkout"])
def installation(request: pytest.FixtureRequest, archives: Archives, empty: Path) -> Installation:
    """Return each way in which replint comes to run."""
    match request.param:
        case "wheel":
            _pip(empty, "--no-deps", "--force-reinstall", archives.wheel)
            return Installation((str(empty.parent / "replint"),), {})
        case "editable":
            origin = json.loads(distribution("replint").read_text("direct_url.json") or "{}")
            assert origin["dir_info"] == {"editable": True}
            return Installation((str(Path(sys.executable).parent / "replint"),), {})
        case _:
            subprocess.run([empty, "-m", "pip", "--quiet", "uninstall", "--yes", "replint"], check=True)
            return Installation((str(empty), "-m", "replint"), {"PYTHONPATH": str(REPOSITORY / "src")})


def _run(installation: Installation, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start replint in a folder of its own, as far from the checkout as can be."""
    return subprocess.run(
        [*installation.command, *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"} | installation.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_locks_name_no_machine_and_pin_by_hash() -> None:
    """The locks hold names, versions and hashes, and nothing of where they were made."""
    assert [lock.name for lock in LOCKS] == ["dev.lock", "mutants.lock", "runtime.lock"]
    for lock in LOCKS:
        text = lock.read_text("utf-8")
        assert re.findall(r"://|^-|/", text, re.MULTILINE) == []
        assert len(re.findall(r"^\S+==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(_pins(lock)) > 0


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_locks_agree_with_the_project(lock: Path) -> None:
    """Each lock pins every dependency within its bounds, to the version that the tests run with."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    if lock.stem != "runtime":
        wanted += [item for item in project["dependency-groups"][lock.stem] if isinstance(item, str)]
    pins = _pins(lock)
    assert [item for item in map(Requirement, wanted) if not item.specifier.contains(pins.get(item.name, "0"))] == []
    tested = _pins(REPOSITORY / "requirements" / "dev.lock")
    assert {name: pin for name, pin in pins.items() if name in tested and tested[name] != pin} == {}


@pytest.mark.last
def test_archives_hold_rules_and_schemas(archives: Archives) -> None:
    """Both archives hold every rule and schema; the wheel holds nothing beside the package."""
    with zipfile.ZipFile(archives.wheel) as wheel:
        installed = set(wheel.namelist())
    rules = _rules()
    assert rules
    assert {f"replint/_rules/{rule}" for rule in rules} <= installed
    assert {f"replint/{name}" for name in SCHEMAS | DATA | PAGE} <= installed
    assert {name.partition("/")[0].partition("-")[0] for name in installed} == {"replint"}
    with tarfile.open(archives.sdist) as sdist:
        shipped = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"rules/{rule}" for rule in rules} | {f"src/replint/{name}" for name in SCHEMAS | PAGE} <= shipped
    assert {"LICENSE", "NOTICE", "pyproject.toml", "requirements/dev.lock", "tests/conftest.py"} <= shipped


@pytest.mark.last
def test_every_installation_knows_every_rule(installation: Installation, tmp_path: Path) -> None:
    """`replint rules` tells every rule of rules/, wherever it is started."""
    told = _run(installation, tmp_path, "rules")
    assert (told.returncode, told.stderr) == (0, "")
    names = {rule.rpartition("/")[2].removesuffix(".rule") for rule in _rules()}
    assert {name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", told.stdout)} == set()


@pytest.mark.last
def test_every_installation_checks(installation: Installation, tmp_path: Path) -> None:
    """The demo estate is refuted, and proven once repaired, wherever replint is started."""
    shutil.copytree(REPOSITORY / "fixtures" / "_estates" / "demo", tmp_path / "demo")
    broken, repaired = (_run(installation, tmp_path, "check", f"demo/{state}") for state in ("broken", "repaired"))
    assert (broken.returncode, broken.stderr) == (1, "")
    assert (repaired.returncode, repaired.stderr) == (0, "")
