"""What is made of a terminal; how wide it draws is asked of one, which pyte is here."""

from dataclasses import replace

import pyte
import pytest

from copworkshop.doctor.finding import Finding, Grade
from copworkshop.doctor.screen import SAMPLES, Screen, findings, screen
from copworkshop.doctor.terminal_probe import ask_widths

USUAL = (1, 1, 1, 1, 1, 1, 2, 1)
GOOD = Screen(columns=80, rows=24, colours=2**24, term="xterm-256color", widths=USUAL)


def judged(seen: Screen, about: str) -> Finding:
    return next(finding for finding in findings(seen) if finding.about == about)


class Answering(pyte.Screen):
    """A terminal that answers what it is asked."""

    def __init__(self) -> None:
        self.answers = b""
        super().__init__(80, 24)
        self._stream = pyte.Stream(self)

    def write_process_input(self, data: str) -> None:
        self.answers += data.encode()

    def write(self, text: str) -> None:
        self._stream.feed(text)

    def read(self, _seconds: float) -> bytes:
        heard, self.answers = self.answers, b""
        return heard


def test_the_terminal_says_how_wide_it_draws_and_nothing_stays_on_it() -> None:
    terminal = Answering()
    assert ask_widths(SAMPLES, terminal.write, terminal.read) == USUAL
    assert not "".join(terminal.display).strip()


def test_answers_that_come_in_pieces_are_put_together() -> None:
    pieces = [b"\x1b[1;", b"2R\x1b", b"[1;3R"]
    assert ask_widths(("a", "b"), lambda _text: None, lambda _seconds: pieces.pop(0)) == (1, 2)


def test_nothing_is_wrong_with_a_good_terminal() -> None:
    assert {finding.grade for finding in findings(GOOD)} == {Grade.FINE}


@pytest.mark.parametrize(
    ("size", "grade"),
    [((39, 24), Grade.WRONG), ((40, 12), Grade.LOOK), ((80, 24), Grade.FINE), ((200, 60), Grade.LOOK)],
)
def test_the_size_is_judged(size: tuple[int, int], grade: Grade) -> None:
    assert judged(replace(GOOD, columns=size[0], rows=size[1]), "Size").grade is grade


@pytest.mark.parametrize(
    ("widths", "grade", "said"),
    [
        (None, Grade.LOOK, "did not say"),
        ((2, 3, 2, 3, 3, 3, 3, 3), Grade.WRONG, "UTF-8"),
        ((1, 2, 2, 2, 1, 2, 2, 1), Grade.WRONG, "█ × ★ …"),
        ((1, 1, 1, 1, 1, 1, 1, 1), Grade.LOOK, "语"),
    ],
)
def test_the_letters_are_judged(widths: tuple[int, ...] | None, grade: Grade, said: str) -> None:
    finding = judged(replace(GOOD, widths=widths), "Letters")
    assert finding.grade is grade
    assert said in finding.said


def test_a_terminal_that_writes_line_by_line_will_not_do() -> None:
    assert [finding.grade for finding in findings(replace(GOOD, term="dumb"))] == [Grade.WRONG]


def test_where_there_is_no_terminal_that_is_said() -> None:
    (finding,) = screen()  # a test's standard output is none
    assert (finding.grade, finding.about) == (Grade.LOOK, "Terminal")


def test_a_terminal_that_is_not_set_to_utf8_is_noticed() -> None:
    found = judged(replace(GOOD, charset="iso8859-1", widths=None), "Letters")
    assert found.grade is Grade.LOOK
    assert "iso8859-1" in found.said
