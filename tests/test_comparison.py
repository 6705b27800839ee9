"""docs/comparison.md and its seeds: replint finds what is seeded, and the page is that of today; runs no other tool."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pytest

from bench.comparison import seeds
from bench.comparison.page import NAME, check, page
from bench.comparison.seen import load
from replint import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.comparison.seeds import Fault, Seed
    from tests.conftest import Golden

FAULTS = seeds.faults()
each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
each_family = pytest.mark.parametrize("sound", seeds.families(), ids=lambda seed: seed.folder)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.rule], ids=lambda fault: fault.name)
def test_replint_finds_what_is_seeded(fault: Fault) -> None:
    """A seeded fault is found, by the rule that is made for it."""
    assert fault.rule in {finding.rule for finding in check(fault.seed).findings}


@each_family
def test_the_sound_twin_is_proved_right(sound: Seed) -> None:
    """Of a sound twin replint finds nothing, and decides everything."""
    report = check(sound)
    assert (report.findings, report.problems, report.verdicts(Verdict.UNKNOWN)) == ((), (), 0)
    assert report.flows


@each_fault
def test_a_fault_is_one_change(fault: Fault) -> None:
    """A file of a fault's folder differs from the sound twin's, in one place; the bundle always does."""
    seed = fault.seed
    changes = {name: _changes(seed.sound.text(name), seed.text(name)) for name in seed.own}
    assert changes == dict.fromkeys(seed.own, 1)
    assert seeds.BUNDLE in seed.own


@each_fault
def test_every_form_has_the_fault(fault: Fault) -> None:
    """The fault is in the templates and in Terraform, too, and a fault of a policy is in that policy alone, too."""
    seed = fault.seed
    assert seed.own_files(seeds.TEMPLATE)
    assert seed.own_files(seeds.TERRAFORM)
    policies = [sorted(map(json.dumps, _policies(json.loads(each.text(seeds.BUNDLE))))) for each in (seed.sound, seed)]
    assert bool(seed.own_files(seeds.POLICY)) == (policies[0] != policies[1])


@pytest.mark.parametrize("seed", [*seeds.families(), *(fault.seed for fault in FAULTS)], ids=lambda seed: seed.folder)
def test_single_policies_are_those_of_the_bundle(seed: Seed) -> None:
    """What parliament is given are policies that replint is given, too."""
    told = list(_policies(json.loads(seed.text(seeds.BUNDLE))))
    assert [name for name in seed.files(seeds.POLICY) if json.loads(seed.text(name)) not in told] == []


def test_every_folder_is_told_of() -> None:
    """The folders of seeds/ are those of faults.toml, and the sound ones."""
    told = {fault.folder for fault in FAULTS} | {seed.folder for seed in seeds.families()}
    assert {f"{family}/{name}" for family, names in seeds.folders() for name in names} == told
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20


def test_the_others_have_seen_the_seeds_of_today() -> None:
    """What is kept of the other tools is what they said of these files; `make comparison` runs them anew."""
    assert load().stale() == []


def test_the_page_is_fresh(golden: Golden) -> None:
    """docs/comparison.md holds what replint says today; `make accept` writes it."""
    golden(NAME, page(load()))


def _changes(before: str, after: str) -> int:
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return sum(tag != "equal" for tag, *_ in matcher.get_opcodes())


def _policies(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield every policy inside a document."""
    if isinstance(value, dict) and "Statement" in value:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _policies(each)
