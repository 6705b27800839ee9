"""Policies as IAM reads them: what of their writing counts, and what only leads back to it."""

from __future__ import annotations

from dataclasses import replace

from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Untold
from replint.span import Place, Span, Text
from tests.iam.estate import allow, deny

HERE = Place(Text("policy.json", "{}", lambda _route, _key: Span(0, 2)), ("Statement", 0))


def test_writing_does_not_count() -> None:
    """Where a policy stands, what it is called and whether it writes one value as a list makes no difference."""
    assert Element("Action", ("*",), listed=True) == Element("Action", ("*",), listed=False)
    assert Policy((allow(),), "mine", HERE) == Policy((allow(),))
    assert Policy((allow(),)) != Policy((deny(),))
    assert PrincipalName("AWS", "*", HERE) == PrincipalName("AWS", "*")
    assert Condition("Null", "k", ("true",), HERE) == Condition("Null", "k", ("true",))
    assert Untold("it", "another document", HERE) == Untold("it")
    assert Untold("it") != Untold("something else")


def test_complements() -> None:
    """`NotAction` and `NotResource` are everything but their values; `NotPrincipal` goes by its own name."""
    names = ("Action", "NotAction", "Resource", "NotResource")
    assert [Element(name, ()).complement for name in names] == [False, True, False, True]
    assert Principals(()).element == "Principal"
    assert Principals((), complement=True).element == "NotPrincipal"


def test_places() -> None:
    """The places of a statement's elements are below its own; a statement that nobody wrote has none."""
    assert replace(allow(), place=HERE).at("Condition", "Null") == HERE.at("Condition", "Null")
    assert replace(allow(), place=HERE) == allow()
    assert allow().at("Action") is None
