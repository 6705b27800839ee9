"""Baselines: what was there before is not told again, by fingerprint, wherever replint is started."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from replint import baselines, lint
from replint.baselines import Baseline
from replint.hiding import Hiding
from replint.known import Accepted, Hider
from replint.reporters import FORMATS
from replint.span import Place, plain
from tests.commands import inside, lay

if TYPE_CHECKING:
    from replint.finding import Report
    from tests.commands import Run


REPOSITORY = Path(__file__).resolve().parent.parent
FIXTURES = REPOSITORY / "fixtures"
BAD = sorted(path.parent for path in FIXTURES.glob("[a-z]*/bad/expected.txt"))
RULE = "missing-object-tag-read"
CASE: dict[str, Any] = json.loads((FIXTURES / RULE / "bad/bundle.json").read_text())
PLACE = Place(plain("baseline.json", ""))
TEXTS = st.text() | st.sampled_from(["a", "b"])
ACCEPTED = st.builds(Accepted, TEXTS, TEXTS, TEXTS, TEXTS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def replint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command line without a process of its own."""
    return inside(monkeypatch, capsys)


def case(without: tuple[str, ...] = (), sound: bool = False) -> dict[str, Any]:
    """Return the case, less some of the actions of its role, or with the one that it lacks."""
    found: dict[str, Any] = json.loads(json.dumps(CASE))
    for statement in found["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]:
        statement["Action"] = [each for each in statement["Action"] if each not in without]
        if sound and "s3:GetObjectVersionAcl" in statement["Action"]:
            statement["Action"].append("s3:GetObjectVersionTagging")
    return found


def marks(report: Report) -> Counter[str]:
    """Return the fingerprints of what is found, told or hidden."""
    found = (*report.findings, *(each.finding for each in report.hidden))
    return Counter(each.fingerprint for each in found)


def test_only_what_is_new_is_told(replint: Run) -> None:
    """After `baseline write` a check is clean until something else breaks, which alone is told."""
    lay("bundle.json", case())
    assert replint("baseline", "write", "--output", "known.json")[:2] == (0, "")
    code, out, _ = replint("check", "--baseline", "known.json", "--format", "concise")
    assert (code, out.endswith(", 1 in the baseline\n")) == (0, True)
    lay("bundle.json", case(without=("s3:ListBucket",)))
    code, out, _ = replint("check", "--baseline", "known.json", "--format", "concise")
    assert (code, RULE in out, "missing-bucket-list" in out) == (1, False, True)
    assert RULE in replint("check", "--baseline", "known.json", "--no-suppress", "--format", "concise")[1]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_takes_what_is_hidden(form: str, replint: Run) -> None:
    """A flow that fails by a finding that is hidden is reported in every format, and nothing is to be done."""
    lay("bundle.json", case())
    replint("baseline", "write")
    code, told, said = replint("check", "--format", form, "--baseline", "replint-baseline.json")
    assert (code, said) == (0, "")
    assert told or form == "rdjsonl"


def test_the_config_file_names_a_baseline(folder: Path, monkeypatch: pytest.MonkeyPatch, replint: Run) -> None:
    """It is written where the config file says, relative to that, and counts without a flag."""
    lay("replint.toml", 'baseline = "known/all.json"\n')
    lay("a/bundle.json", case())
    (folder / "known").mkdir()
    assert replint("baseline", "write")[0] == 0
    assert replint("check")[0] == 0
    monkeypatch.chdir(folder / "a")
    assert replint("check")[0] == 0
    assert "1 in the baseline" in replint("check", "--format", "concise")[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("replint.toml", "HERE\n"),
        (".replint.toml", "# Ours.\r\n\r\nHERE\r\nstrict = false\r\n"),
        ("replint.toml", "HERE\n[severity]\nunguarded-trust = 'off'"),
        (
            "pyproject.toml",
            "[tool.x]\n[tool.replint]\nHERE\nstrict = false\n[tool.replint.severity]\nunguarded-trust = 'off'",
        ),
        ("pyproject.toml", "[tool.replint.severity]\nunguarded-trust = 'off'\n\n[tool.replint]\nHERE\n"),
    ],
    ids=["new", "own", "tables", "shared", "no-table"],
)
def test_the_config_file_learns_of_it(folder: Path, replint: Run, name: str, text: str) -> None:
    """Where the config file names no baseline it gets the key, and nothing else of it changes; then it counts."""
    (folder / ".git").mkdir()
    lay("a/bundle.json", case())
    before = text.replace("HERE\r\n", "").replace("HERE\n", "").replace("\n\n[tool.replint]\n", "\n")
    (folder / name).write_bytes(before.encode())
    code, _, said = replint("baseline", "write", "a")
    assert (code, f"{name} names it" in said) == (0, True)
    after = text.replace("HERE", 'baseline = "replint-baseline.json"')
    assert (folder / name).read_bytes().decode() == after
    assert replint("check")[0] == 0
    assert replint("baseline", "write", "a")[0] == 0
    assert (folder / name).read_bytes().decode() == after


def test_a_config_file_is_made_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch, replint: Run) -> None:
    """Without a config file one is made at the root of the repository, from wherever it is asked for."""
    (folder / ".git").mkdir()
    lay("a/bundle.json", case())
    monkeypatch.chdir(folder / "a")
    assert replint("baseline", "write")[0] == 0
    assert (folder / "replint.toml").read_text() == 'baseline = "replint-baseline.json"\n'
    assert replint("check")[0] == 0


def test_a_file_that_was_asked_for_is_nobody_elses_business(folder: Path, replint: Run) -> None:
    """With `--output` no config file is written."""
    lay("bundle.json", case())
    assert replint("baseline", "write", "--output", "known.json")[0] == 0
    assert sorted(path.name for path in folder.iterdir()) == ["bundle.json", "known.json"]


@pytest.mark.parametrize("repository", [True, False], ids=["repository", "config"])
def test_fingerprints_are_the_same_from_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, replint: Run, *, repository: bool
) -> None:
    """From the root of the repository, or the folder of the config file, and from below, a finding is called one."""
    if repository:
        (folder / ".git").mkdir()
    else:
        lay("replint.toml", "")
    lay("a/b/bundle.json", case())
    lay("a/b/other.json", case(without=("s3:ListBucket",)))

    def told(*args: str) -> set[tuple[str, str]]:
        report = json.loads(replint("check", "--format", "json", *args)[1])
        return {(each["fingerprint"], each["rule"]) for each in report["findings"]}

    root = told()
    assert len({fingerprint for fingerprint, _ in root}) == 3
    for where in ("a", "a/b"):
        monkeypatch.chdir(folder / where)
        assert told() == root
        assert told(str(folder / "a")) == root


def test_an_earlier_version_has_the_same_home(folder: Path, monkeypatch: pytest.MonkeyPatch, replint: Run) -> None:
    """Compared with a revision, from the root or from below, what was there before is no news."""
    lay("a/b/bundle.json", case())
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for args in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "x"]):
        subprocess.run([*git, *args], check=True)
    lay("a/b/bundle.json", case(without=("s3:ListBucket",)))
    for where in (".", "a", "a/b"):
        monkeypatch.chdir(folder / where)
        code, out, _ = replint("check", "--since", "HEAD", "--format", "concise")
        assert (code, RULE in out, "missing-bucket-list" in out) == (1, False, True)


def test_a_fingerprint_outlives_lines_and_another_folder_of_the_run() -> None:
    """Lines above a finding do not change what it is called, nor does another home that moves with it."""
    lay("a/bundle.json", case())
    before = lint(["a"], home="a")
    lay("b/c/bundle.json", "\n\n" + json.dumps(case(), indent=7))
    assert marks(lint(["b"], home="b/c")) == marks(before)
    assert marks(lint(["b"], home="b")) != marks(before)


def test_what_is_mended_leaves_with_prune(replint: Run) -> None:
    """`check` tells what is found no more, with exit code 1, and `--prune` takes it out, and nothing else."""
    lay("one.json", case())
    lay("other.json", case(without=("s3:ListBucket",)))
    replint("baseline", "write")
    before = json.loads(Path("replint-baseline.json").read_text())["findings"]
    assert replint("baseline", "check")[:2] == (0, "")
    lay("one.json", case(sound=True))
    code, out, err = replint("baseline", "check")
    assert (code, out.startswith(f"one.json: {RULE}: ")) == (1, True)
    assert err == "replint: 1 of 3 findings of the baseline no longer found\n"
    assert json.loads(Path("replint-baseline.json").read_text())["findings"] == before
    assert replint("baseline", "check", "--prune")[0] == 0
    after = json.loads(Path("replint-baseline.json").read_text())["findings"]
    assert after == [each for each in before if each["path"] != "one.json"]
    assert replint("baseline", "check")[:2] == (0, "")


@pytest.mark.parametrize(
    ("args", "mended"),
    [
        (["one.json"], True),
        (["other.json"], False),
        (["--select", "missing-bucket-list"], False),
        (["--ignore", RULE], False),
        (["--select", RULE], True),
    ],
    ids=str,
)
def test_only_what_was_looked_for_is_mended(args: list[str], replint: Run, *, mended: bool) -> None:
    """Of inputs that a run did not read, and of rules that it did not ask, it says nothing."""
    lay("one.json", case())
    lay("other.json", case())
    replint("baseline", "write")
    lay("one.json", case(sound=True))
    assert replint("baseline", "check", *args)[0] == int(mended)


def test_suppressions_come_first(replint: Run) -> None:
    """What an entry hides needs no baseline, and both are counted."""
    lay("one.json", case())
    lay("other.json", case())
    entry = f'[[suppress]]\nrule = "{RULE}"\npath = "one.json"\npointer = ""\nreason = "r"\n'
    replint("baseline", "write", "--output", "all.json")
    lay("replint.toml", f'baseline = "all.json"\n{entry}')
    assert replint("check", "--format", "concise")[1].endswith("1 suppressed, 1 in the baseline\n")
    replint("baseline", "write")
    assert [each["path"] for each in json.loads(Path("all.json").read_text())["findings"]] == ["other.json"]
    assert replint("baseline", "check")[0] == 0


def test_what_is_said_of_suppressions_is_in_no_baseline(replint: Run) -> None:
    """A malformed entry stays a finding."""
    lay("bundle.json", {**case(), "Suppress": [{"Rule": RULE}]})
    replint("baseline", "write")
    written = json.loads(Path("replint-baseline.json").read_text())["findings"]
    assert [each["rule"] for each in written] == [RULE]
    assert replint("check", "--baseline", "replint-baseline.json")[0] == 1


def test_a_written_baseline_fits_its_schema(replint: Run) -> None:
    """The file is sorted, a finding a line, and of the published shape."""
    lay("b.json", case())
    lay("a.json", case(without=("s3:ListBucket", "s3:ReplicateObject")))
    replint("baseline", "write")
    text = Path("replint-baseline.json").read_text()
    schema = json.loads((REPOSITORY / "docs" / "baseline.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(text)
    assert [*Draft202012Validator(schema).iter_errors(value)] == []
    lines = [line for line in text.splitlines() if "fingerprint" in line]
    assert [json.loads(line.rstrip(",")) for line in lines] == value["findings"]
    assert [each["path"] for each in value["findings"]] == ["a.json"] * 3 + ["b.json"]
    assert os.linesep.join(text.splitlines()) + os.linesep == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:2: expected a name in double quotes"),
        ("[]", "it has no `ReplintBaseline`"),
        ('{"version": 1, "findings": []}', "it has no `ReplintBaseline`"),
        ('{"ReplintBaseline": 2, "findings": []}', "no version that this replint knows"),
        ('{"ReplintBaseline": true, "findings": []}', "no version that this replint knows"),
        ('{"ReplintBaseline": 1}', "`findings` must be a list"),
        ('{"ReplintBaseline": 1, "findings": [7]}', "a finding of a baseline is a number"),
        ('{"ReplintBaseline": 1, "findings": [{"rule": "x"}]}', "needs `fingerprint`"),
    ],
)
def test_what_is_no_baseline_is_an_input_error(text: str, message: str, replint: Run) -> None:
    """A file that cannot be used ends the run with its place."""
    lay("bundle.json", case())
    lay("known.json", text)
    code, out, err = replint("check", "--baseline", "known.json")
    assert (code, out) == (2, "")
    assert "known.json" in err
    assert message in " ".join(err.split())


def test_equal_findings_are_counted() -> None:
    """Of findings with one fingerprint a baseline hides as many as it has."""
    lay("bundle.json", case())
    (found,) = lint(["."]).findings
    (line,) = baselines.of([found], ".", ".")
    for number in range(4):
        known = Baseline((line,) * number, PLACE)
        told, hidden, mended = baselines.sift([found, found], known, lambda _: True)
        assert (len(told), len(hidden), len(mended)) == (max(0, 2 - number), min(2, number), max(0, number - 2))


def test_a_baseline_that_is_not_there(replint: Run) -> None:
    """A path without a file ends the run, too, but for an audit, which needs none."""
    lay("bundle.json", case())
    assert replint("check", "--baseline", "gone.json")[0] == 2
    assert replint("check", "--baseline", "gone.json", "--no-suppress")[0] == 1


# Laws.


@given(st.lists(ACCEPTED, max_size=6))
def test_what_is_written_is_read(accepted: list[Accepted]) -> None:
    """Whatever the texts, a baseline is read as it was written, in the order of its lines."""
    Path("known.json").write_text(baselines.written(accepted), "utf-8")
    read = baselines.read("known.json", "known.json")
    assert Counter(read.accepted) == Counter(accepted)
    assert baselines.written(read.accepted) == baselines.written(accepted)


@given(st.lists(ACCEPTED, max_size=6), st.data())
def test_pruning_takes_each_out_once(accepted: list[Accepted], data: st.DataObject) -> None:
    """What is left and what is taken out are the whole."""
    out = data.draw(st.lists(st.sampled_from(accepted), max_size=6)) if accepted else []
    left = baselines.without(Baseline(tuple(accepted), PLACE), out)
    assert Counter(left) == Counter(accepted) - Counter(out)


@given(data=st.data(), where=st.sampled_from(BAD))
def test_what_is_told_and_what_is_hidden_is_all(data: st.DataObject, where: Path) -> None:
    """A baseline of some findings, each as often as it is found or less, hides these and no others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where)
        found = lint(["."]).findings
        some = data.draw(st.lists(st.sampled_from(found), unique_by=id)) if found else []
        baseline = Baseline(baselines.of(some, str(where), str(where)), PLACE)
        report = lint(["."], hide=Hiding(baseline=baseline), home=".")
    assert marks(report) == Counter(each.fingerprint for each in found)
    assert {each.by for each in report.hidden} <= {Hider.BASELINE}
    hidden = Counter(each.finding.fingerprint for each in report.hidden)
    assert hidden == Counter(each.fingerprint for each in some)
    assert report.mended == ()
