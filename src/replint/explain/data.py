"""An explanation as plain values for programs; `kind` tells which of the three it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from replint.explain import FaultExplained, ReasonExplained, RefusalExplained, RuleExplained

if TYPE_CHECKING:
    from replint.explain import Explained
    from replint.finding import PutError, RuleInfo


def as_json(explained: Explained) -> dict[str, Any]:
    """The explanation as JSON has it; a member that says nothing is null or empty, never left out."""
    match explained:
        case RuleExplained(info, said, symptoms, help_, refused, possible):
            return {
                "kind": "rule",
                **_info(info),
                "severity": [{"level": level.severity.value, "where": level.where} for level in said.levels],
                "each": said.each,
                "requires": said.required,
                "where": list(said.when),
                "symptoms": [{"code": symptom.code, "meaning": symptom.meaning} for symptom in symptoms],
                "refused": _refused(refused),
                "possible": possible,
                "help": help_,
            }
        case FaultExplained(info, severity, refused):
            level = {"level": severity.value, "where": None}
            return {"kind": "fault", **_info(info), "severity": [level], "refused": _refused(refused)}
        case ReasonExplained(reason, rules):
            return {
                "kind": "reason",
                "code": reason.code,
                "aliases": list(reason.aliases),
                "meaning": reason.meaning,
                "batch": reason.batch.value,
                "predictable": reason.predictable.value,
                "untold": reason.untold,
                "rules": [{"name": info.name, "topic": info.topic, "title": info.title} for info in rules],
                "look": list(reason.look),
                "documents": list(reason.documents),
                "certainty": reason.certainty.value,
                "doubt": reason.doubt,
                "reference": reason.page,
            }
        case RefusalExplained(code, foretelling):
            told = [{"name": info.name, "topic": info.topic, "text": text} for info, text in foretelling]
            return {"kind": "refusal", "code": code, "rules": told}
        case _:
            assert_never(explained)


def _info(info: RuleInfo) -> dict[str, str]:
    return {
        "name": info.name,
        "topic": info.topic,
        "title": info.title,
        "why": info.why,
        "reference": info.reference,
    }


def _refused(refused: PutError | None) -> dict[str, Any] | None:
    return {"code": refused.code, "text": refused.text} if refused else None
