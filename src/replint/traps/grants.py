"""Traps of grants: statements that look as if they let replication in, by the element that is wrong; a row a trap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.iam.arn import Arn
from replint.iam.decision import Layer
from replint.iam.pattern import Pattern
from replint.iam.principals import naming
from replint.iam.request import PrincipalType
from replint.iam.strings import matches
from replint.traps.keys import name_of, of_condition
from replint.traps.scene import Trap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.iam.policy import Policy, PrincipalName
    from replint.iam.request import Caller
    from replint.traps.scene import Scene

BATCH = "batchoperations.s3.amazonaws.com"
UNIQUE_ID = 16
"""Fewer characters than any unique id has, and more than an account's."""


class Lookalike(NamedTuple):
    """An action with those that are taken for it, and those beside it that a pattern names in its place; lower case."""

    wanted: str
    taken: str
    beside: str = ""


LOOKALIKES = (
    Lookalike("s3:replicateobject", "s3:putobject"),
    Lookalike("s3:replicatedelete", "s3:deleteobject s3:deleteobjectversion", "s3:replicateobject"),
    Lookalike("s3:replicatetags", "s3:putobjecttagging s3:putobjectversiontagging", "s3:replicateobject"),
    Lookalike("s3:objectowneroverridetobucketowner", "s3:putobjectacl", "s3:replicateobject"),
    Lookalike("s3:getobjectversionforreplication", "s3:getobject s3:getobjectversion"),
    Lookalike("s3:getobjectversionacl", "s3:getobjectacl s3:getobjectversion"),
    Lookalike("s3:getobjectversiontagging", "s3:getobjecttagging s3:getobjectversion"),
    Lookalike("s3:getobjectretention", "s3:putobjectretention", "s3:getobjectversion"),
    Lookalike("s3:getobjectlegalhold", "s3:putobjectlegalhold", "s3:getobjectversion"),
    Lookalike("s3:getreplicationconfiguration", "s3:putreplicationconfiguration"),
    Lookalike("s3:listbucket", "s3:listbucketversions s3:listallmybuckets", "s3:getbucketversioning"),
    Lookalike("kms:encrypt", "kms:generatedatakey kms:reencryptto"),
    Lookalike("kms:decrypt", "kms:reencryptfrom"),
)
"""What does not stand in for what replication asks for.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
"""


OLDER = {"s3:getobjectversionforreplication": "s3:GetObjectVersion"}
"""Older actions that still do for some objects, by the action that replication asks for.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""


def of_element(element: str, steps: tuple[str | int, ...], scene: Scene) -> Trap | None:
    """The trap of a statement that almost grants, but for one of its elements; None where no row tells."""
    match element:
        case "Principal":
            return next(_principals(scene), None)
        case "Resource":
            return next(_resources(scene), None)
        case "Action":
            return _action(scene)
        case "Condition":
            _, operator, key = steps
            found = (each for each in scene.statement.conditions if (each.operator, each.key) == (operator, key))
            return next((trap for each in found if (trap := of_condition(each, scene))), None)
        case _:
            return None


def of_key_policy(policy: Policy, caller: Caller) -> Trap | None:
    """A key's policy that lets nobody of the role's account use the key, and leaves the decision to no policy of it.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    allows = (statement.principals for statement in policy.statements if statement.effect == "Allow")
    if any(naming(principals, caller).any is not False for principals in allows):
        return None
    return Trap("it names neither the role nor the account's root, so that no IAM policy counts here")


def _action(scene: Scene) -> Trap | None:
    statement, actions = scene.statement, scene.statement.actions
    row = next((row for row in LOOKALIKES if row.wanted == scene.action.lower()), None)
    for value in actions.values if actions and not actions.complement else ():
        if row and isinstance(value, str) and value.lower() == OLDER.get(row.wanted, "").lower():
            return Trap(f"`{value}`, the older action, reads only objects without a KMS key (SSE-S3)")
        if row and isinstance(value, str) and (stands := _stands(value, row)):
            return Trap(f"`{value}` does not {stands} `{scene.action}`")
    delegated = scene.service == "kms" and scene.layer is Layer.RESOURCE
    if delegated and naming(statement.principals, scene.caller).account is True:
        return Trap("it leaves to the account's IAM policies only the actions that it names")
    return None


def _stands(value: str, row: Lookalike) -> str | None:
    """What a value of `Action` does not do for an action that people take it to be enough for."""
    wild = "*" in value or "?" in value
    taken = [*row.taken.split(), *(row.beside.split() if wild else ())]
    if any(matches(Pattern.glob(value.lower()), each) is True for each in taken):
        return "cover" if wild else "stand in for"
    return None


def _principals(scene: Scene) -> Iterator[Trap]:
    principals = scene.statement.principals
    for name in principals.names if principals and not principals.complement else ():
        found = (
            _named_service(name, scene.caller.name)
            if scene.caller.type is PrincipalType.SERVICE
            else _named_role(name, scene)
        )
        if found:
            yield found


def _named_service(name: PrincipalName, wanted: str) -> Trap | None:
    """Who a trust policy lets in instead of S3, or of S3 Batch Operations.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    """
    if name.kind == "Service" and wanted == BATCH and name.value == "s3.amazonaws.com":
        return Trap("S3 itself does not start batch jobs, S3 Batch Operations does", f"S3 itself; lacks `{BATCH}`")
    if name.kind == "Service" and name.value == BATCH:
        return Trap("S3 Batch Operations starts replication, and S3 itself carries it out", "not S3 itself")
    if name.kind == "Service" and isinstance(name.value, str) and name.value.startswith("s3."):
        return Trap("AWS documents no other name of S3 for roles", "another name than `s3.amazonaws.com`")
    if name.kind == "AWS" and isinstance(name.value, str) and name.value != "*":
        return Trap("S3 is none of the people and roles of an account", "people and roles of an account")
    return None


def _named_role(name: PrincipalName, scene: Scene) -> Trap | None:
    """Who a resource's policy lets in instead of the role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    value = name.value
    role = Arn.parse(scene.caller.name)
    if name.kind == "Service":
        said = f"{scene.actor} runs as your role, not as a service"
        mend = f"name `{scene.caller.name}` as `Principal`, and ask for nothing that only services carry, in"
        return Trap(said, f"a service; the role is `{scene.caller.name}`", mend)
    if name.kind != "AWS" or not isinstance(value, str) or role is None:
        return None
    if "*" in value or "?" in value:
        return Trap(
            "a wildcard inside a principal names nobody",
            "this names nobody",
            f"name the role, `{scene.caller.name}`, as `Principal` of",
        )
    if ":" not in value and value.isalnum() and len(value) >= UNIQUE_ID:
        return Trap("a unique id is what is left of a role that was deleted", "the id of a deleted role")
    return _another_arn(Arn.parse(value), role)


def _another_arn(named: Arn | None, role: Arn) -> Trap | None:
    if named is None:
        return None
    if named.partition != role.partition:
        return Trap(f"the role is in partition `{role.partition}`", f"the role is `{role}`")
    if named.account != role.account:
        return Trap(f"the role belongs to account `{role.account}`", f"account `{named.account}` is another")
    if named.service == "iam" and named.resource.startswith("user/"):
        return Trap("it names a user, and not the role", f"a user; the role is `{role}`")
    if named.resource != role.resource and name_of(named) == name_of(role):
        return Trap("a role's path is part of its ARN", f"the role is `{role}`")
    return None


def _resources(scene: Scene) -> Iterator[Trap]:
    element = scene.statement.resources
    texts = [text for text in element.values if isinstance(text, str)] if element and not element.complement else []
    yield from _key_resources(texts, scene) if scene.service == "kms" else _bucket_resources(texts, scene)


def _key_resources(texts: Iterable[str], scene: Scene) -> Iterator[Trap]:
    """https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html."""
    key = Arn.parse(scene.resource)
    for text in texts:
        named = Arn.parse(text)
        if named and named.service != "kms" and "*" not in named.service:
            own = "; to its own policy the key is `*`" if scene.layer is Layer.RESOURCE else ""
            yield Trap(f"what is named there is no key{own}", f"no key; the key is `{scene.resource}`")
            continue
        if text.startswith("alias/") or (named and named.resource.startswith("alias/")):
            yield Trap("an alias in `Resource` lets nobody use the key", f"an alias; the key is `{scene.resource}`")
        elif named is None and "*" not in text:
            yield Trap("only an ARN in `Resource` names a key", f"no ARN; the key is `{scene.resource}`")
        elif named and key and "*" not in named.region and named.region != key.region:
            yield Trap(f"the key is in `{key.region}`", f"a key in `{named.region}`; the key is `{scene.resource}`")


def _bucket_resources(texts: Iterable[str], scene: Scene) -> Iterator[Trap]:
    """Which actions are on buckets and which on objects.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
    """
    wanted = scene.resource
    bucket, slash, _ = wanted.partition("/")
    objects = wanted.removesuffix("*")
    partition = wanted.split(":")[1]
    for text in texts:
        named = Arn.parse(text)
        if slash and text == bucket:
            yield Trap("an object action on a bucket's ARN grants nothing", f"the bucket; its objects are `{wanted}`")
        elif not slash and text.startswith(f"{bucket}/"):
            yield Trap("a bucket action on objects grants nothing", f"objects; the bucket is `{bucket}`")
        elif slash and text.rstrip("/") == objects.rstrip("/") and wanted.endswith("*"):
            yield Trap("without a `*` a resource is one object", f"one object; all of them are `{wanted}`")
        elif named and "*" not in named.partition and partition != named.partition:
            yield Trap(f"the bucket is in partition `{partition}`", "another partition")
        elif ":accesspoint/" in text:
            yield Trap(f"{scene.actor} calls the bucket, not an access point", f"an access point; wanted is `{wanted}`")
