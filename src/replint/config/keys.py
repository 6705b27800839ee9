"""Every key that a config file may have, with its shape and its meaning; the reader and the JSON Schema use it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.config.globs import slip
from replint.config.settings import ConfigError
from replint.config.shapes import Beside, Choice, Each, Either, Flag, Key, Many, Name, Table, Untouched, closed
from replint.finding import Severity
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.config.settings import Config
    from replint.finding import Json
    from replint.span import Place
    from replint.syntax import Node

OFF = "off"
_ACCOUNT = Name('the id of an account, 12 digits as a string such as `"111122223333"`', r"\d{12}")
_REGION = Name('a Region such as `"eu-west-1"`', r"[a-z]{2,}(?:-[a-z]+)+-\d+")
_BUCKET = Name("the name of a bucket", r"[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]")
_NAMES = Many(Name())


@record
class Pattern:
    """A pattern of paths in the manner of `.gitignore`."""

    def read(self, node: Node, /) -> str:
        """The pattern."""
        told = Name().read(node)
        if wrong := slip(told):
            raise ConfigError(f"`{told}` {wrong}", node.place)
        return told

    def schema(self) -> Json:
        """A string."""
        return {"type": "string", "minLength": 1}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return "a pattern"


PATTERNS = Many(Pattern())

SEVERITY = Each(
    Either(
        "level",
        Table(
            (
                Key("level", Choice((*Severity, OFF)), "How grave its findings are, or that it is off.", needed=True),
                Key("reason", Name(), "Why, for whoever reads a report."),
            ),
            "the severity of a rule",
        ),
    ),
    "a table of rules and their severities",
)

_ORGANIZATION = (
    Key(
        "organization",
        Name('the id of an organisation such as `"o-a1b2c3d4e5"`', r"o-[a-z0-9]{10,32}"),
        "The id of the accounts' organisation, by which conditions on `aws:PrincipalOrgID` are decided.",
    ),
    Key("allowed-regions", Many(_REGION), "The Regions in which replicas may be."),
    Key("allowed-accounts", Many(_ACCOUNT), "The accounts to which replicas may go."),
)

KEYS = (
    Key(
        "extend",
        Beside("a file beside this one", os.path.isfile),
        "A config file that counts too; each key of this file stands in place of that file's, whole.",
    ),
    Key("rules", Many(Beside("a folder beside this file, as a rule pack is", os.path.isdir)), "Folders of rule packs."),
    Key("select", _NAMES, 'The rules that count, by name or topic, and `"advice"` for their notes; else all of them.'),
    Key("ignore", _NAMES, "Rules that do not count, by name or topic."),
    Key("severity", SEVERITY, "How grave the findings of a rule are, by its name, or that it is `off`."),
    Key("exclude", PATTERNS, "Files that are passed over unless they are named, by patterns as in `.gitignore`."),
    Key(
        "format",
        Many(
            Either(
                "name",
                Table(
                    (
                        Key("name", Name(), "The format.", needed=True),
                        Key("output", Beside("a file"), "The file that it goes to; else standard output."),
                    ),
                    "a format",
                ),
            ),
            'a list such as `["text", { name = "sarif", output = "replint.sarif" }]`',
        ),
        "What to report in, as `--format` and `--output` say it.",
        default=["text"],
    ),
    Key("fail-on", Choice((*Severity, "never")), "The lowest severity that makes exit code 1.", default="error"),
    Key("strict", Flag(), "Whether what could not be verified makes exit code 1, too.", default=False),
    Key("baseline", Beside("a file"), "The file of findings that were there before, which are not told again."),
    *_ORGANIZATION,
    Key(
        "estate",
        Many(
            Untouched(
                ESTATE := Table(
                    (
                        Key("name", Name(), "How reports call it.", needed=True),
                        Key("paths", PATTERNS, "Its documents, by patterns as in `.gitignore`.", needed=True),
                        *_ORGANIZATION,
                    ),
                    "an estate",
                )
            ),
            "a list of tables, each headed `[[estate]]`",
        ),
        "Documents that belong together although they do not stand in one folder.",
    ),
    Key(
        "path",
        Many(
            Untouched(
                AREA := Table(
                    (
                        Key("paths", PATTERNS, "The documents, by patterns as in `.gitignore`.", needed=True),
                        Key("account", _ACCOUNT, "The account of the buckets that they tell of without saying it."),
                        Key("region", _REGION, "The Region of the buckets that they tell of without saying it."),
                        Key("bucket", _BUCKET, "The bucket that settings and policies belong to which do not say it."),
                        Key("ignore", _NAMES, "Rules whose findings do not count there, by name or topic."),
                        Key("severity", SEVERITY, "How grave findings of a rule are there, or that it is `off`."),
                    ),
                    "a table `path`",
                )
            ),
            "a list of tables, each headed `[[path]]`",
        ),
        "What documents at some paths do not say themselves, and which rules count there.",
    ),
    Key(
        "suppress",
        Many(
            Untouched(
                Table(
                    (
                        Key("rule", Name(), "The rule whose findings are accepted.", needed=True),
                        Key(
                            "path", Name(), "The file or folder that they are in, from the config file's.", needed=True
                        ),
                        Key("pointer", Name(form=".*"), "The value that they are at or in, as a JSON pointer."),
                        Key("sid", Name(), "The `Sid` of the statement that they are in."),
                        Key("rule-id", Name(), "The `ID` of the replication rule that they are about."),
                        Key("reason", Name(), "Why they are accepted.", needed=True),
                        Key(
                            "expires",
                            Name("a date such as 2027-01-31", r"\d{4}-\d\d-\d\d"),
                            "The last day on which it holds, in UTC.",
                        ),
                    ),
                    "a suppression",
                )
            ),
            "a list of tables, each headed `[[suppress]]`",
        ),
        "Findings that somebody accepts, and why.",
    ),
)
"""In the order in which they are told."""


def schema() -> Json:
    """The JSON Schema of a `replint.toml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "replint.toml",
        "description": "What a project says about its runs of replint.",
        **closed(KEYS),
    }


def values(config: Config) -> Iterator[tuple[str, Json, Place | None]]:
    """As `replint.config.values`."""
    for key in KEYS:
        node = config.nodes.get(key.name)
        tables = [each for each in node.elements() if isinstance(each.value, dict)] if node else []
        if node is None:
            yield key.name, key.default, None
        elif tables and key.name != "format":
            yield from ((key.name, each.value, each.place) for each in tables)
        else:
            yield key.name, node.value, node.place
