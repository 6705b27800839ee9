"""Cases of packs that have a config file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.trial.run import trial
from tests.test_trial import NAME, case, pack

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = 'allowed-regions = ["eu-west-1"]\n'


def test_a_case_may_have_a_config_file(tmp_path: Path) -> None:
    """What it says counts in its case alone, and its lines may be expected."""
    home = pack(tmp_path)
    rule = home / f"{NAME}.rule"
    text = rule.read_text("utf-8").partition("  require")[0]
    rule.write_text(f"{text}  require not regions restricted or destination region allowed\n", "utf-8")
    case(home, "silent", "us-east-1")
    bad = case(home, "bad", "us-east-1", f"{NAME}\nreplica-in-forbidden-region\n")
    (bad / "replint.toml").write_text(DECLARED, "utf-8")
    found = trial(str(home))
    assert (found.problems, found.failed, found.never, found.always) == ((), 0, (), ())
    (bad / "replint.toml").write_text(DECLARED.replace("eu-west-1", "us-east-1"), "utf-8")
    assert trial(str(home)).never == ()
    assert trial(str(home)).failed == 1


def test_the_value_of_a_config_file_may_be_where_a_rule_reports(tmp_path: Path) -> None:
    """An expectation may name the config file as the document of a finding."""
    home = pack(tmp_path)
    bad = case(home, "bad", None, f"{NAME} at replint.toml:3\n")
    (bad / "replint.toml").write_text('[[path]]\npaths = ["*"]\nregion = "us-east-2"\n', "utf-8")
    assert [failure for each in trial(str(home)).outcomes for failure in each.failures] == []


def test_a_config_file_that_cannot_be_used_is_told_with_its_place(tmp_path: Path) -> None:
    """Nothing is tried by half a config file."""
    home = pack(tmp_path)
    bad = case(home, "bad", "us-east-1", NAME)
    (bad / "replint.toml").write_text('# first\nallowed-regions = "eu"\n', "utf-8")
    found = trial(str(home))
    assert [(each.line, each.path.endswith("bad/replint.toml")) for each in found.problems] == [(2, True)]
    assert "`allowed-regions` must be a list" in found.problems[0].message
