"""What S3's calls for replication carry in their request context: one table, a row a key.

AWS publishes no page that lists it. The rows follow
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (when a key is in a request) and
the Service Authorization Reference of S3 and KMS (which keys an action has); a key that is in no row is absent.
Replication is a session of an ordinary role: it is no AWS service, has no network of the customer's, and no MFA.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from time import gmtime, strftime, time
from typing import TYPE_CHECKING

from replint.context import beside
from replint.context.circumstances import DEPLOYER, KMS, S3, S3_ITSELF, STS, Circumstances
from replint.facts.unresolved import Unresolved
from replint.iam.pattern import ANYTHING, Atom, Kind
from replint.iam.request import Context, Domain, EachOf, Gap, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rows = Mapping[str, Callable[["Circumstances"], Domain]]


def context(given: Circumstances) -> Context:
    """The context of a call: every row of its service, and the rows of its action."""
    rows, of_families = _rows(given.service, given.action.lower())
    families = {key: row(given) for key, row in of_families.items()}
    tags: dict[str, Domain] = {}
    if "s3:existingobjecttag/" in families and not isinstance(given.tags, Unresolved):
        tags.update((f"s3:existingobjecttag/{key.lower()}", (value,)) for key, value in given.tags)
    if not isinstance(given.role.tags, Unresolved) and given.service != STS:
        families["aws:principaltag/"] = Gap.ABSENT
        tags.update((f"aws:principaltag/{key.lower()}", (value,)) for key, value in given.role.tags)
    return Context(_Keys(rows, given, tags), families)


@lru_cache(maxsize=256)
def _rows(service: str, action: str) -> tuple[Rows, Rows]:
    """The rows of plain keys, and those of families."""
    rows = {**EVERYWHERE, **BY_SERVICE[service], **BY_ACTION.get(action, {})}
    families = {key: row for key, row in rows.items() if key.endswith("/")}
    return {key: row for key, row in rows.items() if key not in families}, families


class _Keys(Mapping[str, Domain]):
    """The keys of a call: tags, and rows that are worked out when a policy asks for them, since most never are."""

    def __init__(self, rows: Rows, given: Circumstances, tags: Mapping[str, Domain]) -> None:
        self._rows, self._given, self._tags = rows, given, tags

    def __getitem__(self, key: str) -> Domain:
        return self._tags[key] if key in self._tags else self._rows[key](self._given)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._rows, **self._tags})

    def __len__(self) -> int:
        return len({**self._rows, **self._tags})


def _is(*values: str) -> Callable[[Circumstances], Domain]:
    return lambda _: values


def _unknown(_: Circumstances) -> Domain:
    return Gap.UNKNOWN


def _told(value: str | Unresolved | None) -> Domain:
    return (value,) if isinstance(value, str) else Gap.UNKNOWN


def _now(_: Circumstances) -> Domain:
    # A session begins when S3 replicates: after everything that a document of today can name.
    return (strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),)


def _now_in_seconds(_: Circumstances) -> Domain:
    return (str(int(time())),)


def _absent(_: Circumstances) -> Domain:
    return Gap.ABSENT


def _service_names(given: Circumstances) -> Domain:
    """All names of the service: the one that it calls by, and perhaps those that it has in Regions."""
    name, dot, rest = given.by.partition(".amazonaws.com")
    regional = (*f"{name}.", Atom("a Region", Kind.FREE), *f"{dot}{rest}")
    return OneOf(((given.by,), (given.by, regional)))


def _perhaps(value: str | None) -> Domain:
    return OneOf((Gap.ABSENT, (value,))) if value is not None else Gap.UNKNOWN


def _user_id(given: Circumstances) -> Domain:
    # The session's name is not documented; `s3-replication` has been seen.
    role = given.role.id if given.by == S3_ITSELF else None
    return OneOf(((f"{role}:s3-replication",), (f"{role}:another-session",))) if role else Gap.UNKNOWN


def _via_service(given: Circumstances) -> Domain:
    if isinstance(given.region, Unresolved):
        return Gap.UNKNOWN
    name = f"s3.{given.region}.amazonaws.com"
    # In China AWS documents the one suffix, and templates use the other.
    return OneOf(((name,), (f"{name}.cn",))) if given.partition == "aws-cn" else (name,)


def _encryption_context(given: Circumstances) -> Domain:
    """The object's ARN, or with an S3 Bucket Key the bucket's.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    bucket = (given.bucket,) if given.bucket else Gap.UNKNOWN
    match given.bucket_key:
        case True:
            return bucket
        case False:
            return EachOf(given.objects)
        case None:
            return EachOf(given.objects, instead=(bucket,))
        case _:
            return Gap.UNKNOWN


def _replica_encryption(given: Circumstances) -> Domain:
    return Gap.UNKNOWN if isinstance(given.encryption, Unresolved) else _perhaps(given.encryption)


def _replica_key_id(given: Circumstances) -> Domain:
    if isinstance(given.encryption, Unresolved) or isinstance(given.replica_key, Unresolved):
        return Gap.UNKNOWN
    kms = given.encryption.startswith("aws:kms")
    return _perhaps(given.replica_key.arn) if kms and given.replica_key else Gap.ABSENT


def _aliases(given: Circumstances) -> Domain:
    if given.aliases is None or isinstance(given.aliases, Unresolved):
        return Gap.UNKNOWN
    # The key holds names, and a document may tell ARNs.
    return tuple(each.rpartition(":")[2] for each in given.aliases) or Gap.ABSENT


def _of_object_lock(given: Circumstances) -> Domain:
    return Gap.ABSENT if given.object_lock is False else Gap.UNKNOWN


def _organisation(given: Circumstances, *units: str | Atom, of_resource: bool = False) -> Domain:
    """The organisation of the role's account, where it is declared; else where what is called is the same account's.

    In an account of its own a role and what it calls have one organisation, whoever asks for it. Of another account
    nobody says to which it belongs.
    """
    own = given.owner == given.role.account
    if given.declared.organisation is not None:
        told = given.declared.organisation
        return ((*told, *units),) if own or not of_resource else Gap.UNKNOWN
    if given.organisation is None or not own:
        return Gap.UNKNOWN
    found = tuple(((*each, *units),) for each in given.organisation or ((_ORGANISATION,),))
    return found[0] if len(given.organisation) == 1 else OneOf(found)


def _organisation_path(given: Circumstances, *, of_resource: bool = False) -> Domain:
    units = Atom("the organisational units of the role's account", Kind.FREE)
    return _organisation(given, "/", units, of_resource=of_resource)


_ORGANISATION = Atom("the organisation of the role's account", Kind.FREE)

EVERYWHERE: Mapping[str, Callable[[Circumstances], Domain]] = {
    "aws:currenttime": _now,
    "aws:epochtime": _now_in_seconds,
    "aws:securetransport": _is("true"),
    "aws:resourceaccount": lambda given: _told(given.owner),
    "aws:resourceorgid": partial(_organisation, of_resource=True),
    "aws:resourceorgpaths": partial(_organisation_path, of_resource=True),
    "aws:resourcetag/": _unknown,
    "aws:requestedregion": lambda given: _told(given.region),
    "aws:useragent": _unknown,
}
"""Rows of every service. Keys of a customer's network (`aws:SourceIp`, `aws:SourceVpce`, ...) and of MFA are absent."""

_BY_ROLE: Mapping[str, Callable[[Circumstances], Domain]] = {
    "aws:principalarn": lambda given: (given.role.arn,),
    "aws:principalaccount": lambda given: (given.role.account,),
    "aws:principaltype": _is("AssumedRole"),
    "aws:principalorgid": _organisation,
    "aws:principalorgpaths": _organisation_path,
    "aws:principaltag/": _unknown,
    "aws:principalisawsservice": _is("false"),
    "aws:userid": _user_id,
    "aws:tokenissuetime": _now,
    "aws:assumedroot": _is("false"),
}

_UNDOCUMENTED = ("s3:tlsversion", "s3:signatureversion", "s3:signatureage", "s3:authtype", "s3:x-amz-content-sha256")
# In the requests of nearly all of S3's actions, with values that nobody documents for replication.

_OF_S3: Mapping[str, Callable[[Circumstances], Domain]] = {
    "s3:resourceaccount": lambda given: _told(given.owner),
    "s3:buckettag/": _unknown,
    **dict.fromkeys(_UNDOCUMENTED, _unknown),
}

BY_SERVICE: Mapping[str, Mapping[str, Callable[[Circumstances], Domain]]] = {
    STS: {
        "aws:principalisawsservice": _is("true"),
        "aws:principalservicename": lambda given: (given.by,),
        "aws:principalservicenameslist": _service_names,
        # In every request; of the values that AWS documents none is a service.
        "aws:principaltype": _unknown,
        "aws:viaawsservice": _is("false"),
        # Whether S3 sends them when it assumes a replication role is not documented; if so, these.
        "aws:sourcearn": lambda given: _perhaps(given.source_bucket),
        "aws:sourceaccount": lambda given: _perhaps(
            given.source_account if isinstance(given.source_account, str) else None
        ),
        "aws:sourceorgid": _unknown,
        "aws:sourceorgpaths": _unknown,
        "sts:rolesessionname": _unknown,
    },
    S3: {
        **_BY_ROLE,
        "aws:viaawsservice": _is("false"),
        **_OF_S3,
    },
    KMS: {
        **_BY_ROLE,
        # S3 calls KMS for the role, as a forward access session.
        "aws:viaawsservice": _is("true"),
        "aws:calledvia": _unknown,
        "aws:calledviafirst": _unknown,
        "aws:calledvialast": _unknown,
        "kms:calleraccount": lambda given: (given.role.account,),
        "kms:viaservice": _via_service,
        "kms:encryptioncontext:aws:s3:arn": _encryption_context,
        "kms:encryptioncontextkeys": _is("aws:s3:arn"),
        "kms:encryptionalgorithm": _is("SYMMETRIC_DEFAULT"),
        "kms:keyspec": _is("SYMMETRIC_DEFAULT"),
        "kms:keyusage": _is("ENCRYPT_DECRYPT"),
        "kms:keyorigin": _unknown,
        "kms:multiregion": _unknown,
        "kms:resourcealiases": _aliases,
        "kms:requestalias": _unknown,
    },
    DEPLOYER: {
        **_BY_ROLE,
        **beside.PEOPLE,
        **_OF_S3,
    },
}

BY_ACTION: Mapping[str, Mapping[str, Callable[[Circumstances], Domain]]] = {
    "s3:listbucket": {"s3:prefix": _unknown, "s3:delimiter": _unknown, "s3:max-keys": _unknown},
    **{
        f"s3:getobjectversion{name}": {
            "s3:existingobjecttag/": lambda _: EachOf(ANYTHING, absent=True),
            "s3:versionid": _unknown,
        }
        for name in ("acl", "tagging")
    },
    "s3:replicateobject": {
        "s3:x-amz-server-side-encryption": _replica_encryption,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": _replica_key_id,
        "s3:object-lock-event-hold": _of_object_lock,
        "s3:object-lock-event-hold-duration-days": _of_object_lock,
        # The Service Authorization Reference does not list it, and the page on Object Lock says that a policy may
        # limit replicas by it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html.
        "s3:object-lock-remaining-retention-days": _of_object_lock,
    },
    # Of the keys of S3 it has the resource's account alone.
    "s3:initiatereplication": dict.fromkeys(_UNDOCUMENTED, _absent),
    "s3:putobject": {
        "s3:x-amz-server-side-encryption": _replica_encryption,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": _replica_key_id,
        **beside.UPLOADS,
    },
    **beside.BY_ACTION,
    "s3:putobjectretention": {
        "s3:object-lock-mode": _of_object_lock,
        "s3:object-lock-retain-until-date": _of_object_lock,
        "s3:object-lock-remaining-retention-days": _of_object_lock,
    },
    "s3:putobjectlegalhold": {"s3:object-lock-legal-hold": _of_object_lock},
}
"""Rows of one action, beside those of its service."""


def spelt(key: str) -> str:
    """A key of the table as AWS writes it, where people are likely to misspell it; else in lower case."""
    return {"kms:encryptioncontext:aws:s3:arn": "kms:EncryptionContext:aws:s3:arn"}.get(key, key)


LEFT_TO_NOTES = frozenset({"s3:tlsversion", "aws:sourceorgid", "aws:sourceorgpaths"})
"""Keys whose values are not documented and that hardly ever decide: a Deny on one of them is no warning.

The organisation that S3 may name when it assumes a role is that of the source bucket, whose own policies ask for it.
"""

EITHER_WILL_DO = frozenset({"aws:sourcearn", "aws:sourceaccount", "aws:userid", "kms:viaservice"})
"""Keys of which AWS documents less than it must know: a policy that asks for one of the admissible values is as AWS or
common templates have it, and no warning. What is left open is said once, as not verified."""
