"""Which differences made something otherwise, found by trying: the old documents with some of them each time.

The work is bounded. Nothing is said to be the only cause that was not tried to be.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from replint.record import record
from replint.versions.editions import lay
from replint.versions.matching import kind, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from replint.finding import Report, Verdict
    from replint.versions.changes import Changed
    from replint.versions.earlier import Run
    from replint.versions.editions import Edition
    from replint.versions.matching import Asked, Subject

MOST_TRIALS = 300
"""So many mixtures of two versions are judged before nothing is narrowed any more."""

MOST_UNITS = 60
"""Of more differences than this, those of one file are tried together; of more files than this none is tried."""

Key: TypeAlias = "tuple[str, str, str]"
"""By what a flow, or whatever else was looked at, is found again in a mixture: kind, id and file."""

Outcome: TypeAlias = "Mapping[Key, Mapping[Asked, Verdict]]"
"""What a mixture came to."""

Units: TypeAlias = "tuple[frozenset[int], ...]"


@record
class Cause:
    """The differences that make something so: each of `sets` does by itself, in the order of the documents.

    `only` says that nothing else among the differences does. Where `narrowed` is False nobody tried: the one set has
    all that there are.
    """

    sets: tuple[frozenset[int], ...]
    only: bool = False
    narrowed: bool = True


class Spent(Exception):  # noqa: N818 - it says why there is no answer
    """No more mixtures are judged."""


class Trials:
    """Mixtures of two editions, each judged once, in a folder that is for this alone."""

    def __init__(self, old: Edition, changed: Sequence[Changed], folder: str, run: Run, paths: Sequence[str]) -> None:
        lay(old, folder)
        for each in changed:
            # A path may be a folder that no mixture but one has a file in.
            os.makedirs(os.path.dirname(os.path.join(folder, each.path)), exist_ok=True)
        self._changed = changed
        self._folder = folder
        self._run = run
        self._paths = paths
        self._known: dict[frozenset[int], Outcome] = {}
        self.units = _units(changed)
        self.all = frozenset[int]().union(*(each.numbers for each in changed))

    def outcome(self, chosen: frozenset[int]) -> Outcome:
        """What the old documents come to with the chosen differences. Raises Spent."""
        if chosen not in self._known:
            if len(self._known) >= MOST_TRIALS:
                raise Spent
            self._known[chosen] = _outcome(self._judged(chosen))
        return self._known[chosen]

    def _judged(self, chosen: frozenset[int]) -> Report:
        for each in self._changed:
            path = os.path.join(self._folder, each.path)
            if os.path.lexists(path):
                os.unlink(path)
            held = each.mixed(chosen)
            if held is not None:
                lay({each.path: held}, self._folder)
        return self._run(self._paths, cwd=self._folder)


def cause(trials: Trials, state: Callable[[Outcome], Hashable]) -> Cause:
    """The smallest differences that make the state of something what it is with all of them.

    One difference that does is looked for first; then all those that it does not go without; then as few of all as
    none can be left out of.
    """
    whole = Cause((trials.all,), narrowed=False)
    if not trials.units or len(trials.units) > MOST_UNITS:
        return whole
    try:
        return _smallest(trials, state)
    except Spent:
        return whole


def _smallest(trials: Trials, state: Callable[[Outcome], Hashable]) -> Cause:
    wanted = state(trials.outcome(trials.all))

    def does(chosen: frozenset[int]) -> bool:
        return state(trials.outcome(chosen)) == wanted

    alone = tuple(unit for unit in trials.units if does(unit))
    if alone:
        return Cause(alone, only=len(alone) == 1 and not does(trials.all - alone[0]))
    needed = frozenset[int]().union(*(unit for unit in trials.units if not does(trials.all - unit)))
    if does(needed):
        return Cause((needed,), only=True)
    few = trials.all
    for unit in trials.units:
        if does(few - unit):
            few -= unit
    return Cause((few,))


def _units(changed: Sequence[Changed]) -> Units:
    """What is tried as one: each difference, or all of a file where there are many."""
    single = tuple(frozenset({number}) for each in changed for number in sorted(each.numbers))
    return single if len(single) <= MOST_UNITS else tuple(each.numbers for each in changed)


def _outcome(report: Report) -> Outcome:
    subjects: list[Subject] = [*report.flows, *report.subjects]
    return {key(subject): verdicts(subject) for subject in subjects}


def key(subject: Subject) -> Key:
    """By what a flow, or whatever else was looked at, is found again."""
    return kind(subject), subject.id, subject.place.text.file.path if subject.place else ""
