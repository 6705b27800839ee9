"""Two editions judged and compared: which flows work now, broke or changed, and which differences made them so."""

from __future__ import annotations

import posixpath
from enum import StrEnum
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from replint.finding import FlowReport, Severity, Verdict
from replint.record import record, replace
from replint.versions.causes import Cause, Trials, cause, key
from replint.versions.changes import changes, value_at
from replint.versions.editions import lay
from replint.versions.matching import asked, is_worse, matched, verdicts
from replint.versions.news import fresh

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from replint.finding import Check, Finding, Report
    from replint.versions.causes import Key, Outcome
    from replint.versions.changes import Changed
    from replint.versions.earlier import Run
    from replint.versions.editions import Edition
    from replint.versions.matching import Asked, Subject
    from replint.versions.merging import Difference


EVERYTHING = ["."]
"""The paths of a run of a whole folder."""


class Status(StrEnum):
    """What became of a flow: one that `broke` fails now and did not, one that is `unproved` held and is unknown."""

    BROKE = "broke"
    UNPROVED = "unproved"
    WORKS = "works"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@record
class Turned:
    """A requirement whose verdict is another, None where it is not asked; and what made it so."""

    check: Check
    was: Verdict | None
    now: Verdict | None
    cause: Cause


@record
class Fate:
    """What became of a flow, or of whatever else was looked at; None is the version that it is not in.

    `turned` are the requirements of another verdict that do not hold in both versions; `cause` is of the whole where
    there are none. `notes` say what else comes of it.
    """

    status: Status
    old: Subject | None
    new: Subject | None
    turned: tuple[Turned, ...]
    cause: Cause | None = None
    notes: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """As it is now, or as it was where it is gone."""
        found = self.new or self.old
        if found is None:
            raise ValueError
        return found

    @property
    def worse(self) -> bool:
        """Whether its verdict got worse; what is new counts as if it had held."""
        return self.new is not None and is_worse(self.new.verdict, self.old.verdict if self.old else None)


class Side(NamedTuple):
    """One of two versions: what people call it, its documents, and the paths of a run in them."""

    name: str
    edition: Edition
    paths: Sequence[str]


@record
class Comparison:
    """What two versions come to."""

    old: Report
    new: Report
    names: tuple[str, str]
    fates: tuple[Fate, ...]
    unchanged: int
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    differences: tuple[Difference, ...]

    @property
    def worse(self) -> bool:
        """Whether something got worse: a verdict, or an error that was not there."""
        return any(fate.worse for fate in self.fates) or any(each.severity is Severity.ERROR for each in self.came)


def compared(old: Side, new: Side, run: Run, *, together: bool = False) -> Comparison:
    """Two versions of documents, whose files are the same by their names, judged by one run each and by trials.

    Raises OSError where nothing can be written into a temporary folder.
    """
    before, after = (_judged(side, run) for side in (old, new))
    changed = changes(old.edition, new.edition)
    pairs = matched([*before.flows, *before.subjects], [*after.flows, *after.subjects])
    names = {was.id: now.id for was, now in pairs if isinstance(was, FlowReport) and now}
    with TemporaryDirectory(prefix="replint-") as folder:
        trials = Trials(old.edition, changed, folder, run, _tried(old, new, changed, together=together))
        fates = [_fate(was, now, trials) for was, now in pairs if was is None or now is None or _turns(was, now)]
    return Comparison(
        before,
        after,
        (old.name, new.name),
        tuple(replace(fate, notes=tuple(_notes(fate, old.edition, new.edition))) for fate in fates),
        len(pairs) - len(fates),
        fresh(after.findings, before.findings, names),
        fresh(before.findings, after.findings, {now: was for was, now in names.items()}),
        tuple(difference for each in changed for difference in each.differences),
    )


def _judged(side: Side, run: Run) -> Report:
    with TemporaryDirectory(prefix="replint-") as folder:
        lay(side.edition, folder)
        return run(side.paths, cwd=folder)


def _tried(old: Side, new: Side, changed: Sequence[Changed], *, together: bool) -> Sequence[str]:
    """The paths that a run of any mixture names: of whole folders only the estates in which something differs.

    A file that is in one version only is not in every mixture: the documents beside it stand for it, or its folder.
    """
    if together or old.paths != new.paths or old.paths != EVERYTHING:
        both = old.paths == new.paths and all(path in old.edition and path in new.edition for path in old.paths)
        return old.paths if both else EVERYTHING
    found: dict[str, None] = {}
    for each in changed:
        folder = posixpath.dirname(each.path)
        stays = [path for path in old.edition if path in new.edition and posixpath.dirname(path) == folder]
        found.update(dict.fromkeys([each.path] if each.path in stays else stays or [folder or "."]))
    return list(found)


def _turns(was: Subject, now: Subject) -> bool:
    return verdicts(was) != verdicts(now)


def _fate(was: Subject | None, now: Subject | None, trials: Trials) -> Fate:
    before, after = verdicts(was), verdicts(now)
    checks = {asked(check): check for each in (was, now) if each for check in each.checks}
    at = [key(each) for each in (now, was) if each]
    turned = tuple(
        Turned(check, before.get(each), after.get(each), cause(trials, partial(_verdict, at=at, requirement=each)))
        for each, check in checks.items()
        if _is_told(before.get(each), after.get(each))
    )
    return Fate(_status(was, now), was, now, turned, None if turned else cause(trials, partial(_seen, at=at)))


def _is_told(was: Verdict | None, now: Verdict | None) -> bool:
    """Whether a requirement's turn is worth telling by itself: it did not or does not hold."""
    return was is not now and {was, now} - {None, Verdict.HOLDS} != set()


def _verdict(outcome: Outcome, at: Sequence[Key], requirement: Asked) -> Hashable:
    return next((outcome[each].get(requirement) for each in at if each in outcome), None)


def _seen(outcome: Outcome, at: Sequence[Key]) -> Hashable:
    """All that a mixture says of a flow; None where it has none."""
    return next((frozenset(outcome[each].items()) for each in at if each in outcome), None)


def _status(was: Subject | None, now: Subject | None) -> Status:
    if was is None or now is None:
        return Status.GONE if was else Status.NEW
    better = now.verdict.weight < was.verdict.weight
    match now.verdict:
        case Verdict.FAILS if is_worse(now.verdict, was.verdict):
            return Status.BROKE
        case Verdict.UNKNOWN if is_worse(now.verdict, was.verdict):
            return Status.UNPROVED
        case Verdict.HOLDS if better:
            return Status.WORKS
    return Status.CHANGED


def _notes(fate: Fate, old: Edition, new: Edition) -> Iterator[str]:
    """What a change of a replication rule does that no version by itself tells.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
    """
    rules: list[Any] = [
        value_at(edition, each.place) if isinstance(each, FlowReport) and each.place else None
        for each, edition in ((fate.old, old), (fate.new, new))
    ]
    if not all(isinstance(rule, dict) and "Destination" in rule for rule in rules):
        return
    filtered, markers = ([name in rule for rule in rules] for name in ("Filter", "DeleteMarkerReplication"))
    asks = markers[1] and rules[1]["DeleteMarkerReplication"] == {"Status": "Enabled"}
    if filtered == [False, True] and not asks:
        yield (
            "delete markers replicated, since the replication rule had no `Filter`, and do not any more: "
            "with a `Filter` they do where `DeleteMarkerReplication` is `Enabled`"
        )
