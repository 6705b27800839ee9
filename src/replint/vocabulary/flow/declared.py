"""Words of a flow about where its replicas may be, and whose, as somebody declares it: no document of AWS's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.flow.asking import of_destination, word
from replint.vocabulary.word import Telling, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.flows import Flow
    from replint.vocabulary.flow.asking import Asked


def _restricted(field: str) -> Asked:
    """Whether anybody declares some, and where."""

    def answer(flow: Flow) -> object:
        return getattr(flow.estate.declared, field) is not None

    return answer, lambda flow: flow.estate.declared.places.get(field)


def _among(field: str, setting: str) -> Asked:
    """Whether a setting of the destination is one of those that are declared; any is, where none are."""

    def answer(flow: Flow) -> object:
        declared: Sequence[str] | None = getattr(flow.estate.declared, field)
        told: str | Unresolved = getattr(flow.destination, setting)
        if declared is None:
            return True
        return told if isinstance(told, Unresolved) else told in declared

    return answer, of_destination(setting)[1]


def _region_tells(flow: Flow) -> Telling | None:
    allowed = flow.estate.declared.regions or ()
    name, region = flow.destination.name, flow.destination.region
    message = f"bucket `{name}` is in `{region}`; replicas may be in {_listed(allowed, 'and', 'no Region')} only"
    help_ = f"replicate to a bucket in {_listed(allowed, 'or', 'a Region that is allowed')}"
    return _telling(flow, "region", "regions", (message, help_), "in these Regions replicas may be")


def _account_tells(flow: Flow) -> Telling | None:
    allowed = flow.estate.declared.accounts or ()
    name, account = flow.destination.name, flow.destination.account
    message = f"bucket `{name}` belongs to account {account}; replicas may go to {_listed(allowed, 'and', 'none')} only"
    help_ = f"replicate to a bucket of account {_listed(allowed, 'or', 'that is allowed')}"
    return _telling(flow, "account", "accounts", (message, help_), "to these accounts replicas may go")


def _telling(flow: Flow, setting: str, field: str, said: tuple[str, str], declared: str) -> Telling | None:
    """What is said of a destination that is none of those declared, at the replication rule that names it."""
    told = (
        (flow.rule.where("destination"), "replicas go to this bucket"),
        (flow.destination.places.get(setting), f"this is its {'Region' if setting == 'region' else setting}"),
        (flow.estate.declared.places.get(field), declared),
    )
    places = tuple((place, label) for place, label in told if place)
    return Telling(*said, places) if places else None


def _listed(values: Sequence[str], word: str, none: str) -> str:
    *others, last = (f"`{value}`" for value in values) if values else (none,)
    return f"{', '.join(others)} {word} {last}" if others else last


WORDS: tuple[Word[Flow], ...] = (
    word(
        "regions restricted",
        TRUTH,
        "Somebody declares in which Regions replicas may be.",
        *_restricted("regions"),
    ),
    word(
        "destination region allowed",
        TRUTH,
        "The destination is in one of the Regions in which replicas may be; any is, where nobody declares them.",
        *_among("regions", "region"),
        _region_tells,
    ),
    word(
        "accounts restricted",
        TRUTH,
        "Somebody declares to which accounts replicas may go.",
        *_restricted("accounts"),
    ),
    word(
        "destination account allowed",
        TRUTH,
        "The destination belongs to one of the accounts to which replicas may go; any is, where nobody declares them.",
        *_among("accounts", "account"),
        _account_tells,
    ),
)
