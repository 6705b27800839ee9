"""A trial for a person, in the manner of a test runner: each rule with its cases, what failed and why, the sum."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import linter
from replint.reporters.summary import count
from replint.reporters.text.cells import wrap
from replint.reporters.text.paint import BLANK, paint
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line
    from replint.trial.case import Outcome
    from replint.trial.run import Trial

_INDENT = " " * 8


def render(trials: Sequence[Trial], screen: Screen) -> str:
    """What came of each pack, within the width of the screen but for lines that name a place."""
    return paint(_lines(trials, screen.width), color=screen.color)


def _lines(trials: Sequence[Trial], cells: int) -> Iterator[Line]:
    for each in trials:
        yield (("pack ", "dim"), (visible(each.pack), "strong"))
        for rule in dict.fromkeys((*(one.case.rule for one in each.outcomes), *each.rules)):
            yield (("  " + visible(rule), "plain"),)
            for outcome in each.outcomes:
                if outcome.case.rule == rule:
                    yield from _outcome(outcome, cells)
            yield from _untried(rule, each, cells)
        yield BLANK
    yield _sum(trials)


def _outcome(outcome: Outcome, cells: int) -> Iterator[Line]:
    if outcome.problems:
        yield ("    not tried  ", "error"), (visible(outcome.case.name), "plain")
    elif outcome.failures:
        yield ("    FAILED  ", "error"), (visible(outcome.case.name), "plain")
        for failure in outcome.failures:
            yield from _wrapped(failure.message, cells)
            if failure.where:
                yield (_INDENT, "plain"), ("--> ", "frame"), (visible(failure.where), "plain")
    else:
        yield ("    ok  ", "good"), (visible(outcome.case.name), "plain")


def _untried(rule: str, trial: Trial, cells: int) -> Iterator[Line]:
    """What the cases of a rule leave untried: that it can fire, or that it can be silent."""
    if trial.problems:
        return
    home = os.path.join(trial.pack, linter.CASES, rule)
    if rule in trial.never:
        yield (("    NEVER FIRES", "error"),)
        yield from _wrapped(f"no case makes it fire; add one whose documents break it: {home}/bad", cells)
    elif rule in trial.always:
        yield (("    never silent", "warning"),)
        yield from _wrapped(f"it fires in each of its cases; add one whose documents are right: {home}/good", cells)


def _wrapped(text: str, cells: int) -> Iterator[Line]:
    for line in wrap(visible(text), cells - len(_INDENT)):
        yield ((_INDENT + line, "plain"),)


def _sum(trials: Sequence[Trial]) -> Line:
    cases = [outcome for each in trials for outcome in each.outcomes]
    failed = sum(each.failed for each in trials)
    never = sum(len(each.never) for each in trials if not each.problems)
    passed = sum(not each.failures and not each.problems for each in cases)
    if not cases and all(each.problems for each in trials):
        return (("nothing was tried", "error"),)
    told = f"{count(sum(len(each.rules) for each in trials), 'rule')}, {count(len(cases), 'case')}: {passed} ok"
    told += f", {failed} failed" if failed else ""
    if never:
        told += f", {count(never, 'rule')} that never {'fires' if never == 1 else 'fire'}"
    wrong = failed or never or any(each.problems for each in trials)
    return ((told, "error" if wrong else "good"),)
