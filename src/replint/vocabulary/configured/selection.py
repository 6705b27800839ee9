"""Words about what tells the rules of a configuration apart, and about how a rule selects objects.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from replint.configured import ConfiguredRule
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import at, called, flaw, of_rule, word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from replint.vocabulary.word import Word

LONGEST_ID = 255
LONGEST_KEY = 1024
"""Of an object, in bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html."""
TAG_KEYS, TAG_VALUES = range(1, 129), range(257)
"""How long they may be: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html."""
MOST_SHOWN = 40


def _same_priority(subject: ConfiguredRule, *, same_destination: bool) -> Telling | Unresolved | None:
    """An earlier V2 rule of this priority, for this destination or, where none is for this, for others."""
    rule = subject.rule
    if not rule.filtered or rule.priority is None:
        return None
    if isinstance(rule.priority, Unresolved):
        return rule.priority
    before = [other for other in subject.within.by_priority[rule.priority] if other.number < rule.number]
    twin = next((other for other in before if other.destination == rule.destination), None)
    other = twin if twin or same_destination else next(iter(before), None)
    if other is None or (twin and not same_destination):
        return None
    apart = "" if same_destination else ", for two destinations"
    return Telling(
        f"replication rules `{other.id}` and `{rule.id}` have one priority, {rule.priority}{apart}",
        "give each rule a number of its own; of those for one destination the higher number wins",
        at(
            (rule.where("priority"), "the same number again"),
            (other.where("priority"), f"rule `{other.id}` has it already"),
        ),
    )


def _same_id(subject: ConfiguredRule) -> Telling | Unresolved | None:
    rule = subject.rule
    if not rule.given_id or isinstance(rule.given_id, Unresolved):
        return rule.given_id or None
    first = subject.within.by_id[rule.given_id][0]
    if first.number == rule.number:
        return None
    return Telling(
        f"replication rules {first.number} and {rule.number} are both called `{rule.given_id}`",
        "give each rule an `ID` of its own, or none: S3 makes one then",
        at((rule.where("given_id"), "the same `ID` again"), (first.where("given_id"), "it stands here already")),
    )


def _long_id(subject: ConfiguredRule) -> Telling | Unresolved | None:
    given = subject.rule.given_id
    if given is None or isinstance(given, Unresolved) or len(given) <= LONGEST_ID:
        return given if isinstance(given, Unresolved) else None
    return Telling(
        f"an `ID` of {len(given)} characters is longer than {LONGEST_ID}: `{given[:MOST_SHOWN]}...`",
        f"shorten it to {LONGEST_ID} characters",
        at((subject.rule.where("given_id"), f"{len(given)} characters")),
    )


def _foreign_id(subject: ConfiguredRule) -> Telling | Unresolved | None:
    given = subject.rule.given_id
    if given is None or isinstance(given, Unresolved) or given.isascii():
        return given if isinstance(given, Unresolved) else None
    strange = next(char for char in given if not char.isascii())
    return Telling(
        f"`{strange}` in the `ID` `{given[:MOST_SHOWN]}` is not of ASCII",
        "write the `ID` in ASCII",
        at((subject.rule.where("given_id"), f"`{strange}` is not of ASCII")),
    )


def _several_predicates(subject: ConfiguredRule) -> Telling | None:
    *first, last = subject.rule.filter_parts or ("",)
    if not first:
        return None
    return Telling(
        f"the filter of {called(subject)} has {', '.join(f'`{name}`' for name in first)} and `{last}` side by side",
        "put what is to hold together into `And`, alone in `Filter`",
        at((subject.rule.where("filtered"), "a filter has one of `Prefix`, `Tag` and `And`")),
    )


def _lone_predicate(subject: ConfiguredRule) -> Telling | Unresolved | None:
    count = subject.rule.both_predicates
    if isinstance(count, Unresolved):
        return count
    if count is None or count > 1:
        return None
    return Telling(
        f"`And` in the filter of {called(subject)} joins {'one predicate' if count else 'nothing'}",
        "put it into `Filter` itself" if count else "leave `Filter` empty for all objects",
        at((subject.rule.where("both_predicates"), "`And` is for two predicates and more")),
    )


def _same_tag_key(subject: ConfiguredRule) -> Telling | Unresolved | None:
    tags = subject.rule.tags
    if isinstance(tags, Unresolved):
        return tags
    keys = [key for key, _ in tags]
    again = next((key for index, key in enumerate(keys) if key in keys[:index]), None)
    if again is None:
        return None
    return Telling(
        f"tag `{again}` stands twice in the filter of {called(subject)}",
        "name each tag once: an object has one value of it",
        at((subject.rule.where("tags"), f"`{again}` stands twice here")),
    )


def _impossible_tag(subject: ConfiguredRule) -> Telling | Unresolved | None:
    tags = subject.rule.tags
    if isinstance(tags, Unresolved):
        return tags
    for key, value in tags:
        wrong = None
        if len(key) not in TAG_KEYS:
            wrong = f"the key of a tag has 1 to {TAG_KEYS[-1]} characters, and this one {len(key)}"
        elif len(value) not in TAG_VALUES:
            wrong = f"the value of a tag has at most {TAG_VALUES[-1]} characters, and this one {len(value)}"
        if wrong:
            return Telling(
                f"no object can have the tag `{key[:MOST_SHOWN]}` that {called(subject)} selects by",
                wrong,
                at((subject.rule.where("tags"), wrong)),
            )
    return None


def _long_prefix(subject: ConfiguredRule) -> Telling | Unresolved | None:
    prefix = subject.rule.prefix
    if isinstance(prefix, Unresolved):
        return prefix
    length = len(prefix.encode(errors="surrogatepass"))
    if length <= LONGEST_KEY:
        return None
    return Telling(
        f"a prefix of {length} bytes is longer than any key: `{prefix[:MOST_SHOWN]}...`",
        f"shorten it to {LONGEST_KEY} bytes",
        at((subject.rule.where("prefix"), f"{length} bytes")),
    )


def _tags(subject: ConfiguredRule) -> Telling | Unresolved | None:
    rule = subject.rule
    if isinstance(rule.tags, Unresolved):
        return rule.tags
    if not rule.tags:
        return None
    return Telling(
        f"{called(subject)} replicates delete markers and selects objects by tag `{rule.tags[0][0]}`",
        "set the `Status` of `DeleteMarkerReplication` to `Disabled`, or select objects by prefix alone",
        at(
            (rule.where("delete_markers"), "delete markers have no tags"),
            (rule.where("tags"), f"selects by tag `{rule.tags[0][0]}`"),
        ),
    )


def _empty_selection(subject: ConfiguredRule) -> Telling | None:
    if not subject.rule.selection_empty:
        return None
    return Telling(
        f"{called(subject)} has an empty `SourceSelectionCriteria`",
        "remove it, or put `SseKmsEncryptedObjects` or `ReplicaModifications` into it",
        at((subject.rule.where("selection_empty"), "nothing in here")),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    flaw(
        ConfiguredRule,
        "priority shared",
        "An earlier rule with `Filter` for the same destination has the same `Priority`.",
        partial(_same_priority, same_destination=True),
    ),
    flaw(
        ConfiguredRule,
        "priority shared across destinations",
        "Earlier rules with `Filter` have the same `Priority`, all of them for other destinations.",
        partial(_same_priority, same_destination=False),
    ),
    flaw(ConfiguredRule, "id shared", "An earlier rule has the same `ID`.", _same_id),
    flaw(ConfiguredRule, "id too long", "The rule's `ID` has more than 255 characters.", _long_id),
    flaw(ConfiguredRule, "id beyond ascii", "The rule's `ID` has characters that are not of ASCII.", _foreign_id),
    flaw(
        ConfiguredRule,
        "several predicates side by side",
        "The filter has more than one of `Prefix`, `Tag` and `And`.",
        _several_predicates,
    ),
    flaw(
        ConfiguredRule, "lone predicate joined", "`And` of the filter joins fewer than two predicates.", _lone_predicate
    ),
    flaw(ConfiguredRule, "tag key repeated", "A tag's key stands twice in the filter.", _same_tag_key),
    flaw(ConfiguredRule, "impossible tag", "The filter has a tag that no object can have.", _impossible_tag),
    flaw(ConfiguredRule, "prefix too long", "The rule's prefix is longer than a key can be.", _long_prefix),
    word(
        "delete markers enabled",
        TRUTH,
        "The rule's `DeleteMarkerReplication` is `Enabled`.",
        *of_rule("delete_markers"),
    ),
    flaw(ConfiguredRule, "tags named", "The filter selects objects by tags.", _tags),
    flaw(
        ConfiguredRule,
        "selection empty",
        "The rule has `SourceSelectionCriteria` with nothing in it.",
        _empty_selection,
    ),
)
