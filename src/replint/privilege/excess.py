"""What a statement of a role's policies allows beyond what replication needs: more actions, or more resources."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replint.iam import actions, matching
from replint.iam.arn import segmented
from replint.iam.pattern import Pattern, Wild
from replint.iam.strings import PatternSet, written
from replint.privilege import sites
from replint.privilege.needs import (
    ALWAYS_NEEDED,
    BATCH_FILE_ACTIONS,
    KEY_ACTIONS,
    REPLICA_ACTIONS,
    SOURCE_BUCKET_ACTIONS,
    SOURCE_OBJECT_ACTIONS,
)
from replint.privilege.sites import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from replint.iam.kleene import Truth
    from replint.iam.policy import Element, PolicyText, Statement
    from replint.iam.request import Member
    from replint.privilege.needs import Resting
    from replint.privilege.statements import Allow

_PROBE = "Anything"
"""What an action of a service that is not known here is called where one has to be asked for."""

_OF_KEYS = frozenset({"kms:deleteimportedkeymaterial", "kms:disablekey", "kms:putkeypolicy", "kms:schedulekeydeletion"})
_HARMLESS = frozenset({"s3:putbucketversioning", "s3:putobjectlegalhold", "s3:putobjectretention"})
_READING = ("iam:generate", "iam:get", "iam:list", "iam:simulate")


class Excess(NamedTuple):
    """Actions that a role surely may call and replication never needs, the gravest first.

    `grave` says that one of them deletes or overwrites data, or changes who may do what; `open_ended` that the
    statement means services and actions of which nothing is known here.
    """

    actions: tuple[str, ...]
    grave: bool
    open_ended: bool


class Surplus(NamedTuple):
    """An action that replication needs, and a resource on which it is allowed and not needed."""

    action: str
    resource: str


@lru_cache(maxsize=1)
def unneeded(allow: Allow) -> Excess | None:
    """What a role's statement allows beyond the actions of replication; None where that is nothing, or not sure."""
    element = allow.statement.actions
    if element is None:
        return None
    candidates = [name for name in suspect(element) if not allow.needs.asks_for(name.lower())]
    if not candidates:
        return None
    asked = _Asked(allow)
    found = [name for name in candidates if asked(name)]
    if not found:
        return None
    grave = [name for name in found if is_grave(name) and asked(name, gravely=True)]
    ordered = (*sorted(grave, key=_gravest), *(name for name in found if name not in grave))
    everything = element.complement or "*" in element.values
    # Whoever leaves actions out by name has looked at what remains: it is meant, and then advice.
    return Excess(ordered, bool(grave) and not element.complement, everything)


def is_grave(action: str) -> bool:
    """Whether an action deletes or overwrites data, or changes who may do what."""
    name = action.lower()
    service, _, rest = name.partition(":")
    match service:
        case "s3" | "s3-outposts":
            changes = rest.startswith(("delete", "put")) or rest == "bypassgovernanceretention"
            return changes and name not in _HARMLESS
        case "kms":
            return name in _OF_KEYS
        case "iam":
            return not name.startswith(_READING)
        case _:
            return name == "sts:assumerole"


_BEST_KNOWN = ("s3:DeleteObjectVersion", "s3:DeleteObject", "iam:PutRolePolicy", "kms:ScheduleKeyDeletion")


def _gravest(action: str) -> int:
    """What to name first for instance: what most readers know."""
    return _BEST_KNOWN.index(action) if action in _BEST_KNOWN else len(_BEST_KNOWN)


@lru_cache(maxsize=256)
def named(element: Element) -> tuple[str, ...]:
    """The actions that an element means: known ones by name, those of other services as written."""
    texts = [text for text in element.values if isinstance(text, str)]
    listed = dict.fromkeys(name for text in texts for name in actions.named(text))
    if element.complement:
        return () if len(texts) < len(element.values) else tuple(n for n in actions.named("*") if n not in listed)
    others = [text for text in texts if text != "*" and actions.known(*text.partition(":")[::2]) is None]
    return (*listed, *(text for text in others if ":" in text and not _is_wild(text.partition(":")[0])))


@lru_cache(maxsize=256)
def suspect(element: Element) -> tuple[str, ...]:
    """Those of the actions that an element means of which it depends on the flows whether they are needed."""
    return tuple(name for name in named(element) if name.lower() not in ALWAYS_NEEDED)


def _is_wild(text: str) -> bool:
    return "*" in text or "?" in text


class _Alike:
    """Which actions fare alike, since no policy around a role tells them apart: the same for all of its statements."""

    def __init__(self, limits: tuple[Statement, ...]) -> None:
        self.limits = limits
        self.said: dict[str, int] = {}
        self.groups: dict[tuple[Truth, ...], int] = {}

    def group(self, action: str) -> int:
        """The number of the group that an action, in lower case, belongs to."""
        if action not in self.said:
            spoken = tuple(matching.action(each, action) for each in self.limits)
            self.said[action] = self.groups.setdefault(spoken, len(self.groups))
        return self.said[action]


@lru_cache(maxsize=1)
def _alike(resting: Resting) -> _Alike:
    return _Alike(sites.limits(resting))


class _Asked:
    """Whether single actions of a statement succeed; of actions that fare alike one is asked for."""

    def __init__(self, allow: Allow) -> None:
        self.allow = allow
        self.alike = _alike(allow.resting)
        self.known: dict[Hashable, bool] = {}

    def __call__(self, action: str, *, gravely: bool = False) -> bool:
        """Whether the role surely may call the action; with `gravely`, also where it has not the same power anyway."""
        name = action.replace("*", _PROBE).replace("?", "x")
        lower = name.lower()
        # Replication overwrites in the destination, too.
        elsewhere = gravely and lower.startswith("s3:putobject")
        if gravely and lower == "sts:assumerole" and not self._wide():
            return False
        alike = (elsewhere, lower.partition(":")[0], sites.kind(lower), self.alike.group(lower))
        if alike not in self.known:
            found = sites.sites(self.allow, name, beyond_replicas=elsewhere)
            self.known[alike] = any(sites.succeeds(self.allow, name, site) for site in found)
        return self.known[alike]

    def _wide(self) -> bool:
        element = self.allow.statement.resources
        return element is not None and (
            element.complement or any(isinstance(text, str) and _is_wild(text) for text in element.values)
        )


@lru_cache(maxsize=1)
def surplus(allow: Allow) -> Surplus | None:
    """A call for instance that a role's statement allows and no flow needs, though flows need its action elsewhere."""
    element, resource = allow.statement.actions, allow.statement.resources
    if element is None or resource is None or not allow.needs.told:
        return None
    for area in _areas(allow, named(element)):
        beyond = None if resource.complement else [text for text in resource.values if not area.has(text)]
        if beyond == []:
            continue
        witness = _walked(allow, area) if beyond is None else _shown(area, beyond) or _walked(allow, area)
        if witness is None:
            continue
        account = allow.caller.account
        policy = sites.delegation(account) if area.kind is Kind.KEY else None
        if sites.succeeds(allow, area.action, sites.Site(witness, account, policy)):
            return Surplus(area.action, written(witness))
    return None


def _shown(area: _Area, texts: Iterable[PolicyText]) -> str | None:
    """The first object of texts that name everything below a bucket or a folder."""
    if area.kind is not Kind.OBJECT:
        return None
    return next((text[:-1] for text in texts if isinstance(text, str) and _is_open_ended(text) and "/" in text), None)


def _walked(allow: Allow, area: _Area) -> Member | None:
    """A resource that the statement has and the area does not, where their texts alone do not show one."""
    partition = allow.partition
    needed = {*(Pattern((*prefix, Wild.RUN)) for prefix in area.prefixes), *map(_glob, area.singles)}
    space = sites.any_key(partition)
    if area.kind is not Kind.KEY:
        space = sites.any_bucket(partition, objects=area.kind is Kind.OBJECT)
    if area.kind is Kind.BUCKET:
        needed.update(sites.below_buckets(partition))
    inside = sites.resources(allow)
    return None if inside is None else sites.member(space, inside, PatternSet(tuple(needed)))


def _glob(text: PolicyText) -> Pattern:
    return segmented(Pattern.glob(text)) if isinstance(text, str) else Pattern(())


class _Area(NamedTuple):
    """One action of those that a statement means, with where replication needs it.

    Everything that begins with one of `prefixes`, which are literal, and `singles`, as a policy writes them.
    """

    action: str
    kind: Kind
    prefixes: tuple[str, ...]
    singles: frozenset[PolicyText]

    def has(self, text: PolicyText) -> bool:
        """Whether a resource, as a policy writes it, surely is no more than the area, or cannot have the action."""
        if text in self.singles:
            return True
        if not isinstance(text, str) or "$" in text:
            return False
        if self.kind is Kind.BUCKET:
            return "/" in text and not _is_wild(text.partition("/")[0])
        if self.kind is Kind.OBJECT and "/" not in text and not _is_wild(text):
            return True
        return _is_open_ended(text) and text[:-1].startswith(self.prefixes)


def _is_open_ended(text: PolicyText) -> bool:
    """Whether a resource is everything that begins with a text; a variable in it may stand for anything."""
    return isinstance(text, str) and text.endswith("*") and "$" not in text and not _is_wild(text[:-1])


def _areas(allow: Allow, meant: Iterable[str]) -> Iterator[_Area]:
    """An area for each group of actions that replication needs in the same place, if the statement means one of it."""
    needs = allow.needs
    first: dict[frozenset[str], str] = {}
    for name in meant:
        group = _group(name.lower())
        if group is not None:
            first.setdefault(group, name)
    for group, name in first.items():
        if group is SOURCE_BUCKET_ACTIONS:
            yield _Area(name, Kind.BUCKET, (), frozenset(needs.sources))
        elif group is KEY_ACTIONS:
            yield _Area(name, Kind.KEY, (), frozenset(_keys(allow)))
        elif group is not BATCH_FILE_ACTIONS:
            read, write = group is not _ONLY_REPLICAS, group is not _ONLY_SOURCES
            copied = (*(needs.sources.items() if read else ()), *(needs.destinations.items() if write else ()))
            prefixes = tuple(f"{arn}/{prefix}" for arn, each in copied for prefix in each)
            texts = (*(needs.source_objects if read else ()), *(needs.replicas if write else ()))
            yield _Area(name, Kind.OBJECT, prefixes, frozenset(texts))
        elif needs.batch:
            yield _Area(name, Kind.OBJECT, (), frozenset(_of_one_bucket(allow)))


_ONLY_SOURCES = SOURCE_OBJECT_ACTIONS - REPLICA_ACTIONS
_ONLY_REPLICAS = REPLICA_ACTIONS - SOURCE_OBJECT_ACTIONS
_GROUPS = (
    SOURCE_BUCKET_ACTIONS,
    _ONLY_SOURCES,
    _ONLY_REPLICAS,
    SOURCE_OBJECT_ACTIONS & REPLICA_ACTIONS,
    KEY_ACTIONS,
    BATCH_FILE_ACTIONS,
)


@lru_cache(maxsize=256)
def _group(action: str) -> frozenset[str] | None:
    """The actions that replication needs in the same place as this one."""
    return next((group for group in _GROUPS if action in group), None)


def _keys(allow: Allow) -> tuple[str, ...]:
    """Keys that are needed or named one by one: objects may be under any, and no document lists those."""
    element = allow.statement.resources
    named = [text for text in element.values if isinstance(text, str) and not _is_wild(text)] if element else []
    return (*named, *allow.needs.source_keys, *allow.needs.replica_keys, *allow.needs.default_keys)


def _of_one_bucket(allow: Allow) -> Iterator[str]:
    """Resources in a bucket that is named: a job's manifest and report may be there."""
    element = allow.statement.resources
    for text in element.values if element else ():
        if isinstance(text, str) and not _is_wild(text.partition("/")[0]):
            yield text
