"""The first files of a rule: the rule itself, a case in which it fires, a case in which it is silent."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from replint import linter
from replint.record import record
from replint.trial.expectation import NAME as EXPECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE = """\
# A sentence about what must be so. `replint rules words {quoted}` lists the words that it can be made of.
rule {name}
  title      TODO: the fault in one line, such as `the replica is in a Region that is not ours`
  severity   error
  reference  TODO: the address of the page that says so, such as your own policy
  why        TODO: what happens when the rule is broken, and why that is bad
  help       TODO: what to change; or take this line away

  for each {subject}
  require TODO: what must be so, such as `{such_as}`
"""

_REGIONS = 'destination region is one of ("eu-west-1", "eu-central-1")'
_SUCH_AS = {
    "flow": _REGIONS,
    "bucket": "bucket versioning is Enabled",
    "replication configuration": "source versioning is Enabled",
    "replication rule": _REGIONS,
}

_BROKEN = """\
# What is wrong here, in a sentence for whoever reads this case.
{name}
"""

_SOUND = """\
# Everything is as `{name}` wants it: nothing is reported.
"""


class ScaffoldError(ValueError):
    """What keeps a rule from being begun."""


@record
class File:
    """A file to be written."""

    path: str
    content: str


def scaffold(name: str, folder: str, subject: str) -> tuple[File, ...]:
    """The files with which a rule of a pack begins; `subject` is what it looks at.

    Raises ScaffoldError where the name is none or taken, or one of the files is there already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise ScaffoldError(f"`{name}` is no name for a rule; expected kebab-case, such as `{_kebab(name)}`")
    for info in linter.catalogue([folder] if os.path.isdir(folder) else []).infos:
        if info.name == name:
            raise ScaffoldError(f"`{name}` is the name of another rule: {info.title}")
    found = tuple(_files(name, folder, subject))
    for each in found:
        if os.path.exists(each.path):
            raise ScaffoldError(f"`{each.path}` is there already")
    return found


def _files(name: str, folder: str, subject: str) -> Iterator[File]:
    with open(os.path.join(os.path.dirname(__file__), "estate.json"), encoding="utf-8") as file:
        estate = file.read()
    said = {"subject": subject, "quoted": shlex.quote(subject), "such_as": _SUCH_AS.get(subject, "...")}
    yield File(os.path.join(folder, f"{name}.rule"), _RULE.format(name=name, **said))
    for case, expected in (("bad", _BROKEN), ("good", _SOUND)):
        home = os.path.join(folder, linter.CASES, name, case)
        yield File(os.path.join(home, "bundle.json"), estate)
        yield File(os.path.join(home, EXPECTED), expected.format(name=name))


def _kebab(name: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
    kebab = re.sub(r"[^a-z0-9]+", "-", apart).strip("-0123456789")
    return kebab or "replica-elsewhere"
