"""What a run has to tell: findings, what is unverified, flows with their verdicts; below everyone who reports."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from replint.record import record

if TYPE_CHECKING:
    from replint.span import Place

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""A value as a document would hold it. Nobody changes it."""


class Severity(StrEnum):
    """How bad a finding is.

    `error`: objects will not arrive whole, or S3 refuses the configuration; `warning`: may fail, or works and is
    hardly meant; `note`: advice.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """Larger is worse: a note weighs 1, an error 3."""
        return {"note": 1, "warning": 2, "error": 3}[self.value]


class Certainty(StrEnum):
    """Whether the documents prove the finding; what is only possible is never above a warning."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Verdict(StrEnum):
    """What we say of a requirement, or of all requirements of a flow."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@record
class Label:
    """A place with what is to be said there."""

    place: Place
    message: str


class Safety(StrEnum):
    """What a suggested change may do beyond what it mends: a change that grants anything is never safe.

    `display-only` is a change that is shown and cannot be made as it stands.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY_ONLY = "display-only"


@record
class Edit:
    """A value that joins what stands at a place.

    Where nothing stands there, or null, it is put, with the objects that lead to it; a list gets it as its last
    element; of it and any other value a list is made, as IAM reads a single value as a list of one.
    """

    place: Place
    value: Json

    def __hash__(self) -> int:
        """By the place alone: a value may be a list or an object."""
        return hash(self.place)


@record
class Patch:
    """A suggested change: all of its edits together mend what a finding tells."""

    edits: tuple[Edit, ...]
    safety: Safety = Safety.UNSAFE


@record
class RuleInfo:
    """What a report carries of each rule it names, so that reporters need nothing else."""

    name: str
    title: str
    why: str
    reference: str
    topic: str


@record
class Override:
    """What a pack says of a rule that is not its own: another severity, or None where it is switched off, and why."""

    rule: str
    severity: Severity | None
    reason: str
    place: Place

    @property
    def path(self) -> str:
        """Where it says so: file and line."""
        return f"{self.place.text.path}:{self.place.text.position(self.place.span.start).line}"


@record
class Finding:
    """A verdict worth telling, with exactly one place to change and any number of places it rests on.

    `flows` are ids of the flows it concerns. `layer`, `principal`, `action`, `resource` and `witness` are None for
    findings that are not about a call. `fingerprint` survives moving lines. `cause` says who refuses the call, for a
    sentence that goes on with what is refused, so that findings of one cause can be told in one.
    """

    rule: str
    severity: Severity
    certainty: Certainty
    message: str
    primary: Label
    help: str | None = None
    flows: tuple[str, ...] = ()
    layer: str | None = None
    principal: str | None = None
    action: str | None = None
    resource: str | None = None
    witness: str | None = None
    carrying: str = ""
    """What else is special about the witness, as the end of a sentence: the tags that the object has."""
    denied: bool = False
    """Whether a Deny refuses the call; else nothing in the layer allows it."""
    symptoms: tuple[str, ...] = ()
    related: tuple[Label, ...] = ()
    reference: str | None = None
    fingerprint: str = ""
    cause: str | None = None
    trap: str = ""
    """The clause behind the colon of the message that names what somebody has walked into; or nothing."""
    patch: Patch | None = None


class Check(NamedTuple):
    """One requirement of a flow as the report shows it: what was asked, the verdict, what grants it."""

    rule: str
    principal: str | None
    action: str | None
    resource: str | None
    verdict: Verdict
    evidence: tuple[Place, ...] = ()
    hop: str | None = None
    """Which step of the copying the call belongs to: `trust`, `read`, `write`, `decrypt` or `encrypt`."""


@record
class FlowReport:
    """One intended copying and what was found of it."""

    id: str
    source: str
    destination: str
    replication_rule: str
    role: str
    verdict: Verdict
    checks: tuple[Check, ...]


@record
class SubjectReport:
    """Something beside flows that was looked at, such as a batch job, and what was found of it."""

    kind: str
    id: str
    role: str
    verdict: Verdict
    checks: tuple[Check, ...]


@record
class Unverified:
    """Something no document told, why that matters, and the requirements (`action on resource`) that hang on it."""

    missing: str
    why: str
    requirements: tuple[str, ...]
    places: tuple[Place, ...] = ()


@record
class InputProblem:
    """Text that could not be read: an input error, never a finding.

    `line` and `column` are None where no character is to blame.
    """

    path: str
    message: str
    line: int | None = None
    column: int | None = None
    place: Place | None = None
    """Where it stands in a text that was read, so that people can be shown it."""


@record
class Report:
    """All that one run has to tell."""

    flows: tuple[FlowReport, ...] = ()
    subjects: tuple[SubjectReport, ...] = ()
    """What was looked at beside flows."""
    findings: tuple[Finding, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    assumptions: tuple[str, ...] = ()
    problems: tuple[InputProblem, ...] = ()
    remarks: tuple[str, ...] = ()
    """Notes for stderr: files passed over and the like."""
    rules: tuple[RuleInfo, ...] = ()
    overrides: tuple[Override, ...] = ()
    """What packs say of rules that are not theirs."""
    documents: int = 0
    """How many documents of ours were read; 0 means that nothing was checked."""
    suppressed: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def verdicts(self, verdict: Verdict) -> int:
        """How many requirements came to this verdict, of flows and of whatever else was looked at."""
        checks = (*(each.checks for each in self.flows), *(each.checks for each in self.subjects))
        return sum(check.verdict is verdict for each in checks for check in each)
