"""Records: what `dataclass(frozen=True, slots=True)` makes, in a fifth of the time; knows nothing else.

A run on one small file would spend more time on making dataclasses than on the file: the standard library compiles six
methods for each of a hundred classes. Here a class gets ready methods, and only its `__init__` is compiled, when its
first instance is made.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

R = TypeVar("R")

_MISSING: Any = object()


class Field:
    """How a record treats one of its values."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, *, default: object, default_factory: Callable[[], object], compare: bool, repr: bool) -> None:  # noqa: A002
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.repr = repr


@overload
def field(*, default: R, compare: bool = True, repr: bool = True) -> R: ...
@overload
def field(*, default_factory: Callable[[], R], compare: bool = True, repr: bool = True) -> R: ...
@overload
def field(*, compare: bool = True, repr: bool = True) -> Any: ...  # noqa: ANN401 - the field's annotation has the type
def field(
    *,
    default: object = _MISSING,
    default_factory: Callable[[], object] = _MISSING,
    compare: bool = True,
    repr: bool = True,  # noqa: A002 - the standard library's words, here and above
) -> object:
    """A field whose default is made anew for each record, that does not count for equality or that is not shown."""
    return Field(default=default, default_factory=default_factory, compare=compare, repr=repr)


@overload
def record(cls: type[R], /) -> type[R]: ...
@overload
def record(*, eq: bool) -> Callable[[type[R]], type[R]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[R] | None = None, /, *, eq: bool = True) -> type[R] | Callable[[type[R]], type[R]]:
    """Make a class a record of its annotated names, after those of a record that it inherits from.

    Records have slots and do not change. Those of one class are equal when their fields are, and have an order of
    fields for `match`; with `eq=False` a record equals only itself. A `__hash__` of the class's own is kept.
    """
    return _made(cls, eq=eq) if cls else lambda each: _made(each, eq=eq)


def replace(old: R, /, **changes: object) -> R:
    """A record like another but for some of its fields."""
    values = {name: getattr(old, name) for name in fields(type(old))}
    return type(old)(**(values | changes))


def _made(cls: type[R], *, eq: bool) -> type[R]:
    members = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    names = [name for name, said in members.get("__annotations__", {}).items() if not str(said).startswith("ClassVar")]
    own = {name: _as_field(members.pop(name, _MISSING)) for name in names}
    every = {**fields(cls), **own}
    members |= {
        "__record_fields__": every,
        "__dataclass_fields__": _AsDataclass(),
        "__slots__": tuple(own),
        "__match_args__": tuple(every),
        "__init__": _first_init,
        "__repr__": _repr,
        "__reduce__": _reduce,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        **(_equality([name for name, each in every.items() if each.compare]) | members if eq else {}),
    }
    # Slots are given to a class when it is made, so it is made again.
    made: type[R] = type(cls)(cls.__name__, cls.__bases__, members)  # type: ignore[misc] # a class's class makes it
    return made


def fields(cls: type) -> Mapping[str, Field]:
    """The fields of a record class by name, in their order."""
    found: Mapping[str, Field] = getattr(cls, "__record_fields__", {})
    return found


class _AsDataclass:
    """What makes a record a dataclass to those who ask: `dataclasses.replace`, `asdict` and others work on it."""

    __slots__ = ()

    def __get__(self, _: object, cls: type) -> Mapping[str, Any]:
        import dataclasses

        rows = [
            (
                name,
                Any,
                dataclasses.field(default=dataclasses.MISSING, kw_only=True, compare=each.compare, repr=each.repr),
            )
            for name, each in fields(cls).items()
        ]
        described: Mapping[str, Any] = vars(dataclasses.make_dataclass(cls.__name__, rows))["__dataclass_fields__"]
        setattr(cls, "__dataclass_fields__", described)  # noqa: B010 - a name that mypy keeps for itself
        return described


def _as_field(value: object) -> Field:
    return (
        value if isinstance(value, Field) else Field(default=value, default_factory=_MISSING, compare=True, repr=True)
    )


def _first_init(self: object, *values: object, **named: object) -> None:
    """Stands for a class's `__init__` until the class has an instance."""
    cls = type(self)
    cls.__init__ = _initializer(cls)  # type: ignore[method-assign] # that is the point
    cls.__init__(self, *values, **named)


def _initializer(cls: type) -> Callable[..., None]:
    """An `__init__` with the fields as its parameters, which hands each value to the setter of its slot."""
    scope: dict[str, Any] = {"missing": _MISSING}
    parameters, lines = ["self"], ["pass"]
    for name, each in fields(cls).items():
        scope[f"set_{name}"] = getattr(cls, name).__set__
        value, default = name, ""
        if each.default is not _MISSING:
            scope[f"default_{name}"] = each.default
            default = f"=default_{name}"
        elif each.default_factory is not _MISSING:
            scope[f"make_{name}"] = each.default_factory
            value, default = f"make_{name}() if {name} is missing else {name}", "=missing"
        parameters.append(name + default)
        lines.append(f"set_{name}(self, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), scope)  # noqa: S102 - names of our own classes
    made: Callable[..., None] = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _equality(names: Sequence[str]) -> dict[str, Callable[..., object]]:
    compared: Callable[[object], object] = attrgetter(*names) if names else type

    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(compared(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _repr(self: object) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, each in fields(type(self)).items() if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduce(self: object) -> tuple[type, tuple[object, ...]]:
    """How a record is copied and pickled: by making it again."""
    return type(self), tuple(getattr(self, name) for name in fields(type(self)))


def _refuse(self: object, name: str, value: object = None) -> None:
    """In place of setting and deleting."""
    message = f"a {type(self).__qualname__} does not change: `{name}` cannot be set to {value!r}"
    raise AttributeError(message)
