"""What a config file can say, as values; knows neither how it is written nor where it was found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replint.config.globs import Globs
    from replint.finding import Override, Severity
    from replint.span import Place
    from replint.syntax import Node


class ConfigError(ValueError):
    """A config file that cannot be used: why, and the place to change; None where no character is to blame."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.place = place


class Form(NamedTuple):
    """A format to report in and the file that it goes to, or None for standard output."""

    name: str
    output: str | None = None


@record
class Organization:
    """What no document tells of an AWS organisation: its id, and where and whose replicas may be; None is not said.

    `places` has where each is said, by the name of its key.
    """

    id: str | None = None
    regions: tuple[str, ...] | None = None
    accounts: tuple[str, ...] | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


@record
class Estate:
    """Documents that belong together although they do not stand in one folder, and whose organisation they are of."""

    name: str
    files: Globs
    organization: Organization
    place: Place = field(compare=False)


@record
class Area:
    """What is said of the documents at some paths: whose they are, and which rules count for them and how much.

    `severity` has None for a rule that is off. `node` is the table, with the places of its values.
    """

    files: Globs
    node: Node = field(compare=False)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = field(default_factory=dict)

    @property
    def account(self) -> Node | None:
        """The account of the buckets that the documents tell of without saying it."""
        return self.node.get("account")

    @property
    def region(self) -> Node | None:
        """The Region of the buckets that the documents tell of without saying it."""
        return self.node.get("region")

    @property
    def bucket(self) -> Node | None:
        """The bucket that settings and policies belong to which do not say it."""
        return self.node.get("bucket")

    def names(self) -> Iterator[tuple[str, Place]]:
        """The rules and topics that it names, each with its place."""
        ignored, judged = self.node.get("ignore"), self.node.get("severity")
        yield from ((str(each.value), each.place) for each in (ignored.elements() if ignored else ()))
        yield from ((name, each.key_place) for name, each in (judged.members() if judged else ()))


@record
class Config:
    """What a config file says; a key that it does not have is empty.

    Paths go from where replint was started: `rules` are folders of rule packs, `baseline` a file. `select` and `ignore`
    name rules or topics. `suppress` are the tables of that name as they stand. `nodes` has each key that was told, so
    that a place can be shown for whatever it says. `files` are the file itself and those that it extends.
    """

    path: str = ""
    files: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    exclude: Globs | None = None
    formats: tuple[Form, ...] = ()
    fail_on: str | None = None
    strict: bool = False
    baseline: str | None = None
    organization: Organization = field(default_factory=Organization)
    estates: tuple[Estate, ...] = ()
    areas: tuple[Area, ...] = ()
    suppress: tuple[Node, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict, compare=False)

    def place(self, key: str, value: object = None) -> Place | None:
        """Where a key has its value, or where a name stands in it as an element or a member; None where it does not."""
        node = self.nodes.get(key)
        if node is None or value is None:
            return node.place if node else None
        named = (member.key_place for name, member in node.members() if name == value)
        listed = (element.place for element in node.elements() if element.value == value)
        return next(named, None) or next(listed, None)

    @property
    def home(self) -> str:
        """The folder of the file, as a path from where replint was started; that folder where there is no file."""
        return os.path.dirname(self.path) or os.curdir


NONE = Config()
"""What a project says that has no config file."""
