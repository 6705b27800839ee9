"""The vocabulary as rules see it: sayable words, an answer for every flow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from replint import vocabulary
from replint.dialects.bucket import untold
from replint.dialects.members import STORAGE_CLASSES
from replint.facts.batch import GivenManifest, ManifestFormat
from replint.facts.unresolved import Unresolved
from replint.inventory import Holding
from replint.lang.evaluate import NotTold
from replint.lang.lexicon import TRUTH, Party, flaws
from replint.lang.tree import parted
from replint.span import Place, Span, Text
from replint.vocabulary import bucket, configured, deployment, flow, job
from replint.vocabulary.configured import beside, chains, events, existing, filters, kinds, naming, ways, winning
from replint.vocabulary.flow.states import WAYS_OUT, told
from replint.vocabulary.word import KEY_STATE, STORAGE_CLASS
from tests.scene import (
    MANIFEST,
    REPLICA_KEY,
    RULE,
    SOURCE_ACCOUNT,
    a_bucket,
    a_deployment,
    a_flow,
    a_job,
    a_key,
    a_put,
    an_estate,
)

if TYPE_CHECKING:
    from replint.vocabulary.word import Word


def test_every_word_can_be_said() -> None:
    """No word is reserved, doubled or without a meaning."""
    assert flaws(word.entry for word in vocabulary.WORDS) == ()


@pytest.mark.parametrize("phrase", [word.entry.form for word in flow.WORDS])
def test_a_flow_that_is_told_answers_every_word(phrase: str) -> None:
    """Of a flow whose documents tell everything, no answer is missing."""
    assert not isinstance(vocabulary.answer(a_flow(), phrase), NotTold)


@pytest.mark.parametrize("phrase", [word.entry.form for word in job.WORDS])
@pytest.mark.parametrize("manifest", ManifestFormat)
def test_a_job_that_is_told_answers_every_word(phrase: str, manifest: ManifestFormat) -> None:
    """Of a job whose documents tell everything, no answer is missing, whoever makes the manifest."""
    name = "arn:aws:s3:::harbour-jobs/harbour/weekly/2026-10-04T01-00Z/manifest.json"
    fields = None if manifest is ManifestFormat.INVENTORY else ("Bucket", "Key", "VersionId")
    for one in (a_job(), a_job(manifest=GivenManifest(manifest, name, versioned=True, fields=fields))):
        assert not isinstance(vocabulary.answer(one, phrase), NotTold)


@pytest.mark.parametrize("phrase", [word.entry.form for word in job.WORDS])
def test_a_job_that_tells_nothing_answers_with_what_is_missing(phrase: str) -> None:
    """A job whose document could not be read has no answer but who assumes its role, and names what would tell it."""
    gap = Unresolved("it")
    untold = replace(a_job(account=gap, region=gap, role=gap, manifest=gap, report=gap), source=gap)
    answer = vocabulary.answer(untold, phrase)
    assert isinstance(answer, NotTold) is (phrase != "batch operations")
    assert (vocabulary.told_by(untold, phrase) is None) is (phrase == "batch operations")


def test_the_key_of_a_manifest_whose_bucket_is_not_told_is_not_told() -> None:
    """The calls on the key carry the manifest's name, so that nothing is asked before the bucket is known."""
    untold = a_job(manifest=replace(MANIFEST, bucket=None))
    assert isinstance(vocabulary.answer(untold, "manifest key"), NotTold)
    assert isinstance(vocabulary.answer(untold, "manifest"), NotTold)


@pytest.mark.parametrize("phrase", [word.entry.form for word in deployment.WORDS])
def test_a_deployment_answers_every_word(phrase: str) -> None:
    """Whoever puts a configuration is told, and what is put."""
    assert not isinstance(vocabulary.answer(a_deployment(), phrase), NotTold)
    assert vocabulary.actor(a_deployment(), "deployer") == a_deployment().deployer


@pytest.mark.parametrize("phrase", [word.entry.form for word in bucket.WORDS])
def test_a_bucket_answers_every_word(phrase: str) -> None:
    """A bucket of which all is told answers everything; one that is only named says what would tell the rest."""
    estate = an_estate()
    assert not isinstance(vocabulary.answer(Holding(estate.buckets["harbour"], estate), phrase), NotTold)
    named = Holding(untold("quay"), estate)
    missing = vocabulary.told_by(named, phrase)
    assert (missing is None) is (phrase in {"bucket name", "bucket receives replicas"})
    assert missing is None or missing.tells.startswith("`")


@pytest.mark.parametrize(
    ("changes", "any_object", "every_object"),
    [
        ({}, True, True),
        ({"enabled": False}, False, False),
        ({"enabled": False, "prefix": Unresolved("prefix")}, False, False),
        ({"prefix": "logs/"}, True, False),
        ({"tags": (("team", "claims"),)}, True, False),
        ({"prefix": "logs/", "tags": Unresolved("tags")}, True, False),
        ({"prefix": Unresolved("prefix")}, True, None),
        ({"enabled": Unresolved("status")}, None, None),
        ({"enabled": Unresolved("status"), "prefix": "logs/"}, None, False),
    ],
)
def test_what_replicates_of_a_bucket(changes: dict[str, object], any_object: object, every_object: object) -> None:
    """A bucket replicates by any enabled rule, and as a whole by one without prefix and tags; None is not told."""
    estate = an_estate(replace(RULE, prefix=""))
    rule = replace(RULE, **{"prefix": "", **changes})  # type: ignore[arg-type] # the names are the rule's own
    holding = Holding(an_estate(rule).buckets["harbour"], estate)
    told = [vocabulary.answer(holding, phrase) for phrase in ("bucket replicates", "whole bucket replicates")]
    assert [None if isinstance(each, NotTold) else each for each in told] == [any_object, every_object]


def test_words_with_names() -> None:
    """A word with a name is asked for what is named; tags and prefixes are compared character by character."""
    tagged = a_bucket("harbour", SOURCE_ACCOUNT, "eu-west-1", tags=(("team", "claims"),))
    flow = a_flow(source=tagged, rule=replace(RULE, prefix="logs/"))
    asked = ['source tag "team"', 'source tag "Team"', 'keys selected under "logs/2026/"', 'keys selected under "l"']
    assert [vocabulary.answer(flow, phrase) for phrase in asked] == ["claims", None, True, True]
    assert vocabulary.answer(flow, 'keys selected under "data/"') is False


@pytest.mark.parametrize("word", configured.WORDS, ids=lambda word: word.entry.phrase)
def test_what_is_put_answers_every_word(word: Word[Any]) -> None:
    """Of a configuration whose documents tell everything no answer is missing."""
    (subject,) = (each for each in a_put() if each.kind == word.entry.subject)
    assert not isinstance(vocabulary.answer(subject, word.entry.phrase), NotTold)


VALUES = (
    *("given_id", "destination", "prefix", "tags", "priority", "delete_markers", "sse_kms"),
    *("destination_account", "owner_override", "replica_key", "storage_class"),
    *("replication_time", "replication_minutes", "metrics", "threshold_minutes"),
)
"""What a replication rule says in a value, which may be unreadable."""
ELEMENTS = {
    *("filtered", "own prefix stated", "replica modifications stated", "versions mixed", "replicas encrypted"),
    *("existing objects asked for", "several predicates side by side", "lone predicate joined", "selection empty"),
    "several destinations without filter",
}
"""The words that only ask which elements there are, of those that these values do not make."""
HINTS = {
    word.entry.phrase
    for part in (beside, chains, events, existing, filters, kinds, naming, ways, winning)
    for word in part.WORDS
    if word.entry.type is TRUTH
}
"""The words of advice and traps, which say of what is not told that it is not so: no document is asked for by them."""


@pytest.mark.parametrize("word", configured.WORDS, ids=lambda word: word.entry.phrase)
def test_what_is_put_and_not_told_is_open(word: Word[Any]) -> None:
    """What a word asks of a value that nobody tells is open, and so is whether it is there at all."""
    gaps: dict[str, Any] = dict.fromkeys(VALUES, Unresolved("it"))
    gap = Unresolved("it")
    whole, rule = a_put(replace(RULE, **gaps), role=gap, source=gap)
    subject = rule if word.entry.subject == rule.kind else whole
    open_ = isinstance(vocabulary.answer(subject, word.entry.phrase), NotTold)
    assert open_ is (word.entry.phrase not in ELEMENTS | HINTS)


def test_storage_classes_are_those_of_the_schema() -> None:
    """The word has the classes that the quick look at documents has."""
    assert sorted(STORAGE_CLASS.values) == sorted(STORAGE_CLASSES)


@pytest.mark.parametrize(
    "phrase",
    [word.entry.form for word in flow.WORDS if word.entry.phrase.startswith("source ")],
)
def test_a_source_that_is_not_told_answers_with_what_is_missing(phrase: str) -> None:
    """Words about a bucket that nobody tells are not told, and say what would tell them; targets can still be put."""
    unknown = Unresolved("the source bucket")
    untold = a_flow(source=unknown, source_key=unknown)
    answer = vocabulary.answer(untold, phrase)
    entry = vocabulary.LEXICON.words("flow")[parted(phrase)[0]]
    if isinstance(entry.type, Party) and not phrase.startswith("source key"):
        assert answer is True
    else:
        assert isinstance(answer, NotTold)
        assert vocabulary.told_by(untold, phrase) is not None


def test_only_what_can_be_acted_on_is_a_target() -> None:
    """Asking a word that is no party for a target is a fault of ours, and said so."""
    with pytest.raises(TypeError, match="nothing to act on"):
        vocabulary.target(a_flow(), "source account")


@pytest.mark.parametrize("state", KEY_STATE.values)
def test_every_state_in_which_a_key_cannot_be_used_has_its_own_way_out(state: str) -> None:
    """A key that waits to be deleted cannot simply be enabled; of a key that works there is nothing to tell."""
    place = Place(Text("bundle.json", "{}", lambda _route, _key: Span(0, 2)), ())
    said = told(replace(a_key(REPLICA_KEY), state=state), "replica key", place)
    assert (said is None) is (state in {"Enabled", "Updating"})
    assert said is None or (said.help == WAYS_OUT[state] and f"`{state}`" in said.message)
