"""Words of a flow about what its two ends are called and tagged, and the terms on which objects are copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH, Entry
from replint.vocabulary.flow.asking import of_destination, of_rule, of_source, word
from replint.vocabulary.word import (
    BUCKET_NAME,
    KEY_MANAGER,
    KEY_PREFIX,
    RULE_ID,
    STORAGE_CLASS,
    TAG_VALUE,
    Word,
    tag_of,
)

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.span import Place


def _prefix(flow: Flow) -> object:
    """The rule's prefix; none, where it selects keys of any kind."""
    return flow.rule.prefix or None


def _selects_under(flow: Flow, prefix: str) -> object:
    """Whether some key may begin with both prefixes: one of them then begins with the other."""
    told = flow.rule.prefix
    return told if isinstance(told, Unresolved) else told.startswith(prefix) or prefix.startswith(told)


def _selects_all(flow: Flow) -> object:
    told = (flow.rule.prefix, flow.rule.tags)
    if any(each and not isinstance(each, Unresolved) for each in told):
        return False
    return next((each for each in told if isinstance(each, Unresolved)), True)


def _default_key_manager(flow: Flow) -> object:
    key = flow.destination_default_key
    return key.manager if isinstance(key, Key) else key


def _prefix_place(flow: Flow) -> Place | None:
    return flow.rule.places.get("prefix") or flow.rule.where("filtered")


def _element_place(flow: Flow, name: str) -> Place | None:
    """The place of an element of the destination, or of the destination where the element is missing."""
    return flow.rule.places.get(name) or flow.rule.where("destination")


WORDS: tuple[Word[Flow], ...] = (
    word("source name", BUCKET_NAME, "The name of the source bucket.", *of_source("name")),
    word(
        "destination name",
        BUCKET_NAME,
        "The name of the destination bucket.",
        lambda flow: flow.rule.destination if isinstance(flow.rule.destination, Unresolved) else flow.destination.name,
        lambda flow: flow.rule.where("destination"),
    ),
    Word(
        Entry(
            "source tag",
            TAG_VALUE,
            "flow",
            "The value of the source bucket's tag `KEY`; not set where the bucket has no such tag.",
            named="KEY",
            such_as="team",
        ),
        lambda flow, key: tag_of(flow.source, key),
        of_source("tags")[1],
    ),
    Word(
        Entry(
            "destination tag",
            TAG_VALUE,
            "flow",
            "The value of the destination bucket's tag `KEY`; not set where the bucket has no such tag.",
            named="KEY",
            such_as="team",
        ),
        lambda flow, key: tag_of(flow.destination, key),
        of_destination("tags")[1],
    ),
    word(
        "replication rule id",
        RULE_ID,
        "The `ID` of the replication rule; where it has none, `#` and its number.",
        *of_rule("id"),
    ),
    word(
        "replication prefix",
        KEY_PREFIX,
        "What the keys begin with that the replication rule selects; not set where they may begin with anything.",
        _prefix,
        _prefix_place,
    ),
    Word(
        Entry(
            "keys selected under",
            TRUTH,
            "flow",
            "The replication rule may select objects whose keys begin with `PREFIX`.",
            named="PREFIX",
            such_as="claims/",
        ),
        _selects_under,
        _prefix_place,
    ),
    word(
        "every object selected",
        TRUTH,
        "The replication rule has neither a prefix nor tags, and so selects every object.",
        _selects_all,
        _prefix_place,
    ),
    word(
        "destination default key manager",
        KEY_MANAGER,
        "Who manages the KMS key that the destination gives objects by default; not set where it gives none.",
        _default_key_manager,
        of_destination("encryption")[1],
    ),
    word(
        "replication time enabled",
        TRUTH,
        "S3 Replication Time Control is enabled, which replicates most objects within 15 minutes.",
        lambda flow: flow.rule.replication_time or False,
        lambda flow: _element_place(flow, "replication_time"),
    ),
    word(
        "replication metrics",
        TRUTH,
        "Replication metrics are enabled.",
        lambda flow: flow.rule.metrics or False,
        lambda flow: _element_place(flow, "metrics"),
    ),
    word(
        "replica storage class",
        STORAGE_CLASS,
        "The storage class that the replication rule gives replicas; not set where they keep that of their objects.",
        lambda flow: flow.rule.storage_class,
        lambda flow: _element_place(flow, "storage_class"),
    ),
)
