"""Ways of writing facts: AWS's own documents and the bundle. Files in, estates out; decides nothing of them.

To add a dialect: a module that recognises its documents by their shape and reads them, and its row in `DIALECTS`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from replint.dialects import awscli, bundle, owners
from replint.dialects.documents import slips
from replint.dialects.estates import assembled
from replint.dialects.faults import FAULTS
from replint.dialects.files import Desk
from replint.dialects.folders import placed
from replint.dialects.guidance import NO_GUIDANCE, Claim, Guidance
from replint.dialects.managed import Library
from replint.dialects.selection import groups
from replint.dialects.told import Origin
from replint.record import record, replace

__all__ = ["DIALECTS", "Claim", "Dialect", "Guidance", "Reading", "infos", "read", "severities", "topic"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from replint.dialects.files import Watch
    from replint.dialects.selection import Group
    from replint.dialects.told import Form
    from replint.facts.estate import Estate
    from replint.finding import Finding, InputProblem, RuleInfo, Severity


class Dialect(Protocol):
    """A way of writing facts: a module with the forms of its documents."""

    FORMS: tuple[Form, ...]


DIALECTS: tuple[Dialect, ...] = (bundle, awscli)
"""Every dialect; the first form that fits a document reads it."""


Used = TypeVar("Used")


@record
class Reading(Generic[Used]):
    """All that was read: what came of the estates, in the order of their names, and what is wrong with their documents.

    `problems` are texts that could not be read, `remarks` notes for people, `strangers` the files that were
    named and are none of ours.
    `documents` is how many files told something; `origins` are the documents that estates were read from. `shared` are
    the files that several estates claim: what is wrong with them is told once for each. `elsewhere` are those of which
    an estate was not read.
    """

    estates: tuple[Used, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[InputProblem, ...] = ()
    remarks: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    documents: int = 0
    origins: tuple[Origin, ...] = ()
    shared: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


def read(  # noqa: PLR0913 - what the command line and the config file let choose
    paths: Sequence[str],
    use: Callable[[Estate], Used],
    *,
    together: bool = False,
    cwd: str | None = None,
    apart: Iterable[str] = (),
    texts: Mapping[str, bytes] | None = None,
    watch: Watch | None = None,
    guidance: Guidance = NO_GUIDANCE,
) -> Reading[Used]:
    """Read files and folders; paths in the answer are relative to `cwd`.

    Each estate is given to `use` as soon as it is read, and what that makes of it is kept in its place: of a thousand
    estates only one is held.

    A bundle is an estate of its own, the documents that a claim of `guidance` has form one, and so do the others of one
    folder; with `together` everything named is one. A file that is named selects its estates, which are read whole.
    Texts that cannot be read are `problems`, and all others are read nevertheless. Folders in `apart` are passed over
    unless something in them is named. `texts` are read in place of the files at their paths; the one at `-`, which
    `paths` has to name too, is no file and an estate of its own. `watch` is told how many files, and then how many
    estates, are done.

    Raises OSError when there is nothing at a path.
    """
    forms = tuple(form for dialect in DIALECTS for form in dialect.FORMS)
    here = cwd or os.getcwd()
    folders = frozenset(os.path.normpath(os.path.join(here, folder)) for folder in apart)
    desk = Desk(
        forms,
        apart=folders,
        texts=placed(texts or {}, here),
        watch=watch,
        excludes=guidance.excludes,
        forced=guidance.forced,
    )
    found = groups(paths, here, desk, guidance, together=together)
    desk.read.clear()  # every group has its own documents, and lets go of them when they are read
    found.reverse()
    faults: list[Finding] = []
    origins: list[Origin] = []
    estates = []
    told: set[str] = set()
    shared: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    total = len(found)
    while found:
        if watch:
            watch("estate", total - len(found), total)
        group = found.pop()
        shared |= group.shared
        elsewhere |= group.elsewhere
        for source in group.sources:
            desk.problems.update(source.shelf.problems if source.shelf else {})
        wrong: list[Finding] = []
        estate, files = _estate(group, wrong, desk.remarks, origins, guidance)
        faults.extend(replace(each, estate=group.name) for each in wrong)
        told |= files
        if files:
            estates.append(use(estate))
    problems = sorted(desk.problems, key=lambda problem: (problem.path, problem.line or 0, problem.column or 0))
    return Reading(
        estates=tuple(estates),
        findings=tuple(faults),
        problems=tuple(problems),
        remarks=tuple(desk.remarks),
        strangers=tuple(desk.strangers),
        documents=len(told),
        origins=tuple(origins),
        shared=shared,
        elsewhere=elsewhere,
    )


def infos() -> tuple[RuleInfo, ...]:
    """The rules of the faults that reading finds."""
    return tuple(fault.info for fault in FAULTS.values())


def severities() -> dict[str, Severity]:
    """How bad each of them is, unless the finder knows better."""
    return {fault.info.name: fault.severity for fault in FAULTS.values()}


def topic(rule: str) -> str:
    """The topic of one of these rules."""
    return FAULTS[rule].info.topic


def _estate(
    group: Group, faults: list[Finding], remarks: dict[str, None], origins: list[Origin], guidance: Guidance
) -> tuple[Estate, set[str]]:
    """The estate of a group, and the files that told something, by their paths; appends where it comes from."""
    library = Library()
    for source in group.sources:
        source.document.form.shelve(source.root, library)
    told = []
    files: set[str] = set()
    for source in group.sources:
        owner = guidance.owner(source.file.path)
        one = owners.read(source.document.form, source.root, owner, library, faults)
        told.append(one)
        remarks.update({f"{source.file.shown}: passed over, {remark}": None for remark in one.remarks})
        opened = {path: root for path, root in source.shelf.opened.items() if root} if source.shelf else {}
        files.update(opened, () if one.remarks else (source.real,))
        referred = tuple(each.text.path for each in opened.values())
        origins.append(Origin(group.name, source.file.shown, referred, one.suppress))
        faults.extend(slips([source.document.root, *opened.values()], faults))
    return assembled(group, told, library, faults, remarks), files
