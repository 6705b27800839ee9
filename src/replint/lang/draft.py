"""A rule as it was written: any clauses in any order, none of them checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replint.lang.tree import Condition, Demand, Levels, Literal, Phrase
    from replint.span import Span


@dataclass(frozen=True, slots=True)
class Texts:
    """`title`, `reference`, `why` or `help`, each of which says a text."""

    keyword: str
    said: Literal
    head: Span


@dataclass(frozen=True, slots=True)
class Severities:
    """`severity`."""

    keyword: str
    said: Levels
    head: Span


@dataclass(frozen=True, slots=True)
class WhenDenied:
    """`denied`."""

    keyword: str
    said: Literal
    head: Span


@dataclass(frozen=True, slots=True)
class Symptoms:
    """`symptom`."""

    keyword: str
    said: tuple[Literal, ...]
    head: Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for each`."""

    keyword: str
    said: Phrase
    head: Span


@dataclass(frozen=True, slots=True)
class When:
    """`when`."""

    keyword: str
    said: Condition
    head: Span


@dataclass(frozen=True, slots=True)
class Require:
    """`require`."""

    keyword: str
    said: Demand
    head: Span


Clause = Texts | Severities | WhenDenied | Symptoms | ForEach | When | Require
"""One clause; `head` is where its keyword stands."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule of a file, with the span of its name."""

    name: str
    span: Span
    clauses: tuple[Clause, ...]
