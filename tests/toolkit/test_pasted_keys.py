"""Text that a terminal pastes without marking it."""

from typing import TypeGuard

import pytest
from textual import events
from textual.message import Message

from copworkshop.model.text import clean_line, clean_paragraph, removed
from copworkshop.toolkit.key_parser import KeyParser
from copworkshop.toolkit.pasted_keys import MarkedPastes, PastedKey, looks_pasted

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


COLOURED = f"See {ESC}[31mred{ESC}[0m, {ESC}]0;title\x07 {ESC}[A{ESC}d or {ESC}[201 and {ESC}{ESC}"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 32, 200])
def test_a_marked_paste_stays_whole_whatever_sequences_stand_in_it(size: int) -> None:
    parser = KeyParser()
    sent = f"a{ESC}[200~{COLOURED}{ESC}[201~b{ESC}[B{ESC}[200~{ESC}{ESC}[201~c"
    made = [each for start in range(0, len(sent), size) for each in parser.feed(sent[start : start + size])]
    told = [each.text if isinstance(each, events.Paste) else f"key {each.key}" for each in made if is_typed(each)]
    assert told == ["key a", COLOURED.replace(ESC, "\x18"), "key b", "key down", "\x18", "key c"]
    assert parser.tick() == []


def is_typed(made: Message) -> TypeGuard[events.Key | events.Paste]:
    return isinstance(made, events.Key | events.Paste)


def test_what_replaces_esc_in_a_paste_is_left_out_by_every_field() -> None:
    (paste,) = KeyParser().feed(f"{ESC}[200~Find {ESC}[1ma sponsor{ESC}[201~")
    assert isinstance(paste, events.Paste)
    assert (clean_line(paste.text), clean_paragraph(paste.text)) == ("Find [1ma sponsor", "Find [1ma sponsor")
    assert removed(paste.text) == "1 character that is not safe to show was left out."


def test_escape_after_a_paste_is_not_held_back() -> None:
    assert MarkedPastes().feed(ESC) == ESC
    assert MarkedPastes().feed(f"{ESC}[200~Food{ESC}[201~{ESC}").endswith(ESC)
