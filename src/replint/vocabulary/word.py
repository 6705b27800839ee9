"""A word of the rule language as this vocabulary has it: its entry, how a subject answers, where the answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from replint.lang.lexicon import Choice, Entry, Textual

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Patch
    from replint.span import Place

Kind = TypeVar("Kind")
"""A kind of subject."""

ACCOUNT = Textual("account", r"[0-9]{12}", "111122223333")
REGION = Textual("region", r"[a-z]{2}(-[a-z]+)+-[0-9]", "eu-west-1")
ARN = Textual("arn", r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+", "arn:aws:s3:::example-logs")
NUMBER = Textual("number", r"-?[0-9]+", "15")
VERSIONING = Choice("versioning", ("Enabled", "Suspended", "never enabled"))
OWNERSHIP = Choice("object ownership", ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"))
TRUST_GUARD = Choice("trust guard", ("account", "bucket", "none"))
KEY_STATE = Choice(
    "key state",
    (
        "Creating",
        "Enabled",
        "Updating",
        "Disabled",
        "PendingDeletion",
        "PendingReplicaDeletion",
        "PendingImport",
        "Unavailable",
    ),
)
KEY_MANAGER = Choice("key manager", ("CUSTOMER", "AWS"))
ALGORITHM = Choice("encryption", ("AES256", "aws:kms", "aws:kms:dsse", "other"))


class Telling(NamedTuple):
    """What a word has to say where its answer is the fault: the finding's message and help, and places to look at.

    Of the places the first is the one to change, in which something may be `absent`; `patch` is a change that mends it.
    """

    message: str
    help: str
    places: tuple[tuple[Place, str], ...]
    patch: Patch | None = None
    absent: bool = False


class Word(NamedTuple, Generic[Kind]):
    """One word: what a rule may do with it, the subject's answer, and the place that the answer rests on.

    A party that acts answers with the name of a service, or with anything else for the subject's own caller; one that
    is acted on with a target, None when there is none, or what is not told. Other words answer with a value, or with
    None or what is not told in its place.
    """

    entry: Entry
    answer: Callable[[Kind], object]
    where: Callable[[Kind], Place | None]
    tells: Callable[[Kind], Telling | None] | None = None
    """For words whose answer a bare yes or no does not tell: asked of a finding that rests on the word."""
