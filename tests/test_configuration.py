"""The config file at the command line: what it changes of a run, how a slip is shown, and `replint config`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import config
from replint.config.keys import KEYS
from replint.config.shapes import Key, Many, Table, Untouched
from tests.test_cli import BROKEN, OPEN, REPAIRED, replint

if TYPE_CHECKING:
    from tests.conftest import Golden

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a folder with documents that have three errors."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(BROKEN, tmp_path / "a")
    return tmp_path


def test_the_schema_for_editors(golden: Golden) -> None:
    """The published schema is that of today's keys."""
    golden("docs/config.schema.json", json.dumps(config.schema(), indent=2) + "\n")
    assert json.loads(replint("config", "--schema").stdout) == config.schema()


def test_the_page_tells_every_key(golden: Golden) -> None:
    """The page has a row for each key, as it is read."""
    page = (REPOSITORY / "docs/configuration.md").read_text("utf-8")
    before, begin, rest = page.partition("<!-- keys -->\n")
    _, end, after = rest.partition("<!-- /keys -->")
    golden("docs/configuration.md", before + begin + _rows() + end + after)


def _rows() -> str:
    rows = [("key", "what it has", "what it is for"), ("---", "---", "---")]
    for key in KEYS:
        said = "tables, each headed `[[" + key.name + "]]`" if _below(key) else key.shape.said
        rows.append((f"`{key.name}`", said, key.meaning + _otherwise(key)))
        rows += [(f"`{key.name}` . `{below.name}`", below.shape.said, below.meaning) for below in _below(key)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _otherwise(key: Key) -> str:
    return "" if key.default is None else f" Else `{json.dumps(key.default)}`."


def _below(key: Key) -> tuple[Key, ...]:
    """Return the keys of the tables that a key has."""
    match key.shape:
        case Many(Untouched(Table(keys))):
            return keys
        case _:
            return ()


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        ("", (), 1),
        ("fail-on = 'never'", (), 0),
        ("fail-on = 'never'", ("--fail-on", "warning"), 1),
        ("[severity]\nmissing-object-tag-read = 'off'\nmissing-delete-replication = 'off'", (), 1),
        ("ignore = ['encryption', 'source', 'destination']", (), 0),
        ("ignore = ['encryption', 'source', 'destination']", ("--ignore", "trust"), 1),
    ],
)
def test_exit_codes(here: Path, text: str, flags: tuple[str, ...], code: int) -> None:
    """The file says what a run without flags does, and flags beat it."""
    (here / "replint.toml").write_text(text)
    assert replint("check", *flags, cwd=here).returncode == code


def test_strict(tmp_path: Path) -> None:
    """What could not be verified fails a run where the file says so."""
    shutil.copytree(OPEN, tmp_path / "a")
    (tmp_path / ".replint.toml").write_text("strict = false")
    assert replint("check", cwd=tmp_path).returncode == 0
    (tmp_path / ".replint.toml").write_text("strict = true")
    assert replint("check", cwd=tmp_path).returncode == 1


def test_notes_are_told_where_they_fail_a_run(tmp_path: Path) -> None:
    """`fail-on` asks for notes in the file as it does on the command line."""
    shutil.copytree(REPAIRED, tmp_path / "a")
    (tmp_path / "replint.toml").write_text("fail-on = 'note'")
    ran = replint("check", "--format", "concise", cwd=tmp_path)
    assert ran.stdout == replint("check", "--format", "concise", "--fail-on", "note", cwd=tmp_path).stdout


def test_formats(here: Path) -> None:
    """The file says which reports a run without flags makes and where they go; its paths start from itself."""
    (here / "replint.toml").write_text('format = ["concise", { name = "json", output = "out/report.json" }]')
    (here / "out").mkdir()
    ran = replint("check", cwd=here / "a")
    assert ran.stdout.endswith("3 errors in 1 flow\n")
    assert json.loads((here / "out/report.json").read_text())["summary"]["errors"] == 3
    assert json.loads(replint("check", "--format", "json", cwd=here).stdout)["version"] == 1


@pytest.mark.parametrize(
    ("text", "says", "shown"),
    [
        ("format = ['text', 'txt']", "error: `txt` is no format; there are", "format = ['text', 'txt']"),
        ("strict = 1", "error: `strict` must be true or false, not a number", "strict = 1"),
        ("select = ['trost']", "error: `trost` is no rule or topic; did you mean `trust`", "select = ['trost']"),
        ("x = '\x1b[2J", "error: this is not TOML", "x = "),
        ("extend = 'replint.toml'", "error: `replint.toml` extends this file itself", "extend = "),
    ],
)
def test_slips(here: Path, text: str, says: str, shown: str) -> None:
    """What is wrong with the file ends the run, with the line."""
    (here / "replint.toml").write_text(text)
    ran = replint("check", cwd=here)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert says in " ".join(ran.stderr.split())
    assert f"1 | {shown}" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_a_severity_of_no_rule(here: Path) -> None:
    """An override that cannot count is an error of input: nothing else is lost."""
    (here / "replint.toml").write_text("severity.missing-objet = 'off'")
    ran = replint("check", "--format", "concise", cwd=here)
    assert ran.returncode == 2
    assert "`missing-objet` is no rule" in ran.stderr
    assert "1 | severity.missing-objet = 'off'" in ran.stderr
    assert ran.stdout.endswith("3 errors in 1 flow, 1 input could not be read\n")


def test_values_and_where_they_are_from(here: Path) -> None:
    """Every key is told, with its value and the line of the file that has it."""
    (here / "base.toml").write_text("\nstrict = true\n")
    (here / "replint.toml").write_text("extend = 'base.toml'\n[severity]\nunguarded-trust = 'off'\n")
    told = replint("config", cwd=here / "a").stdout
    assert told.startswith("../replint.toml\n")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "strict = true # ../base.toml:2" in lines
    assert 'severity = { unguarded-trust = "off" } # ../replint.toml:2' in lines
    assert 'fail-on = "error" # default' in lines
    assert "# select: not told" in lines
    data = json.loads(replint("config", "--format", "json", cwd=here).stdout)
    assert data["path"] == "replint.toml"
    assert {"key": "strict", "value": True, "path": "base.toml", "line": 2} in data["keys"]


def test_no_file(tmp_path: Path) -> None:
    """Without a file the defaults are told."""
    (tmp_path / ".git").mkdir()
    ran = replint("config", cwd=tmp_path)
    assert ran.stdout.startswith("there is no config file: these are the defaults\n# extend: not told\n")
    assert json.loads(replint("config", "--format", "json", cwd=tmp_path).stdout)["path"] is None


def test_a_file_that_is_named(here: Path) -> None:
    """`--config` names the file; what it says counts from its own folder."""
    (here / "other.toml").write_text("strict = true")
    (here / "replint.toml").write_text("strict = 5")
    assert "strict" in replint("config", "--config", "other.toml", cwd=here).stdout
    assert replint("config", cwd=here).returncode == 2
    assert replint("config", "--config", "missing.toml", cwd=here).returncode == 2


def test_commands_know_the_severities(here: Path) -> None:
    """What the file says of a rule is said of it wherever rules are told."""
    (here / "replint.toml").write_text("[severity]\nunguarded-trust = { level = 'off', reason = 'we know' }")
    (listed,) = [
        each
        for each in json.loads(replint("rules", "--format", "json", cwd=here).stdout)
        if each["name"] == "unguarded-trust"
    ]
    assert listed["override"]["reason"] == "we know"
    assert "we know" in replint("explain", "unguarded-trust", cwd=here).stdout
