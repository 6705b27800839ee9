"""`-` and `--stdin-name`: one document from standard input, read only when it is asked for."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from replint import lint, reporters
from replint.syntax.decoding import LARGEST

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BUNDLE = FIXTURES / "missing-replica-write/bad-no-bucket-policy/bundle.json"
REPAIRED = FIXTURES / "_estates/demo/repaired"
COMMAND = (sys.executable, "-m", "replint", "check")


def check(*args: str, given: bytes | None = None, cwd: Path = REPAIRED) -> subprocess.CompletedProcess[str]:
    """Run `replint check` with standard input, by default one that never ends and never says anything."""
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    reader, writer = os.pipe()
    try:
        if given is not None:
            done = subprocess.run(
                [*COMMAND, *args], cwd=cwd, env=environ, input=given, capture_output=True, check=False
            )
        else:
            done = subprocess.run(
                [*COMMAND, *args], cwd=cwd, env=environ, stdin=reader, capture_output=True, check=False
            )
    finally:
        os.close(reader)
        os.close(writer)
    return subprocess.CompletedProcess(args, done.returncode, done.stdout.decode(), done.stderr.decode())


def loose(folder: Path) -> Path:
    """Put the demo's documents into a folder, without the bundle that ties them."""
    shutil.copytree(REPAIRED, folder, dirs_exist_ok=True)
    (folder / "replint.bundle.json").unlink()
    return folder


def misused(*args: str, given: bytes = b"{}") -> str:
    """Return the message of a run that was refused."""
    ran = check(*args, given=given)
    assert (ran.returncode, ran.stdout) == (2, "")
    return " ".join(ran.stderr.split())


def test_nothing_is_read_unless_asked() -> None:
    """A standard input that stays open, as a hook's may, is let be: the run ends."""
    assert check(".").returncode == 0


def test_a_document_is_read(tmp_path: Path) -> None:
    """`-` is a document like any other, shown as `<stdin>`."""
    ran = check("-", "--format", "concise", given=BUNDLE.read_bytes(), cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("<stdin>:34:17: error[missing-replica-write]")


def test_it_is_an_estate_of_its_own(tmp_path: Path) -> None:
    """What lies in the current folder is not read with it, whether it is named or not."""
    loose(tmp_path)
    (tmp_path / "role.json").unlink()
    role = (REPAIRED / "role.json").read_bytes()
    alone = check("-", "--format", "json", given=role, cwd=tmp_path)
    assert json.loads(alone.stdout)["flows"] == []
    beside = check("-", ".", "--format", "json", given=role, cwd=tmp_path)
    assert [flow["verdict"] for flow in json.loads(beside.stdout)["flows"]] == ["unknown"]
    together = check("-", ".", "--together", "--format", "json", given=role, cwd=tmp_path)
    assert [flow["verdict"] for flow in json.loads(together.stdout)["flows"]] == ["holds"]


def test_references_start_from_the_current_folder(tmp_path: Path) -> None:
    """`$file` in it is relative to the current folder, and leads nowhere else."""
    whole = json.loads(BUNDLE.read_text("utf-8"))
    home, outside = tmp_path / "home", tmp_path / "role.json"
    (home / "iam").mkdir(parents=True)
    for path in (outside, home / "iam/role.json"):
        path.write_text(json.dumps(whole["Roles"][0]), "utf-8")
    inside = {**whole, "Roles": [{"$file": "iam/role.json"}]}
    ran = check("-", "--format", "json", given=json.dumps(inside).encode(), cwd=home)
    assert [each["rule"] for each in json.loads(ran.stdout)["findings"]] == ["missing-replica-write"]
    assert ran.stderr == ""
    stray = {**whole, "Roles": [{"$file": "../role.json"}]}
    ran = check("-", given=json.dumps(stray).encode(), cwd=home)
    assert ran.returncode == 2
    assert "`../role.json` lies outside of the bundle's folder" in ran.stderr
    assert ran.stderr.startswith("<stdin>:1:")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b'{"ReplintBundle": 1, "Buckets": [', "<stdin>:1:34: "),
        (BUNDLE.read_text("utf-8").encode("utf-16"), "<stdin>:1:1: expected UTF-8, found UTF-16"),
        (BUNDLE.read_bytes().replace(b"atlas-orders", b"atlas\xff", 1), "<stdin>:"),
        (BUNDLE.read_bytes() + b" " * LARGEST, "<stdin>:1:1: expected at most 64 MiB"),
    ],
    ids=["ended", "utf-16", "invalid", "large"],
)
def test_what_cannot_be_read_is_told_as_of_a_file(given: bytes, said: str, tmp_path: Path) -> None:
    """A text that ends early, in another encoding, with a wrong byte, or too large: exit code 2 and the place."""
    ran = check("-", given=given, cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith(said)
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("given", [b"", b"\0\1\2\x7fELF", b"[]", b"<html></html>"])
def test_what_is_none_of_ours_is_passed_over_aloud(given: bytes, tmp_path: Path) -> None:
    """Nothing at all, bytes and documents of others make 3, as a file that is named does."""
    ran = check("-", given=given, cwd=tmp_path)
    assert ran.returncode == 3
    assert "<stdin>: passed over, it is no document that replint knows" in ran.stderr


@pytest.mark.parametrize("form", reporters.FORMATS)
def test_every_format_takes_it(form: str, tmp_path: Path) -> None:
    """A report in any format tells of a text that is no file, also in a repository, and names no file."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    ran = check("-", "--format", form, given=BUNDLE.read_bytes(), cwd=tmp_path / "sub")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "sub/" not in ran.stdout
    assert "stdin" in ran.stdout


def test_github_annotates_no_file(tmp_path: Path) -> None:
    """There is no file to annotate: the command has none, and its message tells the place."""
    ran = check("-", "--format", "github", given=BUNDLE.read_bytes(), cwd=tmp_path)
    command = ran.stdout.splitlines()[0]
    assert command.startswith("::error title=missing-replica-write")
    assert "%0Asee <stdin>:34:17" in command


def test_misuses() -> None:
    """Two documents from one input, a name without a text, and a name that no file has are refused."""
    assert "`-` is named twice" in misused("-", "-")
    assert "no path is `-`" in misused("--stdin-name", "role.json")
    assert "and `-` is none" in misused("-", "--stdin-name", "-")
    assert "and `iam` is none" not in misused("-", "--stdin-name", "")
    assert "is none" in misused("-", "--stdin-name", ".")


def test_a_file_called_so_is_reached_by_its_path(tmp_path: Path) -> None:
    """`./-` is the file, also where nothing is in it that was given on standard input."""
    (tmp_path / "-").write_bytes(BUNDLE.read_bytes())
    assert check("./-", cwd=tmp_path).returncode == 1
    assert [each.rule for each in lint([tmp_path / "-"]).findings] == ["missing-replica-write"]


def test_a_closed_input_is_told() -> None:
    """Standard input that the caller closed ends the run with a reason."""
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", '"$@" <&-', "sh", *COMMAND, "-"],
        cwd=REPAIRED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "`-` is standard input, and that is closed" in " ".join(done.stderr.split())


def test_a_terminal_is_told_how_to_end(tmp_path: Path) -> None:
    """Who asks for `-` in a terminal is told what happens, and may type the document."""
    master, slave = pty.openpty()
    text = b'{"ReplintBundle": 1}\n'
    with subprocess.Popen(
        [*COMMAND, "-"], cwd=tmp_path, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        os.write(master, text + b"\x04")
        out, err = run.communicate()
    os.close(slave)
    os.close(master)
    assert (run.returncode, out) == (0, b"no findings: no replication to check\n")
    assert b"Ctrl-D" in err


# ---- --stdin-name


def _without_tags(role: bytes) -> bytes:
    return role.replace(b"s3:GetObjectVersionTagging", b"s3:GetObjectTagging")


def test_a_text_stands_in_for_a_file(tmp_path: Path) -> None:
    """An editor hands over a file as it is before it is saved: its estate is judged with that text, whole."""
    estate = loose(tmp_path / "iam")
    changed = _without_tags((estate / "role.json").read_bytes())
    ran = check("-", "--stdin-name", "iam/role.json", "--format", "json", given=changed, cwd=tmp_path)
    told = json.loads(ran.stdout)
    (finding,) = told["findings"]
    assert (ran.returncode, finding["rule"]) == (1, "missing-object-tag-read")
    assert finding["location"]["path"] == "iam/role.json"
    assert [flow["verdict"] for flow in told["flows"]] == ["fails"]
    saved = check("iam/role.json", cwd=tmp_path)
    assert saved.returncode == 0


def test_a_file_that_was_never_saved(tmp_path: Path) -> None:
    """The file need not be there, nor its folder."""
    loose(tmp_path)
    role = (tmp_path / "role.json").read_bytes()
    (tmp_path / "role.json").unlink()
    assert check("-", "--stdin-name", "role.json", "--strict", given=role, cwd=tmp_path).returncode == 0
    ran = check("-", "--stdin-name", "no/folder/role.json", "--allow-nothing", given=role, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_text_stands_in_wherever_the_file_is_referred_to(tmp_path: Path) -> None:
    """A bundle that refers to the file is read with the text, also by a link to the file."""
    whole = json.loads(BUNDLE.read_text("utf-8"))
    role = json.dumps(whole["Roles"][0]).encode()
    (tmp_path / "iam").mkdir()
    (tmp_path / "iam/role.json").write_text('{"Arn": "broken', "utf-8")
    (tmp_path / "link.json").symlink_to("iam/role.json")
    (tmp_path / "bundle.json").write_text(json.dumps({**whole, "Roles": [{"$file": "iam/role.json"}]}), "utf-8")
    for name in ("iam/role.json", str(tmp_path / "iam" / "role.json"), "./iam/../iam/role.json"):
        ran = check("-", "--stdin-name", name, "--format", "json", given=role, cwd=tmp_path)
        assert [each["rule"] for each in json.loads(ran.stdout)["findings"]] == ["missing-replica-write"]
        assert ran.stderr == ""
    ran = check("bundle.json", "-", "--stdin-name", "link.json", "--format", "json", given=role, cwd=tmp_path)
    assert [each["rule"] for each in json.loads(ran.stdout)["findings"]] == ["missing-replica-write"]


def test_a_library_gives_texts() -> None:
    """`lint()` takes texts in place of files, too."""
    role = str(REPAIRED / "role.json")
    report = lint([role], texts={role: _without_tags(Path(role).read_bytes())})
    assert [finding.rule for finding in report.findings] == ["missing-object-tag-read"]
    assert lint([role]).findings == ()
    report = lint(["-"], texts={"-": BUNDLE.read_bytes()})
    assert {finding.primary.place.text.path for finding in report.findings} == {"<stdin>"}
