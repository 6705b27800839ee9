"""Rules as data: whatever a rule says survives being written as JSON and read back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import PutError, Severity
from replint.lang.compiled import from_data, to_data
from replint.lang.tree import Condition, Grant, Guard, Levels, Phrase, Rule

TEXTS = st.text(max_size=20)


@given(data=st.data())
def test_round_trip(data: st.DataObject, conditions: st.SearchStrategy[Condition]) -> None:
    """Rule to JSON to rule is the same rule."""
    levels = st.sampled_from(Severity)
    guards = st.lists(st.builds(Guard, levels, conditions), max_size=2).map(tuple)
    grants = st.builds(Grant, st.builds(Phrase, TEXTS), TEXTS, st.builds(Phrase, TEXTS), st.booleans())
    rules = st.builds(
        Rule,
        name=TEXTS,
        title=TEXTS,
        severity=st.builds(Levels, guards, levels),
        symptoms=st.lists(TEXTS, max_size=2).map(tuple),
        reference=TEXTS,
        why=TEXTS,
        help=st.none() | TEXTS,
        subject=TEXTS,
        when=st.none() | conditions,
        require=grants | conditions,
        denied=st.none() | levels,
        refused=st.none() | st.builds(PutError, TEXTS, st.none() | TEXTS),
        possible=st.booleans(),
    )
    rule = data.draw(rules)
    assert from_data(json.loads(json.dumps(to_data(rule)))) == rule


@pytest.mark.parametrize(("allowed", "form"), [(True, "may"), (False, "is not denied")])
def test_forms_of_grants(allowed: bool, form: str) -> None:
    """The data says a grant in the words of the language."""
    grant = Grant(Phrase("f"), "g", Phrase("h"), allowed)
    rule = Rule("a", "b", Levels((), Severity.NOTE), (), "c", "d", None, "e", None, grant, Severity.ERROR)
    data = to_data(rule)
    assert (data["require"], data["denied"]) == ([form, "f", "g", "h"], "error")


def test_strange_data() -> None:
    """Data that no rule was written as is refused."""
    rule = Rule(
        "a", "b", Levels((), Severity.NOTE), (), "c", "d", None, "e", None, Grant(Phrase("f"), "g", Phrase("h"))
    )
    with pytest.raises(ValueError, match=re.escape("no condition: ['perhaps']")):
        from_data({**to_data(rule), "require": ["perhaps"]})
