"""A pack with its cases: which there are, what came of each, and which rules no case ever made fire."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import linter
from replint.finding import InputProblem
from replint.record import record
from replint.trial.case import Case, Outcome, tried

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

NEAR = 0.6
"""How alike a name must be to one that there is, so that it may be meant."""


@record
class Trial:
    """What came of a pack's cases, in the order of its rules.

    `never` are its rules that no case makes fire: nobody knows whether they can. `always` are those that fire in each
    of their cases: nobody knows whether they can be silent. `problems` are rule files, expectations and folders that
    cannot be used; where a rule file is among them no case is tried.
    """

    pack: str
    rules: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    problems: tuple[InputProblem, ...]

    @property
    def never(self) -> tuple[str, ...]:
        """The rules that fire in none of their cases; of one that has a failing case, that is told."""
        told = {each.case.rule for each in self.outcomes if each.failures or each.problems}
        fired = {each.case.rule for each in self.outcomes if each.case.rule in each.fired}
        return tuple(rule for rule in self.rules if rule not in fired | told)

    @property
    def always(self) -> tuple[str, ...]:
        """The rules that have cases and are silent in none."""
        silent = {each.case.rule for each in self.outcomes if each.case.rule not in each.fired or each.failures}
        return tuple(rule for rule in self.rules if rule not in silent and rule not in self.never)

    @property
    def failed(self) -> int:
        """How many cases are not as expected."""
        return sum(bool(each.failures) for each in self.outcomes)


def trial(folder: str) -> Trial:
    """Try the pack of a folder on its cases; raises OSError where a file cannot be read."""
    folder = os.path.normpath(folder)
    pack = linter.gathered([folder])
    brought = {info.name for info in linter.catalogue().infos}
    own = tuple(rule.name for rule in pack.rules if rule.name not in brought)
    names = {*own, *brought}
    if pack.faults:
        return Trial(folder, own, (), tuple(fault.problem() for fault in pack.faults))
    problems: list[InputProblem] = []
    outcomes = []
    for case in _cases(folder, own):
        if case.rule not in names:
            problems.append(InputProblem(os.path.dirname(case.folder), _no_rule(case.rule, own)))
            continue
        outcome = tried(case, pack, names)
        problems += outcome.problems
        outcomes.append(outcome)
    return Trial(folder, own, tuple(outcomes), tuple(dict.fromkeys(problems)))


def _cases(folder: str, rules: Collection[str]) -> Iterator[Case]:
    """The folders RULE/CASE among the pack's cases, those of its rules in their order first."""
    home = os.path.join(folder, linter.CASES)
    found = _folders(home)
    for rule in sorted(found, key=lambda name: ([*rules, name].index(name), name)):
        for name in _folders(os.path.join(home, rule)):
            yield Case(rule, name, os.path.join(home, rule, name))


def _folders(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    with os.scandir(folder) as scan:
        return sorted(entry.name for entry in scan if entry.is_dir() and not entry.name.startswith("."))


def _no_rule(name: str, rules: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(rules), 1, cutoff=NEAR)
    return f"`{name}` is no rule; the cases of a rule are in a folder of its name" + (
        f"; did you mean `{near[0]}`?" if near else ""
    )
