"""What the other tools said when they were last run, in `seen.json`: made by a run, read by the page and its test."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.comparison.seeds import HERE, families, faults
from bench.comparison.tools import TOOLS, say, versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.comparison.seeds import Seed

FILE = os.path.join(HERE, "seen.json")


@dataclass(frozen=True, slots=True)
class Seen:
    """A run of the other tools: when, of which versions, and of each seed the digest and each tool's findings."""

    date: str
    system: str
    versions: dict[str, str]
    digests: dict[str, str]
    findings: dict[str, dict[str, list[str]]]

    def stale(self) -> list[str]:
        """The folders of `seeds/` that the tools have not seen as they are now, and those that are gone."""
        now = {seed.folder: seed.digest for seed in every_seed()}
        return sorted(name for name in now.keys() | self.digests.keys() if now.get(name) != self.digests.get(name))

    def news(self, seed: Seed, tool: str) -> list[str]:
        """What a tool finds in a seed and not in its sound twin.

        The same check on the same place is no news where only the words differ, such as a list of actions that it
        quotes.
        """
        told, usual = (Counter(self.findings[each.folder][tool]) for each in (seed, seed.sound))
        reworded = Counter(_check_and_place(line) for line in (usual - told).elements())
        news = []
        for line in (told - usual).elements():
            if reworded[_check_and_place(line)]:
                reworded[_check_and_place(line)] -= 1
            else:
                news.append(line)
        return news


def _check_and_place(line: str) -> str:
    return line.partition(": ")[0]


def every_seed() -> tuple[Seed, ...]:
    """The sound seeds and the faulty ones."""
    return (*families(), *(fault.seed for fault in faults()))


def run(programs: str, tell: Callable[[str], None]) -> Seen:
    """Run every tool on every seed; `tell` hears which seed is next."""
    findings = {}
    for seed in every_seed():
        tell(seed.folder)
        findings[seed.folder] = {tool.name: say(tool, programs, seed) for tool in TOOLS}
    return Seen(
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"{platform.system()}, {platform.python_implementation()} {platform.python_version()}",
        versions(programs),
        {seed.folder: seed.digest for seed in every_seed()},
        findings,
    )


def load() -> Seen:
    """The last run. Raises OSError where there was none."""
    with open(FILE, encoding="utf-8") as stream:
        return Seen(**json.load(stream))


def save(seen: Seen) -> None:
    """Keep a run."""
    with open(FILE, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(seen), indent=1, ensure_ascii=False) + "\n")
