"""What could not be verified: what no document tells, where it is lacking, and the requirements that hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import wording
from replint.finding import Pending, Severity, Unverified, Verdict
from replint.iam.decision import Undecided
from replint.judge import told
from replint.requirements import Called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Document
    from replint.judge import Judged
    from replint.missing import Missing
    from replint.requirements import Requirement
    from replint.span import Place
    from replint.subjects import Subject


def _untold(judged: Judged) -> Iterator[Missing]:
    """What is missing, less what a finding about the same says as well, and no document could settle."""
    demand, decision = judged.requirement.demand, judged.decision
    failures = [
        failure
        for failure in told(judged)
        if isinstance(demand, Called) and not wording.hardly_fires(failure, demand.request)
    ]
    doubts = decision.doubts if isinstance(decision, Undecided) else (None,) * len(judged.missing)
    for doubt, missing in zip(doubts, judged.missing, strict=True):
        if missing.tellable or not any(wording.rests_on(failure, doubt) for failure in failures):
            yield missing


def unverified(judged: Iterable[Judged], refused: frozenset[Place] = frozenset()) -> tuple[Unverified, ...]:
    """What could not be verified, by what is missing: each with the requirements that hang on it; no mere advice.

    What a finding tells as possible, and no document could settle, is not told once more; nor what is not told because
    a configuration says something in its place that S3 refuses (at the places `refused`).
    """
    found: dict[tuple[str, str], tuple[Missing, dict[Pending, None], dict[Place, None]]] = {}
    for each in judged:
        if each.verdict is not Verdict.UNKNOWN or each.requirement.severity is Severity.NOTE:
            continue
        for missing in (gap for gap in _untold(each) if gap.place not in refused):
            _, requirements, places = found.setdefault((missing.what, missing.why), (missing, {}, {}))
            requirements[_pending(each.requirement)] = None
            if place := missing.place or _lacking(each.requirement.subject, missing.document):
                places[place] = None
    return tuple(
        Unverified(missing.what, missing.why, tuple(requirements), tuple(places), missing.document)
        for missing, requirements, places in found.values()
    )


def _lacking(subject: Subject, document: Document | None) -> Place | None:
    """The place of the document that leaves a part out, where one describes the thing at all."""
    return subject.estate.described(document.kind, document.name) if document and document.members else None


def _pending(requirement: Requirement) -> Pending:
    """A requirement that waits for a document, in one line: its call, or the rule and its subject."""
    rule, subject, demand = requirement.rule, requirement.subject, requirement.demand
    if isinstance(demand, Called):
        return Pending(f"{demand.action} on {demand.target.shown}")
    return Pending(f"{rule.name}: {subject.id}", rule.title, subject.kind, subject.id)
