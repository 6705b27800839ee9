"""The ARNs of what calls are made on, as sets, and targets of buckets and roles; knows no kind of subject."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.governing import rcps, untold
from replint.iam.pattern import Atom, Pattern, Wild
from replint.targets.target import Hop, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from replint.context.circumstances import Circumstances
    from replint.facts.estate import Estate
    from replint.facts.key import Key
    from replint.facts.role import Role
    from replint.span import Place


@lru_cache(maxsize=256)
def arn_of(partition: str, name: str | None) -> Pattern:
    """The ARN of a bucket; of the source bucket, when nobody says which it is, with its unknown name."""
    return Pattern((*f"arn:{partition}:s3:::", *(name if name is not None else (Atom("source bucket"),))))


@lru_cache(maxsize=256)
def below(bucket: Pattern, prefix: str) -> Pattern:
    """The objects of a bucket with keys of a prefix, which is literal text: a star in it is a star.

    A key has at least one character (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
    """
    return Pattern((*bucket.tokens, "/", *(prefix or (Wild.ONE,)), Wild.RUN))


def shown(resources: Pattern) -> str:
    """Resources as people and policies name them: that a key is not empty nobody says."""
    text = str(resources)
    return f"{text[:-2]}*" if resources.tokens[-2:] == (Wild.ONE, Wild.RUN) else text


def key_arn(key: Key) -> Pattern:
    """A key's ARN; the AWS managed key is known by its alias only, and its id is an atom."""
    if ":alias/" not in key.arn:
        return Pattern.literal(key.arn)
    head = key.arn.partition(":alias/")[0]
    return Pattern((*f"{head}:key/", Atom(key.arn)))


def on_bucket(  # noqa: PLR0913, PLR0917 - a target has these parts
    estate: Estate,
    hop: Hop,
    bucket: Bucket | Unresolved,
    resources: Pattern,
    circumstances: Callable[[str], Circumstances],
    about: Hashable,
    destination: str | Unresolved,
) -> Target:
    """What is called on a bucket or its objects.

    Of the organisation's policies, those that are given for one account only are of the destination's.
    """
    known = bucket if isinstance(bucket, Bucket) else None
    policy = bucket if isinstance(bucket, Unresolved) else bucket.policy
    return Target(
        hop,
        f"bucket `{known.name}`" if known else "the source bucket",
        "bucket policy",
        f"the policy of bucket `{known.name}`" if known else "the policy of the source bucket",
        resources,
        shown(resources),
        known.account if known and isinstance(known.account, str) else None,
        untold(policy) if isinstance(policy, Unresolved) else policy,
        bucket.place if isinstance(bucket, Unresolved) else bucket.where("policy"),
        rcps(estate, known.account, destination) if known else (),
        circumstances,
        about,
        owned=known.where("account") if known else None,
    )


def stated(bucket: Bucket | Unresolved) -> dict[str, Place | None]:
    """Where a bucket's document states what its calls rest on, by the names that circumstances have for it."""
    told = {} if isinstance(bucket, Unresolved) else bucket.places
    return {"owner": told.get("account"), "region": told.get("region"), "object_lock": told.get("object_lock")}


def on_role(
    estate: Estate,
    role: Role,
    circumstances: Callable[[str], Circumstances],
    about: Hashable,
    destination: str | Unresolved,
) -> Target:
    """A role as what a service assumes; of the organisation's policies as for `on_bucket`."""
    return Target(
        Hop.TRUST,
        f"role `{role.arn}`",
        "trust policy",
        "the trust policy of the role",
        Pattern.literal(role.arn),
        role.arn,
        role.account,
        untold(role.trust) if isinstance(role.trust, Unresolved) else role.trust,
        role.where("trust"),
        rcps(estate, role.account, destination),
        circumstances,
        about,
    )
