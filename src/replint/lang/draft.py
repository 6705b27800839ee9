"""A rule as it was written: any clauses in any order, none of them checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import record

if TYPE_CHECKING:
    from replint.lang.tree import Condition, Demand, Levels, Literal, Phrase
    from replint.span import Span


@record
class Texts:
    """`title`, `reference`, `why` or `help`, each of which says a text."""

    keyword: str
    said: Literal
    head: Span


@record
class Severities:
    """`severity`."""

    keyword: str
    said: Levels
    head: Span


@record
class WhenDenied:
    """`denied`."""

    keyword: str
    said: Literal
    head: Span


@record
class Doubted:
    """`certainty possible`."""

    keyword: str
    said: Literal
    head: Span


@record
class Refused:
    """`refused`: the service's error code and, where it is known, its text."""

    keyword: str
    said: tuple[Literal, ...]
    head: Span


@record
class Symptoms:
    """`symptom`."""

    keyword: str
    said: tuple[Literal, ...]
    head: Span


@record
class ForEach:
    """`for each`."""

    keyword: str
    said: Phrase
    head: Span


@record
class When:
    """`when`."""

    keyword: str
    said: Condition
    head: Span


@record
class Require:
    """`require`."""

    keyword: str
    said: Demand
    head: Span


Clause = Texts | Severities | WhenDenied | Doubted | Symptoms | Refused | ForEach | When | Require
"""One clause; `head` is where its keyword stands."""


@record
class Draft:
    """One rule of a file, with the span of its name."""

    name: str
    span: Span
    clauses: tuple[Clause, ...]
