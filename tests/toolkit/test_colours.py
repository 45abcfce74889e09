import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.toolkit.colours import Colours, translate

_BYTE = st.integers(0, 255)
_RGB = st.tuples(_BYTE, _BYTE, _BYTE)
_POORER = st.sampled_from([Colours.EIGHT_BIT, Colours.STANDARD, Colours.NONE])


def sgr(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> str:
    return f"1;38;2;{ink[0]};{ink[1]};{ink[2]};48;2;{ground[0]};{ground[1]};{ground[2]}"


@given(ink=_RGB, ground=_RGB)
def test_a_true_colour_terminal_gets_what_was_drawn(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    assert translate(sgr(ink, ground), Colours.TRUE) == sgr(ink, ground)


@given(ink=_RGB, ground=_RGB, colours=_POORER)
def test_no_true_colour_reaches_a_poorer_terminal(
    ink: tuple[int, int, int], ground: tuple[int, int, int], colours: Colours
) -> None:
    assert not re.search(r"[34]8;2;", translate(sgr(ink, ground), colours))


@given(ink=_RGB, ground=_RGB)
def test_sixteen_colours_need_no_extended_codes(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    codes = [int(code) for code in translate(sgr(ink, ground), Colours.STANDARD).split(";")]
    assert all(code == 1 or 30 <= code <= 37 or 40 <= code <= 47 or 90 <= code <= 107 for code in codes)


@given(ink=_RGB, ground=_RGB)
def test_of_sixteen_colours_a_blank_cell_has_the_ground_of_the_letters_next_to_it(
    ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    blank = translate(f"48;2;{ground[0]};{ground[1]};{ground[2]}", Colours.STANDARD)
    assert translate(sgr(ink, ground), Colours.STANDARD).split(";")[-1] == blank


@given(ink=_RGB, ground=_RGB, colours=st.sampled_from([Colours.EIGHT_BIT, Colours.STANDARD]))
def test_words_never_vanish_into_their_ground(
    ink: tuple[int, int, int], ground: tuple[int, int, int], colours: Colours
) -> None:
    if ink == ground:
        return
    translated = translate(sgr(ink, ground), colours)
    found = re.fullmatch(r"1;(?:38;5;)?(\d+);(?:48;5;)?(\d+)", translated)
    assert found is not None
    front, back = int(found[1]), int(found[2])
    if "48;5;" not in translated:
        back -= 10
    assert front != back or ("38;5;" in translated) != ("48;5;" in translated)


@given(ink=_RGB, ground=_RGB)
def test_without_colours_weight_stays_and_colour_goes(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    assert translate(sgr(ink, ground), Colours.NONE) in {"1", "1;7"}


def test_without_colours_a_light_ground_is_shown_in_reverse() -> None:
    assert translate(sgr((0, 0, 0), (255, 255, 255)), Colours.NONE) == "1;7"


def test_without_colours_a_dark_ground_is_the_terminals_own() -> None:
    assert translate(sgr((255, 255, 255), (0, 0, 0)), Colours.NONE) == "1"


@pytest.mark.parametrize("colours", list(Colours))
def test_an_end_of_attributes_stays_one(colours: Colours) -> None:
    assert translate("0", colours) == "0"


@given(parameters=st.from_regex(r"\A[0-9;]{0,40}\Z"), colours=st.sampled_from(list(Colours)))
def test_any_parameters_give_parameters(parameters: str, colours: Colours) -> None:
    assert re.fullmatch(r"[0-9;]*", translate(parameters, colours))


def test_a_colour_that_is_cut_short_is_dropped() -> None:
    assert translate("1;38;2;10", Colours.EIGHT_BIT) == "1"
