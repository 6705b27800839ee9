"""What a name means that a report may hold: of a rule, of a fault of documents, of a failure reason of S3."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from replint import packs
from replint.dialects.faults import FAULTS
from replint.explain.sentence import sentence
from replint.reasons import reasons
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.explain.sentence import Sentence
    from replint.finding import InputProblem, Override, RuleInfo, Severity
    from replint.lang.tree import Rule
    from replint.reasons import Reason

NEAR = 3
"""How many names are offered for one that does not exist."""


class UnknownNameError(LookupError):
    """A name that no rule, fault or failure reason has; the message offers names that are spelt alike."""


@record
class Symptom:
    """A failure reason that a rule predicts; `meaning` is None when S3 has none of that name."""

    code: str
    meaning: str | None


@record
class RuleExplained:
    """A rule: what it requires, where, why, and what S3 would report."""

    info: RuleInfo
    sentence: Sentence
    symptoms: tuple[Symptom, ...]
    help: str | None
    override: Override | None = None


@record
class FaultExplained:
    """A fault of documents, which is found while reading them; the severity is the usual one."""

    info: RuleInfo
    severity: Severity
    override: Override | None = None


@record
class ReasonExplained:
    """A failure reason, and the rules of which it is the symptom."""

    reason: Reason
    rules: tuple[RuleInfo, ...]


Explained: TypeAlias = RuleExplained | FaultExplained | ReasonExplained


@record
class Shelf:
    """All that can be explained: the rules of some packs, what is wrong with those packs, and what replint brings."""

    rules: tuple[tuple[Rule, RuleInfo], ...]
    problems: tuple[InputProblem, ...]
    overrides: tuple[Override, ...] = ()

    @staticmethod
    def of(folders: Iterable[str | os.PathLike[str]] = ()) -> Shelf:
        """The built-in rules and those of more folders.

        A rule file that cannot be used is a problem and hides no other. Raises OSError where a file cannot be read.
        """
        pack = packs.gathered([os.fspath(folder) for folder in folders], FAULTS)
        rules = tuple(zip(pack.rules, pack.infos, strict=True))
        return Shelf(rules, tuple(fault.problem() for fault in pack.faults), pack.overrides)

    def explain(self, name: str) -> Explained:
        """What a name stands for, in any case; raises `UnknownNameError`."""
        wanted = name.casefold()
        for rule, info in self.rules:
            if rule.name == wanted:
                symptoms = tuple(map(_symptom, rule.symptoms))
                return RuleExplained(info, sentence(rule), symptoms, rule.help, self._override(wanted))
        if wanted in FAULTS:
            return FaultExplained(FAULTS[wanted].info, FAULTS[wanted].severity, self._override(wanted))
        if reason := _reason(wanted):
            return ReasonExplained(reason, tuple(info for rule, info in self.rules if reason.code in rule.symptoms))
        raise UnknownNameError(self._unknown(name))

    def _override(self, name: str) -> Override | None:
        return next((each for each in self.overrides if each.rule == name), None)

    def _unknown(self, name: str) -> str:
        from difflib import get_close_matches

        topics = {*(info.topic for _, info in self.rules), *(fault.info.topic for fault in FAULTS.values())}
        if name.casefold() in topics:
            return f"`{name}` is a topic; `replint rules` lists the rules that it has"
        names = (
            *(rule.name for rule, _ in self.rules),
            *FAULTS,
            *(name for reason in reasons() for name in reason.names),
        )
        folded = {each.casefold(): each for each in names}
        near = [f"`{folded[each]}`" for each in get_close_matches(name.casefold(), folded, NEAR)]
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `replint rules` lists the rules"
        return f"`{name}` is no rule and no failure reason{hint}"


def _reason(folded: str) -> Reason | None:
    return next((each for each in reasons() if folded in (name.casefold() for name in each.names)), None)


def _symptom(code: str) -> Symptom:
    reason = _reason(code.casefold())
    return Symptom(code, reason.meaning if reason else None)
