"""What an edit means, on values: the words of its contract once more, for tests of whoever makes or shows one."""

from __future__ import annotations

from typing import Any


def joined(value: Any, route: tuple[Any, ...], new: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON value with another one that joined it at a route."""
    if route:
        step, *rest = route
        if value is None:
            value = {}
        below = value[step] if isinstance(value, list) else value.get(step)
        return put(value, (step,), joined(below, tuple(rest), new))
    if value is None:
        return new
    known = value if isinstance(value, list) else [value]
    more = [each for each in (new if isinstance(new, list) else [new]) if each not in known]
    return [*known, *more] if more else value


def put(value: Any, route: tuple[str | int, ...], new: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON value with another one in place of what stood at a route."""
    if not route:
        return new
    step, *rest = route
    if isinstance(value, list):
        return [put(each, tuple(rest), new) if number == step else each for number, each in enumerate(value)]
    return {**value, step: put(value.get(step), tuple(rest), new)}
