"""From a file's bytes to characters, the same for every format: UTF-8, and not too much of it."""

from __future__ import annotations

from json import detect_encoding
from typing import TYPE_CHECKING, NoReturn

from replint.span import Span, Text
from replint.syntax.fault import Fault
from replint.syntax.unreadable import Unreadable

if TYPE_CHECKING:
    from replint.span import Route

LARGEST = 64 * 1024 * 1024
"""How many bytes a file may have; its values take up to some 20 times as much memory."""

_MEBIBYTE = 1024 * 1024
_MARK = b"\xef\xbb\xbf"


def decoded(data: bytes) -> str:
    """The characters of a file in UTF-8, without its byte order mark.

    Raises Unreadable for other encodings, which a text shows that begins with a character of ASCII or a byte order
    mark, and for files above LARGEST.
    """
    if len(data) > LARGEST:
        size = f"{len(data) / _MEBIBYTE:,.1f} MiB"
        raise Unreadable(f"expected at most {LARGEST // _MEBIBYTE} MiB, found {size}", 1, 1)
    encoding = detect_encoding(data)
    if not encoding.startswith("utf-8"):
        raise Unreadable(f"expected UTF-8, found {encoding[:6].upper()}", 1, 1)
    data = data.removeprefix(_MARK)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        fault = Fault(f"expected UTF-8, found the byte 0x{data[error.start]:02X}", len(before))
        refuse(fault, before)


def refuse(fault: Fault, content: str) -> NoReturn:
    """Raise Unreadable for a fault, with the line and column of its offset into a file's characters."""
    line, column = Text("", content, _nowhere).position(fault.offset)
    raise Unreadable(fault.message, line, column) from None


def _nowhere(_: Route, __: bool) -> Span:  # noqa: FBT001 - the signature that Text asks for
    return Span(0, 0)
