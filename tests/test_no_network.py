"""Nothing is fetched, started or written: the whole command line under a watch that ends at the first attempt.

CPython tells an audit hook of every socket, process and file before it is made
(https://docs.python.org/3/library/audit_events.html); none can be opened behind its back by Python code.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from replint import cli, reporters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src" / "replint"
CAUGHT = 99
GIT = shutil.which("git") or "git"

WATCH = """
import json, os, sys

may_write, runs, scratch = map(json.loads, sys.argv[1:4])
attempts = []
FORBIDDEN = (
    "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.",
    "webbrowser.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "pty.spawn", "ctypes.", "os.mkdir", "os.rmdir", "os.remove", "os.rename", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.kill", "os.putenv", "os.unsetenv",
    "shutil.", "tempfile.",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def is_scratch(event, arguments):
    if event == "subprocess.Popen":
        return os.path.basename(arguments[0]) == "git"
    if event in ("os.posix_spawn", "os.fork", "os.kill"):
        return True  # how a process that was let pass comes to be, and ends
    if event.startswith("tempfile."):
        return True
    first = arguments[0]
    if first == os.devnull:
        return True
    # A folder is emptied by names that start from it, through a descriptor.
    return isinstance(first, str) and (first.startswith(scratch) or (event.startswith("os.r") and os.sep not in first))


def watch(event, arguments):
    wrong = event.startswith(FORBIDDEN)
    if event == "open":
        path, mode, flags = arguments
        writes = (mode and set(mode) & set("wax+")) or (flags or 0) & WRITING
        wrong = writes and isinstance(path, (str, bytes)) and os.fsdecode(path) not in may_write
    if wrong and scratch:
        wrong = not is_scratch(event, arguments)
    if wrong:
        attempts.append((event, repr(arguments)[:200]))
        raise PermissionError(f"caught {event}")


import replint.cli  # before the watch: whether a module compiles itself is no business of ours

sys.addaudithook(watch)
for run in runs:
    try:
        if isinstance(run, str):
            exec(run)
        else:
            sys.argv = ["replint", *run]
            replint.cli.main()
    except SystemExit as end:
        if end.code == replint.cli.BUG:
            attempts.append((run, "a fault of ours"))
    except BaseException as wrong:
        attempts.append((run, repr(wrong)))
    if attempts:
        break
sys.stdout.flush()
sys.stderr.write("".join(f"{attempt}\\n" for attempt in attempts))
os._exit(99 if attempts else 0)
"""

ESTATES = ["fixtures/_estates/demo", "fixtures/_estates/rest", "fixtures/missing-owner-override"]
"""What is checked: whole estates, also as S3's XML, and cases with warnings and unknowns."""

CHECKS = [["check", *ESTATES, "--format", form, "--fail-on", "note"] for form in reporters.FORMATS]
OTHERS = [
    ["check", *ESTATES, "-v", "--select", "advice"],
    ["check", "fixtures/_estates/demo/broken", "--format", "sarif", "--output", "out.sarif", "--format", "github"],
    ["check", "-", "--stdin-name", "fixtures/_estates/demo/broken/role.json"],
    ["check", "fixtures/_estates/demo/brokne"],
    ["check", "docs/examples"],
    ["check", "--select", "no-such-rule"],
    ["check", "--help"],
    ["--help"],
    ["--version"],
    ["explain", "missing-replica-write"],
    ["explain", "DstKmsKeyNotFound", "--format", "json"],
    ["explain", "missing-replica-write", "--format", "markdown"],
    ["explain", "no-such-name"],
    ["completion", "bash"],
    ["complete", "--", "check", "--select", ""],
    ["rules"],
    ["rules", "list", "--format", "json"],
    ["rules", "words"],
    ["rules", "test", "docs/packs/coverage"],
    ["simulate", "docs/examples/cross-account.json", "--format", "json"],
    ["config"],
    ["config", "--schema"],
    ["check", "docs/examples/claims", "--config", "docs/examples/claims/replint.toml"],
    ["suppress", "fixtures/_estates/demo/broken", "--reason", "known", "--dry-run"],
    ["baseline", "check", "fixtures/_estates/demo/broken", "--baseline", "fixtures/unused-suppression/no-such.json"],
]
VERSIONS = [
    ["diff", "fixtures/_estates/demo/broken", "fixtures/_estates/demo/repaired"],
    ["diff", "fixtures/_estates/demo/repaired", "fixtures/_estates/demo/broken", "--format", "json"],
]
"""What lays versions of documents beside each other, in a folder that goes away."""

WRITERS = {"rules new", "baseline write"}
"""Commands that are there to write files; the others are all tried above."""


def _watched(
    runs: Sequence[str | list[str]],
    may_write: Sequence[str] = (),
    scratch: str = "",
    cwd: Path = REPOSITORY,
    **environ: str,
) -> subprocess.CompletedProcess[str]:
    kept: Mapping[str, str] = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-B", "-c", WATCH, json.dumps(may_write), json.dumps(runs), json.dumps(scratch)],
        cwd=cwd,
        env={**kept, **environ},
        input='{"ReplintBundle": 1}',
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("event", "attempt"),
    [
        ("socket.__new__", "import socket; socket.socket()"),
        ("socket.getaddrinfo", "import socket; socket.getaddrinfo('localhost', 80)"),
        ("urllib.Request", "import urllib.request; urllib.request.urlopen('http://localhost/')"),
        ("subprocess.Popen", "import subprocess; subprocess.run(['true'])"),
        ("os.system", "os.system('true')"),
        ("os.posix_spawn", "os.posix_spawn('/bin/true', ['true'], {})"),
        ("os.fork", "os.fork()"),
        ("os.exec", "os.execv('/bin/true', ['true'])"),
        ("open", "open('left-over', 'w')"),
        ("open", "open('left-over', 'ab')"),
        ("open", "os.open('left-over', os.O_CREAT | os.O_WRONLY)"),
        ("open", "import tempfile; tempfile.TemporaryFile()"),
        ("os.mkdir", "os.mkdir('left-over')"),
        ("os.remove", "os.remove('left-over')"),
        ("open", "\ntry: open('left-over', 'w')\nexcept OSError: pass"),
    ],
)
def test_the_watch_sees_it(event: str, attempt: str) -> None:
    """Each way out is caught, also where the program would have gone on as if nothing had been."""
    ran = _watched([attempt])
    assert ran.returncode == CAUGHT
    assert ran.stderr.startswith(f"('{event}', ")
    assert not (REPOSITORY / "left-over").exists()


def test_reading_is_no_attempt() -> None:
    """What every run does is let through: to read files, list folders and print."""
    ran = _watched(["open('README.md').read(); os.listdir('.'); os.open('README.md', os.O_RDONLY); print('hello')"])
    assert (ran.returncode, ran.stdout) == (0, "hello\n")


def test_no_format_needs_more_than_documents() -> None:
    """Whole estates in every format open no socket, start no process and write no file."""
    ran = _watched([*CHECKS])
    assert ran.returncode == 0, ran.stderr
    assert len(CHECKS) == len(reporters.FORMATS)


def test_no_command_does(tmp_path: Path) -> None:
    """Neither does any other command; files are written where a flag or GitHub asks for them, and only there."""
    summary = str(tmp_path / "summary.md")
    named = str(tmp_path / "out.sarif")
    runs = [[named if word == "out.sarif" else word for word in run] for run in OTHERS]
    ran = _watched(list(runs), [named, summary], GITHUB_STEP_SUMMARY=summary)
    assert ran.returncode == 0, ran.stderr
    assert Path(named).exists()
    refused = _watched([runs[1]], [])
    assert refused.returncode == CAUGHT
    assert "out.sarif" in refused.stderr


def test_versions_need_git_and_a_folder_that_goes_away(tmp_path: Path) -> None:
    """Two versions are compared in a folder that is empty again; an earlier one is asked of git, and of nobody else."""
    scratch, work = tmp_path / "scratch", tmp_path / "work"
    scratch.mkdir()
    shutil.copytree(REPOSITORY / "fixtures/_estates/demo", work / "demo")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run([GIT, *command], cwd=work, check=True)
    ran = _watched(VERSIONS, scratch=str(scratch), TMPDIR=str(scratch))
    assert ran.returncode == 0, ran.stderr
    runs: list[str | list[str]] = [["check", "--since", "HEAD"], ["diff", "HEAD:demo/broken", "demo/repaired"]]
    ran = _watched(runs, scratch=str(scratch), cwd=work, TMPDIR=str(scratch))
    assert ran.returncode == 0, ran.stderr
    assert "broke" in ran.stdout or "now work" in ran.stdout
    assert list(scratch.iterdir()) == []
    assert _watched(runs, cwd=work, TMPDIR=str(scratch)).returncode == CAUGHT
    attempt = "import subprocess; subprocess.run(['true'])"
    assert _watched([attempt], scratch=str(scratch), cwd=work).returncode == CAUGHT


def test_every_command_is_tried() -> None:
    """A command that is added is tried above, or is there to write files."""
    tried = {" ".join(run) for run in (*CHECKS, *OTHERS, *VERSIONS)}
    names = [name for name in _leaves(get_command(cli.app), "") if name not in WRITERS]
    assert names
    assert [name for name in names if not any(f"{run} ".startswith(f"{name} ") for run in tried)] == []


def _leaves(command: object, name: str) -> Iterator[str]:
    if not isinstance(command, TyperGroup):
        yield name
        return
    for below, each in command.commands.items():
        yield from _leaves(each, f"{name} {below}".strip())


NETWORK = frozenset(
    {
        *("_socket", "asyncio", "ftplib", "http", "imaplib", "nntplib", "poplib", "select", "selectors", "smtplib"),
        *("socket", "socketserver", "ssl", "telnetlib", "webbrowser", "wsgiref", "xmlrpc"),
    }
)
HARMLESS = frozenset({"urllib.parse"})
"""What a package of the network holds that only works on text."""


def test_no_module_imports_the_network() -> None:
    """No module of the package imports anything that could reach out, not even inside a function."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        wanted = [name for name in _imported(path) if _reaches_out(name)]
        if wanted:
            found[path.relative_to(SOURCE).as_posix()] = wanted
    assert found == {}
    assert _reaches_out("urllib.request.urlopen")
    assert _reaches_out("http.client")
    assert not _reaches_out("urllib.parse.quote")


def _reaches_out(name: str) -> bool:
    top, _, rest = name.partition(".")
    if top == "urllib":
        return f"urllib.{rest.partition('.')[0]}" not in HARMLESS
    return top in NETWORK


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)
