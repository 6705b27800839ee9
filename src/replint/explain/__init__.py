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
    from replint.finding import InputProblem, Override, PutError, RuleInfo, Severity
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
    refused: PutError | None = None
    possible: bool = False
    override: Override | None = None


@record
class FaultExplained:
    """A fault of documents, which is found while reading them; the severity is the usual one."""

    info: RuleInfo
    severity: Severity
    refused: PutError | None = None
    override: Override | None = None


@record
class ReasonExplained:
    """A failure reason, and the rules of which it is the symptom."""

    reason: Reason
    rules: tuple[RuleInfo, ...]


@record
class RefusalExplained:
    """The code of an error by which S3 refuses a replication configuration, and the rules that foretell it.

    Each rule comes with the error's text, which is None where no page of AWS's has it.
    """

    code: str
    rules: tuple[tuple[RuleInfo, str | None], ...]


Explained: TypeAlias = RuleExplained | FaultExplained | ReasonExplained | RefusalExplained


@record
class Shelf:
    """All that can be explained: the rules of some packs, what is wrong with those packs, and what replint brings."""

    rules: tuple[tuple[Rule, RuleInfo], ...]
    problems: tuple[InputProblem, ...]
    overrides: tuple[Override, ...] = ()

    @staticmethod
    def of(folders: Iterable[str | os.PathLike[str]] = (), overrides: Iterable[Override] = ()) -> Shelf:
        """The built-in rules and those of more folders, as grave as their overrides and these have them.

        A rule file that cannot be used is a problem and hides no other. Raises OSError where a file cannot be read.
        """
        pack = packs.gathered([os.fspath(folder) for folder in folders], FAULTS, overrides)
        rules = tuple(zip(pack.rules, pack.infos, strict=True))
        return Shelf(rules, tuple(fault.problem() for fault in pack.faults), pack.overrides)

    def explain(self, name: str) -> Explained:
        """What a name stands for, in any case; raises `UnknownNameError`."""
        wanted = name.casefold()
        for rule, info in self.rules:
            if rule.name == wanted:
                symptoms = tuple(map(_symptom, rule.symptoms))
                told = (info, sentence(rule), symptoms, rule.help, rule.refused, rule.possible)
                return RuleExplained(*told, self._override(wanted))
        if wanted in FAULTS:
            fault = FAULTS[wanted]
            return FaultExplained(fault.info, fault.severity, fault.refused, self._override(wanted))
        if reason := _reason(wanted):
            return ReasonExplained(reason, tuple(info for rule, info in self.rules if reason.code in rule.symptoms))
        if refusals := [(told, info) for told, info in self.refusals if told.code.casefold() == wanted]:
            return RefusalExplained(refusals[0][0].code, tuple((info, told.text) for told, info in refusals))
        raise UnknownNameError(self._unknown(name))

    @property
    def refusals(self) -> tuple[tuple[PutError, RuleInfo], ...]:
        """The errors by which S3 refuses a configuration, each with a rule or a fault that foretells it."""
        told = ((rule.refused, info) for rule, info in self.rules)
        return tuple(
            (refused, info)
            for refused, info in (*told, *((fault.refused, fault.info) for fault in FAULTS.values()))
            if refused
        )

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
            *(told.code for told, _ in self.refusals),
        )
        folded = {each.casefold(): each for each in names}
        near = [f"`{folded[each]}`" for each in get_close_matches(name.casefold(), folded, NEAR)]
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `replint rules` lists the rules"
        return f"`{name}` is no rule, no failure reason and no error of S3's{hint}"


def _reason(folded: str) -> Reason | None:
    return next((each for each in reasons() if folded in (name.casefold() for name in each.names)), None)


def _symptom(code: str) -> Symptom:
    reason = _reason(code.casefold())
    return Symptom(code, reason.meaning if reason else None)
