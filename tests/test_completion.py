"""Shell completion: what may stand where in a line, and each shell that is here really completing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from replint import cli, reporters
from replint.choice import ADVICE
from replint.cli import choices
from replint.cli.completion import FILES, FOLDERS, NONE, Answers, answers
from replint.dialects.faults import FAULTS
from replint.packs import builtin, compiled_infos

REPOSITORY = Path(__file__).resolve().parent.parent


def at(*words: str) -> Answers:
    """Return what may stand for the last word of a line."""
    root = get_command(cli.app)
    assert isinstance(root, TyperGroup)
    return answers(root, words)


def values(*words: str) -> list[str]:
    """Return the values alone."""
    return [value for value, _ in at(*words).values]


def test_commands() -> None:
    """The first word is a command, and behind a group another one; what is hidden is not offered."""
    assert {"check", "explain", "rules", "completion"} <= set(values(""))
    assert "complete" not in values("")
    assert values("che") == ["check"]
    assert values("rules", "te") == ["test"]
    assert at("no-such-command", "") == Answers()


def test_flags() -> None:
    """A word that begins with a dash is a flag, by its long name, wherever it stands; behind `--` it is a path."""
    assert {"--format", "--select", "--verbose", "--help"} <= set(values("check", "-"))
    assert "-v" not in values("check", "-")
    assert values("check", "some.json", "--allow") == ["--allow-nothing"]
    assert values("rules", "--rul") == ["--rules"]
    assert at("check", "--", "--allow") == Answers(paths=FILES)
    assert dict(at("check", "--tog").values)["--together"] == "One estate of all that is named."


def test_flags_of_several_commands_have_the_same_values() -> None:
    """What chooses rules is completed behind whatever command it stands."""
    for command in (("check",), ("suppress",), ("baseline", "write"), ("baseline", "check")):
        for flag in ("--select", "--ignore"):
            assert values(*command, flag, "missing-replica-wr") == ["missing-replica-write"]


def test_formats() -> None:
    """Every format is offered, also where the shell parts the flag from its value, or does not."""
    assert values("check", "--format", "") == ["auto", *reporters.FORMATS]
    assert values("check", "--format", "js") == ["json"]
    assert values("check", "--format", "=", "js") == ["json"]
    assert "json" in values("check", "--format", "=")
    assert values("check", "--format=js") == ["--format=json"]
    assert values("explain", "--format", "ma") == ["markdown"]
    assert values("check", "--fail-on", "n") == ["note", "never"]


def test_rules_and_topics() -> None:
    """Rules are offered by name, with their titles, topics beside them; of a list with commas, the last."""
    known = {info.name: info.title for info in (*builtin().infos, *(fault.info for fault in FAULTS.values()))}
    topics = {info.topic for info in (*builtin().infos, *(fault.info for fault in FAULTS.values()))}
    for flag in ("--select", "--ignore"):
        told = dict(at("check", flag, "").values)
        assert told.keys() == known.keys() | topics | {ADVICE}
        assert {name: told[name] for name in known} == known
    assert values("check", "--select", "policy,missing-replica-w") == ["policy,missing-replica-write"]
    assert at("check", "--select", "no-such").paths == NONE


def test_names_to_explain() -> None:
    """`explain` takes a rule, a fault of documents, or a reason that S3 reports."""
    assert values("explain", "missing-replica-w") == ["missing-replica-write"]
    assert values("explain", "malformed-doc") == ["malformed-document"]
    assert values("explain", "DstKms") == [name for name, _ in choices.names("DstKms")]
    assert "DstKmsKeyNotFound" in values("explain", "DstKms")
    assert at("explain", "missing-replica-write", "") == Answers()


def test_paths() -> None:
    """Where a path stands the shell offers its own: files, or only folders."""
    assert at("check", "") == Answers(paths=FILES)
    assert at("check", "a.json", "b") == Answers(paths=FILES)
    assert at("check", "-v", "") == Answers(paths=FILES)
    assert at("check", "-", "") == Answers(paths=FILES)
    assert at("check", "--output", "") == Answers(paths=FILES)
    assert at("check", "--rules", "") == Answers(paths=FOLDERS)
    assert at("rules", "test", "") == Answers(paths=FOLDERS)
    assert at("simulate", "x") == Answers(paths=FILES)
    assert at("simulate", "x.json", "") == Answers()
    assert "flow" in values("rules", "new", "--for", "")


def test_names_come_from_the_compiled_pack(tmp_path: Path) -> None:
    """The names are those of the rules as they are compiled; where nothing is compiled there are none."""
    assert [info.name for info in compiled_infos()] == [info.name for info in builtin().infos]
    assert compiled_infos(str(tmp_path)) == ()


def test_an_answer_loads_no_linter() -> None:
    """Somebody waits for it: no rule is read, and nothing is loaded that judges or draws."""
    script = (
        "import sys, replint.cli\n"
        "sys.argv = ['replint', 'complete', '--', 'check', '--select', 'missing-replica-w']\n"
        "try: replint.cli.main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "missing-replica-write\tthe role cannot write replicas\n:none\n"
    loaded = set(done.stderr.split())
    assert (
        loaded & {"replint.linter", "replint.judge", "replint.vocabulary", "rich", "pyparsing", "jsonschema"} == set()
    )


def test_a_run_pays_nothing_for_it() -> None:
    """A run that completes nothing loads nothing that only answers need."""
    script = (
        "import sys, replint.cli\n"
        "sys.argv = ['replint', '--version']\n"
        "try: replint.cli.main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    loaded = set(done.stderr.split())
    assert loaded & {"replint.packs", "replint.dialects", "replint.reasons", "replint.cli.completion"} == set()
    assert "replint.cli.commands" in loaded


def run(shell: str, script: str, folder: Path) -> list[str]:
    """Run a script in a shell that finds replint, with none of the settings of whoever runs the tests."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not here")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [program, *{"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[shell], "-c", script],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files and folders to complete, one with a blank in its name."""
    (tmp_path / "my documents").mkdir()
    (tmp_path / "my role.json").write_text("{}")
    (tmp_path / "pack").mkdir()
    return tmp_path


BASH = """
source <(replint completion bash)
COMP_WORDS=({words})
COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_replint replint "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD - 1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p replint
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("replint expl", ["explain"]),
        ("replint check --allow", ["--allow-nothing"]),
        ("replint check --format = js", ["json"]),
        ("replint check --ignore policy,missing-replica-w", ["policy,missing-replica-write"]),
        ("replint check my", ["my documents", "my role.json"]),
        ("replint check --rules ''", ["my documents", "pack"]),
        ("replint explain missing-replica-write ''", [""]),
    ],
)
def test_bash(words: str, offered: list[str], folder: Path) -> None:
    """Bash with the script, and COMP_WORDS as it sets them, offers what is right."""
    *told, registered = run("bash", BASH.format(words=words), folder)
    assert sorted(told) == offered
    assert registered == "complete -F _replint replint"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("replint expl", ["explain"]),
        ("replint check --allow", ["--allow-nothing"]),
        ("replint check --format=js", ["--format=json"]),
        ("replint check --ignore policy,missing-replica-w", ["policy,missing-replica-write"]),
        ("replint check my", ["my documents/", "my role.json"]),
        ("replint check --rules ", ["my documents/", "pack/"]),
    ],
)
def test_fish(line: str, offered: list[str], folder: Path) -> None:
    """Fish with the script offers the same."""
    told = run("fish", f"replint completion fish | source; complete -C '{line}'", folder)
    assert sorted(each.partition("\t")[0] for each in told) == offered


ZSH = """
compdef() {{ print -r -- "$@"; }}
_describe() {{ print -rl -- "${{(@)${{(P)2}}}}"; }}
_files() {{ print -r -- "_files $@"; }}
source <(replint completion zsh)
words=({words}) CURRENT=${{#words}}
_replint
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("replint expl", ["explain:Say what a rule asks for and why, or what a failure reason means."]),
        ("replint check --format=js", ["--format=json:"]),
        ("replint check my", ["_files "]),
        ("replint check --rules ''", ["_files -/"]),
        ("replint explain missing-replica-write ''", []),
    ],
)
def test_zsh(words: str, offered: list[str], folder: Path) -> None:
    """Zsh with the script hands the same to its own functions."""
    registered, *told = run("zsh", ZSH.format(words=words), folder)
    assert registered == "_replint replint"
    assert told == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_page_says_how(shell: str) -> None:
    """Usage has the line for each shell."""
    page = (REPOSITORY / "docs" / "usage.md").read_text("utf-8")
    assert f"replint completion {shell}" in page
