"""Names and words that are nearly AWS's: they are told, and what they may have meant counts as not told.

A name that is like none of AWS's is passed over, since AWS adds members at any time; only where an object has no other
ones does nobody know what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.members import ANYWHERE
from replint.dialects.telling import called, finding, meant, shown
from replint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

    from replint.dialects.members import Known
    from replint.finding import Finding
    from replint.syntax import Node, Value

SHORTEST = 4
"""How long a name has to be, to be the ending of another one."""
SAME_WORD = 0.85
"""How like a word has to be: a new one of AWS's, such as `GLACIER_X`, is none that is misspelt."""


def strays(node: Node, known: Collection[str], beside: Collection[str] = ANYWHERE) -> dict[str, Node]:
    """The members of an object that are nearly a known one that is missing, by the name that may be meant.

    Those `beside` are AWS's, too.
    """
    found: dict[str, Node] = {}
    value = node.value if isinstance(node.value, dict) else {}
    others = [name for name in value if name not in known and name not in beside]
    missing = [name for name in known if name not in value] if others else []
    for name in others:
        near, member = meant(name, missing) or _ending_in(name, missing), node.get(name)
        if near and member:
            found.setdefault(near, member)
    return found


def _ending_in(name: str, known: Collection[str]) -> str | None:
    """The only known name that ends in a mistaken one, such as `TargetPrefix` in `Prefix`."""
    end = name.lower() if len(name) >= SHORTEST else " "
    found = [each for each in known if each.lower().endswith(end) and each[-len(name)].isupper()]
    return found[0] if len(found) == 1 else None


def report(
    node: Node, known: Collection[str], faults: list[Finding], beside: Collection[str] = ANYWHERE
) -> dict[str, Node]:
    """Report the strays of an object: what they say is not heard. Returns them."""
    found = strays(node, known, beside)
    for near, member in found.items():
        message = f"{shown(member.route[-1])} is passed over: no member has this name"
        hint = f"did you mean `{node.written(near)}`?"
        faults.append(finding("unknown-member", member.key_place, message, hint, severity=Severity.WARNING))
    return found


def unheard(node: Node, known: Known, faults: list[Finding], wrapper: str | None = None) -> str | None:
    """Why nobody knows what a value says; None when every name and word in it is AWS's, or like none of them.

    Appends a finding for each that is misspelt. `wrapper` is the name that the value may stand under, but does not.
    """
    if _is_known(node.value, known):
        return None
    if isinstance(known, dict) and wrapper:
        known = {**known, wrapper: ()}
    return _object(node, known, faults) if isinstance(node.value, dict) else _other(node, known, faults)


def _is_known(value: Value, known: Known) -> bool:
    """Whether every name and word is one of AWS's; quick, as most documents are right."""
    if isinstance(value, list):
        return all(_is_known(each, known) for each in value)
    if isinstance(known, tuple):
        return not known or not isinstance(value, str) or value in known
    if not isinstance(value, dict):
        return True
    return all(name in known and _is_known(below, known[name]) for name, below in value.items())


def _object(node: Node, known: Known, faults: list[Finding]) -> str | None:
    if isinstance(known, tuple):
        return None
    found = report(node, known, faults)
    if found:
        name = next(iter(found.values())).route[-1]
        return f"the document has {shown(name)} there, where `{node.written(next(iter(found)))}` may be meant"
    members = dict(node.members())
    if members and ANYWHERE.isdisjoint(members) and known.keys().isdisjoint(members):
        return f"the document has {shown(next(iter(members)))} there, which nobody knows"
    reasons = [unheard(member, known[name], faults) for name, member in members.items() if name in known]
    return next(filter(None, reasons), None)


def _other(node: Node, known: Known, faults: list[Finding]) -> str | None:
    if isinstance(node.value, list):
        return next(filter(None, [unheard(each, known, faults) for each in node.elements()]), None)
    return misspelt_word(node, known, faults) if isinstance(known, tuple) else None


def misspelt_word(node: Node, words: tuple[str, ...], faults: list[Finding]) -> str | None:
    """Why nobody knows which word a text means; None when it is one of them, or like none. Appends a finding."""
    value = node.value
    near = meant(value, words, SAME_WORD) if isinstance(value, str) and value not in words else None
    if near is None:
        return None
    message = f"{shown(value)} is no value of {called(node)}"
    hint = f"did you mean `{near}`?"
    faults.append(finding("malformed-document", node.place, message, hint, severity=Severity.WARNING))
    return f"{shown(value)} is no value there, where `{near}` may be meant"
