"""What stands around findings: what else was looked at, what could not be verified, assumptions, unreadable input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.checks import tally
from replint.reporters.excuses import level
from replint.reporters.inline import fenced, html, link, name, prose
from replint.reporters.markdown.findings import opening, place, points, seen
from replint.reporters.markdown.flows import SIGNS
from replint.reporters.markdown.limit import Entry
from replint.reporters.names import origins, some

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import InputProblem, Override, SubjectReport
    from replint.reporters.checkout import Checkout
    from replint.reporters.gaps import Gap
    from replint.reporters.markdown.findings import Guide


def beside(subjects: Sequence[SubjectReport]) -> Iterator[str]:
    """What was looked at beside flows: each with its verdict, and how many requirements came to which."""
    for subject, origin in zip(
        subjects, origins([((each.kind, each.id), each.place) for each in subjects]), strict=True
    ):
        where = f" (in {name(origin)})" if origin else ""
        told = tally(subject)
        yield f"- {SIGNS[subject.verdict]} {prose(subject.kind)} {name(subject.id)}{where}{told and ': '}{told}"


def untold(gap: Gap, guide: Guide) -> Entry:
    """What one document would settle, as a block with what to give, and as a line."""
    sign = SIGNS[Verdict.UNKNOWN]
    return Entry(lambda: opening(f"{sign} {html(gap.missing)}", _settled(gap, guide)), f"- {sign} {prose(gap.missing)}")


def _settled(gap: Gap, guide: Guide) -> Iterator[str]:
    """What hangs on it comes before what to give, behind which the commands stand that print it."""
    pending = some(gap.pending, all_of_them=guide.screen.verbose)
    told = [("then", (gap.counted, *pending)), *gap.told]
    yield points((word, prose(" ".join(text))) for word, text in told)
    yield fenced(gap.commands, "sh") if gap.commands else ""
    yield seen(place(each, guide.checkout) for each in gap.places)


def overridden(override: Override, checkout: Checkout) -> str:
    """What a pack says of a rule that is not its own, and where."""
    return f"- {name(override.rule)} {level(override)}: {prose(override.reason)} ({place(override.place, checkout)})"


def unread(problem: InputProblem, checkout: Checkout) -> str:
    """A text that could not be read, and why."""
    path, line = checkout.path(problem.path), problem.line
    where = name(path) if line is None else name(f"{path}:{line}")
    return f"- {link(where, checkout.address(problem.path, line or 1))}: {prose(problem.message)}"
