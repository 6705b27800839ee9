"""What is found and not told: suppressions first, then the baseline; both count only what a run looked for whole."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from replint import fingerprints
from replint.paths import within
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from replint.baselines import Baseline
    from replint.dialects.told import Origin
    from replint.finding import Finding, FlowReport, Hidden
    from replint.known import Accepted
    from replint.span import Place
    from replint.suppressions import Entry
    from replint.syntax import Node


@record
class Hiding:
    """What a run is told to hide, beside what bundles and config files say.

    `today` is the day (`2027-01-31`) that decides what has expired; without it the day is that of the clock, in UTC, so
    that it is the same for everybody. With `audit` nothing is hidden.
    """

    baseline: Baseline | None = None
    today: str = ""
    audit: bool = False


NOTHING = Hiding()


@record
class Looked:
    """Where a run looked: the documents that it read, and what it was named.

    `unknown` are, by estate, the rules that had no answer somewhere in it. `paths` are those that were named, `home` is
    what the paths of a baseline start from, all absolute. `is_readable` tells whether every input could be read.
    `shared` are files of several estates, `elsewhere` those that are also of one that was not read.
    """

    paths: tuple[str, ...]
    home: str
    cwd: str
    origins: Sequence[Origin]
    unknown: Mapping[str, AbstractSet[str]]
    is_readable: bool
    shared: AbstractSet[str] = frozenset()
    elsewhere: AbstractSet[str] = frozenset()


@record
class Scope:
    """What a run looked for, and where: only what it looked for whole it may call mended or unused.

    `asked` are the rules of which every finding was told, `rules` all that there are, each with its topic; there may be
    others where a rule file cannot be used, and not `is_whole`.
    """

    looked: Looked
    asked: AbstractSet[str]
    rules: Mapping[str, str]
    is_whole: bool = True

    def judges(self, entry: Entry) -> bool:
        """Whether everything that an entry may hide was looked for."""
        if entry.origin:
            return self._answered(entry.rule, {entry.origin.estate})
        return entry.path is not None and self._sought(entry.rule, entry.path, entry.place)

    def judged(self, accepted: Accepted, place: Place) -> bool:
        """Whether a finding of a baseline, which stands at a place, would have been found."""
        return self._sought(accepted.rule, os.path.normpath(os.path.join(self.looked.home, accepted.path)), place)

    def _sought(self, rule: str, path: str, place: Place) -> bool:
        """Whether a rule was asked everywhere that a file or folder is read; `place` is where that matters.

        A file that others refer to may be read for bundles that this run did not see, unless it saw all of the project,
        of the home or of the folder with the file that speaks of it.
        """
        said = os.path.normpath(os.path.join(self.looked.cwd, os.path.dirname(place.text.file.path)))
        everywhere = any(
            within(path, folder) and (within(said, folder) or within(self.looked.home, folder))
            for folder in self.looked.paths
        )
        if not everywhere and not self._saw_above(path, said):
            return False
        met = {
            (each.estate, file)
            for each in self.looked.origins
            for file in (each.files if everywhere else (each.file,))
            if within(os.path.normpath(os.path.join(self.looked.cwd, file)), path)
            and (everywhere or not os.path.isdir(path))
        }
        if not met and (not everywhere or os.path.exists(path)):
            return False
        if any(file in self.looked.elsewhere for _, file in met):
            return False
        return self._answered(rule, {estate for estate, _ in met})

    def _saw_above(self, path: str, said: str) -> bool:
        """Whether whatever may refer to a file was looked for: that is up to where replint was started."""
        return within(path, self.looked.cwd) and any(within(each, self.looked.cwd) for each in (said, self.looked.home))

    def _answered(self, rule: str, estates: AbstractSet[str]) -> bool:
        return (
            self.looked.is_readable
            and rule in self.asked
            and not any(rule in self.looked.unknown.get(estate, ()) for estate in estates)
        )


class Sifted(NamedTuple):
    """What is told, what is hidden, what is to be said of suppressions, and what of the baseline is mended."""

    told: tuple[Finding, ...]
    hidden: tuple[Hidden, ...] = ()
    about: tuple[Finding, ...] = ()
    mended: tuple[Accepted, ...] = ()


def sift(
    findings: tuple[Finding, ...],
    flows: Sequence[FlowReport],
    scope: Scope,
    hiding: Hiding,
    tables: Sequence[Node] = (),
) -> Sifted:
    """Hide what suppressions are about, then what the baseline has; told and hidden together are all findings.

    `tables` are the suppressions of a config file. What several estates find alike is one finding, which is told whole
    unless it is hidden in each.
    """
    shared = scope.looked.shared
    if hiding.audit:
        return Sifted(fingerprints.once(findings, shared))
    hidden: tuple[Hidden, ...] = ()
    about: tuple[Finding, ...] = ()
    mended: tuple[Accepted, ...] = ()
    if tables or any(each.suppress for each in scope.looked.origins):
        from replint import suppressions  # a run with nothing to hide is spared them

        known = suppressions.Known(scope.rules, not scope.is_whole)
        entries, faults = suppressions.gathered(tables, scope.looked.origins, known, scope.looked.cwd)
        found = suppressions.sift(
            findings, flows, entries, today=hiding.today or today(), cwd=scope.looked.cwd, is_judged=scope.judges
        )
        findings, hidden, about = found.told, _once(found.hidden, found.told, shared), (*faults, *found.about)
    findings = fingerprints.once(findings, shared)
    if hiding.baseline:
        from replint import baselines

        findings, beside, mended = baselines.sift(
            findings, hiding.baseline, partial(scope.judged, place=hiding.baseline.place)
        )
        hidden = (*hidden, *beside)
    return Sifted(findings, hidden, about, mended)


def _once(hidden: Sequence[Hidden], told: Sequence[Finding], shared: AbstractSet[str]) -> tuple[Hidden, ...]:
    """What is hidden, once where estates share a file, and not where one of them is told it."""
    seen = {(each.fingerprint, each.message) for each in told}
    kept = []
    for each in hidden:
        found = each.finding
        if (found.fingerprint, found.message) not in seen or found.primary.place.text.file.path not in shared:
            kept.append(each)
        seen.add((found.fingerprint, found.message))
    return tuple(kept)


def today() -> str:
    """The day that the clock says, in UTC, as entries have it."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())
