"""Words of a flow for those who call, and for what they call on: the role, buckets and their objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import ACTOR, ACTOR_AND_TARGET, TARGET
from replint.targets import flow as targets
from replint.vocabulary.flow.asking import nowhere, word
from replint.vocabulary.word import ACCOUNT

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.span import Place
    from replint.vocabulary.word import Word

SERVICE = "s3.amazonaws.com"
"""Who assumes the replication role."""


def _account(flow: Flow) -> object:
    return flow.role if isinstance(flow.role, Unresolved) else flow.role.account


def _role_place(flow: Flow) -> Place | None:
    return flow.configuration.role_place


WORDS: tuple[Word[Flow], ...] = (
    word("s3", ACTOR, "Amazon S3 itself, when it assumes the role.", lambda _: SERVICE, nowhere),
    word("role", ACTOR_AND_TARGET, "The replication role.", targets.role, _role_place),
    word("source bucket", TARGET, "The source bucket itself, not its objects.", targets.source_bucket, nowhere),
    word(
        "source objects",
        TARGET,
        "The objects that the replication rule selects, in the source bucket.",
        targets.source_objects,
        lambda flow: flow.rule.where("prefix"),
    ),
    word(
        "destination bucket",
        TARGET,
        "The destination bucket itself, not its objects.",
        targets.destination_bucket,
        lambda flow: flow.rule.where("destination"),
    ),
    word(
        "destination objects",
        TARGET,
        "The replicas, which have their objects' keys, in the destination bucket.",
        targets.destination_objects,
        lambda flow: flow.rule.where("destination"),
    ),
    word("role account", ACCOUNT, "The account that the replication role belongs to.", _account, _role_place),
)
