"""What a text is as a number, a moment, a truth or an address; each reader returns None for a text that is none.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_EPOCH = re.compile(r"-?[0-9]{5,18}")
_W3C_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?)?)?",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 400
_SECOND = 10**9
_MILLISECOND = 10**6
_DIGITS = 9
# As seconds these would be moments beyond the year 5000, so they can only be meant as milliseconds.
_LEAST_MILLISECONDS = 10**11


@lru_cache(maxsize=1024)
def number(text: str) -> Decimal | None:
    """An integer or a decimal number."""
    from decimal import Decimal

    text = text.strip()
    return Decimal(text) if len(text) < _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1024)
def moment(text: str) -> int | None:
    """A moment in nanoseconds since 1970, written as the W3C's ISO 8601 or as seconds since then.

    Four digits are a year. A time without its zone is taken as UTC.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        ticks = int(text)
        return ticks * (_SECOND if abs(ticks) < _LEAST_MILLISECONDS else _MILLISECOND)
    found = _W3C_DATE.fullmatch(text)
    return _moment(*found.groups()) if found else None


def _moment(*groups: str | None) -> int | None:
    from datetime import datetime, timedelta

    *date, fraction, sign, hours, minutes = groups
    year, month, day, hour, minute, second = (
        int(group) if group else least for group, least in zip(date, (0, 1, 1, 0, 0, 0), strict=True)
    )
    try:
        # Both without a zone: the offset is taken off by hand, for dates at the edge of the calendar too.
        since = datetime(year, month, day, hour, minute, second) - datetime(1970, 1, 1)  # noqa: DTZ001
    except ValueError:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    since = since + offset if sign == "-" else since - offset
    nanoseconds = int((fraction or "0")[:_DIGITS].ljust(_DIGITS, "0"))
    return since // timedelta(seconds=1) * _SECOND + nanoseconds


def truth(text: str) -> bool | None:
    """True or false, in any case."""
    return {"true": True, "false": False}.get(text.lower())


def binary(text: str) -> str | None:
    """Bytes, which both sides write in Base64."""
    return text


@lru_cache(maxsize=1024)
def address(text: str) -> Address | None:
    """An IPv4 or IPv6 address."""
    from ipaddress import ip_address

    try:
        return ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def network(text: str) -> Network | None:
    """A range in CIDR notation; an address alone is the range of itself."""
    from ipaddress import ip_network

    _, slash, prefix = text.partition("/")
    if slash and not (prefix.isascii() and prefix.isdigit()):
        return None
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def within(held: Address, policy: Network) -> bool:
    """Whether an address is in a range; one of the other version never is."""
    return held in policy
