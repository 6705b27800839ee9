"""A Batch Operations job's document to the fact; a value of the wrong shape is not told, and never a crash.

As `aws s3control create-job` takes it, or as `describe-job` prints it: under `Job`, with an id, and whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.dialects import members, misspelt, shaping
from replint.dialects.telling import shown
from replint.facts.batch import BatchJob, CompletionReport, GeneratedManifest, GivenManifest, ManifestFormat
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn

if TYPE_CHECKING:
    from replint.dialects.members import Known
    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node

HEAD = "Job"
OPERATION = "S3ReplicateObject"
NO_REPORT = CompletionReport(enabled=False, bucket=None, prefix="", owner=None)
_BESIDE = {"account": shaping.account, "region": shaping.region}
_FORMATS = {word.value: word for word in ManifestFormat}


def is_job(root: Node) -> bool:
    """Whether a document is a job's, whatever the job does."""
    head = root.get(HEAD) or root
    operation, role = head.get("Operation"), head.get("RoleArn")
    return bool(operation and role and isinstance(operation.value, dict) and isinstance(role.value, str))


def replicates(root: Node) -> bool:
    """Whether the job of a document replicates objects; other jobs are no concern of replication."""
    operation = (root.get(HEAD) or root).get("Operation")
    return bool(operation and operation.get(OPERATION))


def read(root: Node, faults: list[Finding]) -> BatchJob:
    """The job that a document tells of. Appends a fault for each name that is nearly one of AWS's."""
    return _Reading(root, faults).job()


class _Reading:
    """One document while it is read, with the places of what it states."""

    def __init__(self, root: Node, faults: list[Finding]) -> None:
        self._root, self._head, self._faults = root, root.get(HEAD) or root, faults
        self._places: dict[str, Place] = {}
        self._strays = misspelt.report(self._head, members.JOB, faults, members.BESIDE)
        self._arn = Arn.parse(str(stated.value)) if (stated := self._head.get("JobArn")) else None

    def job(self) -> BatchJob:
        """The job, with all that it has."""
        names = (self._head.get(member) for member in ("JobId", "Description"))
        role = self._text(self._head, "RoleArn", "role", "`RoleArn` of the batch job")
        manifest, report = self._manifest(), self._report()
        return BatchJob(
            next((str(name.value) for name in names if name and isinstance(name.value, str) and name.value), None),
            self._beside("AccountId", "account", self._arn.account if self._arn else None),
            self._beside("Region", "region", self._arn.region if self._arn else None),
            role,
            manifest,
            report,
            self._root.place,
            self._places,
        )

    def _beside(self, member: str, field: str, by_arn: str | None) -> str | Unresolved:
        """What stands beside the job, or is told by its ARN."""
        stated = self._root.get(member) or self._head.get(member)
        if stated is None and by_arn and (arn := self._head.get("JobArn")):
            self._places[field] = arn.place
            return by_arn
        what = {"account": "the account of the batch job", "region": "the Region of the batch job"}[field]
        if stated is None:
            return Unresolved(what, tells=f"`{member}` in the job's document", place=self._head.place)
        self._places[field] = stated.place
        if isinstance(stated.value, str) and _BESIDE[field](stated.value):
            return stated.value
        return _unread(stated, what)

    def _manifest(self) -> GivenManifest | GeneratedManifest | Unresolved:
        given, generator = self._head.get("Manifest"), self._head.get("ManifestGenerator")
        generated = generator.get("S3JobManifestGenerator") if generator else None
        given = given if given and given.value is not None else None
        what = "the manifest of the batch job"
        if given:
            self._places["manifest"] = given.place
            unheard = self._unheard(given, members.MANIFEST, what)
            return unheard or (self._given(given) if isinstance(given.value, dict) else _unread(given, what))
        if generator and (unheard := self._unheard(generator, members.GENERATOR, what)):
            return unheard
        if generated:
            self._places["manifest"] = generated.place
            return self._generated(generated) if isinstance(generated.value, dict) else _unread(generated, what)
        return Unresolved(what, tells="`Manifest` or `ManifestGenerator` in the job's document", place=self._head.place)

    def _unheard(self, node: Node, known: Known, what: str) -> Unresolved | None:
        """What nobody knows, where a name in it is nearly one of AWS's."""
        why = misspelt.unheard(node, known, self._faults)
        return Unresolved(what, why, place=node.place) if why else None

    def _given(self, node: Node) -> GivenManifest:
        spec, location = node.get("Spec") or node, node.get("Location") or node
        style: Any = self._text(spec, "Format", "format", "`Format` of the manifest")
        if isinstance(style, str):
            unknown = Unresolved(
                "the format of the manifest", f"`{style}` is none that replint knows", place=spec.place
            )
            style = _FORMATS.get(style, unknown)
        fields: tuple[str, ...] | None | Unresolved = None
        if stated := spec.get("Fields"):
            self._places["fields"] = stated.place
            fields = _texts(stated, "`Fields` of the manifest", members.FIELDS)
        elif style is not ManifestFormat.INVENTORY:
            fields = Unresolved("`Fields` of the manifest", "the job does not have it", place=spec.place)
        version = location.get("ObjectVersionId")
        if version:
            self._places["versioned"] = version.place
        return GivenManifest(
            style,
            self._text(location, "ObjectArn", "object", "`ObjectArn` of the manifest"),
            _unread(version, "the manifest's version") if version and version.value is None else bool(version),
            fields,
        )

    def _generated(self, node: Node) -> GeneratedManifest:
        output = node.get("ManifestOutputLocation")
        encryption = output.get("ManifestEncryption") if output else None
        names_key = encryption.get("SSEKMS") if encryption else None
        select = node.get("Filter")
        return GeneratedManifest(
            source=self._text(node, "SourceBucket", "source", "`SourceBucket` of the batch job"),
            saved=self._truth(node, "EnableManifestOutput", "saved", "`EnableManifestOutput` of the batch job"),
            bucket=self._text(output, "Bucket", "manifest bucket", "the bucket of the manifest") if output else None,
            prefix=self._optional(output, "ManifestPrefix", "manifest prefix") or "",
            owner=self._optional(output, "ExpectedManifestBucketOwner", "manifest owner"),
            key=self._text(names_key, "KeyId", "key", "the KMS key of the manifest") if names_key else None,
            encrypted=bool(encryption),
            prefixes=self._prefixes(select),
            source_owner=self._optional(node, "ExpectedBucketOwner", "source owner"),
        )

    def _prefixes(self, select: Node | None) -> tuple[str, ...] | Unresolved:
        names = select.get("KeyNameConstraint") if select else None
        if names is None:
            return ("",)
        self._places["prefixes"] = names.place
        if any(found.value for each in ("MatchAnySuffix", "MatchAnySubstring") if (found := names.get(each))):
            why = "it selects keys by how they end or by what is in them, which is not followed"
            return Unresolved("which objects the job's filter selects", why, place=names.place)
        stated = names.get("MatchAnyPrefix")
        return _texts(stated, "`MatchAnyPrefix` of the job's filter") if stated and stated.value != [] else ("",)

    def _report(self) -> CompletionReport | Unresolved:
        node, what = self._head.get("Report"), "the report of the batch job"
        if node is None:
            if self._head.get("JobId") and "Report" not in self._strays:
                # What `describe-job` prints is whole: a job without a report has no such member.
                return NO_REPORT
            return Unresolved(what, tells="`Report` in the job's document", place=self._head.place)
        self._places["report"] = node.place
        if unheard := self._unheard(node, members.REPORT, what):
            return unheard
        if not isinstance(node.value, dict):
            return NO_REPORT if node.value is None else _unread(node, what)
        return CompletionReport(
            enabled=self._truth(node, "Enabled", "report enabled", "whether the batch job writes a report"),
            bucket=self._text(node, "Bucket", "report bucket", "the bucket of the report")
            if node.get("Bucket")
            else None,
            prefix=self._optional(node, "Prefix", "report prefix") or "",
            owner=self._optional(node, "ExpectedBucketOwner", "report owner"),
        )

    def _text(self, node: Node, member: str, field: str, what: str) -> str | Unresolved:
        stated = node.get(member)
        if stated is None:
            return Unresolved(what, "the job does not have it", place=node.place)
        return self._read_text(stated, field, what)

    def _read_text(self, stated: Node, field: str, what: str) -> str | Unresolved:
        self._places[field] = stated.place
        return stated.value if isinstance(stated.value, str) else _unread(stated, what)

    def _optional(self, node: Node | None, member: str, field: str) -> str | Unresolved | None:
        stated = node.get(member) if node else None
        return self._read_text(stated, field, f"`{member}` of the batch job") if stated else None

    def _truth(self, node: Node, member: str, field: str, what: str) -> bool | Unresolved:
        stated = node.get(member)
        if stated is None:
            return Unresolved(what, "the job does not have it", place=node.place)
        self._places[field] = stated.place
        return stated.value if isinstance(stated.value, bool) else _unread(stated, what)


def _texts(node: Node, what: str, words: tuple[str, ...] | None = None) -> tuple[str, ...] | Unresolved:
    """The texts of a list, which have to be of these words if there are any."""
    values = [each.value for each in node.elements()] if isinstance(node.value, list) else [None]
    texts = tuple(value for value in values if isinstance(value, str) and (words is None or value in words))
    return texts if len(texts) == len(values) else _unread(node, what)


def _unread(node: Node, what: str) -> Unresolved:
    found = shown(node.value) if isinstance(node.value, str) else node.kind
    return Unresolved(what, f"the document has {found} there", place=node.place)
