"""docs/comparison.md: replint's findings as they are now, beside what the other tools said when they were last run."""

from __future__ import annotations

import difflib
import os
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.comparison.seeds import BUNDLE, HERE, POLICY, SEEDS, TEMPLATE, TERRAFORM, families, faults
from bench.comparison.tools import TOOLS
from replint import Certainty, Verdict, lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.comparison.seeds import Fault, Seed
    from bench.comparison.seen import Seen
    from replint import Finding, Report

NAME = "docs/comparison.md"
SEEDS_NAME = "bench/comparison/seeds"
PAGE = os.path.join(os.path.dirname(os.path.dirname(HERE)), NAME)

PURPOSES = {
    "cfn-lint": "templates that CloudFormation would refuse, or that break its good practice: each value by its schema",
    "checkov": "settings that break a rule of security or compliance: one resource, or a few that belong together",
    "parliament": "policies with mistakes in them: each by itself, against the list of AWS's actions and resources",
}
"""What each of the others is made for, in our words."""

SILENT = "-"

INTRODUCTION = """# Comparison

<!-- Made of bench/comparison: `make comparison` runs the tools and writes it, `make accept` writes replint's part. -->

A replication with one fault, written as AWS's JSON for replint, as CloudFormation templates, for Terraform, and as
single policies; and what replint, [cfn-lint](https://github.com/aws-cloudformation/cfn-lint),
[checkov](https://github.com/bridgecrewio/checkov) and [parliament](https://github.com/duo-labs/parliament) say of it.
This page states what was run and seen, and nothing about faults that are not on it.

**The faults were chosen by the authors of replint**, most of them because replint has a rule for them, the last ones
because another tool sees them. The figures therefore tell what each tool is for, not how good it is at that. The others
check much beside replication, and replint checks nothing else: none of them stands in for another.

Every fault stands in a folder of [bench/comparison/seeds](../bench/comparison/seeds), beside a *sound* twin that
differs in this one thing; a file that a fault's folder lacks is the twin's. What a tool says of the sound twin, too,
does not count as seeing the fault; nor does the same check on the same place in other words. Each of the others was
asked for all it has: notes, experimental checks, community checks.
"""

AGAIN = """## Run it again

```sh
make comparison
```

This makes an environment with the versions of [requirements.txt](../bench/comparison/requirements.txt), runs every tool
on every seed, which takes some minutes, and writes this page and [what was seen](../bench/comparison/seen.json).
`python -m bench.comparison --tools DIR` runs the tools in `DIR` instead. A test holds replint's part to what replint
says today, and the seeds to those that the others were run on.

On each seed the others were run like this:

```text
{commands}
```
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What replint says of a fault."""

    fault: Fault
    findings: tuple[Finding, ...]
    unknown: int
    """How many requirements it could not decide, though it could in the sound twin."""

    @property
    def first(self) -> Finding | None:
        """The finding that tells the fault; where none has the rule that is asked for, the first there is."""
        asked = (each for each in self.findings if each.rule == self.fault.rule)
        return next(asked, next(iter(self.findings), None))


def check(seed: Seed) -> Report:
    """What replint says of a seed, as `replint check` does."""
    return lint([os.path.join(SEEDS, seed.folder, BUNDLE)])


def answers() -> tuple[Answer, ...]:
    """What replint says of every fault."""
    usual = {seed: check(seed).verdicts(Verdict.UNKNOWN) for seed in families()}
    found = ((fault, check(fault.seed)) for fault in faults())
    return tuple(
        Answer(fault, report.findings, max(0, report.verdicts(Verdict.UNKNOWN) - usual[fault.seed.sound]))
        for fault, report in found
    )


def page(seen: Seen) -> str:
    """The whole page. Raises KeyError where a tool has not seen a seed."""
    told = answers()
    sections = (INTRODUCTION, *_tools(told, seen), *_table(told, seen), *_each(told, seen), _again())
    return "\n".join(sections)


def _tools(told: tuple[Answer, ...], seen: Seen) -> Iterator[str]:
    yield f"The others were run on {seen.date} ({seen.system}); replint's part is that of this checkout.\n"
    yield f"| tool | made to find | given | faults seen, of {len(told)} | findings on {len(families())} sound twins |"
    yield "| --- | --- | --- | --- | --- |"
    seeing = sum(answer.first is not None for answer in told)
    sound = sum(len(check(seed).findings) for seed in families())
    yield f"| replint | replication of S3 that cannot work as configured | AWS's JSON | {seeing} | {sound} |"
    for tool in TOOLS:
        seeing = sum(bool(seen.news(answer.fault.seed, tool.name)) for answer in told)
        sound = sum(len(seen.findings[seed.folder][tool.name]) for seed in families())
        title = f"{tool.name} {seen.versions[tool.name]}"
        yield f"| {title} | {PURPOSES[tool.name]} | {tool.given} | {seeing} | {sound} |"
    yield ""


def _table(told: tuple[Answer, ...], seen: Seen) -> Iterator[str]:
    yield "## What each says\n"
    yield f"`{SILENT}` is silence about the fault. *No policy*: it is in none, and parliament reads nothing else."
    yield "*Not decided*: replint finds nothing wrong, and tells what it could not verify; `--strict` makes it count.\n"
    yield "| fault | in AWS | replint | " + " | ".join(tool.name for tool in TOOLS) + " |"
    yield "| --- " * (3 + len(TOOLS)) + "|"
    for answer in told:
        fault = answer.fault
        cells = (f"[{fault.title}](#{fault.name})", fault.happens, _ours(answer), *_theirs(fault, seen))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _ours(answer: Answer) -> str:
    if answer.first is None:
        return f"{SILENT} ({answer.unknown} requirements not decided)" if answer.unknown else SILENT
    more = len(answer.findings) - 1
    return _line(answer.first) + (f" (and {more} more)" if more else "")


def _theirs(fault: Fault, seen: Seen) -> Iterator[str]:
    for tool in TOOLS:
        checks = dict.fromkeys(line.partition(" ")[0] for line in seen.news(fault.seed, tool.name))
        given = fault.seed.own_files(*tool.endings)
        yield ", ".join(f"`{name}`" for name in checks) or (SILENT if given else "no policy")


def _line(finding: Finding) -> str:
    possible = "possible: " if finding.certainty is Certainty.POSSIBLE else ""
    return f"{finding.severity} `{finding.rule}`: {possible}{finding.message}"


def _each(told: tuple[Answer, ...], seen: Seen) -> Iterator[str]:
    yield "## Each fault\n"
    yield "The change of AWS's JSON, the documents that decide it, and all that was said of it.\n"
    for answer in told:
        fault = answer.fault
        yield f"### {fault.name}\n"
        yield _wrapped(
            f"{fault.title[0].upper()}{fault.title[1:]}. In AWS: {fault.happens}. What decides it: {fault.decided_by} "
            f"([files](../{SEEDS_NAME}/{fault.folder}), [sound](../{SEEDS_NAME}/{fault.seed.sound.folder}))."
        )
        yield f"\n```diff\n{_change(fault.seed)}\n```\n"
        said = [f"replint: {_line(finding)}" for finding in answer.findings]
        said += [f"{tool.name}: {_quoted(line)}" for tool in TOOLS for line in seen.news(fault.seed, tool.name)]
        yield from (f"- {line}" for line in said or ["nobody says anything of it"])
        yield ""


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _quoted(line: str) -> str:
    check, _, rest = line.partition(" ")
    return f"`{check}` ``{rest}``"


def _again() -> str:
    names = {TEMPLATE: "TEMPLATES", TERRAFORM: "FILES", POLICY: "POLICIES"}
    commands = (" ".join((tool.name, *tool.arguments([names[tool.endings[-1]]]))) for tool in TOOLS)
    return AGAIN.replace("{commands}", "\n".join(commands))


def _change(seed: Seed) -> str:
    """The lines of the bundle that differ from the sound twin's, with one around them."""
    before, after = (each.text(BUNDLE).splitlines() for each in (seed.sound, seed))
    changed = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
    lines = [line for line in changed if not line.startswith("@@")]
    body = textwrap.dedent("\n".join(line[1:] for line in lines)).splitlines()
    return "\n".join(f"{line[0]}{text}".rstrip() for line, text in zip(lines, body, strict=True))
