"""Records are frozen, slotted dataclasses in all that anybody can see."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.record import field, fields, record, replace


@record
class Shelf:
    """A record with every kind of field."""

    name: str
    width: int = 80
    books: dict[str, int] = field(default_factory=dict, compare=False)
    note: str | None = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """Something a class says beside its fields."""
        return f"{self.name} ({self.width})"


@record
class Ladder(Shelf):
    """A record of a record."""

    steps: int = 3


@record
class Empty:
    """A record without fields."""


@record(eq=False)
class Alone:
    """A record that equals only itself."""

    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """What the standard library makes of the same fields."""

    name: str
    width: int = 80
    books: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
    note: str | None = dataclasses.field(default=None, repr=False)


VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from(["a", "b"])},
    optional={
        "width": st.integers(1, 2),
        "books": st.dictionaries(st.sampled_from("xy"), st.integers(1, 2)),
        "note": st.sampled_from([None, "n"]),
    },
)


@given(VALUES, VALUES)
def test_a_record_is_like_the_dataclass_of_its_fields(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Equality, hash, text and changed copies are those of the standard library."""
    records = Shelf(**one), Shelf(**other)
    models = Model(**one), Model(**other)
    assert (records[0] == records[1]) == (models[0] == models[1])
    assert records[0] != records[1] or hash(records[0]) == hash(records[1])
    assert repr(records[0]) == repr(models[0]).replace("Model", "Shelf")
    assert dataclasses.asdict(records[0]) == dataclasses.asdict(models[0])
    for changed in (replace(records[0], **other), dataclasses.replace(records[0], **other)):
        assert repr(changed) == repr(dataclasses.replace(models[0], **other)).replace("Model", "Shelf")


def test_a_record_takes_its_fields_by_position_and_by_name() -> None:
    """A class's first instance and its later ones are made alike, and a default is made anew for each."""
    first, second = Ladder("a", 10, {"x": 1}, "n", 4), Ladder("a", steps=4)
    assert (first.books, first.label, first.steps, second.width) == ({"x": 1}, "a (10)", 4, 80)
    assert Ladder("a").books is not Ladder("a").books
    assert tuple(fields(Ladder)) == ("name", "width", "books", "note", "steps")


@pytest.mark.parametrize("wrong", [{}, {"name": "a", "height": 1}])
def test_wrong_fields_are_told_with_the_name_of_the_class(wrong: dict[str, Any]) -> None:
    """The first instance and every later one complain as any function does."""
    for _ in range(2):
        with pytest.raises(TypeError, match=r"Shelf\.__init__\(\)"):
            Shelf(**wrong)


def test_a_record_does_not_change() -> None:
    """Neither a field nor anything else can be set or deleted, and there is no room for more."""
    shelf = Shelf("a")
    with pytest.raises(AttributeError, match="does not change"):
        shelf.name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        del shelf.name
    with pytest.raises(AttributeError, match="does not change"):
        shelf.height = 1  # type: ignore[attr-defined]
    assert not hasattr(shelf, "__dict__")


def test_records_of_two_classes_differ() -> None:
    """Equal fields do not make records of different classes equal, also where one inherits from the other."""
    shelf: object = Shelf("a")
    assert shelf == Shelf("a")
    assert shelf not in (Ladder("a"), Model("a"), Empty(), "a")
    assert len({Empty(), Empty()}) == 1


def test_a_record_may_equal_only_itself() -> None:
    """With `eq=False` identity counts, as for any object."""
    alone = Alone("a")
    assert alone == alone  # noqa: PLR0124 - that is the point
    assert alone != Alone("a")
    assert len({alone, Alone("a")}) == 2


def test_fields_match_by_position() -> None:
    """`match` takes the fields in their order."""
    match Ladder("a", 10):
        case Ladder(name, width):
            assert (name, width) == ("a", 10)


def test_a_record_is_copied_and_pickled() -> None:
    """Copies are equal records, whatever makes them."""
    shelf = Shelf("a", books={"x": 1})
    for twin in (copy.copy(shelf), copy.deepcopy(shelf), pickle.loads(pickle.dumps(shelf))):  # noqa: S301 - our own
        assert twin == shelf
        assert twin.books == shelf.books


@record
class Hinge:
    """A record with a value of the class, and a hash of its own."""

    kind: ClassVar[str] = "hinge"

    name: str
    marks: list[int]

    def __hash__(self) -> int:
        """By the name alone: a list has none."""
        return hash(self.name)


def test_what_belongs_to_the_class_is_no_field() -> None:
    """A class variable is none of the fields, and a hash that the class has itself is kept."""
    hinge = Hinge("a", [1])
    assert tuple(fields(Hinge)) == ("name", "marks")
    assert (Hinge.kind, hinge.kind) == ("hinge", "hinge")
    assert hash(hinge) == hash("a")
    assert hinge != Hinge("a", [2])
