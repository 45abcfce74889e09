"""What the facilitator's own terminal is sent."""

import pytest

from copworkshop.ui.colours import Colours
from copworkshop.ui.own_terminal import shown

TRUE = "\x1b[1;38;2;140;200;255;48;2;16;20;24mtitle\x1b[0m"


def test_a_terminal_with_true_colour_is_sent_it() -> None:
    assert shown(TRUE, Colours.TRUE) == TRUE


@pytest.mark.parametrize(
    ("colours", "wanted"),
    [(Colours.EIGHT_BIT, ";38;5;"), (Colours.STANDARD, "\x1b[1;"), (Colours.NONE, "\x1b[1mtitle")],
)
def test_a_poorer_one_is_sent_what_it_can_show(colours: Colours, wanted: str) -> None:
    sent = shown(TRUE, colours)

    assert wanted in sent
    assert "38;2" not in sent
    assert sent.endswith("title\x1b[0m")


def test_all_off_stays_all_off() -> None:
    assert shown("\x1b[m", Colours.NONE) == "\x1b[m"


def test_what_is_no_colour_passes() -> None:
    assert shown("\x1b[?1049h\x1b[2;3Hx", Colours.STANDARD) == "\x1b[?1049h\x1b[2;3Hx"
