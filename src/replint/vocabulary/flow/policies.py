"""Words of a flow about how policies are written: whom a trust policy guards against, whom a bucket policy lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.iam.matching import action
from replint.iam.principals import naming
from replint.iam.public import is_public, is_public_policy
from replint.iam.request import Caller, PrincipalType
from replint.lang.lexicon import TRUTH
from replint.targets import flow as targets
from replint.vocabulary.flow.asking import of_destination, of_source, word
from replint.vocabulary.flow.parties import SERVICE
from replint.vocabulary.flow.writers import foreign_writer
from replint.vocabulary.word import TRUST_GUARD

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.iam.policy import Statement
    from replint.span import Place
    from replint.vocabulary.word import Word

S3 = Caller(PrincipalType.SERVICE, SERVICE, None)
GUARDS = {"aws:sourceaccount": "account", "aws:sourceorgid": "account", "aws:sourcearn": "bucket"}
"""Context keys that say for whom S3 assumes the role, with how much they say."""

LEAST = ("none", "bucket", "account")
"""Guards, the weakest first."""


def _guarded(flow: Flow) -> tuple[str, Place | None] | None | Unresolved:
    """The weakest guard of the statements that let S3 assume the role, with its statement's place; None without one."""
    if isinstance(flow.role, Unresolved):
        return flow.role
    trust = flow.role.trust
    if isinstance(trust, Unresolved):
        return trust
    speaking = [each for each in trust.statements if _is_about_s3(each)]
    denied = max((_guard(each) for each in speaking if each.effect == "Deny"), key=LEAST.index, default="none")
    allowed = [(max(_guard(each), denied, key=LEAST.index), each.place) for each in speaking if each.effect == "Allow"]
    return min(allowed, key=lambda found: LEAST.index(found[0]), default=None)


def _is_about_s3(statement: Statement) -> bool:
    named = naming(statement.principals, S3).any is not False
    return named and action(statement, "sts:AssumeRole") is not False


def _guard(statement: Statement) -> str:
    found = (GUARDS.get(condition.key.lower(), "none") for condition in statement.conditions)
    return max(found, key=LEAST.index, default="none")


def _guard_word(flow: Flow) -> object:
    found = _guarded(flow)
    return found[0] if isinstance(found, tuple) else found


def _guard_place(flow: Flow) -> Place | None:
    found = _guarded(flow)
    return found[1] if isinstance(found, tuple) else flow.configuration.role_place


def _public(flow: Flow) -> object:
    policy = flow.destination.policy
    if isinstance(policy, Unresolved):
        return policy
    if policy is None:
        return False
    public = is_public_policy(policy)
    if public is not None:
        return public
    what = f"whether S3 counts the policy of bucket `{flow.destination.name}` as public"
    place = _public_place(flow)
    return Unresolved(what, "AWS does not say whether what limits it counts", "", place)


def _public_place(flow: Flow) -> Place | None:
    """The first statement that makes the policy public, or may do so."""
    policy = flow.destination.policy
    statements = () if policy is None or isinstance(policy, Unresolved) else policy.statements
    found = [each for truth in (True, None) for each in statements if is_public(each) is truth]
    return found[0].place if found else flow.destination.where("policy")


def _restricted(flow: Flow) -> object:
    block = flow.destination.public_access_block
    return block if isinstance(block, Unresolved) else "RestrictPublicBuckets" in block


def _foreign_writers(flow: Flow) -> object:
    found = _writer(flow)
    return found if isinstance(found, Unresolved) else found is not None


def _writer(flow: Flow) -> Statement | None | Unresolved:
    source, objects = flow.source, targets.source_objects(flow)
    if not isinstance(source, Bucket):
        return source
    if source.policy is None or isinstance(source.policy, Unresolved):
        return source.policy
    if isinstance(source.account, Unresolved):
        return source.account
    return (
        objects if isinstance(objects, Unresolved) else foreign_writer(source.policy, source.account, objects.resources)
    )


def _writer_place(flow: Flow) -> Place | None:
    found = _writer(flow)
    return of_source("policy")[1](flow) if found is None or isinstance(found, Unresolved) else found.place


WORDS: tuple[Word[Flow], ...] = (
    word(
        "trust guard",
        TRUST_GUARD,
        "The guard of the trust policy; for whom it lets S3 assume the role, an account, a bucket or anybody (`none`), "
        "and not set where nothing lets S3 assume it.",
        _guard_word,
        _guard_place,
    ),
    word(
        "public destination policy",
        TRUTH,
        "The destination's policy is public, as S3 Block Public Access means it.",
        _public,
        _public_place,
    ),
    word(
        "public buckets restricted at destination",
        TRUTH,
        "The destination blocks public access with RestrictPublicBuckets.",
        _restricted,
        of_destination("public_access_block")[1],
    ),
    word(
        "foreign writers at source",
        TRUTH,
        "Another account may put objects into the source and keep them from the bucket's owner.",
        _foreign_writers,
        _writer_place,
    ),
)
