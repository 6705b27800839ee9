"""docs/rules/: a page for every rule, made of the rule and its cases, and an index; `make accept` writes them.

A page shows the rule's case `bad` with what `replint check` prints of it, and how `good` differs from it; each near
miss is told by the first lines of its expectation.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import config, lint
from replint.dialects.faults import FAULTS
from replint.dialects.silencing import TOPIC as SUPPRESSIONS
from replint.explain import Shelf
from replint.explain.markdown import markdown
from replint.reasons import reasons
from replint.reporters.prose import prose
from replint.reporters.screen import Screen
from replint.reporters.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import RuleInfo
    from tests.conftest import Golden

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = Path("docs", "rules")
SHELF = Shelf.of()
INFOS: dict[str, RuleInfo] = {
    **{rule.name: info for rule, info in SHELF.rules},
    **{name: fault.info for name, fault in FAULTS.items()},
}
WIDTH = 100
MOST_CHANGED = 60
"""How many lines a repair has at most that is shown; a longer one is linked."""
FIRST, NEXT = "## To choose it or leave it out", "## Reference"
GITHUB = "../../fixtures"


@pytest.mark.parametrize("name", INFOS)
def test_a_page_is_fresh(name: str, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule's page is what the rule and its cases give."""
    monkeypatch.chdir(REPOSITORY)
    before, heading, after = markdown(SHELF.explain(name)).partition(FIRST)
    shown = "".join(f"{line}\n" for line in (*_example(name), *_near_misses(name)))
    golden(PAGES / f"{name}.md", f"{before}{shown}{heading}{after}")


def test_no_page_is_left_over() -> None:
    """Every page is of a rule that there is."""
    assert {page.stem for page in (REPOSITORY / PAGES).glob("*.md")} - {"README"} == set(INFOS)


def test_the_index_is_fresh(golden: Golden) -> None:
    """The index has every rule by its topic, by the failure reason that it foretells, by the error that S3 answers."""
    golden(PAGES / "README.md", "".join(f"{line}\n" for line in _index()))


def _example(name: str) -> Iterator[str]:
    bad, good = (Path("fixtures", name, case) for case in ("bad", "good"))
    screen = Screen(WIDTH)
    # What is said of suppressions is said under any selection, and of rules that are selected.
    select = [] if INFOS[name].topic == SUPPRESSIONS else [name]
    settings = bad / "replint.toml"
    own = config.read(str(settings)) if settings.exists() else config.NONE
    flags = [f"--config {settings.as_posix()}"] if own.path else []
    report = lint([bad], select=select, config=own)
    told = render(report, screen).partition("\nflow ")[0].rstrip()
    yield from ("## Example", "", f"Of [these documents]({GITHUB}/{name}/bad) replint says:", "")
    yield from (
        "```text",
        " ".join([f"$ replint check {bad.as_posix()}", *flags, *(f"--select {each}" for each in select)]),
        *told.splitlines(),
        "```",
        "",
    )
    changed = [*_changes(bad, good)]
    yield from ("## Repaired", "")
    if 0 < len(changed) <= MOST_CHANGED:
        yield from (f"With this change nothing is found ([all of it]({GITHUB}/{name}/good)):", "")
        yield from ("```diff", *changed, "```", "")
    else:
        yield from (f"In [these documents]({GITHUB}/{name}/good) nothing is found.", "")


def _changes(bad: Path, good: Path) -> Iterator[str]:
    """Yield what is to be changed in the documents of one case so that they become those of another."""
    for file in sorted({path.relative_to(case) for case in (bad, good) for path in case.rglob("*") if path.is_file()}):
        if file.name == "expected.txt":
            continue
        old, new = (_lines(case / file) for case in (bad, good))
        yield from unified_diff(old, new, file.as_posix(), file.as_posix(), n=2, lineterm="")


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def _near_misses(name: str) -> Iterator[str]:
    found = [case for case in sorted((REPOSITORY / "fixtures" / name).iterdir()) if case.name.startswith("near-miss")]
    if found:
        yield from ("## Near misses", "")
        yield from (
            f"- [{case.name.removeprefix('near-miss-')}]({GITHUB}/{name}/{case.name}): {_about(case)}" for case in found
        )
        yield ""


def _about(case: Path) -> str:
    lines = (case / "expected.txt").read_text("utf-8").splitlines()
    return prose(" ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#")))


def _index() -> Iterator[str]:
    yield from ("# Rules", "", "<!-- Made of the rules: `make accept` writes it. -->", "")
    yield "Everything that replint finds, by topic, by the failure reason that S3 reports, and by the error with which"
    yield "it refuses a configuration. `replint explain NAME` says the same of each on the command line. How to judge"
    yield "them otherwise, and how to write rules of your own, is told [apart](../your-own-rules.md)."
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for name, info in INFOS.items():
        topics[info.topic].append(name)
    yield from ("", "## By topic")
    for topic in sorted(topics):
        yield from ("", f"### {topic}", "", "| rule | what it finds |", "| --- | --- |")
        yield from (f"| [{name}]({name}.md) | {prose(INFOS[name].title)} |" for name in sorted(topics[topic]))
    yield from ("", "## By failure reason", "", "| S3 reports | rules |", "| --- | --- |")
    for reason in reasons():
        foretelling = [rule.name for rule, _ in SHELF.rules if reason.code in rule.symptoms]
        yield f"| `{reason.code}` | {_links(foretelling) or 'none: no document tells it'} |"
    yield from ("", "## By the error that S3 answers", "", "| S3 answers | rules |", "| --- | --- |")
    refusals = [(refused.code, info.name) for refused, info in SHELF.refusals]
    for code in sorted({code for code, _ in refusals}):
        yield f"| `{code}` | {_links(name for told, name in refusals if told == code)} |"


def _links(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}]({name}.md)" for name in names)
