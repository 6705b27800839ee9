"""Files to documents: which of them are ours, and which cannot be read; knows no folder and no facts."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, TypeAlias

from replint.finding import InputProblem
from replint.record import field, record
from replint.syntax import Unreadable, json
from replint.syntax.decoding import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from replint.dialects.told import Form
    from replint.syntax import Node

# A text without any of these names is none of ours: each document of ours has one, unless it is written with escapes.
# They are sought one by one because a regular expression of them takes longer to make than to use.
_OURS = (
    b'"Statement"',
    b'"Rules"',
    b'"Bucket"',
    b'"Arn"',
    b'"ReplintBundle"',
    b'"ReplicationConfiguration"',
    b'"KeyMetadata"',
    b'"RoleDetailList"',
    b'"S3ReplicateObject"',
    b'"Policy"',
    b'"ServerSideEncryptionConfiguration"',
    b'"OwnershipControls"',
    b'"PublicAccessBlockConfiguration"',
    b'"ObjectLockConfiguration"',
    b'"LocationConstraint"',
    b'"Payer"',
    b'"TagSet"',
    b'"MFADelete"',
    b'"LoggingEnabled"',
    b'Configurations"',
    b'"Status"',
    b'\\"Statement\\"',
    b"%22Statement%22",
    b"\\u",
)
# Of a text that cannot be read, names that hardly stand in anybody else's documents.
_SURELY_OURS = (
    b'"ReplintBundle"',
    b'"ReplicationConfiguration"',
    b'"Rules"',
    b'"Destination"',
    b'"DeleteMarkerReplication"',
    b'"ReplicaKmsKeyID"',
    b'"AssumeRolePolicyDocument"',
    b'"PolicyDocument"',
    b'"KeyMetadata"',
    b'"RoleDetailList"',
    b'"S3ReplicateObject"',
    b'"Statement"',
    b'"Bucket"',
    b'"OwnershipControls"',
    b'"ServerSideEncryptionConfiguration"',
    b'"Versioning"',
)

XML_ROOTS = frozenset(
    {
        b"ReplicationConfiguration",
        b"VersioningConfiguration",
        b"ServerSideEncryptionConfiguration",
        b"OwnershipControls",
        b"ObjectLockConfiguration",
        b"RequestPaymentConfiguration",
        b"PublicAccessBlockConfiguration",
        b"LocationConstraint",
    }
)
"""The root elements of S3's documents in XML; whatever has another is none of ours, however it goes on."""
# No JSON text begins like XML. Marks of byte order may stand before it, in any encoding.
_IS_XML = re.compile(rb"[\xef\xbb\xbf\xfe\xff\s]*+<").match
_TAG = re.compile(rb"<(?:[^\s<>/!?:]++:)?([^\s<>/!?:]++)").match
_PASSED_OVER = {b"<!--": b"-->", b"<?": b"?>"}


Watch: TypeAlias = "Callable[[str, int, int], None]"
"""What is told how far a run is: what is counted, how many of it are done, and how many there are."""


@record
class File:
    """A file: its folder and itself as absolute paths, its path as people see it, and whether they named it."""

    folder: str
    path: str
    shown: str
    named: bool = False
    is_link: bool = False
    alone: bool = False
    """Whether nothing belongs to it, as nothing stands beside a text that is no file."""


@record
class Document:
    """A file of ours, what it holds, and the form by which it was recognised."""

    file: File
    root: Node
    form: Form


def _nothing(_: str) -> bool:
    return False


@record
class Desk:
    """What was read so far, each file once, with what is to be said of those that are of no use."""

    forms: tuple[Form, ...]
    read: dict[str, Node | Unreadable] = field(default_factory=dict)
    problems: dict[InputProblem, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    strangers: dict[str, None] = field(default_factory=dict)
    """Files that were named and are none of ours, by their paths as people see them."""
    apart: frozenset[str] = frozenset()
    """Folders that are passed over when they are met below one that is named."""
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """What is read in place of files, by their absolute paths, with and without links."""
    watch: Watch | None = None
    """What is told how far the work is."""
    excludes: Callable[[str], bool] = _nothing
    """Which files are passed over when they are met, by their absolute paths."""
    forced: bool = False
    """Whether they are passed over though they are named."""

    def document(self, file: File) -> Document | None:
        """The document that a file holds; None when it is of no use, which is noted where somebody may want to know."""
        if (self.forced or not file.named) and self.excludes(file.path):
            return None
        root = None
        try:
            root = self._root(file)
        except OSError as error:
            self.problems[InputProblem(file.shown, f"cannot be read: {reason(error)}")] = None
            return None
        except Unreadable as error:
            self.problems[InputProblem(file.shown, error.message, error.line, error.column)] = None
            return None
        form = next((form for form in self.forms if form.fits(root)), None) if root else None
        if root and form:
            return Document(file, root, form)
        if file.named:
            self.strangers[file.shown] = None
        return None

    def fetch(self, path: str, shown: str) -> Node:
        """The root of a file that must be read, whatever it holds. Raises Unreadable and OSError."""
        if path not in self.read:
            self._parse(path, shown, self._bytes(path))
        return self._held(path)

    def _bytes(self, path: str) -> bytes:
        text = self.texts.get(path)
        return _bytes(path) if text is None else text

    def _root(self, file: File) -> Node | None:
        """The root of a file that may be ours; None when it cannot be."""
        if file.path in self.read:
            return self._held(file.path)
        data = self._bytes(file.path)
        # UTF-16, as some shells write it, has the same names with a NUL beside every character.
        plain = data.replace(b"\0", b"") if b"\0" in data else data
        is_xml = _IS_XML(plain)
        if not (_root_element(plain) in XML_ROOTS if is_xml else _has(plain, _OURS)):
            return None
        self._parse(file.path, file.shown, data)
        if isinstance(self.read[file.path], Unreadable) and not is_xml and not _has(plain, _SURELY_OURS):
            return None
        return self._held(file.path)

    def _parse(self, path: str, shown: str, data: bytes) -> None:
        try:
            self.read[path] = _read(shown, data)
        except Unreadable as error:
            self.read[path] = error

    def _held(self, path: str) -> Node:
        held = self.read[path]
        if isinstance(held, Unreadable):
            raise held
        return held


def _read(shown: str, data: bytes) -> Node:
    if _IS_XML(data):
        from replint.dialects import rest  # a run without XML is spared its parser

        return rest.read(shown, data)
    return json.read(shown, data)


def _root_element(data: bytes) -> bytes:
    """The local name in the first tag of an XML text; nothing if it has none."""
    at = data.find(b"<")
    while at >= 0:
        match = _TAG(data, at)
        if match:
            return match[1]
        closing = next((end for start, end in _PASSED_OVER.items() if data.startswith(start, at)), b"")
        behind = data.find(closing, at + 1)
        at = data.find(b"<", behind) if behind >= 0 else -1
    return b""


def _has(data: bytes, names: tuple[bytes, ...]) -> bool:
    return any(name in data for name in names)


def _bytes(path: str) -> bytes:
    """What a file holds, no more than is too much: to ask for that much of each file would take its time."""
    with open(path, "rb", opener=_at_once) as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(0, "it is no file")
        size = about.st_size
        return stream.read(size if 0 < size <= LARGEST else LARGEST + 1)


def _at_once(path: str, flags: int) -> int:
    """Open without waiting: a pipe that nobody writes to would never open."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def reason(error: OSError) -> str:
    """Why something cannot be read, for the end of a sentence."""
    return (error.strerror or str(error)).lower()
