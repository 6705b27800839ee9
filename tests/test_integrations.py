"""The pages of docs/integrations as they are copied: files fit their schemas, scripts run, what they name exists."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
import yaml

from replint import reporters
from tests.workflow import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO = REPOSITORY / "fixtures" / "_estates" / "demo"
PAGES = sorted((REPOSITORY / "docs" / "integrations").glob("*.md"))
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"^(?:#|//) (\S+)\n")
"""The first line of a file that is to be copied says where it goes."""
SCHEMAS = {
    ".github/workflows/": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    "azure-pipelines.yml": "vendor.azure-pipelines",
}
WRITTEN = re.compile(r"(?<![\w./*-])[\w-]+\.(?:sarif|xml|json)\b")
ROW = re.compile(r"^\| (`[^|]*`) \|", re.MULTILINE)
STUB = """\
#!/bin/sh
printf '%s %s\\n' "$(basename "$0")" "$*" >>stub-calls
case "$*" in "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/pip"; ln -s "$REPLINT" "$3/bin/replint" ;; esac
case "$0" in */reviewdog) cat >stub-reviewdog ;; esac
"""


class File(NamedTuple):
    """A file that a page shows: the page, where the file goes, and what is in it."""

    page: Path
    name: str
    text: str

    def __str__(self) -> str:
        """Tell the page and the file."""
        return f"{self.page.name}:{self.name}"


def _files() -> Iterator[File]:
    for page in PAGES:
        for language, text in FENCE.findall(page.read_text("utf-8")):
            if language in {"yaml", "groovy"}:
                named = NAMED.match(text)
                assert named, f"{page}: a file does not say where it goes: {text}"
                yield File(page, named[1], text)


FILES = tuple(_files())
PIPELINES = tuple(file for file in FILES if file.name != ".pre-commit-config.yaml")


def _page(name: str) -> str:
    return (REPOSITORY / "docs" / "integrations" / name).read_text("utf-8")


def _action() -> dict[str, dict[str, Any]]:
    """Return the action's description of itself."""
    return dict(yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8")))


def _component() -> tuple[dict[str, Any], str]:
    """Return the inputs of the component for GitLab, and what stands below its header."""
    header, body = (REPOSITORY / "templates" / "replint.yml").read_text("utf-8").split("\n---\n")
    return yaml.safe_load(header)["spec"]["inputs"], body


def _job(inputs: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return the one job that the component makes of some inputs, and its name; values are put in as GitLab does."""
    declared, body = _component()
    given = {name: told["default"] for name, told in declared.items()} | dict(inputs)

    def filled(value: object) -> object:
        match value:
            case str():
                return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: given[found[1]], value)
            case list():
                return [filled(each) for each in value]
            case dict():
                return {filled(key): filled(each) for key, each in value.items()}
            case _:
                return value

    ((name, job),) = cast("dict[str, dict[str, Any]]", filled(yaml.safe_load(body))).items()
    return name, job


def _scripts(file: File) -> list[str]:
    """Return what a server would run of a file, as one script for each job."""
    if file.name == "Jenkinsfile":
        return re.findall(r"sh '''\n(.*?)'''", file.text, re.DOTALL)
    told = yaml.safe_load(file.text)
    if file.name.startswith(".github/"):
        return ["\n".join(step.get("run", "") for step in job["steps"]) for job in told["jobs"].values()]
    if file.name == "azure-pipelines.yml":
        return ["\n".join(step.get("script", "") for step in told["steps"])]
    return ["\n".join(job["script"]) for job in told.values() if "script" in job]


@pytest.fixture
def server(tmp_path: Path) -> Runner:
    """Return a server that checked out a bad estate, with stand-ins for what it would install from elsewhere."""
    workspace, temp = tmp_path / "workspace", tmp_path / "temp"
    shutil.copytree(DEMO / "broken", workspace / "infra")
    (workspace / ".git").mkdir()
    temp.mkdir()
    for name in ("pip", "python", "reviewdog"):
        (temp / name).write_text(STUB)
        (temp / name).chmod(0o755)
    (temp / "replint").symlink_to(Path(sys.executable).parent / "replint")
    return Runner(workspace, temp)


def _environment(server: Runner) -> dict[str, str]:
    return {"PATH": f"{server.temp}:/usr/bin:/bin", "REPLINT": str(server.temp / "replint"), "PYTHONSAFEPATH": "1"}


@pytest.mark.parametrize("file", [file for file in PIPELINES if "replint check" in file.text], ids=str)
def test_scripts_run_and_write_what_the_file_publishes(file: File, server: Runner) -> None:
    """What a server would run finds the faults, ends as the page says, and leaves every report that is named."""
    (script,) = _scripts(file)
    ran = server.script(script, _environment(server))
    assert ran.code == (0 if "--fail-on never" in script else 1), ran.said
    expected = set(WRITTEN.findall(file.text))
    assert {name for name in expected if not (server.workspace / name).stat().st_size} == set()
    assert expected or "reviewdog" in file.text
    assert "missing-object-tag-read" in ran.said or "rdjson" in script
    calls = (server.workspace / "stub-calls").read_text("utf-8")
    assert re.search(r"^pip install\b.* replint$", calls, re.MULTILINE)
    if "reviewdog" in script:
        told = json.loads((server.workspace / "stub-reviewdog").read_text("utf-8"))
        assert len(told["diagnostics"]) == 3


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_files_fit_their_schemas(schema: str, tmp_path: Path) -> None:
    """Every file of a page, and the job of the component, is one that its server's JSON Schema takes."""
    texts = [file.text for file in FILES if any(file.name.startswith(n) for n, it in SCHEMAS.items() if it == schema)]
    if "gitlab" in schema:
        texts.append(yaml.safe_dump(dict([_job({})])))
    assert texts
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yml").write_text(text)
    _schema("--builtin-schema", schema, *sorted(tmp_path.iterdir()))


def _schema(*arguments: str | Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "check-jsonschema", "--regex-variant", "python", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_fits_its_schema() -> None:
    """The action is one that GitHub takes."""
    _schema("--builtin-schema", "vendor.github-actions", REPOSITORY / "action.yml")


def test_hooks_and_their_configurations_are_valid(tmp_path: Path) -> None:
    """The manifest and every configuration of a page are ones that pre-commit takes, for hooks that there are."""
    hooks = {hook["id"] for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    configs = [file for file in FILES if file.name == ".pre-commit-config.yaml"]
    assert configs
    for number, file in enumerate(configs):
        (tmp_path / f"{number}.yaml").write_text(file.text.replace("REVISION", "a" * 40))
        ((repo,),) = yaml.safe_load(file.text).values()
        assert {hook["id"] for hook in repo["hooks"]} <= hooks
    for command, paths in (
        ("validate-manifest", [REPOSITORY / ".pre-commit-hooks.yaml"]),
        ("validate-config", sorted(tmp_path.iterdir())),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", command, *paths], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, ""), done.stdout
    assert _rows(_page("pre-commit.md")) == hooks


def _rows(text: str) -> set[str]:
    """Return the names in the first cells of tables."""
    return {name for cell in ROW.findall(text) for name in re.findall(r"`([^`]+)`", cell)}


def test_tables_tell_every_input_and_output() -> None:
    """The pages list what the action and the component take and give, with the defaults of the component."""
    action = _action()
    assert _rows(_page("github.md")) == action["inputs"].keys() | action["outputs"].keys()
    inputs, _ = _component()
    cells = re.findall(r"^\| `([\w-]+)` \| .* \| `([^`]+)` \|$", _page("gitlab.md"), re.MULTILINE)
    assert dict(cells) == {name: told["default"] for name, told in inputs.items()}


def test_what_is_used_exists_and_cannot_move() -> None:
    """Actions of others are pinned by commit, with their release beside; of ours, inputs and outputs exist."""
    action = _action()
    uses = [line for file in FILES for line in re.findall(r"uses: (.*)", file.text)]
    pinned = re.compile(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in uses if line != "OWNER/replint@REVISION" and not pinned.fullmatch(line)] == []
    ours = [
        step
        for file in FILES
        if file.name.startswith(".github/")
        for job in yaml.safe_load(file.text)["jobs"].values()
        for step in job["steps"]
        if "/replint@" in step.get("uses", "")
    ]
    assert ours
    assert {name for step in ours for name in step["with"]} <= action["inputs"].keys()
    assert set(re.findall(r"steps\.replint\.outputs\.([\w-]+)", _page("github.md"))) <= action["outputs"].keys()
    included = [file for file in FILES if file.name == ".gitlab-ci.yml" and "component:" in file.text]
    told = [each["inputs"] for file in included for each in yaml.safe_load(file.text)["include"]]
    assert told
    assert {name for inputs in told for name in inputs} <= _component()[0].keys()


def test_flags_and_formats_exist() -> None:
    """Every flag that a page gives to `replint check`, or names, is one that there is, and so is every format."""
    ran = subprocess.run(
        [sys.executable, "-m", "replint", "check", "--help"], capture_output=True, text=True, check=True
    )
    flags = set(re.findall(r"--[a-z][a-z-]*", ran.stdout))
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    places = re.findall(r"replint check([^|>\n]*)", text) + re.findall(r"`(--[^`]*)`", FENCE.sub("", text))
    named = {flag for place in places for flag in re.findall(r"(?<!\S)--[a-z][a-z-]*", place)}
    assert named
    assert named - flags == set()
    formats = {name for place in places for name in re.findall(r"--format (\w+)", place)}
    assert formats - {"auto", *reporters.FORMATS} == set()


def test_the_component_checks_and_keeps_its_reports(server: Runner) -> None:
    """The component's job finds the faults in a path with a blank and leaves both reports, where artifacts look."""
    (server.workspace / "infra").rename(server.workspace / "with blank")
    shutil.copytree(DEMO / "repaired", server.workspace / "infra")
    name, job = _job({"paths": "infra\nwith blank\n", "job": "s3"})
    assert name == "s3"
    ran = server.script("\n".join(job["script"]), {**_environment(server), **job["variables"]})
    assert ran.code == 1, ran.said
    assert [name for name in job["artifacts"]["paths"] if not (server.workspace / name).stat().st_size] == []
    assert set(job["artifacts"]["reports"].values()) == set(job["artifacts"]["paths"])
    told = json.loads((server.workspace / "gl-code-quality-report.json").read_text("utf-8"))
    assert {each["location"]["path"].partition("/")[0] for each in told} == {"with blank"}
    clean = _job({"paths": "infra", "fail-on": "warning"})[1]
    ran = server.script("\n".join(clean["script"]), {**_environment(server), **clean["variables"]})
    assert (ran.code, json.loads((server.workspace / "gl-code-quality-report.json").read_text("utf-8"))) == (0, [])


def test_the_component_fails_by_what_a_merge_request_adds(server: Runner) -> None:
    """Findings of old are in the reports and fail nothing, until a merge request adds one or `only-new` is false."""
    environment = {
        **_environment(server),
        "GIT_CONFIG_GLOBAL": str(server.temp / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    (server.temp / "gitconfig").write_text("[user]\n\tname = Tester\n\temail = tester@example.com\n")
    (server.workspace / ".git").rmdir()
    shutil.copytree(DEMO / "repaired", server.workspace / "sound")
    begun = server.script("git init -q && git add . && git commit -qm old && git rev-parse HEAD", environment)
    merge_request = {**environment, "CI_MERGE_REQUEST_DIFF_BASE_SHA": begun.said.strip()}

    def code(job: dict[str, Any], environment: Mapping[str, str]) -> int:
        ran = server.script("\n".join(job["script"]), {**environment, **job["variables"]})
        assert len(json.loads((server.workspace / "gl-code-quality-report.json").read_text("utf-8"))) >= 3
        return ran.code

    job, everything = _job({})[1], _job({"only-new": "false"})[1]
    assert [code(job, merge_request), code(job, environment), code(everything, merge_request)] == [0, 1, 1]
    shutil.copy(DEMO / "broken" / "role.json", server.workspace / "sound" / "role.json")
    assert code(job, merge_request) == 1


@pytest.mark.parametrize("value", ["; touch pwned", "$(touch pwned)", "--output=pwned", "*", "x\ntouch pwned"])
@pytest.mark.parametrize("name", ["paths", "fail-on", "package"])
def test_inputs_of_the_component_are_never_part_of_its_script(server: Runner, name: str, value: str) -> None:
    """A value with a command in it is a value."""
    job = _job({name: value})[1]
    assert value not in "".join(job["script"])
    server.script("\n".join(job["script"]), {**_environment(server), **job["variables"]})
    assert not (server.workspace / "pwned").exists()


def test_git_alone_stops_a_bad_commit(tmp_path: Path) -> None:
    """The hook of the page for git alone stops a commit with faults and lets one pass that touches nothing of ours."""
    ((hook,),) = (re.findall(r"```sh\n(#!/bin/sh\n.*?)```", _page("other.md"), re.DOTALL),)
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Tester\n\temail = tester@example.com\n")
    runner = Runner(tmp_path / "project", tmp_path)
    runner.workspace.mkdir()

    def git(arguments: str) -> tuple[int, str]:
        ran = runner.script(
            f"git {arguments}", {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}
        )
        return ran.code, ran.said

    assert git("init --quiet")[0] == 0
    installed = runner.workspace / ".git" / "hooks" / "pre-commit"
    installed.parent.mkdir(exist_ok=True)
    installed.write_text(hook)
    installed.chmod(0o755)
    (runner.workspace / "package.json").write_text("{}")
    code, said = git("add . && git commit --quiet --message Fine")
    assert code == 0, said
    shutil.copytree(DEMO / "broken", runner.workspace / "with blank")
    code, said = git("add . && git commit --quiet --message Bad")
    assert (code, "error[missing-object-tag-read]" in said) == (1, True)


def test_the_problem_matcher_matches() -> None:
    """The editor's pattern takes every finding of `--format concise` apart, and no other line."""
    ((task,),) = (json.loads(text)["tasks"] for text in re.findall(r"```json\n(.*?)```", _page("other.md"), re.DOTALL))
    matcher = task["problemMatcher"]["pattern"]
    ran = subprocess.run(
        [sys.executable, "-m", "replint", *task["command"].split()[1:]],
        cwd=DEMO / "broken",
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.splitlines()
    found = [match for line in lines if (match := re.search(matcher["regexp"], line))]
    assert len(found) == len(lines) - 1 == 3
    assert {match[matcher["file"]] for match in found} == {"role.json", "replica-key.json", "destination-bucket.json"}
    assert {match[matcher["severity"]] for match in found} == {"error"}
    assert ("29", "23", "missing-object-tag-read") in {
        tuple(match[matcher[each]] for each in ("line", "column", "code")) for match in found
    }
