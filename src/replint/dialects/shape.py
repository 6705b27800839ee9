"""What is wrong with the shape of a document, as findings; jsonschema says it when a quick look was not satisfied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from replint.dialects import astray, placing
from replint.dialects.references import Joined, is_lost
from replint.dialects.shapes import SHAPES
from replint.dialects.shaping import integer
from replint.dialects.telling import called, did_you_mean, finding, shown
from replint.finding import PutError, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node, Value

CONFIGURATION = "ReplicationConfiguration"
MALFORMED = PutError("MalformedXML")
MOST_SUGGESTED = 5
_REFUSED = frozenset({"additionalProperties", "required", "enum", "minItems"})
_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "null",
}
_IN_XML = _KINDS | {"object": "elements", "string": "text", "null": "nothing"}


def faults(node: Node, definition: str) -> Iterator[Finding]:
    """What is wrong with a document of ours; `definition` is one of the schema's.

    In a replication configuration every fault is an error, because S3 refuses it, or the AWS CLI before it asks S3;
    elsewhere a warning, because what hangs on the value then counts as not told.
    """
    if SHAPES[definition](node.value):
        return
    seen = set()
    for error in _errors(node.value, definition):
        for each in _findings(node, error, is_put=CONFIGURATION in (definition, *error.absolute_path)):
            if (each.primary.place, each.message) not in seen:
                seen.add((each.primary.place, each.message))
                yield each


def _errors(value: Value, definition: str) -> list[ValidationError]:
    import json
    import os

    with open(os.path.join(os.path.dirname(__file__), "bundle.schema.json"), "rb") as file:
        schema = json.load(file)
    schema["$ref"] = f"#/$defs/{definition}"
    # The schema describes suppressions for editors; whoever heeds them says what is wrong with them.
    asked = (error for error in validator(schema).iter_errors(value) if [*error.absolute_path][:1] != ["Suppress"])
    found = [leaf for error in asked for leaf in _leaves(error)]
    return sorted(found, key=lambda error: [str(step) for step in error.absolute_path])


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """What holds documents against a schema. For JSON Schema 1.0 is a whole number; for the AWS CLI it is not."""
    from jsonschema import Draft202012Validator, validators

    whole = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, instance: integer(instance))
    extend: Callable[..., type[Draft202012Validator]] = validators.extend
    return extend(Draft202012Validator, type_checker=whole)(schema)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors that matter: of a value or a reference to a file, those of the value, which stands second."""
    if error.validator != "anyOf":
        yield error
    for below in error.context or ():
        if below.schema_path[0] == 1:
            yield from _leaves(below)


def _findings(node: Node, error: ValidationError, *, is_put: bool) -> Iterator[Finding]:
    here = _at(node, error)
    severity = Severity.ERROR if is_put else Severity.WARNING
    # What no schema of S3's takes. A value of another type never comes so far: the AWS CLI and the SDKs refuse it.
    # But XML is put as it is.
    is_refused = error.validator in _REFUSED or (error.validator == "type" and here.text.spelt is not None)
    refused = MALFORMED if is_put and is_refused else None
    told = partial(finding, severity=severity, refused=refused)
    if error.validator == "additionalProperties":
        for place, message, hint in _unknown(here, _schema(error)["properties"], is_put=is_put):
            yield told("unknown-member", place, message, hint)
        return
    if error.validator == "required":
        lost = here.missing if isinstance(here, Joined) else frozenset()
        for name in error.validator_value if isinstance(error.validator_value, list) else ():
            is_lacking = isinstance(here.value, dict) and name not in here.value and name not in lost
            if is_lacking and not (is_put and _is_astray(node, error, name)):
                message = f"{called(here)} has no `{here.written(name)}`"
                yield told("malformed-document", here.place, message, absent=True)
        return
    if error.validator != "minItems" or not is_lost(here):
        yield told("malformed-document", here.place, _message(here, error), _hint(here, error))


def _is_astray(node: Node, error: ValidationError, name: str) -> bool:
    """Whether a member that a part of a configuration lacks is there under another name, or elsewhere."""
    path = list(error.absolute_path)
    if "Rules" not in path[:-1]:
        return astray.below(_descended(node, path), placing.CONFIGURATION).of(placing.CONFIGURATION, name) is not None
    depth = path.index("Rules") + 2
    within = [placing.LISTED.get(step, f"`{step}`") for step in path[depth:] if isinstance(step, str)]
    home = within[-1] if within else placing.RULE
    return astray.below(_descended(node, path[:depth]), placing.RULE).of(home, name) is not None


def _schema(error: ValidationError) -> Mapping[str, Any]:
    assert isinstance(error.schema, dict)  # noqa: S101 - for the type checker: no schema of ours is a boolean
    return error.schema


def _at(node: Node, error: ValidationError) -> Node:
    """The node that an error is about."""
    return _descended(node, error.absolute_path)


def _descended(node: Node, path: Iterable[str | int]) -> Node:
    """The node at the end of a path, or how far one comes."""
    for step in path:
        below = node.get(step) if isinstance(step, str) else _element(node, step)
        if below is None:
            break
        node = below
    return node


def _element(node: Node, index: int) -> Node | None:
    return next((element for number, element in enumerate(node.elements()) if number == index), None)


def _unknown(here: Node, known: Iterable[str], *, is_put: bool) -> Iterator[tuple[Place, str, str | None]]:
    """The members that a value of ours does not have: each with its place, what is wrong, and what may be meant."""
    spelt = {here.written(name): name for name in known}
    for name, member in here.members():
        if name not in spelt.values():
            written = here.written(name)
            # In XML the CLI's names for lists, such as `Rules`, are no elements, and belong nowhere.
            near = None if is_put and not here.text.spelt else did_you_mean(written, spelt)
            hint = near or (placing.advice(written, spelt) if is_put else None)
            if is_put and called(here) == f"`{written}`":
                hint = f"write what is in the inner `{written}` into the outer one"
            yield member.key_place, f"{shown(written)} is no member of {called(here)}", hint


def _message(here: Node, error: ValidationError) -> str:
    wanted: Any = error.validator_value
    match error.validator:
        case "type":
            words, verb, found = (_IN_XML, "hold", _held(here)) if here.text.spelt else (_KINDS, "be", _kind(here))
            kinds = " or ".join(words[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))
            return f"{called(here)} {'is' if verb == 'be' else 'holds'} {found}, and must {verb} {kinds}"
        case "enum":
            return f"{_value(here)} is no value of {called(here)}"
        case "const":
            return f"{_value(here)} is no version of {called(here)} that this replint knows"
        case "pattern":
            return f"{_value(here)} is not {_schema(error)['title']}"
        case _:
            return f"{called(here)} {_out_of_bounds(here, error)}"


def _out_of_bounds(here: Node, error: ValidationError) -> str:
    match error.validator:
        case "minimum" | "maximum":
            least, most = (_schema(error)[name] for name in ("minimum", "maximum"))
            return f"is {_value(here)}, and must be from {least} to {most}"
        case "maxItems":
            return f"has {sum(1 for _ in here.elements())} elements, and S3 takes {error.validator_value} at most"
        case _:
            return "is empty"


def _hint(here: Node, error: ValidationError) -> str | None:
    if error.validator == "type" and isinstance(here.value, float) and here.value.is_integer():
        return f"write `{here.value:.0f}`" if error.validator_value == "integer" else None
    if error.validator != "enum" or not isinstance(error.validator_value, list):
        return None
    near = did_you_mean(here.value, error.validator_value) if isinstance(here.value, str) else None
    few = len(error.validator_value) <= MOST_SUGGESTED
    return near or ("write " + " or ".join(f"`{each}`" for each in error.validator_value) if few else None)


def _kind(here: Node) -> str:
    return shown(here.value) if isinstance(here.value, float) else here.kind


def _value(here: Node) -> str:
    return here.kind if isinstance(here.value, dict | list) else shown(here.value)


def _held(here: Node) -> str:
    """What stands in an element."""
    return "elements" if isinstance(here.value, dict) and here.value else shown(here.value) if here.value else "nothing"
