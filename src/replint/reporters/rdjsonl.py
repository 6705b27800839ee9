"""Report -> reviewdog's diagnostics, one a line.

https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto: columns count bytes of UTF-8 from 1, and
an end is behind the last byte. Of members that are not in every version there are none: an older one would refuse all.
A message becomes a part of a comment as it is, and so Markdown, in which a name could call people or make a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Safety, Severity
from replint.reporters.edits import rewriting
from replint.reporters.encoding import encoded
from replint.reporters.inline import prose
from replint.reporters.lines import lines
from replint.reporters.order import worst_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Json, Patch, Report
    from replint.reporters.checkout import Checkout
    from replint.reporters.screen import Screen
    from replint.span import Text

SOURCE: Json = {"name": "replint"}

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report, screen: Screen, /) -> str:
    """A line for each finding, the worst first; none of a report without findings, since an empty one is no JSON."""
    return "".join(f"{encoded(each)}\n" for each in diagnostics(report, screen.checkout))


def diagnostics(report: Report, checkout: Checkout) -> Iterator[dict[str, Json]]:
    """The findings as diagnostics; reviewdog finds the repository itself, so a location has its path as it is told."""
    pages = {rule.name: rule.reference for rule in report.rules}
    for finding in worst_first(report.findings):
        place = checkout.places(finding)[0].place
        page = finding.reference or pages.get(finding.rule)
        file = place.text.file
        yield {
            "message": "\n".join(map(prose, lines(finding, checkout))),
            "location": {"path": file.path, "range": _range(file, *place.span)},
            "severity": _SEVERITIES[finding.severity],
            "source": SOURCE,
            "code": {"value": finding.rule, **({"url": page} if page else {})},
            **_suggestions(finding.patch, file),
        }


def _range(file: Text, start: int, end: int) -> Json:
    return {"start": _position(file, start), "end": _position(file, end)}


def _position(file: Text, offset: int) -> Json:
    line, column = file.position(offset)
    before = file.content[offset - (column - 1) : offset]
    return {"line": line, "column": len(before.encode(errors="surrogatepass")) + 1}


def _suggestions(patch: Patch | None, file: Text) -> dict[str, Json]:
    """The change as one stretch of the file and what makes way for it; a change of other files cannot be told."""
    files = rewriting(patch.edits) if patch and patch.safety is not Safety.DISPLAY_ONLY else None
    if not files or files.keys() != {file}:
        return {}
    parts = files[file]
    start, end = parts[0].start, parts[-1].end
    text, at = "", start
    for part in parts:
        text += file.content[at : part.start] + part.text
        at = part.end
    return {"suggestions": [{"range": _range(file, start, end), "text": text}]}
