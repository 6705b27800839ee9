"""A toy vocabulary of ships and harbours: the language must work where there is no bucket."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from replint.lang.lexicon import ACTOR, ACTOR_AND_TARGET, TARGET, TRUTH, Choice, Entry, Lexicon, Textual
from replint.lang.tree import And, Condition, Holds, Is, IsSet, Literal, Not, OneOf, Or, Phrase

PORT = Textual("port", form=r"[A-Z]{3}", example="HAM")
COUNTRY = Textual("country")
CARGO = Choice("cargo", ("coal", "Grain", "salted fish"))

SHIP = (
    Entry("afloat", TRUTH, "ship", "the ship floats"),
    Entry("under way", TRUTH, "ship", "the ship moves"),
    Entry("home port", PORT, "ship", "where the ship belongs"),
    Entry("next port", PORT, "ship", "where the ship goes"),
    Entry("flag", COUNTRY, "ship", "whose flag the ship flies"),
    Entry("cargo", CARGO, "ship", "what the ship carries"),
    Entry("flag at", COUNTRY, "ship", "whose flag flies at the `MAST`", named="MAST", such_as="fore mast"),
    Entry("lit", TRUTH, "ship", "a light shows at the `MAST`", named="MAST", such_as="fore mast"),
    Entry("captain", ACTOR, "ship", "who commands the ship"),
    Entry("pilot", ACTOR_AND_TARGET, "ship", "who knows the harbour"),
    Entry("lower hold", TARGET, "ship", "where cargo is stowed"),
)
HARBOUR = (Entry("open", TRUTH, "harbour", "ships may enter"), Entry("owner", COUNTRY, "harbour", "whose it is"))


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """Ships and harbours."""
    return Lexicon.of((*SHIP, *HARBOUR))


@pytest.fixture(scope="session")
def conditions() -> st.SearchStrategy[Condition]:
    """Conditions about ships that make sense."""
    ports = st.sampled_from([Phrase("home port"), Phrase("next port")])
    values = ports | st.sampled_from([Literal("HAM"), Literal("RTM")])
    cargoes = st.sampled_from([Literal("coal"), Literal("Grain"), Literal("salted fish")])
    leaves = st.one_of(
        st.builds(Holds, st.sampled_from([Phrase("afloat"), Phrase("under way"), Phrase("lit", name="fore mast")])),
        st.builds(IsSet, ports | st.sampled_from([Phrase("captain"), Phrase("lower hold"), Phrase("cargo")])),
        st.builds(Is, ports, values) | st.builds(Is, st.just(Phrase("cargo")), cargoes),
        st.builds(OneOf, ports, st.lists(values, min_size=1, max_size=3).map(tuple)),
        st.builds(OneOf, st.just(Phrase("cargo")), st.lists(cargoes, min_size=1, max_size=3).map(tuple)),
    )
    return st.recursive(leaves, _larger, max_leaves=8)


def _larger(smaller: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, smaller) | st.builds(And, several) | st.builds(Or, several)
