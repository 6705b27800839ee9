"""A finding in a few lines of plain text, for formats that have no more than a message; knows no format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty, Severity
from replint.reporters.sequel import doubt, sequel
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Finding, Label
    from replint.reporters.checkout import Checkout


def headline(finding: Finding) -> str:
    """What is wrong, in one line that shows everything in it."""
    possible = "possible: " if finding.certainty is Certainty.POSSIBLE else ""
    return f"{possible}{visible(finding.message)}"


def told(finding: Finding, shown: Label) -> Iterator[str]:
    """What is wrong, what is to be said where it is shown, what S3 makes of it, and what to change; no other place."""
    yield headline(finding)
    advice = finding.severity is Severity.NOTE
    for name, text in (
        ("here", shown.message),
        ("then", "" if advice else sequel(finding)),
        ("note", "" if advice else doubt(finding)),
        ("help", finding.help),
    ):
        if text:
            yield f"{name}: {visible(text)}"


def lines(finding: Finding, checkout: Checkout) -> Iterator[str]:
    """All that there is to tell, with the other places; nothing breaks a line.

    The place to change is among the others where the finding is shown elsewhere.
    """
    shown, *others = checkout.places(finding)
    yield from told(finding, shown)
    for label in others:
        text = f": {visible(label.message)}" if label.message else ""
        yield f"{'change' if label is finding.primary else 'see'} {where(label, checkout)}{text}"


def where(label: Label, checkout: Checkout) -> str:
    """A place as people and editors read it."""
    file = label.place.text.file
    line, column = file.position(label.place.span.start)
    return f"{visible(checkout.path(file.path))}:{line}:{column}"
