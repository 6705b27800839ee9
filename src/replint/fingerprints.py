"""In which order a run tells its findings, and what each is about, without lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.paths import from_home
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from replint.finding import Finding


def ordered(findings: Iterable[Finding], home: str | None = None, cwd: str = "") -> tuple[Finding, ...]:
    """Findings by severity, file and position, with their fingerprints, which hold paths from `home`.

    Paths of findings are relative to `cwd`; without a home those are held as they are. A finding that has a fingerprint
    keeps it.
    """

    def order(finding: Finding) -> tuple[int, str, int, str, str]:
        place = finding.primary.place
        return (-finding.severity.weight, place.text.path, place.span.start, finding.rule, finding.action or "")

    return tuple(
        finding if finding.fingerprint else replace(finding, fingerprint=_fingerprint(finding, home, cwd))
        for finding in sorted(findings, key=order)
    )


def once(findings: Sequence[Finding], shared: Collection[str]) -> tuple[Finding, ...]:
    """The findings, those once that are found in a `shared` file, which several estates have, alike in each.

    Such a one concerns the flows of all these estates.
    """
    if not shared:
        return tuple(findings)
    copies: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        copies.setdefault((each.fingerprint, each.message), []).append(each)
    kept = []
    for each in findings:
        alike = copies[each.fingerprint, each.message]
        if each.primary.place.text.file.path not in shared:
            kept.append(each)
        elif each is alike[0]:
            kept.append(replace(each, flows=tuple(dict.fromkeys(flow for copy in alike for flow in copy.flows))))
    return tuple(kept)


def _fingerprint(finding: Finding, home: str | None, cwd: str) -> str:
    """What a finding is about: the rule, the call, the layer and whose document it is."""
    place = finding.primary.place
    about = finding.action and (finding.layer, finding.principal, finding.action, finding.resource)
    path = place.text.path if home is None else from_home(place.text.path, home, cwd)
    return digest(finding.rule, *(about or (place.pointer, place.inner)), path)


def digest(*parts: str | None) -> str:
    """A short name for some texts, in which each counts; it is the same in every run."""
    from hashlib import blake2b

    return blake2b("\0".join(map(str, parts)).encode(errors="surrogatepass"), digest_size=8).hexdigest()
