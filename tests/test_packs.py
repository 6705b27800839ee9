"""Packs: the compiled one is what the rules say, an edit counts at once, and a broken file hides no other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from replint import packs
from replint.finding import Severity
from replint.lang.lexicon import flaws
from replint.vocabulary import LEXICON, WORDS

REPOSITORY = Path(__file__).resolve().parent.parent
RULE = """rule {name}
  title      {title}
  severity   note
  reference  https://example.org/
  why        so that there is a rule
  for each flow
  require role is set
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The package folder of a small checkout with a fresh compiled pack."""
    package = tmp_path / "src" / "replint"
    package.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    _write(tmp_path / "rules" / "tides" / "high-tide.rule", "high-tide", "the tide is high")
    _write(tmp_path / "rules" / "winds" / "no-wind.rule", "no-wind", "there is no wind")
    assert packs.main(str(package)) == 0
    return package


def _write(path: Path, name: str, title: str = "a title") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.format(name=name, title=title), "utf-8")
    return path


def _titles(pack: packs.Pack) -> dict[str, str]:
    assert not pack.faults
    return {info.name: info.title for info in pack.infos}


def _retitle(package: Path) -> None:
    """Make the compiled pack say something that no rule file says, so that it shows when it is read."""
    path = package / "pack.json"
    compiled = json.loads(path.read_text("utf-8"))
    for rule in compiled["rules"]:
        rule["title"] = "compiled"
    path.write_text(json.dumps(compiled), "utf-8")


def test_the_committed_pack_is_fresh() -> None:
    """What is committed is what compiling gives; `make rules` makes it so."""
    compiled = packs.compile_pack(str(REPOSITORY / "rules"), LEXICON)
    assert compiled == (REPOSITORY / "src" / "replint" / "pack.json").read_text("utf-8")


def test_the_builtin_pack_is_what_its_files_say() -> None:
    """The compiled pack and the rules themselves are one, with topics and all."""
    built, loaded = packs.builtin(), packs.load(str(REPOSITORY / "rules"))
    assert built == loaded
    assert built.rules
    assert [info.name for info in built.infos] == [rule.name for rule in built.rules]
    assert {info.topic for info in built.infos} == {path.parent.name for path in REPOSITORY.glob("rules/*/*.rule")}


def test_the_vocabulary_can_be_spoken() -> None:
    """Every word of the vocabulary can be said in a rule, in one way."""
    assert flaws(word.entry for word in WORDS) == ()


def test_reading_the_compiled_pack_is_cheap() -> None:
    """Where the pack is fresh no parser is loaded, nor what only faults need."""
    heavy = {"pyparsing", "difflib", "importlib.resources", "replint.lang.grammar", "replint.lang.check"}
    script = "import sys; from replint import packs; assert packs.builtin().rules; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=REPOSITORY)
    assert heavy.isdisjoint(done.stdout.split())


def test_a_fresh_pack_is_read_instead_of_the_rules(checkout: Path) -> None:
    """In a checkout the compiled pack counts while it is fresh."""
    assert _titles(packs.builtin(str(checkout))) == {"high-tide": "the tide is high", "no-wind": "there is no wind"}
    _retitle(checkout)
    assert _titles(packs.builtin(str(checkout))) == {"high-tide": "compiled", "no-wind": "compiled"}


def test_an_edit_counts_at_once(checkout: Path) -> None:
    """A rule that is edited, added or taken away is what it is now."""
    _retitle(checkout)
    rules = checkout.parent.parent / "rules"
    _write(rules / "tides" / "high-tide.rule", "high-tide", "the tide is higher")
    assert _titles(packs.builtin(str(checkout))) == {"high-tide": "the tide is higher", "no-wind": "there is no wind"}
    assert packs.main(str(checkout)) == 0
    _write(rules / "winds" / "storm.rule", "storm", "there is a storm")
    assert "storm" in _titles(packs.builtin(str(checkout)))
    (rules / "winds" / "storm.rule").unlink()
    (rules / "winds" / "no-wind.rule").unlink()
    assert _titles(packs.builtin(str(checkout))) == {"high-tide": "the tide is higher"}


def test_line_ends_are_no_edit(checkout: Path) -> None:
    """A checkout that ends its lines with CR LF is as fresh as any."""
    _retitle(checkout)
    for path in (checkout.parent.parent / "rules").rglob("*.rule"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert set(_titles(packs.builtin(str(checkout))).values()) == {"compiled"}


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda compiled: {**compiled, "edition": -1}, id="edition"),
        pytest.param(lambda compiled: {**compiled, "vocabulary": -1}, id="vocabulary"),
        pytest.param(lambda _: None, id="absent"),
        pytest.param(lambda _: "<<<<<<< HEAD", id="merge"),
    ],
)
def test_a_pack_that_cannot_count(checkout: Path, spoilt: Any) -> None:  # noqa: ANN401 - a function on JSON
    """A pack of another edition or vocabulary, none, or a broken one: the rules are read."""
    _retitle(checkout)
    path = checkout / "pack.json"
    made = spoilt(json.loads(path.read_text("utf-8")))
    path.unlink()
    if made is not None:
        path.write_text(made if isinstance(made, str) else json.dumps(made), "utf-8")
    assert _titles(packs.builtin(str(checkout)))["no-wind"] == "there is no wind"


def test_an_installed_package_looks_nowhere_else(checkout: Path) -> None:
    """An installed package reads what it brings, also where a project's own rules stand where a checkout's would."""
    _retitle(checkout)
    _write(checkout / "_rules" / "winds" / "no-wind.rule", "no-wind", "installed")
    assert set(_titles(packs.builtin(str(checkout))).values()) == {"compiled"}
    (checkout / "pack.json").unlink()
    assert _titles(packs.builtin(str(checkout))) == {"no-wind": "installed"}


def test_rules_without_a_project_are_no_checkout(checkout: Path) -> None:
    """A folder `rules` beside a package is a checkout's only where the project file stands beside it."""
    assert packs.rules_of_checkout(str(checkout)) == str(checkout.parent.parent / "rules")
    (checkout.parent.parent / "pyproject.toml").unlink()
    assert packs.rules_of_checkout(str(checkout)) is None


def test_topics_and_order(tmp_path: Path) -> None:
    """A file has its folder for a topic, files come in the order of their paths, and what is no rule is passed over."""
    for path in ("b/z.rule", "b/deep/a.rule", "a/y.rule", "x.rule", ".git/w.rule", "a/.v.rule"):
        _write(tmp_path / "mine" / path, Path(path).stem.lstrip("."))
    (tmp_path / "mine" / "README.md").write_text("no rule")
    pack = packs.load(str(tmp_path / "mine"))
    assert [(info.topic, info.name) for info in pack.infos] == [("a", "y"), ("deep", "a"), ("b", "z"), ("mine", "x")]
    assert not pack.faults


def test_a_file_of_several_rules_has_any_name(tmp_path: Path) -> None:
    """Only a file that holds one rule bears the rule's name."""
    text = RULE.format(name="one", title="a") + RULE.format(name="two", title="b")
    (tmp_path / "both.rule").write_text(text)
    assert list(_titles(packs.load(str(tmp_path)))) == ["one", "two"]


def test_faults_hide_nothing(tmp_path: Path) -> None:
    """Each broken file is told with its place, and every good rule is there."""
    _write(tmp_path / "t" / "good.rule", "good")
    _write(tmp_path / "t" / "misnamed.rule", "another")
    _write(tmp_path / "t" / "broken.rule", "broken", title="").write_text("rule broken\n titel x\n")
    _write(tmp_path / "u" / "good.rule", "good")
    _write(tmp_path / "u" / "known.rule", "known")
    (tmp_path / "u" / "latin.rule").write_bytes("rule caf\xe9\n".encode("latin-1"))
    _write(tmp_path / "u" / "marked.rule", "marked").write_bytes(
        b"\xef\xbb\xbf" + RULE.format(name="marked", title="x").encode()
    )
    pack = packs.load(str(tmp_path), taken={"known"})
    assert [rule.name for rule in pack.rules] == ["good", "marked"]
    assert [str(fault).splitlines()[0].removeprefix(f"{tmp_path}/") for fault in pack.faults] == [
        "t/broken.rule:2:2: `titel` is not a clause of a rule; did you mean `title`?",
        "t/misnamed.rule:1:6: `another` stands in a file of another name; expected `another.rule`",
        "u/good.rule:1:6: `good` is the name of another rule",
        "u/known.rule:1:6: `known` is the name of another rule",
        "u/latin.rule:1:9: byte 0xe9 is not UTF-8, in which rules are written",
    ]


def test_no_pack(tmp_path: Path) -> None:
    """A folder that is not there or holds no rule is a fault, not a pack that finds nothing."""
    absent = packs.load(str(tmp_path / "absent"))
    assert [fault.problem().message for fault in absent.faults] == [f"`{tmp_path / 'absent'}` is not a folder"]
    empty = packs.load(str(tmp_path))
    assert [fault.problem().message for fault in empty.faults] == [f"`{tmp_path}` holds no `.rule` file"]


def test_together(tmp_path: Path) -> None:
    """Packs stand beside each other, rules, metadata and faults."""
    _write(tmp_path / "a" / "one.rule", "one")
    _write(tmp_path / "b" / "two.rule", "two")
    joined = packs.together(*(packs.load(str(tmp_path / name)) for name in ("a", "b", "c")))
    assert [rule.name for rule in joined.rules] == [info.name for info in joined.infos] == ["one", "two"]
    assert len(joined.faults) == 1


def test_compiling_refuses_faults(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a fault in a rule nothing is written, and the fault is shown under its line."""
    before = (checkout / "pack.json").read_bytes()
    rule = checkout.parent.parent / "rules" / "winds" / "no-wind.rule"
    rule.write_text(rule.read_text().replace("role is set", "roll is set"))
    assert packs.main(str(checkout)) == 1
    assert capsys.readouterr().err == (
        f"{rule}:7:11: `roll` is not a word of the vocabulary; did you mean `role`?\n  {'  require roll is set'}\n"
        f"  {' ' * 10}^^^^\n"
    )
    assert (checkout / "pack.json").read_bytes() == before


def test_compiling_needs_a_checkout(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An installed package is not compiled anew."""
    shutil.rmtree(checkout.parent.parent / "rules")
    assert packs.main(str(checkout)) == 1
    assert "in a checkout" in capsys.readouterr().err


OVERRIDE = """override {name}
  severity  {severity}
  reason    we know better
"""


def _override(folder: Path, name: str, severity: str = "off") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.rule").write_text(OVERRIDE.format(name=name, severity=severity), "utf-8")
    return folder


def test_overrides(tmp_path: Path) -> None:
    """A rule of another pack gets one severity for all that it finds; one that is off is still there to be listed."""
    before = {rule.name: rule for rule in packs.builtin().rules}
    assert before["missing-tag-replication"].denied
    ours = _override(tmp_path / "ours", "missing-tag-replication", "error")
    _override(ours, "unguarded-trust")
    _override(ours, "malformed-sid", "note")
    theirs = _write(tmp_path / "theirs" / "no-wind.rule", "no-wind").parent
    _override(ours, "no-wind", "warning")
    pack = packs.gathered([str(ours), str(theirs)], ["malformed-sid"])
    assert pack.faults == ()
    after = {rule.name: rule for rule in pack.rules}
    assert after.keys() == before.keys() | {"no-wind"}
    changed = {name for name, rule in after.items() if rule != before.get(name)}
    assert changed == {"missing-tag-replication", "no-wind"}
    for name, level in (("missing-tag-replication", Severity.ERROR), ("no-wind", Severity.WARNING)):
        rule = after[name]
        assert (rule.severity.guards, rule.severity.otherwise, rule.denied) == ((), level, None)
    assert {each.rule: each.severity for each in pack.overrides} == {
        "missing-tag-replication": Severity.ERROR,
        "unguarded-trust": None,
        "malformed-sid": Severity.NOTE,
        "no-wind": Severity.WARNING,
    }


@pytest.mark.parametrize(("said", "level"), [("error", None), ("warning", Severity.WARNING), ("note", Severity.NOTE)])
def test_overrides_of_what_is_only_possible(tmp_path: Path, said: str, level: Severity | None) -> None:
    """What AWS does not say for certain is never an error, whoever says so."""
    name = "unsupported-storage-class"
    pack = packs.gathered([str(_override(tmp_path / "ours", name, said))])
    (rule,) = (rule for rule in pack.rules if rule.name == name)
    assert rule.possible
    assert rule.severity.otherwise is (level or Severity.WARNING)
    assert [each.severity for each in pack.overrides] == ([level] if level else [])
    assert [fault.message for fault in pack.faults] == (
        []
        if level
        else [f"`{name}` finds what is only possible, which is no error; expected `warning`, `note` or `off`"]
    )


def test_overrides_that_cannot_be(tmp_path: Path) -> None:
    """An override of no rule, of an own one, or of one that is overridden is a fault, and changes nothing."""
    ours = _write(tmp_path / "ours" / "no-wind.rule", "no-wind").parent
    with (ours / "no-wind.rule").open("a", encoding="utf-8") as file:
        for name in ("no-wind", "unguarded-trst", "unguarded-trust"):
            file.write(OVERRIDE.format(name=name, severity="error"))
    theirs = _override(tmp_path / "theirs", "unguarded-trust")
    pack = packs.gathered([str(ours), str(theirs)])
    assert [str(fault).splitlines()[0].removeprefix(f"{tmp_path}/") for fault in pack.faults] == [
        "ours/no-wind.rule:8:10: `no-wind` is a rule of this pack; change it where it stands",
        "ours/no-wind.rule:11:10: `unguarded-trst` is no rule; did you mean `unguarded-trust`?",
        f"theirs/unguarded-trust.rule:1:10: `unguarded-trust` is overridden already, at {ours}/no-wind.rule:14",
    ]
    assert [(each.rule, each.severity) for each in pack.overrides] == [("unguarded-trust", Severity.ERROR)]


def test_names_of_faults_are_taken(tmp_path: Path) -> None:
    """A rule is not called like a fault that reading finds."""
    ours = _write(tmp_path / "malformed-sid.rule", "malformed-sid").parent
    pack = packs.gathered([str(ours)], ["malformed-sid"])
    assert [fault.message for fault in pack.faults] == ["`malformed-sid` is the name of another rule"]
