"""The condition operators, a row each; what to do with them is in `condition`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from replint.iam.values import address, binary, moment, network, number, truth, within
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable


@record
class Texts:
    """The key's value is a member of the pattern that the policy's value is."""

    wildcards: bool = False
    caseless: bool = False
    arns: bool = False

    @property
    def plain(self) -> bool:
        """Whether a text means itself and nothing else."""
        return not (self.wildcards or self.caseless or self.arns)


@record
class Values:
    """The key's value and the policy's, both read, stand in a relation; `read_held` reads the key's, if otherwise."""

    read: Callable[[str], object | None]
    relation: Callable[[Any, Any], bool]
    read_held: Callable[[str], object | None] | None = None
    variables: bool = False


@record
class Presence:
    """The key is absent, or is not."""


@record
class Operator:
    """One operator. A negated one holds when its comparison is false of every value of the policy."""

    name: str
    comparison: Texts | Values | Presence
    negated: bool = False


class Quantifier(Enum):
    """Which values of a key that holds several must do."""

    ALL = "ForAllValues"
    ANY = "ForAnyValue"


@record
class Applied:
    """An operator as a policy writes it: with `ForAllValues:` or `ForAnyValue:`, with `IfExists`, or plain."""

    operator: Operator
    quantifier: Quantifier | None = None
    if_exists: bool = False

    @property
    def of_nothing(self) -> bool:
        """Whether a condition holds when the key is absent; `ForAnyValue` heeds no `IfExists`."""
        match self.quantifier:
            case Quantifier.ALL:
                return True
            case Quantifier.ANY:
                return False
            case None:
                return self.if_exists or self.operator.negated


_EXACT = Texts()
_CASELESS = Texts(caseless=True)
_LIKE = Texts(wildcards=True)
_ARN = Texts(wildcards=True, arns=True)
_ADDRESS = Values(network, within, read_held=address)

OPERATORS = (
    Operator("StringEquals", _EXACT),
    Operator("StringNotEquals", _EXACT, negated=True),
    Operator("StringEqualsIgnoreCase", _CASELESS),
    Operator("StringNotEqualsIgnoreCase", _CASELESS, negated=True),
    Operator("StringLike", _LIKE),
    Operator("StringNotLike", _LIKE, negated=True),
    Operator("NumericEquals", Values(number, eq)),
    Operator("NumericNotEquals", Values(number, eq), negated=True),
    Operator("NumericLessThan", Values(number, lt)),
    Operator("NumericLessThanEquals", Values(number, le)),
    Operator("NumericGreaterThan", Values(number, gt)),
    Operator("NumericGreaterThanEquals", Values(number, ge)),
    Operator("DateEquals", Values(moment, eq)),
    Operator("DateNotEquals", Values(moment, eq), negated=True),
    Operator("DateLessThan", Values(moment, lt)),
    Operator("DateLessThanEquals", Values(moment, le)),
    Operator("DateGreaterThan", Values(moment, gt)),
    Operator("DateGreaterThanEquals", Values(moment, ge)),
    Operator("Bool", Values(truth, eq, variables=True)),
    Operator("BinaryEquals", Values(binary, eq)),
    Operator("IpAddress", _ADDRESS),
    Operator("NotIpAddress", _ADDRESS, negated=True),
    Operator("ArnEquals", _ARN),
    Operator("ArnNotEquals", _ARN, negated=True),
    Operator("ArnLike", _ARN),
    Operator("ArnNotLike", _ARN, negated=True),
    Operator("Null", Presence()),
)

NAMES = tuple(row.name for row in OPERATORS)
"""The operators' names, for suggestions."""

_ROWS = {row.name.lower(): row for row in OPERATORS}
_QUANTIFIERS = {"": None} | {quantifier.value.lower(): quantifier for quantifier in Quantifier}
_IF_EXISTS = "ifexists"


@lru_cache(maxsize=1024)
def operator(name: str) -> Applied | None:
    """The operator of this name, in any case; None when there is none, as for `NullIfExists`."""
    prefix, colon, rest = name.lower().rpartition(":")
    base = rest.removesuffix(_IF_EXISTS)
    row = _ROWS.get(base)
    if row is None or prefix not in _QUANTIFIERS or (colon and not prefix):
        return None
    if_exists = base != rest
    if if_exists and isinstance(row.comparison, Presence):
        return None
    return Applied(row, _QUANTIFIERS[prefix], if_exists)
