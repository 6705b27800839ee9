"""The action for GitHub, its step run as the runner would: annotations, outputs, SARIF, and inputs that mean harm."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.workflow import Runner

if TYPE_CHECKING:
    from tests.workflow import Ran

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO = REPOSITORY / "fixtures" / "_estates" / "demo"
COUNTS = ("errors", "warnings", "notes", "unknown")
HOSTILE = (
    "; touch pwned",
    "$(touch pwned)",
    "' ; touch pwned ; '",
    "--output=pwned",
    "x\ntouch pwned",
    "\n::warning::pwned\nerrors=0",
    "*",
)
INPUTS = tuple(yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))["inputs"])

pytestmark = pytest.mark.last


@pytest.fixture(scope="module")
def temp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the runner's folder, in which the action installs replint once for all uses in a job."""
    return tmp_path_factory.mktemp("runner")


@pytest.fixture
def runner(temp: Path, tmp_path: Path) -> Runner:
    """Return a job that checked out a repository with the demo."""
    shutil.copytree(DEMO, tmp_path / "infra")
    (tmp_path / ".git").mkdir()
    return Runner(tmp_path, temp)


def use(runner: Runner, **inputs: str) -> Ran:
    """Run the action of this repository; an underscore in an input's name stands for its dash."""
    return runner.action(REPOSITORY, {name.replace("_", "-"): value for name, value in inputs.items()})


def test_findings_are_annotations_and_outputs(runner: Runner) -> None:
    """What is wrong is annotated at its line, counted in the outputs, written as SARIF, and fails the step."""
    ran = use(runner, paths="infra/broken", sarif_file="reports/replint.sarif")
    assert ran.code == 1, ran.said
    assert ran.outputs == {
        "exit-code": "1",
        "sarif-file": "reports/replint.sarif",
        "errors": "3",
        "warnings": "0",
        "notes": "0",
        "unknown": "0",
    }
    annotations = re.findall(r"^::error file=([^,]+),line=(\d+)", ran.said, re.MULTILINE)
    assert ("infra/broken/role.json", "29") in annotations
    assert len(annotations) == 3
    assert "missing-object-tag-read" in ran.summary
    (run,) = json.loads((runner.workspace / "reports/replint.sarif").read_text("utf-8"))["runs"]
    assert len(run["results"]) == 3


def test_a_clean_run_passes(runner: Runner) -> None:
    """Nothing wrong is no annotation and an empty SARIF report."""
    ran = use(runner, paths="infra/repaired", sarif_file="replint.sarif")
    assert (ran.code, ran.outputs["exit-code"], ran.outputs["errors"]) == (0, "0", "0")
    assert "::" not in ran.said
    assert json.loads((runner.workspace / "replint.sarif").read_text("utf-8"))["runs"][0]["results"] == []


def test_paths_are_lines(runner: Runner) -> None:
    """Each line is a path, blanks included; empty lines and the ends that Windows writes are none."""
    (runner.workspace / "infra" / "broken").rename(runner.workspace / "infra" / "with blank")
    ran = use(runner, paths="infra/repaired\r\n\ninfra/with blank\n")
    assert (ran.code, ran.outputs["errors"]) == (1, "3"), ran.said
    assert use(runner, paths="\n").code == 2


def test_flags_of_inputs(runner: Runner) -> None:
    """Inputs choose the rules, the config file, the level that fails, the format and the folder to start in."""
    rule = "missing-object-tag-read"
    folder = {"working_directory": "infra/broken", "format": "concise"}
    only = use(runner, **folder, select=f"{rule}, missing-replica-encrypt")
    assert (only.code, only.outputs["errors"]) == (1, "2")
    assert re.search(rf"^role\.json:29:23: error\[{rule}\]", only.said, re.MULTILINE)
    ignored = use(runner, **folder, ignore=f"{rule}\nmissing-replica-encrypt\nmissing-delete-replication")
    assert (ignored.code, ignored.outputs["errors"]) == (0, "0")
    never = use(runner, **folder, fail_on="never")
    assert (never.code, never.outputs["exit-code"], never.outputs["errors"]) == (0, "0", "3")
    (runner.workspace / "infra" / "broken" / "own.toml").write_text(f'select = ["{rule}"]\n')
    assert use(runner, **folder, config="own.toml").outputs["errors"] == "1"


def test_strict_counts_what_is_unknown(runner: Runner) -> None:
    """What cannot be verified is an output, and with `strict` a failure."""
    untold = REPOSITORY / "fixtures/missing-replica-write/near-miss-bucket-policy-not-told"
    lax, strict = (use(runner, paths=str(untold), strict=each) for each in ("false", "true"))
    assert (lax.code, strict.code) == (0, 1)
    assert int(lax.outputs["unknown"]) == int(strict.outputs["unknown"]) > 0


def test_since_tells_what_is_new(runner: Runner) -> None:
    """With `since` findings of old fail nothing and are not annotated; without a value everything counts."""
    (runner.workspace / ".git").rmdir()
    identity = "git config user.name Tester && git config user.email tester@example.com"
    ran = runner.script(f"git init -q && {identity} && git add . && git commit -qm old && git rev-parse HEAD", {})
    old = use(runner, since=ran.said.strip())
    assert (old.code, old.outputs["errors"]) == (0, "0"), old.said
    assert (use(runner, since="").code, use(runner, since="gone").code) == (1, 2)
    shutil.copy(DEMO / "broken" / "role.json", runner.workspace / "infra" / "repaired" / "role.json")
    new = use(runner, since=ran.said.strip())
    assert (new.code, new.outputs["errors"]) == (1, "1"), new.said


def test_a_run_that_is_refused_has_no_counts(runner: Runner) -> None:
    """An input that replint refuses ends with 2, without numbers that nobody counted and an old SARIF report."""
    (runner.workspace / "replint.sarif").write_text("{}")
    ran = use(runner, paths="gone", sarif_file="replint.sarif")
    assert ran.code == 2
    assert ran.outputs == {"exit-code": "2", "sarif-file": "", **dict.fromkeys(COUNTS, "")}
    assert not (runner.workspace / "replint.sarif").exists()


@pytest.mark.parametrize("taken", ["infra", "infra/broken/role.json/replint.sarif"])
def test_a_report_without_a_place_is_no_finding(runner: Runner, taken: str) -> None:
    """Where the SARIF report cannot go the step ends with 2 and says so: 1 would mean findings."""
    ran = use(runner, paths="infra/repaired", sarif_file=taken)
    assert (ran.code, ran.outputs["exit-code"]) == (2, "")
    assert "::error title=replint::the input sarif-file names no place for a file\n" in ran.said
    assert (runner.workspace / "infra/broken/role.json").is_file()


def test_nothing_of_the_workspace_is_executed(runner: Runner) -> None:
    """Modules of the repository that is checked never stand in for Python's or for replint's."""
    for name in ("pip", "venv", "json", "sys", "replint", "typer", "sitecustomize"):
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\nraise SystemExit(0)\n")
    assert use(runner, paths="infra/broken").code == 1
    assert not (runner.workspace / "pwned").exists()


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_inputs(runner: Runner, name: str) -> None:
    """No input runs a command, becomes a flag, writes a file, adds an output or says something to the runner."""
    for value in HOSTILE:
        before = _files(runner.workspace)
        ran = runner.action(REPOSITORY, {"paths": "infra/broken", "python": sys.executable, name: value})
        written = {path for path in _files(runner.workspace) - before if name != "sarif-file"}
        assert written == set(), value
        assert ran.code in {0, 1, 2}
        assert not (runner.workspace / "pwned").exists()
        assert ran.outputs["errors"] in ({"", "3"} if name != "paths" else {"", "3", "0"})
        assert not re.search(r"^::warning::pwned", ran.said, re.MULTILINE)


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("version", ["1.2.3", "1.0rc1+local.1"])
def test_a_release_is_installed_by_its_number(tmp_path: Path, version: str) -> None:
    """With `version`, pip is asked for that release and nothing else, by an interpreter that a stub stands in for."""
    stub = tmp_path / "python-stub"
    stub.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$*" >>"{tmp_path}/calls"\n'
        'case "$*" in\n'
        '*"-m venv"*) for last; do :; done; mkdir -p "$last/bin"\n'
        'cp "$0" "$last/bin/python"; cp "$0" "$last/bin/replint" ;;\n'
        "esac\n"
    )
    stub.chmod(0o755)
    temp = tmp_path / "temp"
    temp.mkdir()
    ran = Runner(tmp_path, temp).action(REPOSITORY, {"version": version, "python": str(stub)})
    assert ran.code == 0, ran.said
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert [call for call in calls[:-1] if not call.startswith("-I ")] == []
    assert calls[2:3] == [f"-I -m pip --disable-pip-version-check --quiet install replint=={version}"]
    assert calls[-1].startswith("check --format=github --format=json --output=")
    assert calls[-1].endswith(" -- .")


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    """A Python that replint does not run on is refused with what to do, before anything is installed."""
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    ran = Runner(tmp_path, tmp_path).action(REPOSITORY, {"python": str(old)})
    assert ran.code == 2
    assert "::error title=replint::replint needs Python 3.11 or later" in ran.said


def test_inputs_and_outputs_fit_the_script() -> None:
    """Every input reaches the script as the variable of its name, and every output is one that the script writes."""
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
    script = (REPOSITORY / "ci" / "action.sh").read_text("utf-8")
    (step,) = action["runs"]["steps"]
    assert step["env"] == {
        f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in action["inputs"]
    }
    assert {name for name in step["env"] if not re.search(rf"\${{?{name}\b", script)} == set()
    assert all(told.get("description") and isinstance(told["default"], str) for told in action["inputs"].values())
    assert {name for name in action["outputs"] if name not in script} == set()
    subprocess.run(["bash", "-n", REPOSITORY / "ci" / "action.sh"], check=True)  # noqa: S607 - as the runner finds it
