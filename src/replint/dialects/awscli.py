"""AWS's own documents, recognised by their shape: what the AWS CLI prints and takes, and several under one roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import housekeeping, job, key, loose, policy, replication, role, shape
from replint.dialects.documents import BUCKET_MEMBERS, read_bucket, read_key, read_role
from replint.dialects.managed import attached, default_version
from replint.dialects.references import MEMBER as REFERENCE
from replint.dialects.told import Form, Told
from replint.iam.arn import Arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.dialects.managed import Library
    from replint.finding import Finding
    from replint.iam.policy import Policy
    from replint.syntax import Node

CONFIGURATION = "ReplicationConfiguration"
_OF_BUCKET = BUCKET_MEMBERS | {REFERENCE}
# Outputs that name no subject: what marks each, its root element in XML, which call prints it, and where in a bucket's
# document it belongs.
_SUBJECTLESS = (
    (
        "ServerSideEncryptionConfiguration",
        "ServerSideEncryptionConfiguration",
        "get-bucket-encryption",
        "Encryption",
    ),
    ("OwnershipControls", "OwnershipControls", "get-bucket-ownership-controls", "OwnershipControls"),
    (
        "PublicAccessBlockConfiguration",
        "PublicAccessBlockConfiguration",
        "get-public-access-block",
        "PublicAccessBlock",
    ),
    ("ObjectLockConfiguration", "ObjectLockConfiguration", "get-object-lock-configuration", "ObjectLock"),
    ("LocationConstraint", "LocationConstraint", "get-bucket-location", "LocationConstraint"),
    ("Payer", "RequestPaymentConfiguration", "get-bucket-request-payment", "RequestPayment"),
    ("TagSet", "Tagging", "get-bucket-tagging", "Tagging"),
    ("MFADelete", "VersioningConfiguration", "get-bucket-versioning", "Versioning"),
    (
        "TransitionDefaultMinimumObjectSize",
        "LifecycleConfiguration",
        "get-bucket-lifecycle-configuration",
        "Lifecycle",
    ),
    *(
        (name, "NotificationConfiguration", "get-bucket-notification-configuration", "Notification")
        for name in housekeeping.TO
    ),
    ("LoggingEnabled", "BucketLoggingStatus", "get-bucket-logging", "Logging"),
)


def _shelve_details(root: Node, library: Library) -> None:
    policies, details = root.get("Policies"), root.get("RoleDetailList")
    for detail in policies.elements() if policies else ():
        arn, document = detail.get("Arn"), default_version(detail)
        if arn and isinstance(arn.value, str) and document:
            library.add(arn.value, document)
    for name, document in attached(details.elements() if details else ()):
        library.add(name, document)


def _shelve_role(root: Node, library: Library) -> None:
    for name, document in attached([root]):
        library.add(name, document)


def _is_bucket(root: Node) -> bool:
    name = root.get("Bucket")
    known = _OF_BUCKET.intersection(root.value) if isinstance(root.value, dict) else ()
    return bool(name and isinstance(name.value, str) and len(known) > 1)


def _is_configuration(root: Node) -> bool:
    if root.get(CONFIGURATION):
        return True
    rules = root.get("Rules")
    if rules is None or not isinstance(rules.value, list):
        return False
    return root.get("Role") is not None or any(rule.get("Destination") for rule in rules.elements())


def _is_details(root: Node) -> bool:
    details = root.get("RoleDetailList")
    return details is not None and isinstance(details.value, list)


def _is_subjectless(root: Node) -> bool:
    """Whether a document is such an output; in XML an empty one too, which says by its root element what it is."""
    return any(root.get(mark) for mark, *_ in _SUBJECTLESS) or root.value in _STATUS_ALONE or bool(root.text.spelt)


_STATUS_ALONE = ({"Status": "Enabled"}, {"Status": "Suspended"})


def _bucket(root: Node, _: Library, faults: list[Finding]) -> Told:
    faults.extend(shape.faults(root, "Bucket"))
    found = read_bucket(root, faults)
    return Told(buckets=(found,) if found else ())


def _role(root: Node, library: Library, faults: list[Finding]) -> Told:
    faults.extend(shape.faults(root, "Role"))
    found = read_role(root, library, faults)
    return Told(roles=(found,) if found else ())


def _key(root: Node, _: Library, faults: list[Finding]) -> Told:
    faults.extend(shape.faults(root, "Key"))
    found = read_key(root, faults)
    return Told(keys=(found,) if found else ())


def _details(root: Node, _: Library, __: list[Finding]) -> Told:
    details = root.get("RoleDetailList")
    return Told(details=tuple(details.elements()) if details else ())


def _configuration(root: Node, _: Library, faults: list[Finding]) -> Told:
    node = root.get(CONFIGURATION) or root
    faults.extend(shape.faults(node, CONFIGURATION))
    return Told(configurations=(replication.read(node, faults),))


def _job(root: Node, _: Library, faults: list[Finding]) -> Told:
    if not job.replicates(root):
        return Told(remarks=("this batch job does not replicate objects",))
    faults.extend(shape.faults(root, "BatchJob"))
    return Told(jobs=(job.read(root, faults),))


def _policy_in(root: Node) -> Node | None:
    """A policy, bare or as `get-bucket-policy` and `get-key-policy` print it."""
    holder = root.get("Policy") or root
    text = holder.value
    is_policy = '"Statement"' in text or "%22Statement%22" in text if isinstance(text, str) else holder.get("Statement")
    return holder if is_policy else None


def _bucket_policy(root: Node, _: Library, faults: list[Finding]) -> Told:
    """A policy that stands alone: of use when it is attached to a bucket, which its resources then name."""
    node = _policy_in(root)
    if node and loose.has_principals(node):
        found, wrong = policy.read(node, "bucket")
        if name := _named_by(found):
            faults.extend(wrong)
            return Told(bucket_policies=((name, found),))
    return Told(remarks=(loose.remark(root),))


def _buckets(found: Policy) -> Iterator[str]:
    """The buckets that a policy's resources name; what may be many or is none of S3's counts as an empty name."""
    for statement in found.statements:
        for text in statement.resources.values if statement.resources else ():
            arn = Arn.parse(text) if isinstance(text, str) else None
            name = arn.resource.partition("/")[0] if arn and arn.service == "s3" else ""
            yield "" if "*" in name or "?" in name or "$" in name else name


def _speaks_of_s3(found: Policy) -> bool:
    """Whether a policy is about S3: one of its actions or resources is. The policy of a key, for instance, is not."""
    for statement in found.statements:
        actions = statement.actions.values if statement.actions else ()
        resources = (
            Arn.parse(text)
            for text in (statement.resources.values if statement.resources else ())
            if isinstance(text, str)
        )
        if any(isinstance(text, str) and text.lower().startswith("s3:") for text in actions):
            return True
        if any(arn and arn.service == "s3" for arn in resources):
            return True
    return False


def _policy_member(root: Node) -> str | None:
    """A bucket's policy that does not say of which bucket."""
    node = _policy_in(root)
    if node is None or not loose.has_principals(node):
        return None
    found, _ = policy.read(node, "bucket")
    return "Policy" if _speaks_of_s3(found) and not _named_by(found) else None


def _named_by(found: Policy) -> str:
    """The one bucket that all resources of a policy are in; empty where there is no such bucket."""
    names = set(_buckets(found))
    return names.pop() if len(names) == 1 else ""


def _printed(root: Node) -> tuple[str, str]:
    """What prints a document that names no subject, and as what it belongs into a bucket's."""
    element = _element(root)
    return next(
        (
            (call, member)
            for mark, name, call, member in _SUBJECTLESS
            if (name == element if element else root.get(mark))
        ),
        ("get-bucket-versioning", "Versioning"),
    )


def _element(root: Node) -> str | None:
    """The root element of a document in XML."""
    return root.text.spelt(()) if root.text.spelt else None


def _subjectless(root: Node, _: Library, __: list[Finding]) -> Told:
    element = _element(root)
    call, member = _printed(root)
    what = f"`{element}`" if element else f"the output of `{call}`"
    hint = f"put it into the bucket's document as `{member}`, or say which with `bucket` in a config file's `[[path]]`"
    return Told(remarks=(f"{what} does not say of which bucket; {hint}",))


BUCKET = Form(_is_bucket, _bucket, refers=True)
"""A document on one bucket."""

FORMS: tuple[Form, ...] = (
    BUCKET,
    Form(_is_configuration, _configuration, member=lambda _: CONFIGURATION),
    Form(job.is_job, _job),
    Form(lambda root: role.arn(root) is not None, _role, _shelve_role, refers=True),
    Form(lambda root: key.arn(root) is not None, _key, refers=True),
    Form(_is_details, _details, _shelve_details),
    Form(loose.is_loose, _bucket_policy, member=_policy_member),
    Form(_is_subjectless, _subjectless, member=lambda root: _printed(root)[1]),
)
"""What AWS prints and takes, the surest to tell first."""
