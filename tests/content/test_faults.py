"""Faults as sentences, for any model and any file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, Field, ValidationError

from copworkshop.content.faults import BadFile, Fault, faults_of, in_order, quoted
from copworkshop.content.shape import keys_at, nearest
from copworkshop.content.toml import parse
from copworkshop.model.base import Frozen
from copworkshop.model.people import Role


class Cat(Frozen):
    kind: Literal["cat"]
    lives: Annotated[int, Field(gt=0, lt=10)] = 9


class Dog(Frozen):
    kind: Literal["dog"]
    bark: str | None = None


class House(Frozen):
    number: int = Field(alias="no", default=1)
    open: bool = True
    size: float = 1.0
    built: AwareDatetime | None = None
    role: Role = Role.STAGE
    pair: Annotated[tuple[int, ...], Field(max_length=2)] = ()
    code: Annotated[str, Field(min_length=2, max_length=3)] = "abc"
    pets: tuple[Annotated[Cat | Dog, Field(discriminator="kind")], ...] = ()
    rooms: Mapping[str, Cat] = Field(default_factory=dict)


def said(source: str) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        House.model_validate(parse(source, "house.toml"))
    return [str(fault) for fault in faults_of(caught.value, source, "house.toml", House)]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('no = "x"', "no: must be a whole number, not “x”."),
        ('open = "perhaps"', "open: must be true or false, not “perhaps”."),
        ('size = "big"', "size: must be a number, not “big”."),
        ("size = []", "size: must be a number."),
        (
            "built = 2026-11-23T09:30:00",
            "built: must be a date and time with its offset from UTC, such as 2026-11-23T09:30:00Z, "
            "not 2026-11-23 09:30:00.",
        ),
        ('role = "king"', "role: must be facilitator, participant or stage, not “king”."),
        ("pair = [1, 2, 3]", "pair: must have at most 2 in the list."),
        ('code = "x"', "code: must have at least 2 characters, not “x”."),
        ('code = "long"', "code: must have at most 3 characters, not “long”."),
        ("pets = 1", "pets: must be a list in square brackets, not 1."),
        ("pets = [1]", "pets.0: must be a table of keys and values, not 1."),
        ('pets = [{ kind = "cat", lives = 0 }]', "pets.0.lives: must be more than 0, not 0."),
        ('pets = [{ kind = "cat", lives = 10 }]', "pets.0.lives: must be less than 10, not 10."),
        ('pets = [{ kind = "cat", lifes = 3 }]', "pets.0.lifes: there is no key “lifes”; did you mean “lives”?"),
        ('pets = [{ kind = "cow" }]', "pets.0.kind: there is no kind “cow”; it is one of: cat, dog."),
        ("rooms = []", "rooms: must be a table of keys and values."),
        ("rooms.attic = 3", "rooms.attic: must be a table of keys and values, not 3."),
        ("rooms.attic.kind = true", "rooms.attic.kind: must be cat, not true."),
        ("zzz = 3", "zzz: there is no key “zzz”; there are: no, open, size, built, role, pair, code, pets, rooms."),
    ],
)
def test_what_pydantic_finds_is_said_in_plain_words(source: str, sentence: str) -> None:
    assert said(source) == [f"house.toml, line 1, {sentence}"]


def test_faults_are_said_in_the_order_of_the_lines() -> None:
    assert [sentence.split(", ")[1] for sentence in said('no = "x"\nzzz = 1\nsize = "y"\n')] == [
        "line 1",
        "line 2",
        "line 3",
    ]


def test_without_a_model_an_unknown_key_is_to_be_removed() -> None:
    with pytest.raises(ValidationError) as caught:
        Cat.model_validate({"kind": "cat", "lifes": 3})
    assert [str(fault) for fault in faults_of(caught.value, 'kind = "cat"\nlifes = 3', "cat.toml")] == [
        "cat.toml, line 2, lifes: there is no key “lifes”; remove it."
    ]


def test_a_fault_shown_is_one_line_without_anything_a_terminal_obeys() -> None:
    fault = Fault(file="a\x1b[2J.toml", line=None, field="b\nc", message="d\x9be\u202ef")
    assert str(fault).isprintable()


def test_a_sentence_that_ends_is_not_ended_again() -> None:
    assert str(Fault("a.toml", None, "", "did you mean “b”?")) == "a.toml: did you mean “b”?"


def test_a_long_value_is_shown_by_its_beginning() -> None:
    assert quoted("x" * 1000) == f"“{'x' * 39}…”"


def test_a_fault_found_twice_is_said_once() -> None:
    fault = Fault("a.toml", 1, "b", "is missing; add it")
    assert in_order([fault, fault]) == [fault]


def test_a_bad_file_says_its_faults_one_a_line() -> None:
    assert str(BadFile([Fault("a", 1, "b", "c"), Fault("a", 2, "d", "e")])) == "a, line 1, b: c.\na, line 2, d: e."


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        (("pets", 0, "cat"), ("kind", "lives")),
        (("pets", 3, "dog"), ("kind", "bark")),
        (("rooms", "attic"), ("kind", "lives")),
        (("no",), ()),
        (("nowhere", 1, "at all"), ()),
    ],
)
def test_the_keys_of_a_table_are_read_off_the_model(place: tuple[Any, ...], keys: tuple[str, ...]) -> None:
    assert keys_at(House, place) == keys


def test_a_word_like_none_of_those_known_has_no_nearest() -> None:
    assert nearest("zebra", ["minutes", "title"]) is None


def test_a_moment_with_its_offset_is_no_fault() -> None:
    built = House.model_validate(parse("built = 2026-11-23T09:30:00Z", "house.toml")).built
    assert built == datetime.fromisoformat("2026-11-23T09:30:00+00:00")


@pytest.mark.parametrize(
    ("word", "meant"), [("start", None), ("minuts", "minutes"), ("shrot", "short"), ("titel", "title")]
)
def test_only_a_word_that_is_close_is_suggested(word: str, meant: str | None) -> None:
    assert nearest(word, ["short", "minutes", "title"]) == meant
