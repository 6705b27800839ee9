"""Which rules count, and where: the config file's choices in whole runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from replint import config, lint
from replint.choice import UnknownRuleError
from replint.finding import Report, Severity

DEMO = Path(__file__).resolve().parent.parent / "fixtures/_estates/demo/broken"
TAGS, DELETES, ENCRYPTS = "missing-object-tag-read", "missing-delete-replication", "missing-replica-encrypt"
POSSIBLE = DEMO.parent.parent / "rest"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shutil.copytree(DEMO, tmp_path / "a").parent)


def run(text: str, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Report:
    """Check everything as a config file has it."""
    Path("replint.toml").write_text(text, "utf-8")
    return lint(config=config.read("replint.toml"), select=select, ignore=ignore)


def told(report: Report) -> dict[str, str]:
    """Return the severity of each rule that is told."""
    return {finding.rule: finding.severity for finding in report.findings}


ALL = dict.fromkeys((TAGS, DELETES, ENCRYPTS), "error")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ALL),
        (f"select = ['{TAGS}']", {TAGS: "error"}),
        (f"ignore = ['{TAGS}']", {DELETES: "error", ENCRYPTS: "error"}),
        (f"severity.{TAGS} = 'warning'", ALL | {TAGS: "warning"}),
        (f"severity.{TAGS} = 'off'", {DELETES: "error", ENCRYPTS: "error"}),
        (f"[[path]]\npaths = ['role.json']\nignore = ['{TAGS}', '{DELETES}']", {DELETES: "error", ENCRYPTS: "error"}),
        ("[[path]]\npaths = ['a/*key.json']\nignore = ['encryption']", {TAGS: "error", DELETES: "error"}),
        (f"[[path]]\npaths = ['b/']\nseverity.{TAGS} = 'off'", ALL),
        (f"[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'off'", {DELETES: "error", ENCRYPTS: "error"}),
        (f"[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'note'", {DELETES: "error", ENCRYPTS: "error"}),
        (f"select = ['advice']\n[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'note'", ALL | {TAGS: "note"}),
        (f"severity.{TAGS} = 'off'\n[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'warning'", ALL | {TAGS: "warning"}),
        (
            f"ignore = ['{TAGS}']\n[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'warning'",
            {DELETES: "error", ENCRYPTS: "error"},
        ),
        (
            f"severity.{TAGS} = 'note'\n[[path]]\npaths = ['a/']\nseverity.{TAGS} = 'warning'",
            ALL | {TAGS: "warning"},
        ),
        (
            f"[[path]]\npaths = ['a/']\nignore = ['{TAGS}']\n[[path]]\npaths = ['a']\nseverity.{TAGS} = 'warning'",
            ALL | {TAGS: "warning"},
        ),
    ],
)
def test_what_is_told(text: str, found: dict[str, str]) -> None:
    """Rules count as the file has it, for the whole run and at some paths; the last table of a path has its way."""
    assert {rule: level for rule, level in told(run(text)).items() if rule in ALL} == found


def test_flags_stand_in_place_of_the_file() -> None:
    """A selection by flags is whole: what the file selects or ignores counts no more."""
    text = f"select = ['{TAGS}']\nignore = ['{DELETES}']"
    assert told(run(text)) == {TAGS: "error"}
    assert told(run(text, select=(DELETES,), ignore=(TAGS,))) == {DELETES: "error"}
    assert told(run(text, select=(DELETES,))) == {}


def test_what_is_possible_is_no_error() -> None:
    """A severity of a path makes nothing certain."""
    shutil.copytree(POSSIBLE, "b", ignore=shutil.ignore_patterns("*.txt"))
    report = run("[[path]]\npaths = ['b/']\nseverity.missing-retention-write = 'error'")
    levels = [(each.severity, each.certainty) for each in report.findings if each.rule == "missing-retention-write"]
    assert levels == [(Severity.WARNING, "possible")]


def test_the_report_says_what_the_file_overrides() -> None:
    """Nobody is left to wonder why a rule is silent."""
    (override,) = run(
        f"\nseverity.{TAGS} = {{ level = 'off', reason = 'tags are not\\n used' }}".replace("'", '"')
    ).overrides
    assert (override.rule, override.severity, override.reason) == (TAGS, None, "tags are not used")
    assert override.path == "replint.toml:2"


def test_an_override_that_cannot_count() -> None:
    """The severity of a rule that there is not is a problem of the config file, at its place."""
    (problem,) = run("severity.missing-objet-tag-read = 'off'").problems
    assert problem.message.startswith(f"`missing-objet-tag-read` is no rule; did you mean `{TAGS}`")
    assert problem.place
    assert problem.place.text.content[slice(*problem.place.span)] == "missing-objet-tag-read"


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("select = ['trust', 'trost']", "'trost'"),
        ("ignore = ['trost']", "'trost'"),
        ("[[path]]\npaths = ['a']\nignore = ['trost']", "'trost'"),
        ("[[path]]\npaths = ['a']\nseverity.trost = 'off'", "trost"),
    ],
)
def test_a_name_that_no_rule_has(text: str, pointed: str) -> None:
    """A wrong name is shown where the config file has it."""
    with pytest.raises(UnknownRuleError, match=r"^`trost` is no rule or topic; did you mean `trust`") as caught:
        run(text)
    assert caught.value.place
    assert caught.value.place.text.content[slice(*caught.value.place.span)] == pointed


def test_a_wrong_flag_has_no_place() -> None:
    """A name of a flag is nobody's line, also where the file has the same."""
    with pytest.raises(UnknownRuleError) as caught:
        run("select = ['trost']", select=("trost",))
    assert caught.value.place is None
