"""What to say to somebody whose run found nothing to check: what was seen, and what to do next; checks nothing."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from replint.cli.speech import unusable
from replint.cli.stdin import STDIN
from replint.reporters.names import listed
from replint.reporters.summary import count
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import typer

    from replint.finding import Report

MOST_FILES, MOST_BYTES = 10_000, 64 * 1024
"""How many files are looked at, and how far into each: it is a remark, and no check."""

TERRAFORM, STATE, TEMPLATE, JSON, YAML, OTHER = (
    "Terraform file",
    "Terraform plan or state",
    "CloudFormation template",
    "JSON or XML file",
    "YAML file",
    "other file",
)
_UNREAD = {TERRAFORM: "Terraform", STATE: "Terraform", TEMPLATE: "CloudFormation"}

GET_CONFIGURATION = "aws s3api get-bucket-replication --bucket BUCKET > replication.json"
GET_ROLES = "aws iam get-account-authorization-details --filter Role LocalManagedPolicy AWSManagedPolicy > roles.json"
SHAPES = "docs/inputs.md and `replint check --help` tell what else is read"


def nothing_found(paths: Sequence[str], cwd: str) -> Iterator[str]:
    """The lines for a run in which no document was one of ours."""
    seen = Counter(_kind(path) for path in _files(paths, cwd))
    unread = sorted({_UNREAD[kind] for kind in seen if kind in _UNREAD})
    what = listed([count(number, kind) for kind, number in seen.most_common()]) or "no file"
    yield f"replint: no document of ours was found in {_where(paths)} ({what})"
    if unread:
        verb = "is" if len(unread) == 1 else "are"
        yield f"replint: {listed(unread)} {verb} not read yet; hand over what it made, as the AWS CLI prints it:"
    else:
        yield "replint: it reads what the AWS CLI prints, as files of one folder; begin with:"
    yield f"  {GET_CONFIGURATION}"
    yield f"  {GET_ROLES}"
    yield f"replint: then run `replint check` there; {SHAPES}"


def nothing_replicates(report: Report) -> Iterator[str]:
    """The lines for a run that read documents of which none tells of a replication."""
    read = count(report.documents, "document")
    yield f"replint: {read} read, and no replication configuration among them; put beside them:"
    yield f"  {GET_CONFIGURATION}"


def misspelt(problem: FileNotFoundError) -> typer.BadParameter:
    """What to raise for a path at which there is nothing; names what is nearest to it, where something is."""
    refused = unusable(problem)
    if problem.filename and (near := nearest(os.path.relpath(problem.filename))):
        refused.message += visible(f"; did you mean {' or '.join(f'`{each}`' for each in near)}?")
    return refused


def nearest(path: str) -> list[str]:
    """The paths that are like one that is not there: its first part that is missing, said otherwise."""
    from difflib import get_close_matches

    parts = os.path.normpath(path).split(os.sep)
    for number, part in enumerate(parts):
        above = os.sep.join(parts[:number]) or (os.sep if os.path.isabs(path) else os.curdir)
        if os.path.lexists(os.path.join(above, part)):
            continue
        names = [name for name in _names(above) if not name.startswith(".")]
        found = [
            os.path.join(*filter(None, ("" if above == os.curdir else above, name, *parts[number + 1 :])))
            for name in get_close_matches(part, names, 3)
        ]
        return [each for each in found if os.path.exists(each)]
    return []


def _where(paths: Sequence[str]) -> str:
    if len(paths) > 1:
        return count(len(paths), "path")
    return {os.curdir: "the current folder", STDIN: "standard input"}.get(paths[0], f"`{paths[0]}`")


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _files(paths: Iterable[str], cwd: str) -> Iterator[str]:
    """The files at and below some paths that are not hidden, as many as are worth a remark."""
    left = MOST_FILES
    for path in paths:
        top = os.path.join(cwd, path)
        if os.path.isfile(top):
            yield top
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith("."):
                    continue
                if not left:
                    return
                left -= 1
                yield os.path.join(folder, name)


def _kind(path: str) -> str:
    name = path.lower()
    if name.endswith((".tf", ".tf.json", ".tofu")):
        return TERRAFORM
    if not name.endswith((".json", ".xml", ".yaml", ".yml", ".template")):
        return OTHER
    begins = _beginning(path)
    if b'"terraform_version"' in begins:
        return STATE
    if b"AWSTemplateFormatVersion" in begins or b"AWS::" in begins:
        return TEMPLATE
    return JSON if name.endswith((".json", ".xml")) else YAML


def _beginning(path: str) -> bytes:
    """The first bytes of a file; none where it cannot be read, which the run itself tells."""
    if not os.path.isfile(path):
        return b""
    try:
        with open(path, "rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError:
        return b""
