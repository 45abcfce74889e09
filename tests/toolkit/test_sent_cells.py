"""A terminal that gets only what looks different comes to the same screen as one that gets everything."""

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from copworkshop.hosting.output_filter import ENTER, output_filter
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.placing import in_columns
from copworkshop.toolkit.sent_cells import SentCells
from helpers.screens import looks

WIDTH, HEIGHT = 24, 4

STYLES = [
    None,
    *map(
        Style.parse,
        (
            "#e0e0e0 on #101010",
            "bold #ffcc00 on #101010",
            "dim #e0e0e0 on #101010",
            "#101010 on #e0e0e0",
            "bold reverse #e0e0e0 on #101010",
            "underline #e0e0e0 on #101010",
            "#ff0000 on #202060",
            "bold default on default",
            "#e0e0e0 on #202060 link https://example.org",
        ),
    ),
]
PLAIN_WORDS = ["idea", " ", "   ", "no. 1", "★ ─║", "é", "next\u00a0field"]
WIDE_WORDS = ["語言", "👩‍🚀 ab"]
_PLAIN = (0, 1)  # rows with plain words alone

Part = tuple[int, int, Strip]


def in_order(drawn: list[Part]) -> list[Part]:
    """Return one part for each row, as the compositor gives them: parts of a frame do not overlap.

    In the rows of every word a part is a whole row, because none begins within a wide character.
    """
    rows = {
        y: (y, x, strip.crop(0, WIDTH - x) if y in _PLAIN else strip.adjust_cell_length(WIDTH)) for y, x, strip in drawn
    }
    return [rows[y] for y in sorted(rows)]


def strips_of(words: list[str]) -> st.SearchStrategy[Strip]:
    """Generate the cells of a part of a row."""
    segments = st.tuples(st.sampled_from(words), st.sampled_from(STYLES)).map(lambda part: Segment(*part))
    return st.lists(segments, min_size=1, max_size=6).map(Strip)


plain_parts = st.tuples(st.sampled_from(_PLAIN), st.integers(0, WIDTH - 1), strips_of(PLAIN_WORDS))
whole_rows = st.tuples(st.sampled_from([2, 3]), st.just(0), strips_of(PLAIN_WORDS + WIDE_WORDS))
frames = st.lists(plain_parts | whole_rows, min_size=1).map(in_order)


def whole(frame: list[Part]) -> str:
    """Return a frame with all of its cells."""
    rows = []
    for y, x, strip in frame:
        cells = [
            text if style is None else style.render(text, color_system=ColorSystem.TRUECOLOR)
            for text, style, _ in in_columns(strip, x)
        ]
        rows.append(f"\x1b[{y + 1};{x + 1}H{''.join(cells)}")
    return "".join(rows)


@pytest.mark.parametrize("colours", list(Colours))
@settings(max_examples=20, deadline=None)
@given(st.lists(frames, min_size=1, max_size=8))
def test_what_looks_different_comes_to_the_same_screen(colours: Colours, drawn: list[list[Part]]) -> None:
    all_of_it, little = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    streams = pyte.Stream(all_of_it), pyte.Stream(little)
    clean, sent = output_filter(colours), SentCells(colours)
    for stream in streams:
        stream.feed(ENTER)
    for frame in drawn:
        streams[0].feed(clean(whole(frame)))
        streams[1].feed(clean(sent.render(frame)))
        for y in range(HEIGHT):
            there, here = ([looks(screen.buffer[y][x]) for x in range(WIDTH)] for screen in (all_of_it, little))
            assert here == there


def test_a_row_that_stays_as_it_is_is_not_sent_again() -> None:
    sent, row = SentCells(), Strip([Segment("as it was", Style.parse("#e0e0e0 on #101010"))])
    assert "as it was" in sent.render([(0, 0, row)])
    assert sent.render([(0, 0, row)]) == ""
    sent.forget()
    assert "as it was" in sent.render([(0, 0, row)])


def test_a_frame_for_the_old_size_leaves_nothing_on_a_terminal_that_is_smaller_already() -> None:
    def frame(columns: int, rows: int) -> list[Part]:
        words = "".join(chr(ord("a") + at % 26) for at in range(columns))
        return [(y, 0, Strip([Segment(f"{y}{words[1:]}")])) for y in range(rows)]

    sent, terminal = SentCells(), pyte.Screen(WIDTH - 4, HEIGHT - 1)
    stream = pyte.Stream(terminal)
    stream.feed(ENTER)
    for columns, rows in ((WIDTH, HEIGHT), (WIDTH - 4, HEIGHT - 1)):
        sent.fit((columns, rows))
        stream.feed(sent.render(frame(columns, rows)))
    assert terminal.display == [strip.text for _, _, strip in frame(WIDTH - 4, HEIGHT - 1)]
