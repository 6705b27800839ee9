"""How the words of a flow ask it: of its source, of its destination, of its replication rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replint.facts.bucket import Bucket
from replint.lang.lexicon import Entry, Type
from replint.vocabulary.word import Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.flows import Flow
    from replint.span import Place
    from replint.vocabulary.word import Telling

    Asked: TypeAlias = tuple[Callable[[Flow], object], Callable[[Flow], Place | None]]
    """What answers a word, and where the answer stands."""


def word(  # noqa: PLR0913, PLR0917 - a row of a table
    phrase: str,
    type_: Type,
    meaning: str,
    answer: Callable[[Flow], object],
    where: Callable[[Flow], Place | None],
    tells: Callable[[Flow], Telling | None] | None = None,
) -> Word[Flow]:
    """A word of a flow."""
    return Word(Entry(phrase, type_, "flow", meaning), answer, where, tells)


def nowhere(_: Flow) -> None:
    """The place of what stands nowhere."""


def of_source(name: str) -> Asked:
    """A setting of the source bucket."""

    def answer(flow: Flow) -> object:
        return getattr(flow.source, name) if isinstance(flow.source, Bucket) else flow.source

    def where(flow: Flow) -> Place | None:
        return flow.source.where(name) if isinstance(flow.source, Bucket) else flow.source.place

    return answer, where


def of_destination(name: str) -> Asked:
    """A setting of the destination bucket."""
    return (lambda flow: getattr(flow.destination, name)), (lambda flow: flow.destination.where(name))


def of_rule(name: str) -> Asked:
    """An element of the replication rule."""
    return (lambda flow: getattr(flow.rule, name)), (lambda flow: flow.rule.where(name))
