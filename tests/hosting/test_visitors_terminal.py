import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.hosting.terminal import (
    CELLS_A_SECOND,
    LARGEST,
    RESIZES_A_SECOND,
    SMALLEST,
    Resizes,
    accept,
    clamp,
    describe,
)
from copworkshop.toolkit.colours import Colours


@given(columns=st.integers(0, 2**32 - 1), rows=st.integers(0, 2**32 - 1))
def test_any_claimed_size_becomes_one_that_can_be_drawn(columns: int, rows: int) -> None:
    width, height = clamp(columns, rows)
    assert SMALLEST[0] <= width <= LARGEST[0]
    assert SMALLEST[1] <= height <= LARGEST[1]


def test_a_terminal_that_does_not_know_its_size_is_80_by_24() -> None:
    assert clamp(0, 0) == (80, 24)


def test_a_usual_size_is_kept() -> None:
    assert clamp(132, 43) == (132, 43)


@given(term=st.text(max_size=60), columns=st.integers(0, 10**6))
def test_no_term_that_a_client_made_up_goes_anywhere(term: str, columns: int) -> None:
    known = describe(term, columns, 24, {}).term
    assert known == "xterm" or known.replace("-", "").isalnum()


@pytest.mark.parametrize("term", ["../../etc/passwd", "xterm\x1b]0;x\x07", "[b]xterm[/b]", "", "x" * 5000])
def test_a_term_of_nonsense_is_taken_for_xterm(term: str) -> None:
    assert describe(term, 80, 24, {}).term == "xterm"


def test_dumb_is_known_for_what_it_is() -> None:
    assert describe("dumb", 80, 24, {}).dumb


@pytest.mark.parametrize(
    ("term", "environment", "colours"),
    [
        ("xterm-256color", {}, Colours.EIGHT_BIT),
        ("xterm", {}, Colours.EIGHT_BIT),
        ("putty", {}, Colours.EIGHT_BIT),
        ("xterm-256color", {"COLORTERM": "truecolor"}, Colours.TRUE),
        ("tmux-direct", {}, Colours.TRUE),
        ("xterm-kitty", {}, Colours.TRUE),
        ("linux", {}, Colours.STANDARD),
        ("screen", {}, Colours.STANDARD),
        ("screen-256color", {}, Colours.EIGHT_BIT),
        ("vt100", {}, Colours.NONE),
        ("xterm-256color", {"COLORTERM": "truecolor", "NO_COLOR": "1"}, Colours.NONE),
        ("xterm-256color", {"NO_COLOR": ""}, Colours.EIGHT_BIT),
        ("nonsense", {}, Colours.EIGHT_BIT),
    ],
)
def test_colours_are_as_the_client_says(term: str, environment: dict[str, str], colours: Colours) -> None:
    assert describe(term, 80, 24, environment).colours is colours


@pytest.mark.parametrize(
    ("locale", "iutf8", "charset"),
    [
        ({}, None, "utf-8"),
        ({"LANG": "de_DE.UTF-8"}, None, "utf-8"),
        ({"LANG": "de_DE.utf8@euro"}, None, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1"}, None, "iso8859-1"),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, False, "iso8859-15"),
        ({"LANG": "ru_RU.KOI8-R"}, False, "koi8-r"),
        ({"LANG": "ja_JP.eucJP"}, False, "euc_jp"),
        ({"LANG": "C"}, None, "utf-8"),
        ({"LANG": "C"}, False, "ascii"),
        ({"LANG": "de_DE"}, False, "ascii"),
        ({"LANG": "de_DE.ISO-8859-1"}, True, "utf-8"),
        ({"LANG": "de_DE.UTF-8"}, False, "utf-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.ISO-8859-1"}, None, "iso8859-1"),
        ({"LANG": "de_DE.ISO-8859-1", "LC_CTYPE": "UTF-8"}, False, "utf-8"),
        ({"LANG": "x.utf-16"}, None, "ascii"),
        ({"LANG": "x.rot13"}, None, "ascii"),
        ({"LANG": "x.no such one"}, None, "ascii"),
        ({}, False, "ascii"),
    ],
)
def test_the_character_set_is_what_the_locale_says_unless_the_terminals_mode_says_utf8(
    locale: dict[str, str], iutf8: bool | None, charset: str
) -> None:
    assert describe("xterm", 80, 24, locale, iutf8=iutf8).charset == charset


@given(named=st.text(max_size=30))
def test_no_character_set_that_a_client_made_up_is_used(named: str) -> None:
    charset = describe("xterm", 80, 24, {"LANG": f"x.{named}"}).charset
    assert "a".encode(charset) == b"a"


@given(environment=st.dictionaries(st.binary(max_size=20), st.binary(max_size=200)))
def test_only_five_names_are_taken_from_an_environment(environment: dict[bytes, bytes]) -> None:
    assert set(accept(environment)) <= {"COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR"}


@pytest.mark.parametrize("value", [b"x" * 65, b"\xff", b"true\x1bcolor", b"a\nb"])
def test_a_long_or_unprintable_value_is_as_if_not_sent(value: bytes) -> None:
    assert accept({b"COLORTERM": value}) == {}


def test_a_storm_of_resizes_passes_no_faster_than_the_limit() -> None:
    now = 0.0
    resizes = Resizes(lambda: now)
    passed = 0
    for step in range(1000):
        now = step / 1000
        if not resizes.wait():
            resizes.passed(80, 24)
            passed += 1
    assert passed <= RESIZES_A_SECOND + 1


def test_the_larger_the_screen_the_fewer_resizes_pass() -> None:
    now = 0.0
    resizes = Resizes(lambda: now)
    cells = 0
    for step in range(10_000):
        now = step / 1000
        if not resizes.wait():
            resizes.passed(*LARGEST)
            cells += LARGEST[0] * LARGEST[1]
    assert cells <= CELLS_A_SECOND * 10 + LARGEST[0] * LARGEST[1]
