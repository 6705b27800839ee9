"""The command line as a process: exit codes, which stream says what, which format goes where, hostile names."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import cli, linter, reporters
from replint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BROKEN, REPAIRED = (FIXTURES / "_estates/demo" / half for half in ("broken", "repaired"))
WARNED = FIXTURES / "missing-owner-override/near-miss-owner-enforced"
NOTED = FIXTURES / "missing-delete-replication/near-miss-no-markers"
OPEN = FIXTURES / "missing-replica-write/near-miss-bucket-policy-not-told"
ENDED = '{"Bucket": "atlas-orders", "Policy": '
"""A document of ours that ends too early."""
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal or a log may obey, and none of which a report needs."""


def replint(*args: str | Path, cwd: Path = REPAIRED, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run replint in a folder, as a script would, in an environment that says nothing of a screen."""
    return subprocess.run(
        [sys.executable, "-m", "replint", *map(str, args)],
        cwd=cwd,
        env=environment(environ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the settings of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", **more}


def usage(ran: subprocess.CompletedProcess[str]) -> str:
    """Return the message of a run that was refused, on one line, once it is sure that nothing was checked."""
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    return " ".join(ran.stderr.split())


def copied(source: Path, target: Path) -> Path:
    """Copy the documents of a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.glob("*.json"):
        (target / path.name).write_bytes(path.read_bytes())
    return target


@pytest.mark.parametrize("form", ["auto", *reporters.FORMATS])
@pytest.mark.parametrize(
    ("folder", "code"), [(REPAIRED, 0), (BROKEN, 1), (OPEN, 0)], ids=["repaired", "broken", "open"]
)
def test_exit_code(folder: Path, code: int, form: str) -> None:
    """Errors make 1; warnings, notes and what is unknown do not; a format changes nothing of it."""
    ran = replint("check", "--format", form, cwd=folder)
    assert (ran.returncode, ran.stderr) == (code, "")
    assert ran.stdout or form == "rdjsonl"


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., int]:
    """Return a quick way to an exit code: the command line without a process of its own."""

    def run(*args: str | Path) -> int:
        monkeypatch.setattr(sys, "argv", ["replint", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert capsys.readouterr().out
        return int(ended.value.code or 0)

    return run


@pytest.mark.parametrize(
    ("level", "folders"),
    [("never", []), ("error", [BROKEN]), ("warning", [BROKEN, WARNED]), ("note", [BROKEN, WARNED, NOTED, REPAIRED])],
)
def test_fail_on(level: str, folders: list[Path], ending: Callable[..., int]) -> None:
    """`--fail-on` is the lowest severity that makes exit code 1; `note` asks for advice, too."""
    ends = {each: ending("check", each, "--fail-on", level) for each in (BROKEN, WARNED, NOTED, REPAIRED)}
    assert [each for each, code in ends.items() if code] == folders
    assert set(ends.values()) <= {0, 1}


def test_strict(ending: Callable[..., int]) -> None:
    """Under `--strict` what could not be verified makes 1, also where no severity would; what is proved does not."""
    assert ending("check", OPEN, "--strict") == 1
    assert ending("check", OPEN, "--strict", "--fail-on", "never") == 1
    assert ending("check", REPAIRED, "--strict") == 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_of_ours(tmp_path: Path, form: str) -> None:
    """A folder without a document of ours makes 3 and says so; with `--allow-nothing` 0; in either format."""
    (tmp_path / "package.json").write_text('{"name": "tools"}')
    ran = replint("check", "--format", form, cwd=tmp_path)
    assert ran.returncode == 3
    assert "no document" in ran.stderr
    assert "package.json" not in ran.stderr
    assert replint("check", "--format", form, "--allow-nothing", cwd=tmp_path).returncode == 0


def test_a_named_file_of_others_is_passed_over_aloud(tmp_path: Path) -> None:
    """Who names a file is told that it is none of ours; a hook, which names all that changed, is not."""
    (tmp_path / "package.json").write_text('{"name": "tools"}')
    shutil.copytree(BROKEN, tmp_path / "infra")
    named = ("check", "package.json", "infra/role.json")
    assert replint(*named, cwd=tmp_path).stderr == (
        "replint: package.json: passed over, it is no document that replint knows\n"
    )
    for args in (named, named[:2]):
        assert replint(*args, "--allow-nothing", cwd=tmp_path).stderr == ""


def test_what_a_document_of_ours_lacks_is_told_to_hooks(tmp_path: Path) -> None:
    """That a document is ours and cannot be used is told, also where strangers pass in silence."""
    (tmp_path / "versioning.json").write_text('{"Status": "Enabled"}')
    ran = replint("check", "--allow-nothing", "versioning.json", cwd=tmp_path)
    assert "does not say of which bucket" in ran.stderr


def test_nothing_enabled_is_not_nothing(tmp_path: Path) -> None:
    """Documents without an enabled replication rule are documents: nothing to check is clean."""
    text = (
        (REPAIRED / "replication.json")
        .read_text()
        .replace('"Status": "Enabled",\n      "Filter"', '"Status": "Disabled",\n      "Filter"')
    )
    (copied(REPAIRED, tmp_path) / "replication.json").write_text(text)
    ran = replint("check", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "no replication to check" in ran.stdout


def test_unreadable_input(tmp_path: Path) -> None:
    """One text that cannot be read is told with its place and makes 2; everything else is still reported."""
    copied(BROKEN, tmp_path / "estate")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/bucket.json").write_text(ENDED)
    ran = replint("check", cwd=tmp_path)
    assert ran.returncode == 2
    assert re.match(r"other/bucket\.json:1:\d+: expected a value", ran.stderr)
    assert ran.stderr.count("\n") == 1
    for rule in ("missing-object-tag-read", "missing-delete-replication", "missing-replica-encrypt"):
        assert f"error[{rule}]" in ran.stdout
    told = json.loads(replint("check", "--format", "json", cwd=tmp_path).stdout)
    assert told["summary"]["errors"] == 3


def test_unreadable_beats_nothing(tmp_path: Path) -> None:
    """What cannot be read is not nothing: 2, also with `--allow-nothing` and `--fail-on never`."""
    (tmp_path / "bucket.json").write_text(ENDED)
    assert replint("check", "--allow-nothing", "--fail-on", "never", cwd=tmp_path).returncode == 2


def test_path_that_is_not_there() -> None:
    """A path that does not exist is named as it was written, and nothing is checked."""
    message = usage(replint("check", REPAIRED, "nowhere/role.json"))
    assert "nowhere/role.json" in message
    assert "no such file or directory" in message.lower()
    assert str(REPAIRED) not in message


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_unknown_rule(flag: str) -> None:
    """A rule or topic that does not exist is refused, with at most three that it may have been."""
    message = usage(replint("check", flag, "missing-object-tag-reed"))
    assert "`missing-object-tag-reed` is no rule or topic" in message
    assert "`missing-object-tag-read`" in message
    assert message.partition("did you mean")[2].count("`") <= 6
    assert "`replint rules` lists them" in usage(replint("check", flag, "zzz"))


def test_notes_are_told_to_who_asks() -> None:
    """`--select advice` and `--fail-on note` ask for notes; a run that does neither does not speak of them."""
    assert "note" not in replint("check", NOTED).stdout
    asked = replint("check", NOTED, "--select", "advice")
    assert (asked.returncode, "note[" in asked.stdout) == (0, True)
    assert replint("check", NOTED, "--fail-on", "note").stdout == asked.stdout


def test_select_and_ignore(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules are chosen by name or topic, several with commas or by repeating the flag; what is ignored is not told."""

    def rules(*args: str) -> set[str]:
        monkeypatch.setattr(sys, "argv", ["replint", "check", str(BROKEN), "--format", "json", *args])
        with pytest.raises(SystemExit):
            cli.main()
        return {finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]}

    every = {"missing-object-tag-read", "missing-delete-replication", "missing-replica-encrypt"}
    of_source = {"missing-object-tag-read", "missing-annotation-read"}
    assert rules() == every
    assert rules("--select", "source") == of_source
    assert rules("--select", "source,encryption") == rules("--select", "source", "--select", "encryption")
    assert rules("--ignore", "missing-object-tag-read") == every - {"missing-object-tag-read"}
    assert rules("--select", "source", "--ignore", "missing-object-tag-read") == {"missing-annotation-read"}
    assert rules("--select", "missing-object-tag-read,advice") == {"missing-object-tag-read"}


def test_formats_and_outputs(tmp_path: Path) -> None:
    """An `--output` is for the format before it; a format without one goes to standard output."""
    ran = replint("check", BROKEN, "--format", "text", "--format", "json", "--output", tmp_path / "report.json")
    assert ran.returncode == 1
    assert ran.stdout == replint("check", BROKEN).stdout
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["summary"]["errors"] == 3
    alone = replint("check", BROKEN, "--output", tmp_path / "report.txt")
    assert (alone.returncode, alone.stdout) == (1, "")
    assert (tmp_path / "report.txt").read_text("utf-8") == ran.stdout


@pytest.mark.parametrize(
    ("args", "files"),
    [
        ("--format json --output a.json --format text", {"a.json": "{"}),
        ("--format text --format json --output a.json", {"a.json": "{"}),
        ("--output a.json --format json", {"a.json": "{"}),
        ("--output=a.json --format=json --format text", {"a.json": "{"}),
        ("--format sarif --output a.sarif --format gitlab --output b.json", {"a.sarif": "{", "b.json": "["}),
        ("--output a.txt", {"a.txt": "error["}),
    ],
)
def test_an_output_belongs_to_the_format_before_it(args: str, files: dict[str, str], tmp_path: Path) -> None:
    """Formats and outputs pair up as they stand; an output that stands first is for the first format, or for text."""
    ran = replint("check", BROKEN, *args.split(), cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert {path.name: path.read_text("utf-8")[: len(files[path.name])] for path in tmp_path.iterdir()} == files
    assert ran.stdout.startswith("error[") == ("--format text" in args)
    assert bool(ran.stdout) == ("--format text" in args)


def test_auto_is_the_format_for_whoever_looks(tmp_path: Path) -> None:
    """In a job of GitHub Actions `auto` makes annotations, and elsewhere text, also into a file."""
    args = ("check", BROKEN, "--format", "auto")
    assert replint(*args, GITHUB_ACTIONS="true").stdout.startswith("::error file=")
    assert replint(*args).stdout == replint("check", BROKEN).stdout
    assert replint("check", BROKEN, GITHUB_ACTIONS="true").stdout == replint("check", BROKEN).stdout
    replint(*args, "--output", tmp_path / "report", GITHUB_ACTIONS="true")
    assert (tmp_path / "report").read_text().startswith("::error file=")


def test_paths_of_the_repository(tmp_path: Path) -> None:
    """GitHub is told paths from the root of the repository, from whichever folder replint was started."""
    (tmp_path / ".git").mkdir()
    copied(BROKEN, tmp_path / "aws/prod")
    for folder in (tmp_path, tmp_path / "aws/prod"):
        told = replint("check", "--format", "github", cwd=folder).stdout
        assert set(re.findall("file=[^,]*/", told)) == {"file=aws/prod/"}
    told = replint("check", "--format", "github", cwd=tmp_path / "aws", GITHUB_WORKSPACE=str(tmp_path / "aws")).stdout
    assert set(re.findall("file=[^,]*/", told)) == {"file=aws/prod/"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--format", "xml"), "there are auto, checkstyle, concise,"),
        (("--format", "json", "--format", "text"), "`json` and `text` would both go to standard output"),
        (("--format", "json", "--format", "auto", "--output", "a", "--format", "text"), "`json` and `text` would both"),
        (("--output", "a.txt", "--output", "b.txt"), "`a.txt` and `b.txt` are outputs of one report"),
        (("--format", "json", "--output", "a", "--output", "b"), "`a` and `b` are outputs of one report"),
        (("--output", "a", "--format", "json", "--output", "b"), "`a` and `b` are outputs of one report"),
        (("--format", "json", "--output", "a", "--format", "text", "--output", "./a"), "would both go to `./a`"),
        (("--fail-on", "panic"), "'never'"),
        (("--strickt",), "--strict"),
    ],
    ids=" ".join,
)
def test_wrong_flags(args: tuple[str, ...], says: str) -> None:
    """A flag that is wrong is refused with what would be right, and nothing is checked or written."""
    before = sorted(REPAIRED.iterdir())
    assert says in usage(replint("check", *args))
    assert sorted(REPAIRED.iterdir()) == before


@pytest.mark.parametrize("output", ["nowhere/report.json", "."])
def test_output_that_cannot_be_written(output: str, tmp_path: Path) -> None:
    """A file that cannot be written is the user's to mend: 2 with its name, not a fault of ours."""
    ran = replint("check", REPAIRED, "--format", "json", "--output", output, cwd=tmp_path)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert output in ran.stderr


def test_streams() -> None:
    """The report is on standard output, and all of it; remarks and problems are on standard error."""
    ran = replint("check", FIXTURES / "_estates/cli-outputs", "--format", "json")
    assert "get-bucket-versioning.json" in ran.stderr
    assert json.loads(ran.stdout)["tool"] == {"name": "replint", "version": __version__}


def test_paths_are_relative_to_where_it_starts() -> None:
    """A report names files as one could open them from where replint was started, however they were named."""
    for args, cwd in (((), BROKEN), ((BROKEN.name,), BROKEN.parent), ((BROKEN,), BROKEN.parent)):
        told = json.loads(replint("check", *args, "--format", "json", cwd=cwd).stdout)
        for finding in told["findings"]:
            path = finding["location"]["path"]
            assert not Path(path).is_absolute()
            assert (cwd / path).is_file()


def test_a_named_document_brings_its_bundle() -> None:
    """A hook that is handed one document of a bundle has the whole bundle checked, once."""
    whole = json.loads(replint("check", "--format", "json", cwd=BROKEN).stdout)
    for names in (("role.json",), ("replica-key.json", "role.json", "replint.bundle.json")):
        assert json.loads(replint("check", *names, "--format", "json", cwd=BROKEN).stdout) == whole


def test_no_colour_but_on_a_terminal() -> None:
    """Colour is shown on a terminal and where it is forced, and never where NO_COLOR says so."""
    assert "\x1b" not in replint("check", BROKEN).stdout
    assert "\x1b[" in replint("check", BROKEN, FORCE_COLOR="1").stdout
    assert "\x1b" not in replint("check", BROKEN, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[" in on_a_terminal()
    assert "\x1b" not in on_a_terminal(NO_COLOR="1")


def test_links(tmp_path: Path) -> None:
    """Links are for terminals that are known to have them, or for a pipe when asked for; never for a file."""
    link = "\x1b]8;;https://docs.aws.amazon.com/"
    assert link in on_a_terminal(VTE_VERSION="7600")
    assert link not in on_a_terminal()
    assert "= docs: https" in on_a_terminal(NO_COLOR="1", VTE_VERSION="7600")
    assert link in replint("check", BROKEN, FORCE_HYPERLINK="1").stdout
    assert link not in replint("check", BROKEN).stdout
    replint("check", BROKEN, "--output", tmp_path / "report.txt", FORCE_HYPERLINK="1")
    told = (tmp_path / "report.txt").read_text()
    assert "= docs: https" in told
    assert "\x1b" not in told


def test_verbose() -> None:
    """`-v` adds the evidence to the text; other formats and the exit code are what they are without it."""
    for flag in ("-v", "--verbose"):
        told = replint("check", flag)
        assert (told.returncode, told.stderr) == (0, "")
        assert "by statement `ReadSourceBucket` in the role's policies" in told.stdout
    assert "by statement" not in replint("check").stdout
    for form in ("json", "concise"):
        assert replint("check", "--format", form, "-v").stdout == replint("check", "--format", form).stdout


def on_a_terminal(**environ: str) -> str:
    """Return what a terminal is shown of the broken demo."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "replint", "check", str(BROKEN)],
        stdout=its,
        stdin=subprocess.DEVNULL,
        env=environment({"TERM": "xterm-256color", "COLUMNS": "80", **environ}),
    ):
        os.close(its)
        told = b""
        while chunk := read(ours):
            told += chunk
    os.close(ours)
    return told.decode()


def read(terminal: int) -> bytes:
    """Return what came in, nothing once the other side is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_width() -> None:
    """COLUMNS is the width of the report; only lines that name a place, a page or an ARN alone are wider."""
    wide = {len(line) for line in replint("check", BROKEN, COLUMNS="120").stdout.splitlines()}
    lines = replint("check", BROKEN, COLUMNS="80").stdout.splitlines()
    assert max(wide) > 80
    names = re.compile(r"-->|https://| *arn:\S+$")
    assert [line for line in lines if len(line) > 80 and not names.search(line)] == []


def test_closed_pipe() -> None:
    """A reader that has seen enough ends the run without a word."""
    with subprocess.Popen(
        [sys.executable, "-m", "replint", "check", str(BROKEN)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


HOSTILE = "x\x1b[2J\x1b]0;t\x07\n::error::a\r\n[red]b[/red]\u202e\x9b31m\0\ud800"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a folder whose documents bear names that a terminal or a log would obey."""
    case = json.loads((FIXTURES / "missing-object-tag-read/bad/bundle.json").read_text())
    case["Buckets"][0]["Bucket"] = HOSTILE
    case["Buckets"][0]["ReplicationConfiguration"]["Rules"][0]["ID"] = HOSTILE
    case["Roles"][0]["Policies"][0]["PolicyName"] = HOSTILE
    case["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"][1]["Sid"] = HOSTILE
    case["Keys"] = [{"Arn": HOSTILE}]
    (tmp_path / "a\x1b[31m\n::warning file=a::x.json").write_text(json.dumps(case))
    (tmp_path / "b\n::error::c\x1b[2J.json").write_text(ENDED)
    (tmp_path / " ::error::f.json").write_text(ENDED)
    (tmp_path / "d\n::error::e.json").write_text('{"Status": "Enabled"}')
    return tmp_path


@pytest.mark.parametrize("flags", ["--format text --verbose", *(f"--format {form}" for form in reporters.FORMATS)])
def test_hostile_names(hostile: Path, flags: str) -> None:
    """No name reaches a terminal or a log but harmless, on either stream: no escapes, no line that is a command.

    Only reports for GitHub have commands, and they have ours alone.
    """
    ran = replint("check", *flags.split(), cwd=hostile, FORCE_COLOR="")
    assert ran.returncode == 2
    for stream in (ran.stdout, ran.stderr):
        assert CONTROLS.findall(stream) == []
        ours = tuple(f"::{level} file=" for level in ("error", "warning", "notice") if "github" in flags)
        found = [line for line in stream.splitlines() if line.lstrip().startswith("::")]
        assert [line for line in found if not line.startswith(ours)] == []
    if flags.endswith("--format json"):
        assert json.loads(ran.stdout)["findings"]


def test_hostile_names_on_a_plain_screen(hostile: Path) -> None:
    """A stream that takes ASCII only ends no run."""
    told = replint("check", "--verbose", cwd=hostile, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert told.stdout.isascii()


def test_hostile_flags() -> None:
    """What somebody else's script puts into a flag comes back harmless, too."""
    name = "x\x1b[2J\n::error::a"
    for args in (("--select", name), ("--format", name), (name,), ("--output", f"{name}/y")):
        ran = replint("check", *args)
        assert ran.returncode == 2
        assert CONTROLS.findall(ran.stderr) == []
        assert [line for line in ran.stderr.splitlines() if line.lstrip().startswith("::")] == []


def test_more_rules(tmp_path: Path) -> None:
    """`--rules` adds a pack; a file of it that cannot be used is told with its place, and all other rules count."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/replica-in-same-account.rule").write_text(
        """
        rule replica-in-same-account
          title      replicas stay in the account
          severity   warning
          reference  https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
          why        "who takes the account takes the replicas"
          for each flow
          require destination account is not source account
        """
    )
    args = ("check", FIXTURES / "missing-object-tag-read/good", "--rules", tmp_path)
    assert replint(*args, "--fail-on", "warning").returncode == 1
    assert "warning[replica-in-same-account]" in replint(*args).stdout
    assert "replica-in-same-account" in replint("rules", "--rules", tmp_path).stdout
    (tmp_path / "ours/broken.rule").write_text("rule broken\n  title\n")
    ran = replint(*args)
    assert ran.returncode == 2
    assert re.search(r"^error: .*\n +--> .*ours/broken\.rule:\d+:\d+$", ran.stderr, re.MULTILINE)
    assert re.search(r"^\d+ \|   title\n +\| +\^$", ran.stderr, re.MULTILINE)
    assert "warning[replica-in-same-account]" in ran.stdout


def test_rules() -> None:
    """`rules` lists every rule under its topic, and as JSON with why and reference."""
    listed = json.loads(replint("rules", "--format", "json").stdout)
    text = replint("rules").stdout
    assert {"missing-object-tag-read", "malformed-policy"} <= {rule["name"] for rule in listed}
    for rule in listed:
        assert re.search(rf"^  {rule['name']} +{re.escape(rule['title'])}$", text, re.MULTILINE)
        # What is said of suppressions is no fact of AWS's.
        assert rule["reference"].startswith("https://") or rule["topic"] == "suppressions"
        assert rule["why"]


RESIDENCY = FIXTURES.parent / "docs/packs/residency"


def laid(folder: Path, **files: str) -> Path:
    """Write files, `/` as `__` and `.` as `_dot_`."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_rules_of_a_config_file(tmp_path: Path) -> None:
    """The nearest config file brings its packs, names what is selected, and stands back behind flags."""
    copied(REPAIRED, tmp_path / "estate")
    shutil.copytree(RESIDENCY, tmp_path / "policies")
    laid(tmp_path, replint_dot_toml='rules = ["policies"]\nselect = ["policies", "trust"]\n')
    rule = (tmp_path / "policies/replica-outside-regions.rule").read_text().replace('"eu-central-1"', '"eu-north-1"')
    laid(tmp_path, **{"policies__replica-outside-regions_dot_rule": rule})
    below = tmp_path / "estate"
    ran = replint("check", "--format", "concise", cwd=below)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "error[replica-outside-regions]" in ran.stdout
    assert replint("check", "--select", "trust", cwd=below).returncode == 0
    assert replint("check", "--ignore", "policies", cwd=below).returncode == 0
    assert "replica-outside-regions" in replint("rules", cwd=below).stdout
    assert "replica-outside-regions" in replint("rules", "list", cwd=below).stdout
    assert "our contracts" in replint("explain", "replica-outside-regions", cwd=below).stdout
    laid(tmp_path, elsewhere_dot_toml="ignore = ['encryption']\n")
    assert replint("check", "--config", "../elsewhere.toml", cwd=below).returncode == 0


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("slect = []", "`slect` is nothing that replint can be told; did you mean `select`?", "replint.toml:1:1"),
        ("rules = [5", "this is not TOML: ", "replint.toml:1:1"),
        ('\nignore = ["trsut"]', "`trsut` is no rule or topic; did you mean `trust`?", "replint.toml:2:11"),
    ],
)
def test_a_config_file_that_cannot_be_used(tmp_path: Path, text: str, message: str, place: str) -> None:
    """What is wrong with a config file is shown with its line, and nothing is checked."""
    copied(REPAIRED, tmp_path)
    laid(tmp_path, replint_dot_toml=text)
    ran = replint("check", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"error: {message}")
    assert f"--> {place}" in ran.stderr
    assert "^" in ran.stderr


def test_a_config_file_that_is_not_there(tmp_path: Path) -> None:
    """A config file that is named must be there."""
    assert "nowhere.toml" in usage(replint("check", "--config", "nowhere.toml"))
    laid(tmp_path, pyproject_dot_toml="[project]\n")
    assert "has no table `[tool.replint]`" in usage(replint("check", "--config", tmp_path / "pyproject.toml"))


def test_overrides_are_told(tmp_path: Path) -> None:
    """What a pack says of other rules stands in every report, in the list and in the explanation."""
    laid(tmp_path, ours_dot_rule="override unguarded-trust\n  severity off\n  reason we know better\n")
    text = replint("check", "--rules", tmp_path).stdout
    assert f"override: `unguarded-trust` is off: we know better\n  --> {tmp_path}/ours.rule:1" in text
    (told,) = json.loads(replint("check", "--rules", tmp_path, "--format", "json").stdout)["overrides"]
    assert (told["rule"], told["severity"], told["reason"]) == ("unguarded-trust", None, "we know better")
    assert "off, at" in replint("rules", "--rules", tmp_path).stdout
    listed = json.loads(replint("rules", "list", "--rules", tmp_path, "--format", "json").stdout)
    assert [rule["name"] for rule in listed if rule["override"]] == ["unguarded-trust"]
    assert "switched off" in replint("explain", "unguarded-trust", "--rules", tmp_path).stdout
    explained = json.loads(replint("explain", "unguarded-trust", "--rules", tmp_path, "--format", "json").stdout)
    assert explained["override"]["reason"] == "we know better"


def test_a_rule_from_its_beginning(tmp_path: Path) -> None:
    """`rules new` writes a rule that `rules test` tells to finish; nothing is written over."""
    ran = replint("rules", "new", "not-ours", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "rules/fixtures/not-ours/bad/bundle.json",
        "rules/fixtures/not-ours/bad/expected.txt",
        "rules/fixtures/not-ours/good/bundle.json",
        "rules/fixtures/not-ours/good/expected.txt",
        "rules/not-ours.rule",
    ]
    ran = replint("rules", "test", "rules", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("is still to be written") == 5
    assert "nothing was tried" in ran.stdout
    assert "is there already" in usage(replint("rules", "new", "not-ours", cwd=tmp_path))
    laid(tmp_path, replint_dot_toml='rules = ["rules"]\n')
    assert "wrote rules/gone.rule" in replint("rules", "new", "gone", "--for", "bucket", cwd=tmp_path).stdout
    assert "for each bucket" in (tmp_path / "rules/gone.rule").read_text()


def test_packs_on_trial(tmp_path: Path) -> None:
    """`rules test` ends with 0 where all is as expected, with 1 where not; its packs may be those of a config file."""
    ran = replint("rules", "test", RESIDENCY)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("1 rule, 5 cases: 5 ok\n")
    shutil.copytree(RESIDENCY, tmp_path / "ours")
    assert "there is no pack" in usage(replint("rules", "test", cwd=tmp_path))
    laid(tmp_path, replint_dot_toml='rules = ["ours"]\n')
    assert replint("rules", "test", cwd=tmp_path).returncode == 0
    shutil.rmtree(tmp_path / "ours/fixtures/replica-outside-regions/bad-virginia")
    laid(tmp_path, **{"ours__fixtures__replica-outside-regions__bad-zurich__expected_dot_txt": ""})
    ran = replint("rules", "test", cwd=tmp_path)
    assert ran.returncode == 1
    assert "FAILED  bad-zurich" in ran.stdout


def test_words() -> None:
    """`rules words` lists what may be said of everything or of one thing; another is refused."""
    everything = replint("rules", "words").stdout
    assert "for each flow\n" in everything
    told = replint("rules", "words", "bucket").stdout
    assert '  bucket tag "KEY": tag value' in told
    assert told in everything
    assert "there are `flow`, `bucket`" in usage(replint("rules", "words", "buckets"))
    assert "flags of `list` stand behind it" in usage(replint("rules", "--format", "json", "list"))


def test_hostile_rules(tmp_path: Path) -> None:
    """What stands in a rule file or a config file of others reaches no terminal but harmless."""
    laid(
        tmp_path,
        ours__a_dot_rule="rule x\x1b[31m\n titel \x1b[2J\n::error::x\n",
        ours__b_dot_rule='override unguarded-trust\n severity off\n reason "\x1b[2J"\n',
        broken_dot_toml='"sel\x1b[2J" = 5',
    )
    told = [replint("check", "--rules", tmp_path / "ours"), replint("rules", "--rules", tmp_path / "ours")]
    told += [replint("check", "--config", tmp_path / "broken.toml"), replint("rules", "test", tmp_path / "ours")]
    for ran in told:
        assert ran.returncode == 2
        for stream in (ran.stdout, ran.stderr):
            assert CONTROLS.findall(stream) == []
            assert [line for line in stream.splitlines() if line.lstrip().startswith("::")] == []


SCENARIO = {
    "name": "a read",
    "request": {
        "principal": "arn:aws:iam::111122223333:role/r",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k",
        "resourceAccount": "111122223333",
    },
    "identityPolicies": [
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
    ],
}


def test_simulate(tmp_path: Path) -> None:
    """`simulate` answers one scenario or a list with 0, whatever the answers; 2 on one that cannot be read."""
    one, several, ended = (tmp_path / f"{name}.json" for name in ("one", "several", "ended"))
    one.write_text(json.dumps(SCENARIO))
    several.write_text(json.dumps([SCENARIO, {**SCENARIO, "identityPolicies": []}]))
    ended.write_text(one.read_text()[:-5])
    ran = replint("simulate", one, "--format", "json")
    assert ran.returncode == 0
    assert [answer["decision"] for answer in json.loads(ran.stdout)] == ["allowed"]
    ran = replint("simulate", several, "--format", "json")
    assert ran.returncode == 0
    assert [answer["decision"] for answer in json.loads(ran.stdout)] == ["allowed", "implicitly-denied"]
    assert "allowed" in replint("simulate", one).stdout
    ran = replint("simulate", "ended.json", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert re.match(r"ended\.json:1:\d+: ", ran.stderr)
    assert "nowhere.json" in usage(replint("simulate", "nowhere.json"))


def test_version_and_help() -> None:
    """`--version` and `--help` answer with 0 and load no document."""
    ran = replint("--version", cwd=BROKEN)
    assert (ran.returncode, ran.stdout) == (0, f"replint {__version__}\n")
    ran = replint("check", "--help", cwd=BROKEN)
    assert ran.returncode == 0
    for flag in ("--format", "--output", "--fail-on", "--strict", "--select", "--ignore", "--rules", "--together"):
        assert flag in ran.stdout


def test_script_is_the_module() -> None:
    """The script and `python -m replint` are one program."""
    script = Path(sys.executable).with_name("replint")
    told = subprocess.run([script, "check"], cwd=BROKEN, env=environment({}), capture_output=True, check=False)
    assert (told.returncode, told.stdout.decode()) == (1, replint("check", cwd=BROKEN).stdout)


@pytest.mark.parametrize(
    "fault", [RuntimeError("the cat sat on it"), RecursionError(), MemoryError(), KeyError("role")]
)
def test_our_own_fault(fault: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever breaks inside makes 4, with a request to report it, and is never taken for a finding."""

    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(linter, "lint", broken)
    monkeypatch.setattr(sys, "argv", ["replint", "check", "some/role.json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert "fault of replint, not of your documents" in told.err
    assert "report it" in told.err
    assert __version__ in told.err
    assert "some/role.json" in told.err
    assert type(fault).__name__ in told.err
