"""Packs on trial: what a case may expect, what comes of it, which rules are never seen at work, how one is begun."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import lint, linter
from replint.finding import Severity
from replint.reporters.screen import Screen
from replint.trial.case import Case, tried
from replint.trial.expectation import FORMS, Wanted, read
from replint.trial.run import trial
from replint.trial.scaffold import ScaffoldError, scaffold
from replint.trial.telling import render

if TYPE_CHECKING:
    from replint.trial.case import Outcome
    from replint.trial.run import Trial

REPOSITORY = Path(__file__).resolve().parent.parent
PACKS = sorted(path for path in (REPOSITORY / "docs" / "packs").iterdir() if path.is_dir())
ESTATE = REPOSITORY / "src" / "replint" / "trial" / "estate.json"
RULE = """rule {name}
  title      the replica is in a Region that is not ours
  severity   {severity}
  reference  https://example.org/residency
  why        the data stays in the European Union
  for each flow
  require destination region is one of ("eu-west-1", "eu-central-1")
"""
NAME = "replica-elsewhere"
RULES = (NAME, "unguarded-trust", "missing-replica-write", "missing-source-decrypt")


def pack(folder: Path, severity: str = "error") -> Path:
    """Write a pack of one rule."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.rule").write_text(RULE.format(name=NAME, severity=severity), "utf-8")
    return folder


def case(
    home: Path, name: str, region: str | None = "eu-central-1", expected: str | None = "", rule: str = NAME
) -> Path:
    """Write a case whose destination is in a Region, or in one that nobody tells."""
    folder = home / "fixtures" / rule / name
    folder.mkdir(parents=True)
    estate = json.loads(ESTATE.read_text("utf-8"))
    if region:
        estate["Buckets"][1]["Region"] = region
    else:
        del estate["Buckets"][1]["Region"]
    (folder / "bundle.json").write_text(json.dumps(estate, indent=2), "utf-8")
    if expected is not None:
        (folder / "expected.txt").write_text(expected, "utf-8")
    return folder


def outcome(home: Path, region: str | None, expected: str | None) -> Outcome:
    """Try one case of the pack of one rule; `LINE` in an expectation is that of the destination's Region."""
    folder = case(pack(home), "x", region)
    lines = (folder / "bundle.json").read_text("utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if f'"Region": "{region}"' in line]
    (folder / "expected.txt").unlink()
    if expected is not None:
        (folder / "expected.txt").write_text(expected.replace("LINE", str(max(numbers, default=0))), "utf-8")
    return tried(Case(NAME, "x", str(folder)), linter.gathered([str(home)]), RULES)


def shown(*trials: Trial) -> str:
    """Return what a person is told of trials."""
    return render(trials, Screen(width=100))


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_example_packs(folder: Path) -> None:
    """Every pack in the documents does what its cases say, and each of its rules fires and is silent somewhere."""
    found = trial(str(folder))
    assert found.problems == ()
    assert [(each.case.name, each.failures) for each in found.outcomes if each.failures] == []
    assert (found.never, found.always) == ((), ())
    assert found.outcomes


def test_the_cases_of_an_example_pack_would_see_a_change(tmp_path: Path) -> None:
    """With another list of Regions three of its cases are not as expected."""
    copy = Path(shutil.copytree(REPOSITORY / "docs/packs/residency", tmp_path / "residency"))
    rule = copy / "replica-outside-regions.rule"
    rule.write_text(rule.read_text("utf-8").replace('"eu-central-1")', '"us-east-1")'), "utf-8")
    assert trial(str(copy)).failed == 3


# What a case may expect.


def test_lines() -> None:
    """A line names a rule, what must become of it and, of what must be reported, how and where; all else is comment."""
    content = (
        "# a comment\n\nreplica-elsewhere\n  error replica-elsewhere at bundle.json:14  # why\r\n"
        "not unguarded-trust\nunknown replica-elsewhere\nwarning replica-elsewhere at bundle.json"
    )
    expected = read("expected.txt", content, RULES, ["bundle.json"])
    assert expected.problems == ()
    assert [(each.wanted, each.rule, each.severity, each.file, each.line) for each in expected.lines] == [
        (Wanted.REPORTED, NAME, None, None, None),
        (Wanted.REPORTED, NAME, Severity.ERROR, "bundle.json", 14),
        (Wanted.SILENT, "unguarded-trust", None, None, None),
        (Wanted.UNKNOWN, NAME, None, None, None),
        (Wanted.REPORTED, NAME, Severity.WARNING, "bundle.json", None),
    ]
    assert [each.where for each in expected.lines] == [f"expected.txt:{line}" for line in (3, 4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("line", "message", "underlined"),
    [
        ("replica-elswhere", "`replica-elswhere` is no rule; did you mean `replica-elsewhere`?", "replica-elswhere"),
        ("eror replica-elsewhere", f"`eror` is no rule; expected {FORMS}", "eror"),
        ("not", f"the line ends where a rule's name was expected: {FORMS}", "not"),
        ("not error replica-elsewhere", f"a severity stands before what must be reported; expected {FORMS}", "error"),
        (
            "replica-elsewhere bundle.json:3",
            "`bundle.json:3` stands where `at FILE:LINE` or the end was expected",
            "bundle.json:3",
        ),
        ("replica-elsewhere at", "`at` stands where `at FILE:LINE` or the end was expected", "at"),
        ("replica-elsewhere at bundle.json:0", "`at` stands where `at FILE:LINE` or the end was expected", "at"),
        ("replica-elsewhere at bundle.json x", "`at` stands where `at FILE:LINE` or the end was expected", "at"),
        (
            "replica-elsewhere at bundel.json:3",
            "`bundel.json` is no document of this case; did you mean `bundle.json`?",
            "bundel.json:3",
        ),
        ("not replica-elsewhere at bundle.json", "only what must be reported has a place", "at bundle.json"),
    ],
)
def test_lines_that_cannot_be_read(line: str, message: str, underlined: str) -> None:
    """A line that says nothing is told at its place, and hides no other."""
    expected = read("expected.txt", f"unguarded-trust\n{line}\nnot unguarded-trust\n", RULES, ["bundle.json"])
    (problem,) = expected.problems
    assert (problem.message, problem.line) == (message, 2)
    assert problem.place
    assert problem.place.text.content[slice(*problem.place.span)] == underlined
    assert len(expected.lines) == 2


# What comes of it.


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("us-east-1", NAME),
        ("us-east-1", f"error {NAME} at bundle.json:LINE"),
        ("eu-west-1", ""),
        ("eu-west-1", f"not {NAME}\nnot missing-replica-write\n"),
        (None, f"unknown {NAME}\n"),
    ],
)
def test_as_expected(tmp_path: Path, region: str | None, expected: str) -> None:
    """A case in which all that is expected is so, and nothing else is said by its rule, is fine."""
    assert outcome(tmp_path, region, expected).failures == ()


@pytest.mark.parametrize(
    ("region", "expected", "message"),
    [
        ("us-east-1", "", "`error replica-elsewhere at bundle.json:"),
        ("us-east-1", f"not {NAME}", "`replica-elsewhere` must not be reported, and is: the replica is in"),
        (
            "us-east-1",
            f"warning {NAME}",
            "expected `warning replica-elsewhere`: reported is `error replica-elsewhere at",
        ),
        ("us-east-1", f"{NAME} at bundle.json:1", "expected `replica-elsewhere at bundle.json:1`: reported is `error"),
        ("us-east-1", f"unknown {NAME}\n{NAME}", "expected `replica-elsewhere` to be unknown: reported is `error"),
        (
            "eu-west-1",
            NAME,
            "expected `replica-elsewhere`: what the rule requires is so in these documents; change one",
        ),
        (
            "eu-west-1",
            "missing-source-decrypt",
            "expected `missing-source-decrypt`: nothing is found: nothing there is",
        ),
        (
            None,
            "",
            "`replica-elsewhere` is left open: no document tells the Region of bucket `example-copy`; tell it, or",
        ),
        (
            None,
            f"not {NAME}",
            "`replica-elsewhere` is left open: no document tells the Region of bucket `example-copy`",
        ),
        (None, f"unknown {NAME}\n{NAME}", "expected `replica-elsewhere`: it is left open, since no document tells the"),
        ("eu-west-1", None, "there is no `expected.txt`; write into it what must be reported, or leave it empty"),
    ],
)
def test_not_as_expected(tmp_path: Path, region: str | None, expected: str | None, message: str) -> None:
    """What is reported, silent or open against the expectation fails the case, with what to do about it."""
    found = outcome(tmp_path, region, expected)
    assert found.problems == ()
    assert found.failures
    assert found.failures[0].message.startswith(message)
    assert found.failures[0].where


def test_documents_that_say_nothing(tmp_path: Path) -> None:
    """A case whose documents cannot be read, or that has none, fails, whatever is expected."""
    folder = case(pack(tmp_path), "x", expected="")
    rules = linter.gathered([str(tmp_path)])
    (folder / "bundle.json").write_text('{"ReplintBundle": 1, ', "utf-8")
    assert "bundle.json:1:" in tried(Case(NAME, "x", str(folder)), rules, RULES).failures[0].where
    (folder / "bundle.json").unlink()
    (failure,) = tried(Case(NAME, "x", str(folder)), rules, RULES).failures
    assert failure == ("there is no document that replint knows", str(folder))


def test_other_rules_are_left_alone(tmp_path: Path) -> None:
    """Of rules that the case is not of only what its lines say counts, so that a new rule breaks no case."""
    home = pack(tmp_path)
    case(home, "bad", "us-east-1", NAME)
    case(home, "good")
    (home / "second.rule").write_text(RULE.format(name="second", severity="note"), "utf-8")
    found = trial(str(home))
    assert (found.failed, found.never, found.always) == (0, ("second",), ())


def test_never_and_always(tmp_path: Path) -> None:
    """A rule that no case makes fire is told, and one that is silent in none."""
    home = pack(tmp_path)
    assert trial(str(home)).never == (NAME,)
    case(home, "good")
    found = trial(str(home))
    assert (found.failed, found.never, found.always) == (0, (NAME,), ())
    assert "NEVER FIRES" in shown(found)
    assert shown(found).endswith("1 rule, 1 case: 1 ok, 1 rule that never fires\n")
    shutil.rmtree(home / "fixtures")
    case(home, "bad", "us-east-1", NAME)
    found = trial(str(home))
    assert (found.failed, found.never, found.always) == (0, (), (NAME,))
    assert "never silent" in shown(found)


def test_advice_is_told(tmp_path: Path) -> None:
    """A rule that only advises fires in its cases without being asked for."""
    home = pack(tmp_path, "note")
    case(home, "bad", "us-east-1", f"note {NAME}")
    case(home, "good")
    assert (trial(str(home)).failed, trial(str(home)).never) == (0, ())


def test_what_cannot_be_tried(tmp_path: Path) -> None:
    """A folder of no rule and an expectation that cannot be read are problems; of a broken pack no case is tried."""
    home = pack(tmp_path)
    case(home, "bad", "us-east-1", NAME, rule="replica-elswhere")
    case(home, "good", expected="nto replica-elsewhere")
    found = trial(str(home))
    assert [problem.message for problem in found.problems] == [
        f"`nto` is no rule; expected {FORMS}",
        f"`replica-elswhere` is no rule; the cases of a rule are in a folder of its name; did you mean `{NAME}`?",
    ]
    assert "not tried  good" in shown(found)
    (home / "broken.rule").write_text("rule broken\n titel x\n", "utf-8")
    found = trial(str(home))
    assert found.outcomes == ()
    (problem,) = found.problems
    assert problem.message == "`titel` is not a clause of a rule; did you mean `title`?"
    assert shown(found).endswith("\nnothing was tried\n")


def test_the_sum(tmp_path: Path) -> None:
    """The last line counts rules, cases, and what went wrong; a failure shows the line that is not so."""
    home = pack(tmp_path)
    case(home, "bad", "us-east-1", NAME)
    case(home, "good", expected=f"# comment\n{NAME}")
    told = shown(trial(str(home))).splitlines()
    assert told[-1] == "1 rule, 2 cases: 1 ok, 1 failed"
    (home / f"fixtures/{NAME}/bad/bundle.json").write_text(ESTATE.read_text("utf-8"), "utf-8")
    found = trial(str(home))
    assert (found.failed, found.never) == (2, ()), "a case that fails says more than that its rule never fires"
    assert f"        --> {home}/fixtures/{NAME}/good/expected.txt:2" in told


# How one is begun.


def test_the_estate_of_a_new_rule_is_sound(tmp_path: Path) -> None:
    """Of the documents that a rule begins with replint only advises what it does of any without jobs."""
    shutil.copy(ESTATE, tmp_path / "bundle.json")
    report = lint([tmp_path], advice=True)
    assert [finding.rule for finding in report.findings] == ["existing-objects-left"]
    assert (report.unverified, report.problems) == ((), ())


@pytest.mark.parametrize("subject", ["flow", "bucket", "replication configuration", "replication rule"])
def test_a_new_rule(tmp_path: Path, subject: str) -> None:
    """A new rule says what is still to be written; once it is, its cases say what is still to be changed."""
    home = tmp_path / "ours"
    for each in scaffold("not-ours", str(home), subject):
        Path(each.path).parent.mkdir(parents=True, exist_ok=True)
        Path(each.path).write_text(each.content, "utf-8")
    messages = [problem.message for problem in trial(str(home)).problems]
    assert len(messages) == 5
    assert all("is still to be written: " in message for message in messages)
    rule = home / "not-ours.rule"
    text = rule.read_text("utf-8")
    assert shlex.split(text.partition("`")[2].partition("`")[0]) == ["replint", "rules", "words", subject]
    such_as = text.partition("require TODO")[2].partition("`")[2].partition("`")[0]
    text = text.partition("  require")[0].replace("reference  TODO:", "reference  https://example.org/ #")
    rule.write_text(f"{text.replace('TODO: ', '')}  require {such_as}\n", "utf-8")
    found = trial(str(home))
    assert found.problems == ()
    (failure,) = [failure for each in found.outcomes for failure in each.failures]
    assert "what the rule requires is so" in failure.message or "what it requires is so" in failure.message
    bundle = home / "fixtures/not-ours/bad/bundle.json"
    estate = bundle.read_text("utf-8").replace("eu-central-1", "us-east-1")
    bundle.write_text(estate.replace('"Versioning": {"Status": "Enabled"}', '"Versioning": null', 1), "utf-8")
    found = trial(str(home))
    assert (found.problems, found.failed, found.never, found.always) == ((), 0, (), ())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "ReplicaElsewhere",
            "`ReplicaElsewhere` is no name for a rule; expected kebab-case, such as `replica-elsewhere`",
        ),
        ("a_b", "`a_b` is no name for a rule; expected kebab-case, such as `a-b`"),
        ("../x", "`../x` is no name for a rule; expected kebab-case, such as `x`"),
        ("missing-replica-write", "`missing-replica-write` is the name of another rule: "),
        ("malformed-policy", "`malformed-policy` is the name of another rule: "),
        (NAME, f"`{NAME}` is the name of another rule: the replica is in a Region that is not ours"),
    ],
)
def test_names_that_cannot_be(tmp_path: Path, name: str, message: str) -> None:
    """A name that is none, or that is taken, begins no rule."""
    with pytest.raises(ScaffoldError) as caught:
        scaffold(name, str(pack(tmp_path)), "flow")
    assert str(caught.value).startswith(message)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that is there already stays as it is."""
    case(tmp_path, "good", rule="not-ours")
    with pytest.raises(ScaffoldError, match=r"not-ours/good/bundle.json` is there already"):
        scaffold("not-ours", str(tmp_path), "flow")
