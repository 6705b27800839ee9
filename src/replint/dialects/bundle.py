"""The bundle: buckets, roles, keys, jobs and an organisation's policies in one document, an estate of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects import job, organisation, shape
from replint.dialects.documents import read_bucket, read_key, read_role
from replint.dialects.managed import attached
from replint.dialects.told import Form, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.dialects.managed import Library
    from replint.finding import Finding
    from replint.syntax import Node

MARK = "ReplintBundle"
SUPPRESS = "Suppress"
"""The member that says what is not to be told; what it means is no matter of documents."""


def _is_bundle(root: Node) -> bool:
    return isinstance(root.value, dict) and MARK in root.value


def _shelve(root: Node, library: Library) -> None:
    for arn, document in attached([*_each(root, "Roles"), *_each(root, "Deployers")]):
        library.add(arn, document)


def _read(root: Node, library: Library, faults: list[Finding]) -> Told:
    """What the bundle tells; jobs that do not replicate are let be."""
    faults.extend(shape.faults(root, "Bundle"))
    scps, rcps = root.get("ServiceControlPolicies"), root.get("ResourceControlPolicies")
    buckets = [read_bucket(node, faults) for node in _each(root, "Buckets")]
    roles = [read_role(node, library, faults) for node in _each(root, "Roles")]
    deployers = [read_role(node, library, faults) for node in _each(root, "Deployers")]
    keys = [read_key(node, faults) for node in _each(root, "Keys")]
    return Told(
        buckets=tuple(found for found in buckets if found),
        roles=tuple(found for found in (*roles, *deployers) if found),
        keys=tuple(found for found in keys if found),
        scps=organisation.read(scps, "scp", faults) if scps else None,
        rcps=organisation.read(rcps, "rcp", faults) if rcps else None,
        jobs=tuple(job.read(node, faults) for node in _each(root, "BatchJobs") if job.replicates(node)),
        deployers=tuple(found.arn for found in deployers if found),
        suppress=root.get(SUPPRESS),
    )


def _each(root: Node, name: str) -> Iterable[Node]:
    """The objects in a list of the bundle."""
    member = root.get(name)
    return [node for node in member.elements() if isinstance(node.value, dict)] if member else []


FORMS: tuple[Form, ...] = (Form(_is_bundle, _read, _shelve, refers=True, alone=True),)
"""The bundle's only form."""
