"""What a finding tells in parts of sentences: the call, who refuses it, what comes of it; knows no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty, Safety
from replint.reporters.hunks import MINIFIED
from replint.reporters.sequel import sequel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.finding import Finding, RuleInfo

SAFETIES = {
    Safety.SAFE: "safe",
    Safety.UNSAFE: "unsafe fix: it widens access",
    Safety.DISPLAY_ONLY: "to be read, not to be made as it stands",
}
"""How safe it is to make a suggested change, said behind the advice."""


def why(finding: Finding, rules: Mapping[str, RuleInfo]) -> str:
    """The reason of the finding's rule, in one line; empty where the report has no such rule."""
    rule = rules.get(finding.rule)
    return " ".join(rule.why.split()) if rule else ""


def reference(finding: Finding, rules: Mapping[str, RuleInfo]) -> str:
    """The page that says so: the finding's own, else its rule's."""
    rule = rules.get(finding.rule)
    return finding.reference or (rule.reference if rule else "")


def pointer(finding: Finding) -> str:
    """The JSON pointer of the place, where lines alone do not find it: one long line, or a string that is a policy."""
    place = finding.primary.place
    if place.inner is not None:
        return f"`{place.pointer}`, in that string `{place.inner}`"
    file = place.text.file
    long = len(file.line(file.position(place.span.start).line)) > MINIFIED
    return f"`{place.pointer}`" if long else ""


def call(finding: Finding) -> tuple[str, ...]:
    """The call that is not let through, on one object for instance."""
    if not finding.action:
        return ()
    target = finding.witness if finding.witness is not None else finding.resource
    told = finding.action if target is None else f"{finding.action} on {target}"
    instance = finding.witness is not None and finding.witness != finding.resource
    return (f"for instance {told}{finding.carrying and ' '}{finding.carrying}" if instance else told,)


def outcome(finding: Finding) -> tuple[str, ...]:
    """Who makes the call, and what stops it."""
    caller = () if finding.principal is None else (f"as {finding.principal}",)
    return *caller, f"-> {stopped(finding)}"


def stopped(finding: Finding) -> str:
    """What stops the call."""
    refused = "denied" if finding.denied else "not allowed"
    perhaps = finding.certainty is Certainty.POSSIBLE and not finding.need
    layer = f" by the {finding.layer.replace('-', ' ')}" if finding.layer else ""
    return f"perhaps {refused}{layer}" if perhaps else f"{refused}{layer}"


def then(finding: Finding, rule: RuleInfo | None = None) -> tuple[str, ...]:
    """What S3 makes of it; what comes of that as the rule has it follows, where no reason is told beside."""
    said = sequel(finding)
    if not said:
        return ()
    return (f"{said};", rule.consequence) if rule and rule.consequence else (said,)
