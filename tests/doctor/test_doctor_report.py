"""What the doctor writes: words before colours, and never wider than the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.doctor.finding import Finding, Grade, fine, look, wrong
from copworkshop.doctor.report import how_to_join, page, verdict
from copworkshop.toolkit.widgets.cells import width_of

COMMAND, LINK = "ssh -p 2222 room@192.0.2.7", "ssh://room@192.0.2.7:2222"


def test_what_to_do_stands_below_what_was_found() -> None:
    assert list(
        page([wrong("Port", "2222 is taken.", "Choose another: --port 2223"), fine("Space", "Enough.")], 80)
    ) == [
        "FAIL  Port        2222 is taken.",
        "                  > Choose another: --port 2223",
        "ok    Space       Enough.",
    ]


@pytest.mark.parametrize("width", [80, 45])
def test_a_command_is_never_divided(width: int) -> None:
    command = "copworkshop passphrase here --sessions '/a/long way/to/my sessions (50%)/of/the year'"
    lines = list(page([look("Passphrase", "None is set.", "To lead from elsewhere:", command)], width))
    assert lines[-1].strip() == command
    short = list(page([look("Passphrase", "None is set.", "To lead from elsewhere:", "copworkshop x")], 80))
    assert short[-1].strip() == "> To lead from elsewhere: copworkshop x"


@given(
    st.lists(st.builds(Finding, st.sampled_from(Grade), st.just("Host key"), st.text(), st.text()), max_size=3),
    st.integers(40, 200),
)
def test_no_line_is_wider_than_the_terminal(findings: list[Finding], width: int) -> None:
    assert all(width_of(line) <= width for line in page(findings, width))


def test_the_verdict_counts_what_is_wrong_before_what_is_to_know() -> None:
    amiss, known = wrong("Port", "Taken.", "Choose."), look("Size", "Small.")
    assert verdict([amiss, known, amiss]).startswith("Not ready: 2 things are wrong")
    assert verdict([known, fine("Port", "Free.")]) == "Ready. 1 thing to know about, marked look."
    assert verdict([fine("Port", "Free.")]) == "Ready: all is well."


@pytest.mark.parametrize("system", ["Windows", "macOS", "Linux", "Phone"])
def test_each_system_has_its_line_next_to_the_code(system: str) -> None:
    lines = list(how_to_join(COMMAND, LINK, 80, coloured=False))
    assert any(line.startswith(system) for line in lines)
    assert sum(line.endswith("██") for line in lines) == 15
    assert all(width_of(line) <= 80 for line in lines)


def test_a_narrow_terminal_has_the_words_without_the_code() -> None:
    lines = list(how_to_join(COMMAND, LINK, 60, coloured=True))
    assert f"  {COMMAND}" in lines
    assert not any("█" in line for line in lines)
    assert all(width_of(line) <= 60 for line in lines)


def test_the_code_is_bright_on_black_where_there_are_colours() -> None:
    assert any(
        "\x1b[97;40m██" in line and line.endswith("\x1b[0m") for line in how_to_join(COMMAND, LINK, 80, coloured=True)
    )
