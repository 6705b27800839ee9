"""The parts that the shapes of documents are made of: each says of a value whether it has the shape."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.syntax import Value

ACCOUNT_DIGITS = 12
REGION = re.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+")

Shape: TypeAlias = "Callable[[Value], bool]"
"""Whether a value has the shape."""


def text(value: Value) -> bool:
    """A string."""
    return isinstance(value, str)


def truth(value: Value) -> bool:
    """`true` or `false`."""
    return isinstance(value, bool)


def integer(value: Value) -> bool:
    """A whole number, written as one: the AWS CLI and the SDKs refuse `1.0` before they ask AWS."""
    return isinstance(value, int) and not isinstance(value, bool)


def policy(value: Value) -> bool:
    """What may hold a policy; whether it is one is for those to say who read it."""
    return value is None or isinstance(value, dict | str)


def account(value: Value) -> bool:
    """An account id."""
    return isinstance(value, str) and len(value) == ACCOUNT_DIGITS and value.isascii() and value.isdigit()


def region(value: Value) -> bool:
    """What has the form of a Region's name, such as `eu-west-1` or `us-gov-west-1`; there are new ones every year.

    https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
    """
    return isinstance(value, str) and REGION.fullmatch(value) is not None


def location(value: Value) -> bool:
    """A bucket's location constraint: a Region, or `EU` as S3 called eu-west-1 at first; null is us-east-1.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    """
    return value is None or value == "EU" or region(value)


def levels(value: Value) -> bool:
    """What may hold an organisation's policies."""
    return value is None or isinstance(value, dict | list)


def one_of(*words: str) -> Shape:
    """One of these strings."""
    return lambda value: isinstance(value, str) and value in words


def nullable(shape: Shape) -> Shape:
    """A shape, or null."""
    return lambda value: value is None or shape(value)


def wrapped(name: str, shape: Shape) -> Shape:
    """A shape, or an object that has it under this name, as an API's whole output does."""
    return lambda value: shape(value[name] if isinstance(value, dict) and name in value else value)


def list_of(shape: Shape, least: int = 0, most: int = sys.maxsize) -> Shape:
    """A list of one shape with so many elements."""
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(shape, value))


def record(members: dict[str, Shape], *required: str, is_open: bool = True) -> Shape:
    """An object whose members have these shapes; others are let pass if it `is_open`."""
    needed = frozenset(required)

    def fits(value: Value) -> bool:
        if not isinstance(value, dict) or not needed.issubset(value):
            return False
        for name, member in value.items():
            shape = members.get(name)
            if not is_open if shape is None else not shape(member):
                return False
        return True

    return fits


def closed(members: dict[str, Shape], *required: str) -> Shape:
    """An object that has these members and no others."""
    return record(members, *required, is_open=False)
