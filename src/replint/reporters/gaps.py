"""What could not be verified, put together by the document that would settle it, in words; knows no layout."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Severity
from replint.reporters.names import flow_name, listed
from replint.reporters.summary import count

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from replint.finding import Document, Finding, FlowReport, Pending, Report, Unverified
    from replint.span import Place


class Gap(NamedTuple):
    """What one document would tell, or something that nobody tells.

    `told` has what is to be said of it, each in parts of a sentence under one word; `commands` print what is missing.
    `counted` says how many requirements hang on it, empty of none; `pending` names them for people.
    """

    missing: str
    places: tuple[Place, ...]
    told: tuple[tuple[str, tuple[str, ...]], ...]
    commands: tuple[str, ...]
    counted: str
    pending: tuple[str, ...]
    requirements: tuple[Pending, ...]


def gaps(report: Report) -> Iterator[Gap]:
    """A gap for each document that is missing or lacks something, and for whatever else nobody tells."""
    flows = {flow.id: flow for flow in report.flows}
    found = [*_together(report.unverified)]
    hanging = Counter(pending for each in found for pending in _pending(each))
    elsewhere = {pending for pending, number in hanging.items() if number > 1}
    for each in found:
        yield _gap(each, elsewhere, _known(report, each), flows)


def _known(report: Report, together: Sequence[Unverified]) -> Iterator[Finding]:
    """The errors about names, each of which stands wherever a thing that no document describes is named.

    Nothing is to be given to have such a thing described: it is called otherwise.
    """
    if all(gap.document and not gap.document.members for gap in together):
        errors = (each for each in report.findings if each.severity is Severity.ERROR and not each.action)
        standing = {each.primary.place: each for each in errors}
        known = [standing.get(place) for place in _places(together)]
        if None not in known:
            yield from filter(None, known)


def _pending(together: Iterable[Unverified]) -> dict[Pending, None]:
    """The requirements that hang on any of it, each once."""
    return dict.fromkeys(each for gap in together for each in gap.requirements)


def _together(unverified: Iterable[Unverified]) -> Iterable[Sequence[Unverified]]:
    """What one document would tell, in the order of the first of each; a thing that has none apart from its parts."""
    found: dict[Hashable, list[Unverified]] = {}
    for gap in dict.fromkeys(unverified):
        settles = gap.document
        by = (settles.kind, settles.name, bool(settles.members)) if settles else gap
        found.setdefault(by, []).append(gap)
    return found.values()


def _gap(
    together: Sequence[Unverified],
    elsewhere: AbstractSet[Pending],
    known: Iterable[Finding],
    flows: Mapping[str, FlowReport],
) -> Gap:
    documents = [gap.document for gap in together if gap.document]
    missing, told = _asked_for(documents) if documents else (together[0].missing, (("why", (together[0].why,)),))
    if see := [*dict.fromkeys(f"{each.severity}[{each.rule}] above" for each in known)]:
        documents, told = [], (("see", (listed(see),)),)
    pending = _pending(together)
    return Gap(
        missing=missing,
        places=tuple(_places(together)),
        told=told,
        commands=tuple(_commands(documents)),
        counted=_counted(pending, elsewhere) if pending else "",
        pending=tuple(_told(each, flows) for each in pending),
        requirements=tuple(pending),
    )


def _counted(pending: Iterable[Pending], elsewhere: AbstractSet[Pending]) -> str:
    """How many requirements hang on it, and how many of them on something else, too, which counts them as well."""
    hanging = [each in elsewhere for each in pending]
    others, number = sum(hanging), len(hanging)
    many = "" if others == number == 1 else "all " if others == number else f"{others} "
    too = f", {many}for other reasons too" if others else ""
    return f"{count(number, 'requirement')} unknown{too}:"


def _places(together: Iterable[Unverified]) -> Iterable[Place]:
    return dict.fromkeys(place for gap in together for place in gap.places)


def _commands(documents: Iterable[Document]) -> list[str]:
    """What prints what is missing, each command once."""
    return [*dict.fromkeys(command for each in documents for command in each.commands)]


def _asked_for(documents: Sequence[Document]) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """What is missing of a thing, and what to give to have it told; the commands that print it come behind."""
    kind, name = documents[0].kind, documents[0].name
    parts = [*dict.fromkeys(each.part for each in documents)]
    members = [*dict.fromkeys(member for each in documents for member in each.members)]
    output = ("from the output of:",) if _commands(documents) else ()
    comma = "," if output else ""
    if not members:
        return f"{kind} `{name}`, which no document describes", (
            ("open", (f"its {listed(parts)}",)),
            ("help", (f"give a document of it{comma}", *output)),
        )
    missing = f"{listed([f'the {part}' for part in parts])} of {kind} `{name}`"
    add = f"add {listed(members)} to the {kind}'s document{_null(documents)}{comma}"
    return missing, (("help", (add, *output)),)


def _null(documents: Sequence[Document]) -> str:
    """How to say that there is none of what may not be there."""
    nullable = [*dict.fromkeys(each.part for each in documents if each.nullable)]
    if not nullable:
        return ""
    none = (
        "none" if all(each.nullable for each in documents) else listed([f"no {part}" for part in nullable], word="or")
    )
    return f" (null where there is {none})"


def _told(pending: Pending, flows: Mapping[str, FlowReport]) -> str:
    """A requirement for a person: the call, or what is asked and of what."""
    if not pending.title:
        return pending.text
    flow = flows.get(pending.subject)
    return f"perhaps {pending.title}: {flow_name(flow) if flow else f'{pending.kind} `{pending.subject}`'}"
