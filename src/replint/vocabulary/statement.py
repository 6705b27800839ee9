"""The words that rules may say of Allow statements, a row each; findings tell what is too much, and what is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH, Entry
from replint.privilege import excess, sharing
from replint.privilege.statements import RESOURCE, ROLE, TRUST, Allow
from replint.vocabulary.word import Telling, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from replint.iam.policy import Element
    from replint.privilege.needs import Enough
    from replint.span import Place

MOST_SHOWN = 3
"""How many names a sentence has before it says how many more there are."""


def _statement(
    kind: str,
    phrase: str,
    meaning: str,
    answer: Callable[[Allow], bool],
    tells: Callable[[Allow], Telling | None] | None = None,
) -> Word[Allow]:
    return Word(Entry(phrase, TRUTH, kind, meaning), answer, _nowhere, tells)


def _nowhere(_: Allow) -> None:
    return None


def _too_many(allow: Allow) -> Telling | None:
    found = excess.unneeded(allow)
    if found is None:
        return None
    count = len(found.actions)
    example = f"`{found.actions[0]}`"
    what = f"{example}, which" if count == 1 else f"{count} actions that"
    such = "" if count == 1 else f", such as {example},"
    beside = " and whatever other services have," if found.open_ended else ""
    on = _shown(allow.statement.resources)
    message = f"{allow.id} allows {what} replication never needs{such or ','}{beside} on {on}"
    grave = "it deletes or overwrites data, or changes who may do what" if found.grave else "S3 never calls it here"
    return Telling(
        message,
        _enough(allow),
        tuple(_places(allow, "Action", f"{example} is among these: {grave}")),
    )


def _too_far(allow: Allow) -> Telling | None:
    found = excess.surplus(allow)
    if found is None:
        return None
    on = _shown(allow.statement.resources)
    return Telling(
        f"{allow.id} allows `{found.action}` on {on}, more than its replication rules need",
        _enough(allow),
        tuple(_places(allow, "Resource", f"`{found.resource}` is among these, and no replication rule needs it")),
    )


def _shared(allow: Allow) -> Telling | None:
    found = sharing.assuming(allow)
    if found is None:
        return None
    named = [f"`{name}`" if name != "*" else "everybody (`*`)" for name in found.names]
    who = _listed(named) if named else "everybody but those it names"
    service = f"`{sharing.S3}`"
    return Telling(
        f"{allow.id} lets {who} assume the role, not only S3",
        f"name the service {service} alone, and give others a role of their own",
        tuple(_places(allow, "Principal", "replication needs S3 only")),
    )


def _everybody(allow: Allow) -> Telling | None:
    actions = sharing.replicating(allow)
    if not actions or not sharing.everybody(allow):
        return None
    return Telling(
        f"{allow.id} lets everybody call {_listed([f'`{name}`' for name in actions])}",
        f"name {_roles(allow)} as `Principal`, or add a condition `ArnEquals` on `aws:PrincipalArn`",
        tuple(_places(allow, "Principal", "no condition of the statement narrows it")),
    )


def _accounts(allow: Allow) -> Telling | None:
    accounts = sharing.whole_accounts(allow)
    if not accounts:
        return None
    who = _listed([f"`{account}`" for account in accounts])
    return Telling(
        f"{allow.id} trusts all of account {who}, of which only {_roles(allow)} replicates",
        f"name {_roles(allow)} as `Principal`",
        tuple(_places(allow, "Principal", "whoever administers this account decides who writes here")),
    )


def _beyond(allow: Allow) -> Telling | None:
    actions = sharing.beyond(allow)
    if not actions:
        return None
    gravest = sorted(actions, key=lambda name: (name != "s3:PutBucketVersioning", not excess.is_grave(name)))
    return Telling(
        f"{allow.id} lets {_roles(allow)} call {_listed([f'`{name}`' for name in gravest])}, beyond replication",
        "take what replication does not need out of the statement",
        tuple(_places(allow, "Action", f"`{gravest[0]}` is among these")),
    )


def _places(allow: Allow, element: str, said: str) -> Iterator[tuple[Place, str]]:
    """The element to change, by the name that it has in the statement; the statement where it has no such."""
    elements = {"Action": allow.statement.actions, "Resource": allow.statement.resources}
    names = {"Principal": allow.statement.principals.element} if allow.statement.principals else {}
    names |= {name: found.name for name, found in elements.items() if found}
    place = allow.statement.at(names.get(element, element)) or allow.place
    if place:
        yield place, said


def _shown(element: Element | None) -> str:
    if element is None:
        return "nothing"
    named = _listed([f"`{text}`" for text in element.values if isinstance(text, str)])
    return f"everything but {named}" if element.complement else named


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST_SHOWN
    shown = [*names[:MOST_SHOWN], *([f"{rest} more"] if rest > 0 else [])]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _roles(allow: Allow) -> str:
    return _listed([f"`{role.arn}`" for role in allow.roles])


def _enough(allow: Allow) -> str:
    """What would be enough for all flows of the role, over all its policies."""
    return f"enough for its replication rules is {'; '.join(map(_said, allow.needs.enough))}"


def _said(enough: Enough) -> str:
    actions = [f"`{name}`" for name in enough.actions]
    joined = " and ".join(filter(None, (", ".join(actions[:-1]), actions[-1])))
    return f"{joined} on {_listed([f'`{text}`' for text in enough.resources])}"


WORDS: tuple[Word[Allow], ...] = (
    _statement(
        ROLE,
        "excessive actions",
        "The statement surely allows actions that replication never needs.",
        lambda allow: excess.unneeded(allow) is not None,
        _too_many,
    ),
    _statement(
        ROLE,
        "grave actions",
        "One of the actions allowed and never needed deletes or overwrites data, or changes who may do so; what "
        "a `NotAction` leaves in does not count.",
        lambda allow: (found := excess.unneeded(allow)) is not None and found.grave,
    ),
    _statement(
        ROLE,
        "excessive resources",
        "The statement surely allows actions of replication on resources that no replication rule of the role needs.",
        lambda allow: excess.surplus(allow) is not None,
        _too_far,
    ),
    _statement(
        TRUST,
        "others admitted",
        "The statement lets somebody assume the role who is neither S3 nor S3 Batch Operations.",
        lambda allow: sharing.assuming(allow) is not None,
        _shared,
    ),
    _statement(
        TRUST,
        "everybody admitted",
        "The statement lets anyone assume the role: its principal is `*`, and no condition tells callers apart.",
        lambda allow: (found := sharing.assuming(allow)) is not None and found.everybody,
    ),
    _statement(
        RESOURCE,
        "everybody admitted",
        "The statement lets anyone make calls of replication: its principal is `*`, and neither a condition nor Block "
        "Public Access tells callers apart.",
        sharing.everybody,
        _everybody,
    ),
    _statement(
        RESOURCE,
        "whole account admitted",
        "The statement lets a whole other account make calls of replication, of which one role replicates.",
        lambda allow: bool(sharing.whole_accounts(allow)),
        _accounts,
    ),
    _statement(
        RESOURCE,
        "excessive actions",
        "The statement of a bucket's policy names a replication role of another account, or that account, with actions "
        "that replication never needs.",
        lambda allow: bool(sharing.beyond(allow)),
        _beyond,
    ),
)
