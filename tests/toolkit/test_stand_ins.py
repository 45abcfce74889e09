"""On a terminal that is not set to UTF-8, each character has a stand-in of the same width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.toolkit.stand_ins import ASCII, UTF_8, charset_of, has_blocks, with_stand_ins
from copworkshop.toolkit.widgets.cells import width_of

WORKSHOP = "█▀▄▏▎▍▌▋▊▉░▁─│┌┐└┘═║╔╗╚╝·–…×✓•■□●○★▸→“”‘’—«»"
"""What our own screens are drawn with."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("██▌ 3", "### 3"),
        ("┌─┐│└┘", "+-+|++"),
        ("“Über” – café…", '"Uber" - cafe.'),
        ("语言", "????"),
        ("❤️ 👩‍🚀", "? ????"),
        ("Łódź, Ø", "Lodz, O"),
        ("e\u0301", "e"),
        ("Привет", "??????"),
    ],
)
def test_each_has_its_stand_in(text: str, shown: str) -> None:
    assert with_stand_ins(text, ASCII) == shown


def test_what_is_in_the_character_set_stays() -> None:
    assert with_stand_ins("Über – Łódź · ×", "iso8859-1") == "Über - Lódz · ×"
    assert with_stand_ins("Привет", "koi8-r") == "Привет"
    assert with_stand_ins("Привет 👩‍🚀 █", UTF_8) == "Привет 👩‍🚀 █"


def test_nothing_of_our_own_screens_is_a_question_mark() -> None:
    assert "?" not in with_stand_ins(WORKSHOP, ASCII)


@given(
    char=st.characters(codec="utf-8"), charset=st.sampled_from([ASCII, "iso8859-1", "iso8859-15", "cp437", "koi8-r"])
)
def test_every_character_can_be_sent_and_has_its_width(char: str, charset: str) -> None:
    sent = with_stand_ins(char, charset)
    sent.encode(charset)
    assert width_of(sent) == width_of(char)


@pytest.mark.parametrize(("charset", "blocks"), [(UTF_8, True), ("cp437", True), ("iso8859-1", False), (ASCII, False)])
def test_a_qr_code_needs_blocks(charset: str, blocks: bool) -> None:
    assert has_blocks(charset) is blocks


@pytest.mark.parametrize("name", ["utf-16", "utf-7", "rot13", "hex", "idna", "", "\0", "x" * 64, "iso2022_jp"])
def test_a_character_set_of_no_terminal_is_ascii(name: str) -> None:
    assert charset_of(name) == ASCII
