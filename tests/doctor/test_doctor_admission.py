"""The port is opened and called for real; what comes of it is judged."""

import asyncio
from collections.abc import Iterator

import asyncssh
import pytest

from copworkshop.admission.addresses import NO_NETWORK, HostAddress, Reach, only_here
from copworkshop.doctor.admission import REACHED, Calls, door, try_the_door, wait_for_a_call
from copworkshop.doctor.finding import Finding, Grade
from copworkshop.store.sessions import SessionLine
from helpers.networks import another_program, free_port

HERE = [
    HostAddress("192.0.2.7", "wlan0", Reach.NETWORK),
    HostAddress("198.51.100.2", "eth0", Reach.NETWORK),
    HostAddress("10.8.0.2", "tun0", Reach.VIRTUAL),
]
WELL = Calls(2222, reached=("127.0.0.1", "192.0.2.7", "198.51.100.2", "10.8.0.2"))


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something else listens on."""
    with another_program() as port:
        yield port


@pytest.fixture
def free() -> int:
    return free_port()


def judged(about: str, calls: Calls = WELL, handed_out: str = "192.0.2.7", *held: SessionLine) -> list[Finding]:
    return [finding for finding in door(calls, handed_out, HERE, held) if finding.about == about]


async def test_a_free_port_is_opened_and_answers_as_a_session_would(free: int) -> None:
    assert await try_the_door("127.0.0.1", free, ["127.0.0.1"]) == Calls(free, reached=("127.0.0.1",))


async def test_a_port_that_is_taken_is_told(taken: int) -> None:
    calls = await try_the_door("127.0.0.1", taken, ["127.0.0.1"])
    assert f"Port {taken} is used by another program" in calls.fault
    (finding,) = judged("Port", calls)
    assert (finding.grade, f"--port {taken + 1}" in finding.command) == (Grade.WRONG, True)


def test_a_port_that_a_running_session_has_is_no_fault() -> None:
    calls = Calls(2222, fault="Port 2222 cannot be listened on.")
    (finding,) = judged("Port", calls, "192.0.2.7", SessionLine("harbour", held_by=7))
    assert finding.grade is Grade.LOOK
    assert "harbour" in finding.said


def test_an_address_that_answers_is_fine_and_other_networks_are_named() -> None:
    first, other = judged("Address")
    assert (first.grade, "192.0.2.7 (wlan0)" in first.said) == (Grade.FINE, True)
    assert (other.grade, "--address 198.51.100.2" in other.command) == (Grade.LOOK, True)


@pytest.mark.parametrize(
    ("handed_out", "reached", "said"),
    [
        ("127.0.0.1", ("127.0.0.1",), "Nobody else can reach"),
        ("10.8.0.2", WELL.reached, "nobody in the room"),
        ("192.0.2.7", ("127.0.0.1",), "does not answer"),
        ("workshop.invalid", WELL.reached, "not known"),
    ],
)
def test_an_address_that_leads_nobody_here_is_wrong(handed_out: str, reached: tuple[str, ...], said: str) -> None:
    first = judged("Address", Calls(2222, reached=reached), handed_out)[0]
    assert (first.grade, said in first.said) == (Grade.WRONG, True)


def test_no_network_and_an_address_for_this_machine_alone_are_told_apart() -> None:
    calls = Calls(2222, reached=("127.0.0.1",))
    assert NO_NETWORK in [finding.said for finding in door(calls, "127.0.0.1", [], [])]
    assert only_here("127.0.0.1") in [finding.said for finding in door(calls, "127.0.0.1", [], [], given=True)]


async def test_the_first_call_of_another_machine_ends_the_waiting_with_a_sentence_there(free: int) -> None:
    opened = asyncio.Event()
    waiting = asyncio.create_task(wait_for_a_call("127.0.0.1", free, ["192.0.2.7"], opened.set))
    await opened.wait()
    with pytest.raises(asyncssh.DisconnectError, match=REACHED):
        await asyncssh.connect("127.0.0.1", free, username="room", known_hosts=None, client_keys=None, config=None)
    assert await waiting == "127.0.0.1"


async def test_calls_of_the_machine_itself_do_not_count(free: int) -> None:
    opened = asyncio.Event()
    waiting = asyncio.create_task(wait_for_a_call("127.0.0.1", free, ["127.0.0.1"], opened.set))
    await opened.wait()
    with pytest.raises(asyncssh.DisconnectError):
        await asyncssh.connect("127.0.0.1", free, username="room", known_hosts=None, client_keys=None, config=None)
    assert not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
