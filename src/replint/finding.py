"""What a run has to tell: findings, what is unverified, flows with their verdicts; below everyone who reports."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from replint.change import Edit, Json, Patch, Safety
from replint.known import Hider
from replint.record import record

if TYPE_CHECKING:
    from replint.known import Accepted
    from replint.since import Since
    from replint.span import Place

# A change is part of a finding for whoever takes one, and lies apart only because it needs nothing of it.
__all__ = ["Edit", "Json", "Patch", "Safety"]


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

    @property
    def weight(self) -> int:
        """Larger is worse: what holds weighs 0, what fails 2."""
        return {"holds": 0, "unknown": 1, "fails": 2}[self.value]


@record
class Label:
    """A place with what is to be said there; where that tells of something `absent`, the place would hold it."""

    place: Place
    message: str
    absent: bool = False


@record
class PutError:
    """How S3 answers a request to put a configuration that it refuses: the error's code and, where known, its text."""

    code: str
    text: str | None = None


@record
class RuleInfo:
    """What a report carries of each rule it names, so that reporters need nothing else."""

    name: str
    title: str
    why: str
    reference: str
    topic: str

    @property
    def consequence(self) -> str:
        """What comes of it, as a clause: of the reason, the sentence that begins with "Without"; empty without one."""
        found = re.search(r"(?:^|\. )Without (.+?)(?:\.(?: |$)|$)", " ".join(self.why.split()))
        return f"without {found[1]}" if found else ""


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
    refused: PutError | None = None
    """How S3 answers when somebody puts the configuration; None where it takes it."""
    related: tuple[Label, ...] = ()
    reference: str | None = None
    fingerprint: str = ""
    cause: str | None = None
    trap: str = ""
    """The clause behind the colon of the message that names what somebody has walked into; or nothing."""
    patch: Patch | None = None
    need: str = ""
    """Why it is uncertain that S3 makes the call at all, where that alone makes the finding possible; or nothing."""
    estate: str = ""
    """The name of the estate that it is of."""


@record
class Hidden:
    """A finding that is not told, by what, and with which reason; a baseline has none.

    `place` is where that stands, and `expires` the last day on which it holds, if there is one.
    """

    finding: Finding
    by: Hider
    place: Place
    reason: str = ""
    expires: str | None = None


class Check(NamedTuple):
    """One requirement of a flow as the report shows it: what was asked, the verdict, what grants it.

    `evidence` has each statement that grants, with which one of which policy it is.
    """

    rule: str
    principal: str | None
    action: str | None
    resource: str | None
    verdict: Verdict
    evidence: tuple[Label, ...] = ()
    hop: str | None = None
    """Which step of the copying the call belongs to: `trust`, `read`, `write`, `decrypt` or `encrypt`."""
    title: str = ""
    """Of what is no call, the fault as the rule has it: what is not so where the requirement holds."""


class Home(NamedTuple):
    """The account and the Region of a bucket, each None where no document tells it."""

    account: str | None = None
    region: str | None = None


@record
class FlowReport:
    """One intended copying and what was found of it; `homes` are those of source and destination."""

    id: str
    source: str
    destination: str
    replication_rule: str
    role: str
    verdict: Verdict
    checks: tuple[Check, ...]
    place: Place | None = None
    """Where it is asked for."""
    estate: str = ""
    """The name of the estate that it is of: two estates may have flows of one id."""
    homes: tuple[Home, Home] = (Home(), Home())


@record
class SubjectReport:
    """Something beside flows that was looked at, such as a batch job, and what was found of it."""

    kind: str
    id: str
    role: str
    verdict: Verdict
    checks: tuple[Check, ...]
    place: Place | None = None
    """Where it is asked for."""


@record
class Document:
    """The document that would tell something: of which thing it is, and which part of the thing it would tell.

    `kind` and `name` are the thing's: a `bucket`, a `role` or a `key`. Where documents describe it and leave the part
    out, the part would stand under `members`, and null there says that there is none, if it is `nullable`; where no
    document describes it there are no members. `commands` of the AWS CLI print what the document is made of.
    """

    kind: str
    name: str
    part: str
    members: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    nullable: bool = False


class Pending(NamedTuple):
    """A requirement that hangs on something that no document tells.

    `text` is what programs read: `action on resource`, or the rule and its subject. Where no call is asked, the rest is
    for people: the title of the rule, and the kind and the id of what it looks at.
    """

    text: str
    title: str = ""
    kind: str = ""
    subject: str = ""


@record
class Unverified:
    """Something no document told, why that matters, and the requirements that hang on it.

    `document` is the one that would tell it, where that is one that people give or leave out.
    """

    missing: str
    why: str
    requirements: tuple[Pending, ...]
    places: tuple[Place, ...] = ()
    document: Document | None = None


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
    """Notes for stderr: outputs that say not whose they are and the like."""
    strangers: tuple[str, ...] = ()
    """Files that were named and are none of ours; a hook names many."""
    rules: tuple[RuleInfo, ...] = ()
    overrides: tuple[Override, ...] = ()
    """What packs say of rules that are not theirs."""
    documents: int = 0
    """How many documents of ours were read; 0 means that nothing was checked."""
    silent: bool = False
    """Whether documents were read and none of them tells of any replication, not even that there is none."""
    since: Since | None = None
    """Where only what is new since an earlier version is told: since which, and how much is not."""
    hidden: tuple[Hidden, ...] = ()
    """What was found and is not told, in the order of findings."""
    mended: tuple[Accepted, ...] = ()
    """What a baseline has and this run, which looked for it, did not find."""

    @property
    def suppressed(self) -> int:
        """How many findings suppressions hide; the others of those hidden the baseline does."""
        return sum(each.by is Hider.SUPPRESSION for each in self.hidden)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def verdicts(self, verdict: Verdict) -> int:
        """How many requirements came to this verdict, of flows and of whatever else was looked at."""
        checks = (*(each.checks for each in self.flows), *(each.checks for each in self.subjects))
        return sum(check.verdict is verdict for each in checks for check in each)
