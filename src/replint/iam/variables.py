"""Policy variables: what `${key}` in a policy's text stands for in a call; knows no operator and no element.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from replint.iam.pattern import Atom, Pattern, Token
from replint.iam.request import Gap
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replint.iam.policy import PolicyText
    from replint.iam.request import Value

# No part of it can match in two ways, so that a hostile text costs no more than its length.
_VARIABLE = re.compile(r"\$\{(?:([*?$])|([^{}$,]*)(?:,\s*'([^']*)'\s*|,[^{}$]*)?)\}")
_OPEN = "${"


@record
class _Variable:
    """A context key, lower case, and the text that stands for it when it is absent."""

    key: str
    default: str | None


@record
class _Escape:
    """A character that is never wild."""

    char: str


_Piece = str | _Variable | _Escape


def mentioned(text: PolicyText) -> tuple[str, ...]:
    """The context keys that variables of a text name, lower case, in order, each once."""
    if isinstance(text, str) and _OPEN not in text:
        return ()
    parts = (text,) if isinstance(text, str) else text
    found = (piece for part in parts if isinstance(part, str) for piece in _pieces(part))
    return tuple(dict.fromkeys(piece.key for piece in found if isinstance(piece, _Variable)))


def expand(text: PolicyText, lookup: Callable[[str], Value], *, variables: bool, wildcards: bool) -> Pattern | Gap:
    """The pattern that a text of a policy means in a call.

    With `wildcards`, `*` and `?` of the text are wild; those of a variable's value never are. With `variables`
    (Version 2012-10-17) a variable is its key's value; ABSENT says that one of them has none, or several values, and
    the text matches nothing; UNKNOWN that nobody knows. `lookup` is asked for lower-case keys.
    """
    if isinstance(text, str) and not (variables and _OPEN in text):
        return _plain(text, wildcards)
    parts = (text,) if isinstance(text, str) else text
    tokens: list[Token] = []
    gaps: set[Gap] = set()
    for index, part in enumerate(parts):
        if isinstance(part, Atom):
            tokens.append(part)
        elif not variables:
            tokens += _plain(part, wildcards).tokens
        else:
            if index + 1 < len(parts) and _left_open(part):
                gaps.add(Gap.UNKNOWN)
            for piece in _pieces(part):
                known = _known(piece, lookup, wildcards=wildcards)
                if isinstance(known, Gap):
                    gaps.add(known)
                else:
                    tokens += known
    if gaps:
        return Gap.ABSENT if Gap.ABSENT in gaps else Gap.UNKNOWN
    return Pattern.of(tokens)


@lru_cache(maxsize=2048)
def _plain(text: str, wildcards: bool) -> Pattern:  # noqa: FBT001 - a cache's key
    return Pattern.glob(text) if wildcards else Pattern.literal(text)


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[_Piece, ...]:
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[_Piece]:
    end = 0
    for match in _VARIABLE.finditer(text):
        yield text[end : match.start()]
        escaped, key, default = match.groups()
        yield _Escape(escaped) if escaped else _Variable(key.strip().lower(), default)
        end = match.end()
    yield text[end:]


def _left_open(text: str) -> bool:
    """Whether a variable begins in the text and ends in what follows, so that its name is not known."""
    return text.rfind(_OPEN) > text.rfind("}")


def _known(piece: _Piece, lookup: Callable[[str], Value], *, wildcards: bool) -> tuple[Token, ...] | Gap:
    match piece:
        case str():
            return _plain(piece, wildcards).tokens
        case _Escape(char):
            return (char,)
        case _Variable(key, default):
            return _value(lookup(key), default)


def _value(value: Value, default: str | None) -> tuple[Token, ...] | Gap:
    if isinstance(value, Gap):
        return tuple(default) if value is Gap.ABSENT and default is not None else value
    # AWS: a key with several values cannot be a variable.
    return tuple(value[0]) if len(value) == 1 else Gap.ABSENT
