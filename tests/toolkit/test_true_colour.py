"""A terminal is asked for its colours, and no part of what it answers is taken for keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from copworkshop.toolkit.key_parser import KeyParser
from copworkshop.toolkit.true_colour import ColoursAnswered


def read(*pieces: str, quiet_between: bool = False) -> tuple[str, list[bool]]:
    """Return the keys and the answers that the parser makes of pieces of input."""
    parser = KeyParser()
    parser.expect_colours()
    made = []
    for piece in pieces:
        made += parser.feed(piece)
        made += parser.tick() if quiet_between else []
    made += parser.tick()
    keys = "".join(event.character or f"<{event.key}>" for event in made if isinstance(event, events.Key))
    return keys, [event.true for event in made if isinstance(event, ColoursAnswered)]


@pytest.mark.parametrize(
    ("answer", "true"),
    [
        ("\x1bP1$r48;2;1;2;3m\x1b\\", True),  # Windows Terminal, VTE before 0.82
        ("\x1bP1$r0;48:2::1:2:3m\x1b\\", True),  # foot, kitty
        ("\x1bP1$r0;48:2:1:2:3m\x1b\\", True),
        ("\x1bP1$r0;48;5;16m\x1b\\", False),  # an xterm with 256 colours
        ("\x1bP0$r\x1b\\", False),  # knows the form of the question only
        ("\x1bP1$r148;2;1;2;30m\x07", False),
    ],
)
def test_the_answer_says_whether_a_terminal_has_true_colours(answer: str, true: bool) -> None:
    assert read(answer) == ("", [true])
    assert read("ab", answer, "cd") == ("abcd", [true])


@given(st.lists(st.integers(1, 20), max_size=8), st.booleans())
def test_an_answer_in_pieces_never_becomes_keys(cuts: list[int], quiet: bool) -> None:
    answer = "x\x1bP1$r0;48:2::1:2:3m\x1b\\y"
    at = sorted({4 + cut for cut in cuts})  # a pause before that is Escape
    pieces = [answer[start:end] for start, end in zip([0, *at], [*at, None], strict=True)]
    assert read(*pieces, quiet_between=quiet) == ("xy", [True])


@pytest.mark.parametrize("typed", ["abc", "\x1b", "\x1b[A", "q\x1b", "\x1bP"])
def test_keys_are_what_they_were_while_the_terminal_has_not_answered(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("textual._parser.get_time", lambda: now)
    unasked, asked = KeyParser(), KeyParser()
    asked.expect_colours()
    made, of_asked = [*unasked.feed(typed)], [*asked.feed(typed)]
    now = 1.0  # after which nothing more came
    made += unasked.tick()
    of_asked += asked.tick()
    keys = [(event.key, event.character) for event in made if isinstance(event, events.Key)]
    assert [(event.key, event.character) for event in of_asked if isinstance(event, events.Key)] == keys
    assert asked.unparsed == 0
