"""The stage and the console on a second terminal come back by themselves when the session does."""

import sys
from collections.abc import Callable

import pytest

from copworkshop.cli.second_screen import AWAY, LOST, keep_connected
from copworkshop.hosting.output_filter import LEAVE
from copworkshop.hosting.shared import COME_AGAIN
from copworkshop.ssh.client import Address

HERE = Address("localhost", 2222)


class Room:
    """A session that goes away and comes back, and a terminal; the time passes as they want."""

    def __init__(self, *ends: tuple[float, int], away: int = 0) -> None:
        """Take how long each connection lasts, with which exit code it ends, and how often nobody answers."""
        self.ends = list(ends)
        self.away = away
        self.now = 0.0
        self.called: list[Address] = []
        self.said = ""

    def connect(self, address: Address) -> int:
        self.called.append(address)
        seconds, code = self.ends.pop(0)
        self.now += seconds
        return code

    def is_reached(self, _address: Address) -> bool:
        if self.away > 0:
            self.away -= 1
            raise ConnectionRefusedError
        return True

    def tell(self, text: str) -> None:
        self.said += text

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def run(self, where: Callable[[], Address] = lambda: HERE, in_after: float = 3.0) -> int:
        return keep_connected(
            where,
            self.connect,
            in_after=in_after,
            is_reached=self.is_reached,
            tell=self.tell,
            clock=lambda: self.now,
            sleep=self.sleep,
        )


@pytest.mark.parametrize("code", [LOST, COME_AGAIN])
def test_when_the_session_goes_away_the_terminal_says_so_and_is_connected_again(code: int) -> None:
    room = Room((600, code), (30, 0), away=5)
    assert room.run() == 0
    assert len(room.called) == 2
    assert room.said.startswith(LEAVE)
    assert room.said.count(AWAY) == 1


def test_it_comes_back_within_two_seconds_of_the_session() -> None:
    room = Room((600, LOST), (0, 0))
    room.run()
    assert room.now - 600 <= 2


def test_it_goes_where_the_session_is_now() -> None:
    room = Room((600, LOST), (30, 0))
    ports = iter([2222, 2222, 2223, 2223])
    room.run(lambda: Address("localhost", next(ports)))
    assert [address.port for address in room.called] == [2222, 2223]


def test_a_file_of_the_port_that_is_being_written_is_waited_for() -> None:
    answers: list[Address | Exception] = [HERE, ValueError(), OSError(), HERE, HERE]
    found = iter(answers)

    def where() -> Address:
        address = next(found)
        if isinstance(address, Exception):
            raise address
        return address

    assert Room((600, LOST), (30, 0)).run(where) == 0


@pytest.mark.parametrize(("seconds", "code"), [(0.2, LOST), (600, 0), (600, 1), (0.2, 1)])
def test_a_person_who_leaves_and_a_call_that_fails_at_once_are_the_end(seconds: float, code: int) -> None:
    room = Room((seconds, code))
    assert room.run() == code
    assert room.said == ""


def test_a_person_who_leaves_has_their_shell_back_without_an_import(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("output_filter", "shared"):
        monkeypatch.setitem(sys.modules, f"copworkshop.hosting.{name}", None)  # an import would fail
    assert Room((600, 0)).run() == 0


@pytest.mark.parametrize("seconds", [20, 130], ids=["a wrong passphrase", "a machine that does not answer"])
def test_where_a_passphrase_is_asked_for_what_ssh_says_of_a_failure_stays_on_the_screen(seconds: float) -> None:
    room = Room((seconds, LOST))
    assert room.run(in_after=180.0) == LOST
    assert room.said == ""


def test_where_a_passphrase_is_asked_for_a_session_that_went_away_is_waited_for() -> None:
    assert Room((20, COME_AGAIN), (600, LOST), (30, 0)).run(in_after=180.0) == 0
