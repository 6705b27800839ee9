"""A kind of fault that reading finds, as a row of a table; the tables are elsewhere."""

from __future__ import annotations

from replint.finding import PutError, RuleInfo, Severity
from replint.record import record


@record
class Fault:
    """A kind of fault: what a report says of its rule, how bad it is unless the finder knows better, how S3 refuses it.

    `refused` is None where S3 does not refuse it, or not always.
    """

    info: RuleInfo
    severity: Severity
    refused: PutError | None = None


def row(name: str, severity: Severity, title: str, reference: str, why: str, refused: str | None = None) -> Fault:  # noqa: PLR0913, PLR0917 - a row of a table
    """A kind of fault from what its row says; `name` is the topic and the rule, with a slash between."""
    topic, _, rule = name.rpartition("/")
    info = RuleInfo(rule, title, " ".join(why.split()), reference, topic)
    return Fault(info, severity, PutError(refused) if refused else None)
