"""What S3 makes of what a finding tells, and why that is not certain, in words; knows no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty
from replint.reporters.names import listed

if TYPE_CHECKING:
    from replint.finding import Finding


def sequel(finding: Finding) -> str:
    """That S3 refuses the configuration, or which reasons it reports for objects that fail; empty of neither."""
    possible = finding.certainty is Certainty.POSSIBLE
    told = []
    if finding.refused:
        refuses = "S3 would refuse" if possible else "S3 refuses"
        text = f": {finding.refused.text}" if finding.refused.text else ""
        told.append(f"{refuses} the configuration with `{finding.refused.code}`{text}")
    if finding.symptoms:
        reports = "S3 would report" if possible else "S3 reports"
        told.append(f"{reports} failure reason {listed([f'`{reason}`' for reason in finding.symptoms], word='or')}")
    return "; otherwise ".join(told)


def doubt(finding: Finding) -> str:
    """Why the finding is only possible; empty for one that is certain."""
    if finding.certainty is Certainty.CERTAIN:
        return ""
    if finding.need:
        return finding.need
    if finding.action:
        return "the documents allow it and do not prove it"
    return "AWS does not say what S3 does" if finding.refused else "it may be meant so"
