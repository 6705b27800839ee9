"""Traps of condition keys: what people expect of a key, and what replication's calls carry; one table, a row a trap.

Which key is in which request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html;
which keys an action of S3 has: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html.
Values come from `context`, by way of the call that shows the refusal: no row decides anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.iam.arn import Arn
from replint.iam.request import Gap, OneOf
from replint.iam.strings import written
from replint.traps.scene import Trap

if TYPE_CHECKING:
    from replint.iam.policy import Condition
    from replint.iam.request import Domain
    from replint.traps.scene import Scene

EXEMPT_SERVICES = frozenset(
    {
        "aws:principalisawsservice",
        "aws:viaawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
    }
)
"""Keys by which a Deny means to leave AWS services out.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
"""

TARGETS = {"s3": "bucket", "kms": "key", "sts": "role"}

CONTEXT = "kms:encryptioncontext:aws:s3:arn"
"""The key of S3's encryption context, in lower case."""

BY_ROLE = "AWS services are exempt, but {actor} runs as your role"
IF_EXISTS = "`IfExists` exempts nothing in a Deny"


class Row(NamedTuple):
    """Keys that share a trap, in some calls; `says` of what is certain, `perhaps` of what is only possible.

    `calls` are services, actions in lower case, or what calls are made on in a rule's words.
    A key that ends in `/` or `:` stands for all that begin so. In the texts `{key}` is the key as the policy has it,
    `{held}` what the call carries as it, `{action}` the action, `{target}` what kind of thing the call is made on,
    `{by}` what makes the calls where people do not, `{actor}` who works as the role, `{assuming}` the service that
    does, `{whose}` for what it does so, `{because}` why S3's encryption context is what it is.
    """

    calls: str
    keys: str
    says: str
    perhaps: str = ""

    def about(self, key: str, scene: Scene) -> bool:
        """Whether the row is about a key, in lower case, in a call."""
        if {scene.service, scene.action.lower(), scene.made}.isdisjoint(self.calls.split()):
            return False
        return any(key.startswith(each) if each[-1] in "/:" else key == each for each in self.keys.split())


NEVER, UPLOADS = "`{action}` never carries `{key}`", "`{action}` never carries `{key}`, which comes with uploads"

ROWS = (
    Row(
        "s3 kms sts",
        "aws:sourcevpce aws:sourcevpc aws:sourcevpcarn aws:vpcsourceip aws:vpceaccount aws:vpceorgid aws:vpceorgpaths",
        "{by} comes through no VPC or endpoint of yours",
    ),
    Row("s3 kms sts", "aws:sourceip", "{by} comes from no address of yours"),
    Row("s3 kms sts", "aws:multifactorauthpresent aws:multifactorauthage", "{by} has no MFA"),
    Row("sts", "sts:externalid", "{assuming} sends no external id"),
    # Present in an STS call only if S3 sends them, and then they are the source's, or the job's.
    Row("sts", "aws:sourcearn", "the only ARN that {assuming} can give as `{key}` is {whose}"),
    Row("sts", "aws:sourceaccount", "the only account that {assuming} can give as `{key}` is {whose}"),
    Row("sts", "aws:principalorgid aws:principalorgpaths", "{assuming} itself belongs to no organisation"),
    Row(
        "sts",
        "aws:principalarn aws:principalaccount aws:principaltype aws:userid aws:principaltag/",
        "{assuming} assumes the role itself, and is no principal of an account",
    ),
    Row(
        "s3 kms",
        "aws:sourcearn aws:sourceaccount aws:sourceorgid aws:sourceorgpaths aws:sourceowner",
        "only calls of AWS services carry `{key}`, and {actor} runs as your role",
    ),
    Row(
        "kms",
        "aws:calledvia aws:calledviafirst aws:calledvialast",
        "AWS does not say what S3 hands on to KMS as `{key}`",
    ),
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html
    Row(
        "report",
        "s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id",
        "S3 writes a job's report with its own keys (SSE-S3), whatever the bucket's default, and `{key}` is {held}",
    ),
    Row(
        "manifest",
        "s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id",
        "S3 writes a manifest as `ManifestEncryption` of the job has it, and `{key}` is {held}",
        "the job does not say by `ManifestEncryption` how S3 writes its manifest",
    ),
    Row(
        "s3:replicateobject",
        "s3:x-amz-server-side-encryption",
        "replicas are encrypted as their objects are, whatever the bucket's default",
    ),
    Row(
        "s3:replicateobject",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "the call names the replica key by its ARN, or no key",
    ),
    Row(
        "s3:initiatereplication",
        "s3:signatureage s3:signatureversion s3:authtype s3:x-amz-content-sha256 s3:tlsversion",
        NEVER,
    ),
    Row(
        "s3",
        "s3:signatureage s3:signatureversion s3:authtype s3:x-amz-content-sha256",
        "AWS does not say how S3 signs its own calls",
    ),
    Row("s3", "s3:tlsversion", "AWS does not say which TLS S3 uses within itself"),
    Row("s3 kms sts", "aws:securetransport", "S3 always uses TLS"),
    Row("s3 kms", "aws:tokenissuetime", "the sessions of today began before that date"),
    Row(
        "s3:getobjectversionacl s3:getobjectversiontagging",
        "s3:existingobjecttag/",
        "`{key}` of an object may be {held}",
    ),
    Row(
        "s3 kms",
        "aws:principalorgid aws:principalorgpaths",
        "the role's account belongs to another organisation",
        "no document tells to which organisation the role's account belongs",
    ),
    Row(
        "s3 kms sts",
        "aws:resourceorgid aws:resourceorgpaths",
        "the {target}'s account belongs to another organisation",
        "no document tells to which organisation the {target}'s account belongs",
    ),
    Row(
        "s3 kms",
        "aws:userid",
        "`{key}` begins with the role's unique id, as in `AROA...:*`, and not with its name",
        "no document tells the role's unique id and the name of S3's session",
    ),
    Row(
        "s3 kms",
        "aws:principaltag/",
        "the role does not carry such a tag",
        "no document tells the role's tags",
    ),
    Row("s3 kms sts", "aws:resourcetag/ s3:buckettag/", "no document tells the tags of the {target}"),
    Row("s3 kms", "aws:requestedregion", "the call is made in the Region of the {target}, {held}"),
    Row("s3 kms", "aws:resourceaccount s3:resourceaccount", "the {target} belongs to account {held}"),
    Row("s3 kms", "aws:principalaccount", "the role belongs to account {held}"),
    Row("kms", "kms:calleraccount", "S3 calls KMS for the role, which belongs to account {held}"),
    Row("kms", "kms:viaservice", "S3 calls KMS by the name it has in the Region of the bucket, {held}"),
    Row(
        "kms",
        CONTEXT,
        "{because}, so S3's encryption context is {held}",
    ),
    Row("kms", "kms:encryptioncontext:", "S3's encryption context is `kms:EncryptionContext:aws:s3:arn`"),
)
"""What to say of a condition. Of several in a Deny the first counts: no exemption by an upper one helps replication."""

EQUALS = ("stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase")


def is_known(key: str) -> bool:
    """Whether a key is one of AWS's that the table names in full: then nobody has misspelt it."""
    return any(key.lower() in row.keys.split() for row in ROWS)


def of_condition(condition: Condition, scene: Scene) -> Trap | None:
    """What is wrong with a condition of a grant that does not hold; None where no row tells."""
    found = _ranked(condition, scene)
    if condition.key.lower() in EXEMPT_SERVICES and scene.service == "s3":
        none = f"{scene.actor} runs as your role, which is no AWS service"
        return Trap(none, None, f"take the condition on `{condition.key}` out of")
    if found and (said := _star(condition)) == found[1]:
        return Trap(said, None, f"write `StringLike` in place of `{condition.operator}` in")
    return Trap(found[1]) if found else None


def of_conditions(scene: Scene) -> Trap | None:
    """The trap of a Deny's conditions: why it meets replication, and why what was meant to exempt it does not."""
    conditions = scene.statement.conditions
    exempting = [each for each in conditions if _exempts_services(each, scene)]
    others = [each for each in conditions if each not in exempting]
    ranked = sorted((found for each in others if (found := _ranked(each, scene))), key=lambda found: found[0])
    why = ranked[0][1] if ranked else None
    misnamed = next((said for each in others if (said := _misnamed_role(each, scene))), None)
    absent = any(_if_exists(each) and scene.held(each.key) is Gap.ABSENT for each in others)
    beside = misnamed or (BY_ROLE.format(actor=scene.actor) if exempting else None) or (IF_EXISTS if absent else None)
    clauses = [each for each in dict.fromkeys((why, beside)) if each]
    mend = _mend(scene, misnamed=misnamed is not None)
    return Trap("; ".join(clauses), None, mend) if clauses else None


def _mend(scene: Scene, *, misnamed: bool) -> str | None:
    """What serves better than another exemption: the one that is there, mended; or a Deny of uploads alone."""
    if misnamed:
        return f"write `{scene.caller.role}` as `aws:PrincipalArn` in"
    keys = [each.key.lower() for each in scene.statement.conditions]
    of_uploads = keys and all(_of_uploads(key) and scene.held(key) is Gap.ABSENT for key in keys)
    if of_uploads and scene.action.lower().startswith("s3:replicate"):
        return "name `s3:PutObject` in place of what it covers now in `Action` of"
    return None


def _of_uploads(key: str) -> bool:
    return key.startswith(("s3:x-amz-", "s3:if-", "s3:object-lock-", "s3:requestobjecttag", "s3:objectcreation"))


def _ranked(condition: Condition, scene: Scene) -> tuple[int, str] | None:
    """What to say of one condition, with its rank: 0 says most."""
    key = condition.key.lower()
    held = scene.held(key)
    if held is not Gap.ABSENT and (special := _misnamed_role(condition, scene) or _star(condition)):
        return len(ROWS), special
    for rank, row in enumerate(ROWS):
        if row.about(key, scene) and (scene.by or "{by}" not in row.says):
            text = row.says if scene.certain or not row.perhaps else row.perhaps
            return rank, text.format(
                key=condition.key,
                held=shown(held),
                action=scene.action,
                target=TARGETS[scene.service],
                by=scene.by,
                actor=scene.actor,
                assuming=scene.assuming,
                whose=scene.whose,
                because=scene.because,
            )
    if scene.service == "s3" and key.startswith("s3:") and held is Gap.ABSENT:
        text = UPLOADS if _of_uploads(key) and scene.action.lower().startswith("s3:replicate") else NEVER
        return len(ROWS), text.format(key=condition.key, action=scene.action)
    return None


def _exempts_services(condition: Condition, scene: Scene) -> bool:
    """Whether a condition means to leave AWS services out, and what the role's calls carry is known not to help."""
    known = condition.key.lower() in EXEMPT_SERVICES and scene.held(condition.key) is not Gap.UNKNOWN
    return known and scene.service != "sts"


def _if_exists(condition: Condition) -> bool:
    return condition.operator.lower().endswith("ifexists")


def _star(condition: Condition) -> str | None:
    """`StringEquals` with a wildcard: it is a plain character there.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    if _bare(condition) in EQUALS and any("*" in text for text in condition.values if isinstance(text, str)):
        return f"to `{condition.operator}` a `*` is a plain star"
    return None


def _bare(condition: Condition) -> str:
    """An operator without its set and its `IfExists`, in lower case."""
    return condition.operator.lower().rpartition(":")[2].removesuffix("ifexists")


def _misnamed_role(condition: Condition, scene: Scene) -> str | None:
    """`aws:PrincipalArn` against a session, or against the role without its path.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    """
    role = Arn.parse(scene.caller.role or "")
    if condition.key.lower() != "aws:principalarn" or role is None:
        return None
    named = [arn for text in condition.values if isinstance(text, str) and (arn := Arn.parse(text))]
    if any(arn.resource.startswith("assumed-role/") for arn in named):
        return f"`{condition.key}` is the role's ARN, never a session's"
    if any(arn.resource != role.resource and name_of(arn) == name_of(role) for arn in named):
        return f"`{condition.key}` is `{role}`, path and all"
    return None


def name_of(role: Arn) -> str:
    """A role's name without its path."""
    return role.resource.rpartition("/")[2]


def shown(held: Domain) -> str:
    """A value that a call carries, for a sentence."""
    match held:
        case OneOf(values):
            return " or ".join(dict.fromkeys(shown(value) for value in values))
        case tuple():
            return " and ".join(f"`{written(value)}`" for value in held)
        case Gap.ABSENT:
            return "absent"
        case _:
            return "not told"
