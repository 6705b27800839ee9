"""The first minutes: a run with nothing to check says what it saw and what to do next, and a hook's says nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from replint import lint
from replint.cli import beginning

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REPAIRED = FIXTURES / "_estates/demo/repaired"
COMMANDS = [f"  {beginning.GET_CONFIGURATION}", f"  {beginning.GET_ROLES}"]


def check(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `replint check` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "replint", "check", *args],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def filled(folder: Path, **files: str) -> Path:
    """Write files into a folder; `__` in a name is a dot, since a keyword has none."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return folder


def nothing(folder: Path, *args: str) -> list[str]:
    """Return what a run says that found nothing of ours: what was seen, and what to do, in five lines."""
    ran = check(*args, cwd=folder)
    assert ran.returncode == 3
    assert ran.stdout == "no findings: no replication to check\n"
    lines = ran.stderr.splitlines()
    assert len(lines) == 5
    assert lines[2:4] == COMMANDS
    assert "docs/inputs.md" in lines[4]
    assert check(*args, "--allow-nothing", cwd=folder).stderr == ""
    return lines


def test_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder is told to be empty, with the commands that print the first documents."""
    seen, told, *_ = nothing(tmp_path)
    assert seen == "replint: no document of ours was found in the current folder (no file)"
    assert "begin with" in told


def test_a_folder_of_terraform(tmp_path: Path) -> None:
    """Terraform is named, as something that is not read yet; so is its plan, whatever the file is called."""
    filled(tmp_path, main__tf="resource {}", buckets__tf="", README__md="# hello")
    seen, told, *_ = nothing(tmp_path)
    assert "(2 Terraform files and 1 other file)" in seen
    assert told.startswith("replint: Terraform is not read yet; hand over what it made, as the AWS CLI prints it")
    plan = filled(tmp_path / "plan", plan__json='{"format_version": "1.2", "terraform_version": "1.9.8"}')
    seen, told, *_ = nothing(tmp_path, "plan")
    assert plan.name in seen
    assert "(1 Terraform plan or state)" in seen
    assert told.startswith("replint: Terraform is not read yet")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stack__yaml", "AWSTemplateFormatVersion: '2010-09-09'\n"),
        ("stack__json", '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'),
        ("stack__template", '{"AWSTemplateFormatVersion": "2010-09-09"}'),
    ],
)
def test_a_template(name: str, text: str, tmp_path: Path) -> None:
    """A template of CloudFormation is named as one, in YAML and in JSON."""
    seen, told, *_ = nothing(filled(tmp_path, **{name: text}))
    assert "(1 CloudFormation template)" in seen
    assert told.startswith("replint: CloudFormation is not read yet")


def test_both_are_named(tmp_path: Path) -> None:
    """Where there are both, both are named."""
    filled(tmp_path, main__tf="", stack__yml="Type: AWS::S3::Bucket")
    assert nothing(tmp_path)[1].startswith("replint: CloudFormation and Terraform are not read yet")


def test_documents_of_others(tmp_path: Path) -> None:
    """JSON of others is counted and not taken for a fault of it; hidden files and folders are not even seen."""
    filled(tmp_path, package__json='{"name": "tools"}', tsconfig__json="{}", compose__yaml="services: {}")
    filled(tmp_path / ".git", config__json="{}")
    seen, told, *_ = nothing(tmp_path)
    assert "(2 JSON or XML files and 1 YAML file)" in seen
    assert "begin with" in told


def test_a_remark_is_no_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large a folder is, no more files are looked at than a remark is worth."""
    filled(tmp_path, **{f"{name}__json": "{}" for name in "abcdef"})
    monkeypatch.setattr(beginning, "MOST_FILES", 4)
    assert "(4 JSON or XML files)" in next(beginning.nothing_found(["."], str(tmp_path)))


def test_roles_alone(tmp_path: Path) -> None:
    """Documents of which none tells of a replication are read, and what is missing is named; in a hook nothing is."""
    filled(tmp_path, role__json=(REPAIRED / "role.json").read_text("utf-8"))
    ran = check(cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stderr.splitlines() == [
        "replint: 1 document read, and no replication configuration among them; put beside them:",
        COMMANDS[0],
    ]
    assert check("--allow-nothing", cwd=tmp_path).stderr == ""


@pytest.mark.parametrize("said", ["null", '{"Role": "arn:aws:iam::111122223333:role/r", "Rules": []}'])
def test_who_says_that_there_is_none_is_not_told_so(said: str, tmp_path: Path) -> None:
    """A bucket of which a document says that nothing is replicated, or nothing yet, is silence and no gap."""
    bucket = '{"Bucket": "atlas", "Region": "eu-west-1"%s}'
    filled(tmp_path, bucket__json=bucket % f', "ReplicationConfiguration": {said}')
    assert not lint([tmp_path]).silent
    filled(tmp_path, bucket__json=bucket % "")
    assert lint([tmp_path]).silent


def test_a_batch_job_is_a_replication() -> None:
    """A job that copies objects is something to check."""
    job = next(path for path in sorted(FIXTURES.rglob("*.json")) if '"S3ReplicateObject"' in path.read_text("utf-8"))
    assert not lint([job.parent]).silent


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("polices", "polices: no such file or directory; did you mean `policies`?"),
        ("polices/role.json", "did you mean `policies/role.json`?"),
        ("policies/roel.json", "did you mean `policies/role.json`?"),
        ("./policies/../polices", "did you mean `policies`?"),
    ],
)
def test_a_misspelt_path(path: str, said: str, tmp_path: Path) -> None:
    """A path at which there is nothing makes 2, with the neighbour that is nearly called so."""
    filled(tmp_path / "policies", role__json="{}")
    ran = check(path, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in " ".join(ran.stderr.split())


@pytest.mark.parametrize("path", ["elsewhere", "polices/other.json", "/no-such-root/x", ""])
def test_nothing_is_made_up(path: str, tmp_path: Path) -> None:
    """Where nothing is nearly called so, or the rest of the path is not there, nothing is suggested."""
    filled(tmp_path / "policies", role__json="{}")
    ran = check(path, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean" not in ran.stderr


def test_a_name_cannot_command_the_terminal(tmp_path: Path) -> None:
    """A neighbour's name that holds an escape sequence is shown as text."""
    filled(tmp_path, **{"role\x1b[2J__json": "{}"})
    ran = check("role[2J.json", cwd=tmp_path)
    assert "did you mean" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_what_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    """A folder that may not be listed makes 2 and is named; what is none of ours beside it is not spoken of."""
    closed = filled(tmp_path / "closed", role__json="{}")
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("whoever runs this may read everything")
        ran = check("closed", cwd=tmp_path)
    finally:
        closed.chmod(0o700)
    assert (ran.returncode, ran.stderr) == (2, "closed: cannot be read: permission denied\n")


def test_a_path_where_a_command_is_meant(tmp_path: Path) -> None:
    """Who forgets the command is told which one takes paths; a word that is neither is told to be no command."""
    filled(tmp_path / "policies", role__json="{}")
    for word, said in (("policies", "did you mean `replint check policies`?"), ("polices", "No such command")):
        done = subprocess.run(
            [sys.executable, "-m", "replint", word], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert said in " ".join(done.stderr.split())


def test_a_command_is_one_whatever_lies_there(tmp_path: Path) -> None:
    """A folder that is called as a command is does not hide it."""
    filled(tmp_path / "rules")
    done = subprocess.run([sys.executable, "-m", "replint", "rules"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0


def test_a_run_that_checks_loads_nothing_of_this() -> None:
    """A run with something to check pays nothing for those without."""
    script = (
        "import sys, replint.cli\n"
        "sys.argv = ['replint', 'check', sys.argv[1], '--format', 'json']\n"
        "try: replint.cli.main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(REPAIRED)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "replint.cli.beginning" not in done.stderr.split()


def test_replint_alone_begins_with_what_to_do(tmp_path: Path) -> None:
    """Without a command the help is shown, and before all commands the three to begin with."""
    done = subprocess.run([sys.executable, "-m", "replint"], cwd=tmp_path, capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr
    assert done.returncode == 2
    assert told.index("Begin with:") < told.index("replint check ") < told.index("Commands:")
