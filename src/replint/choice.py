"""Which rules count in a run, and where: as flags and the config file choose them by name, topic and path."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from replint.finding import Certainty, Severity
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.config import Area, Config
    from replint.finding import Finding
    from replint.span import Place

ADVICE = "advice"
"""What selects the notes of every selected rule, beside the names of rules and topics."""


class UnknownRuleError(ValueError):
    """A selection names a rule or topic that does not exist, at a `place` of the config file if it is from there."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.place = place


@record
class Choice:
    """Which rules count: those selected by name or topic (all, if none is), less those ignored and those that are off.

    Notes are told only when asked for: with `advice`, or of a rule that is selected by name or topic. `topics` has the
    topic of every rule there is. Of several `areas` with one file the last has its way, also over what is `off`
    elsewhere.
    """

    topics: Mapping[str, str]
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    advice: bool = False
    areas: Sequence[Area] = ()

    def wants(self, severity: Severity, rule: str) -> bool:
        """Whether a finding of this severity is told, if nothing else is said of the place where it is."""
        return rule not in self.off and self._lets(severity, rule)

    def _lets(self, severity: Severity, rule: str) -> bool:
        """Whether the rule is selected and not ignored, and its notes asked for if this is one."""
        named = {rule, self.topics[rule]}
        if self.ignore & named or not (not self.select or self.select & named):
            return False
        return severity is not Severity.NOTE or self.advice or bool(self.select & named)

    def may_want(self, severity: Severity, rule: str) -> bool:
        """Whether such a finding is told at some place."""
        levels = (level for area in self.areas if (level := area.severity.get(rule)))
        return self.wants(severity, rule) or any(self._lets(each, rule) for each in levels)

    def aside_from_selection(self) -> Choice:
        """The same without what is selected: for findings about the run itself, which any selection has."""
        return replace(self, select=frozenset())

    def told(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are told at the place of each, as grave as they are there."""
        for finding in findings:
            area = self._area(finding)
            judged = _as_grave(finding, area.severity.get(finding.rule)) if area else finding
            if judged and (self._lets if area else self.wants)(judged.severity, judged.rule):
                yield judged

    def _area(self, finding: Finding) -> Area | None:
        """The last area with the place of a finding that speaks of its rule; one that ignores it has no severity."""
        for area in reversed(self.areas):
            if finding.primary.place.text.file.path in area.files:
                if {finding.rule, self.topics[finding.rule]} & {*area.ignore}:
                    return replace(area, severity={})
                if finding.rule in area.severity:
                    return area
        return None


class Wants:
    """What a choice may want, with the rules of which it left out something that was found."""

    def __init__(self, choice: Choice) -> None:
        """Leave out nothing so far."""
        self.left_out: set[str] = set()
        self._choice = choice

    def __call__(self, severity: Severity, rule: str) -> bool:
        """As `may_want`."""
        if self._choice.may_want(severity, rule):
            return True
        self.left_out.add(rule)
        return False

    def told(self, findings: Sequence[Finding]) -> list[Finding]:
        """As `Choice.told`."""
        kept = [*self._choice.told(findings)]
        counted, told = (Counter(each.rule for each in some) for some in (findings, kept))
        self.left_out.update(counted - told)
        return kept


def _as_grave(finding: Finding, level: Severity | None) -> Finding | None:
    """The finding with another severity; what is only possible is never above a warning."""
    if level is Severity.ERROR and finding.certainty is Certainty.POSSIBLE:
        level = Severity.WARNING
    return replace(finding, severity=level) if level else None


def chosen(  # noqa: PLR0913 - what flags say, and where they stand
    topics: Mapping[str, str],
    select: Iterable[str],
    ignore: Iterable[str],
    config: Config,
    *,
    off: Iterable[str] = (),
    advice: bool = False,
) -> Choice:
    """The choice of some names, or where there are none, of those in the config file.

    Raises UnknownRuleError for a name that no rule and no topic has.
    """
    select, ignore = tuple(select), tuple(ignore)
    told = {
        **{name: place for area in config.areas for name, place in area.names()},
        **{name: config.place("ignore", name) for name in config.ignore if not ignore},
        **{name: config.place("select", name) for name in config.select if not select},
        **dict.fromkeys((*select, *ignore)),
    }
    _refuse_unknown(told, {*topics, *topics.values()})
    names = frozenset(select or config.select)
    return Choice(
        topics=topics,
        select=names - {ADVICE},
        ignore=frozenset(ignore or config.ignore),
        off=frozenset(off),
        advice=advice or ADVICE in names,
        areas=config.areas,
    )


def _refuse_unknown(told: Mapping[str, Place | None], known: set[str]) -> None:
    if unknown := sorted(told.keys() - known - {ADVICE}):
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], sorted(known), 3)
        hint = (
            f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "; `replint rules` lists them"
        )
        raise UnknownRuleError(f"`{unknown[0]}` is no rule or topic{hint}", told[unknown[0]])
