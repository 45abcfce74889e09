"""Text that a terminal pastes without marking it."""

import pytest
from textual import events
from textual.message import Message

from copworkshop.toolkit.key_parser import KeyParser
from copworkshop.toolkit.pasted_keys import PastedKey, looks_pasted

ESC = "\x1b"


@pytest.mark.parametrize("text", ["Same words", "• Find a sponsor\r• Food\r", "Überraschung", "1. Trust each other\r"])
def test_many_different_letters_in_one_read_are_a_paste(text: str) -> None:
    assert looks_pasted(text)


@pytest.mark.parametrize("text", ["xe", "++++++++", "tttttttt", "3 7 1 12 4 6\r", f"{ESC}[B{ESC}[A{ESC}[C", "Food"])
def test_keys_that_are_held_down_or_pressed_quickly_are_none(text: str) -> None:
    assert not looks_pasted(text)


def keys(made: list[Message]) -> list[tuple[str, bool]]:
    return [(each.key, isinstance(each, PastedKey)) for each in made if isinstance(each, events.Key)]


def test_what_comes_right_after_a_part_of_a_paste_belongs_to_it() -> None:
    parser = KeyParser()
    assert all(pasted for _, pasted in keys(parser.feed("Find a spon")))
    assert keys(parser.feed("s\r")) == [("s", True), ("enter", True)]


def test_a_paste_that_is_marked_is_a_paste_and_the_keys_after_it_are_keys() -> None:
    parser = KeyParser()
    made = [*parser.feed(f"{ESC}[200~Find a sponsor"), *parser.feed(" and food"), *parser.feed(f"{ESC}[201~")]
    assert [each.text for each in made if isinstance(each, events.Paste)] == ["Find a sponsor and food"]
    assert keys(parser.feed("x")) == [("x", False)]
