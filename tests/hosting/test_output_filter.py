import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.hosting import output_filter as wire
from copworkshop.hosting.output_filter import ENTER, LEAVE, output_filter
from copworkshop.toolkit.clicks import CLICKS_ON
from copworkshop.toolkit.colours import Colours

_ALL = list(Colours)
_HARMLESS = re.compile(r"\x1b\[(?:[0-9;]*m|[0-9;]*[A-HJK]|\?2026[hl])|[\n\r]|[^\x00-\x1f\x7f-\x9f]")


@given(
    text=st.lists(
        st.sampled_from(
            ["\x1b", "[", "]", "0;", "52;c;", "\x07", "\x1b\\", "m", "H", "\x9b", "\n", "P", "?1049h", "a", "38;2;1"]
        )
        | st.text(max_size=5)
    ).map("".join),
    colours=st.sampled_from(_ALL),
)
def test_only_drawing_goes_out(text: str, colours: Colours) -> None:
    assert _HARMLESS.sub("", output_filter(colours)(text)) == ""


@given(
    text=st.lists(
        st.sampled_from(["\x1b", "\x1b[3;4H", "\x1b[38;2;1;2;3m", "\x1b]0;", "\x07", "\x1b\\", "a", "[5;", "H"])
        | st.text(max_size=3)
    ).map("".join),
    colours=st.sampled_from(_ALL),
)
def test_row_by_row_and_remembered_a_frame_comes_out_as_it_does_at_once(text: str, colours: Colours) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wire, "_ROW", re.compile("(?!)"))
        at_once = output_filter.__wrapped__(colours)(text)
    assert output_filter(colours)(text) == output_filter(colours)(text) == at_once


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x1b\\",
        "\x1b]8;;https://example.org\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1b[?1049l",
        "\x1b[20t",
        "\x1b[6n",
        "\x1bc",
        "\x9b31m",
        "\x07",
        "\x1b[?1003h",
        "\x1b[5i",
    ],
)
def test_a_sequence_that_does_more_than_draw_is_broken_up(hostile: str) -> None:
    sent = output_filter(Colours.TRUE)(f"before{hostile}after")
    assert sent.isprintable()


def test_a_frame_of_textuals_passes_unchanged_in_true_colour() -> None:
    frame = "\x1b[?2026h\x1b[1;1H\x1b[1;38;2;1;2;3;48;2;4;5;6mhé漢\x1b[0m\n\x1b[2;1H\x1b[?2026l"
    assert output_filter(Colours.TRUE)(frame) == frame


def test_a_style_that_was_colour_alone_leaves_nothing_without_colours() -> None:
    assert output_filter(Colours.NONE)("\x1b[38;2;9;9;9mtext\x1b[0m") == "text\x1b[0m"


def test_leaving_undoes_all_that_entering_does() -> None:
    entered = set(re.findall(r"\x1b\[\?(\d+)[hl]", ENTER + CLICKS_ON))
    left = set(re.findall(r"\x1b\[\?(\d+)[hl]", LEAVE))
    assert entered == left


def test_motion_of_the_mouse_is_never_asked_for() -> None:
    assert "1003" not in ENTER + CLICKS_ON
