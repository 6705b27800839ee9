"""The words of replication rules and configurations: what is told is answered, and what is not told makes no noise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint import vocabulary
from replint.configured import Configured, ConfiguredRule, trace
from replint.facts.batch import GivenManifest, ManifestFormat
from replint.facts.unresolved import Unresolved
from replint.flows import trace as trace_flows
from replint.lang.evaluate import NotTold
from replint.vocabulary.configured import beside, chains, events, existing, filters, kinds, ways, winning
from tests.scene import RULE, a_job, an_estate

HINTS = [word.entry.phrase for part in (winning, filters, kinds, chains, beside) for word in part.WORDS]
"""Words that say of what is not told that it is not so."""
WAYS = [word.entry.phrase for word in ways.WORDS]
UNTOLD = Unresolved("it")


def subjects(**source: object) -> tuple[Configured, ConfiguredRule]:
    """Return the configuration and the rule of the estate, whose source has changed settings."""
    estate = an_estate(**source)  # type: ignore[arg-type] # the names are the bucket's own
    configured, rule = trace(estate, trace_flows(estate))
    assert isinstance(configured, Configured)
    assert isinstance(rule, ConfiguredRule)
    return configured, rule


@pytest.mark.parametrize("phrase", [*HINTS, *WAYS])
def test_a_rule_that_is_told_answers_every_word(phrase: str) -> None:
    """Of a rule whose documents tell everything, no answer is missing."""
    assert not isinstance(vocabulary.answer(subjects()[1], phrase), NotTold)


@pytest.mark.parametrize("phrase", [phrase for phrase in (*HINTS, *WAYS) if not phrase.startswith("destination ")])
def test_what_is_not_told_is_no_hint(phrase: str) -> None:
    """Of a rule of which nothing is told, no word says that something is so, and none that it is open."""
    names = (
        "enabled",
        "destination",
        "prefix",
        "tags",
        "priority",
        "sse_kms",
        "storage_class",
        "replication_time",
        "metrics",
    )
    rule = replace(RULE, **dict.fromkeys(names, UNTOLD))  # type: ignore[arg-type] # the names are the rule's own
    settings = dict.fromkeys(("lifecycle", "notification", "logging", "region", "encryption"), UNTOLD)
    estate = an_estate(rule)
    untold = {name: replace(each, **settings) for name, each in estate.buckets.items()}  # type: ignore[arg-type] # as above
    estate = replace(estate, buckets=untold)
    _, subject = trace(estate, ())
    assert isinstance(subject, ConfiguredRule)
    nobodys = replace(subject, within=replace(subject.within, source=UNTOLD))
    assert vocabulary.answer(subject, phrase) is False
    assert vocabulary.answer(nobodys, phrase) is False


def test_a_batch_job_that_may_be_for_the_bucket() -> None:
    """A job whose manifest alone says what it lists may list the bucket's objects; a job of another bucket does not."""
    configured, _ = subjects()
    (phrase,) = (word.entry.phrase for word in existing.WORDS)
    given = GivenManifest(
        ManifestFormat.CSV, "arn:aws:s3:::harbour-jobs/list.csv", versioned=True, fields=("Bucket", "Key")
    )
    own, other = a_job().estate.jobs[0], replace(a_job().estate.jobs[0], manifest=given)
    elsewhere = replace(own, manifest=replace(own.manifest, source="arn:aws:s3:::quay"))  # type: ignore[arg-type] # made
    assert vocabulary.answer(subjects(notification=UNTOLD)[0], events.WORDS[0].entry.phrase) is False
    for jobs, told in (((), False), ((own,), True), ((other,), True), ((elsewhere,), False)):
        subject = replace(configured, estate=replace(configured.estate, jobs=jobs))
        assert vocabulary.answer(subject, phrase) is told
