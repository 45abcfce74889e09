"""The address that people are told follows the network, on every screen, while the session runs."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import ifaddr
import pytest

from copworkshop.admission.addresses import GET_A_NETWORK, NO_NETWORK
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.rules.agenda import GoTo
from copworkshop.ssh.address_watch import CHECK_SECONDS
from copworkshop.ssh.client import Address
from copworkshop.ssh.headless import serve
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.home import Home
from copworkshop.store.sessions import open_
from copworkshop.toolkit.widgets.qr import qr_code
from copworkshop.ui.facilitator import FacilitatorApp
from helpers.facilitator_driver import Walk
from helpers.hosted_rooms import command, opened
from helpers.networks import Networks, VirtualTime
from helpers.saved_sessions import saved
from helpers.waiting import until

NAME = "harbour"
CODE = "reed42"
ANY_PORT = Opening(port=0, code=CODE)
WLAN = ("192.168.77.5", "wlan0")
HOTSPOT = ("172.20.10.2", "wlan0")
DOCK = ("10.0.0.5", "eth0")
CONTAINERS = ("172.17.0.1", "docker0")


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> Networks:
    """The networks of this machine: at first none."""
    there = Networks()
    monkeypatch.setattr(ifaddr, "get_adapters", there.get_adapters)
    return there


@pytest.fixture
def root(tmp_path: Path) -> Path:
    saved(tmp_path, NAME)
    return tmp_path


@asynccontextmanager
async def leading(root: Path, time: VirtualTime, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Walk]:
    """A facilitator in a session whose door is open, with the stage on their screen."""
    workshop = Workshop(Home(root))

    async def open_door(running: Running, _chosen: int | None) -> Host:
        return await Host.open(running, Opening(port=0, code=CODE), clock=time.clock, sleep=time.sleep)

    app = FacilitatorApp(lambda: workshop, lambda there: there.wanted(NAME, None), open_door)
    async with app.run_test(size=size) as pilot:
        walking = Walk(app, pilot)
        await walking.until(lambda: app.open_session is not None, "the session")
        yield walking
        await app.action_quit()


def shows_a_qr_code(walking: Walk) -> bool:
    return any("█▀▀▀▀▀█" in line or "▄▄▄▄▄▄▄" in line for line in walking.lines)


async def shown_at(host: Host, time: VirtualTime, address: str) -> None:
    """Let the time between two checks pass, and wait for the address."""
    await time.pass_by(CHECK_SECONDS)
    await until(lambda: command(host).endswith(f"@{address}"))


# Screens


async def test_without_a_network_nobody_is_invited_and_the_screens_correct_themselves_when_it_comes(
    root: Path, networks: Networks
) -> None:
    time = VirtualTime()
    async with leading(root, time) as facilitator:
        await facilitator.sees(NO_NETWORK, "How to join is shown here as soon as there is a network.")
        assert "127.0.0.1" not in facilitator.text
        assert "room@" not in facilitator.text
        assert not shows_a_qr_code(facilitator)
        await facilitator.press("f2")
        await facilitator.sees(NO_NETWORK, GET_A_NETWORK)
        await facilitator.press("f2")

        networks.here = [WLAN]
        await time.pass_by(CHECK_SECONDS)

        await facilitator.sees("room@192.168.77.5")
        assert NO_NETWORK not in facilitator.text
        assert shows_a_qr_code(facilitator)
        await facilitator.press("f2")
        await facilitator.sees("This computer is in a network now. People join with: ssh -p")
        assert GET_A_NETWORK not in facilitator.text


async def test_a_new_address_is_said_once_on_the_console_until_it_is_put_away(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with leading(root, time) as facilitator:
        await facilitator.sees("room@192.168.77.5")
        for new in (DOCK, HOTSPOT):
            networks.here = [new]
            await time.pass_by(CHECK_SECONDS)
            await facilitator.sees(f"room@{new[0]}")
        await facilitator.sees("message: F2")
        await facilitator.press("f2")
        await facilitator.sees("The address is now 172.20.10.2. People whose connection is lost come back with: ssh -p")
        await facilitator.press("escape")
        await facilitator.until(lambda: "address" not in facilitator.text, "a console without the sentence")
        await time.pass_by(60)
        assert "address" not in facilitator.text


async def test_the_bottom_line_of_every_step_has_the_address_of_now(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    async with leading(root, time) as facilitator:
        await facilitator.go(Kind.LIFECYCLE)
        assert facilitator.lines[-1].strip().startswith(NO_NETWORK)
        networks.here = [WLAN]
        await time.pass_by(CHECK_SECONDS)
        await facilitator.until(lambda: "room@192.168.77.5" in facilitator.lines[-1], "the bottom line")
        networks.here = []
        await time.pass_by(CHECK_SECONDS)
        await facilitator.until(lambda: NO_NETWORK in facilitator.lines[-1], "the bottom line without an address")


async def test_the_key_of_the_join_screen_checks_the_address_at_once(root: Path, networks: Networks) -> None:
    async with leading(root, VirtualTime()) as facilitator:
        await facilitator.go(Kind.LIFECYCLE)
        networks.here = [WLAN]
        await facilitator.press("j")
        await facilitator.sees("How to join", "room@192.168.77.5")


@pytest.mark.usefixtures("brief_waits")
async def test_a_participant_reads_the_address_of_now_at_the_welcome_and_at_the_close(
    root: Path, networks: Networks
) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        person = await joined(host)
        word = next(iter(host.hub.session.seats.values())).word
        await person.sees(f"{word}@192.168.77.5")

        networks.here = [HOTSPOT]
        await shown_at(host, time, "172.20.10.2")
        await person.sees(f"{word}@172.20.10.2")

        await host.hub.submit(GoTo(kind=Kind.CLOSE), FACILITATOR)
        await person.sees(f"{word}@172.20.10.2 proposal > my-proposal.md")
        networks.here = [WLAN]
        await shown_at(host, time, "192.168.77.5")
        await person.sees(f"{word}@192.168.77.5 proposal > my-proposal.md")
        await person.hang_up()


async def joined(host: Host) -> Terminal:
    person = await call(Address("127.0.0.1", host.port), "room", CODE)
    await person.sees("What is your name?")
    person.press("Ann", "enter")
    await person.sees("Ann")
    return person


async def test_the_stage_has_the_qr_code_of_the_address_of_now(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        networks.here = [HOTSPOT]
        await shown_at(host, time, "172.20.10.2")
        assert host.joining is not None
        assert host.joining.link == f"ssh://room@172.20.10.2:{host.port}"
        assert qr_code(host.joining.link) != qr_code(f"ssh://room@192.168.77.5:{host.port}")


async def test_a_host_without_a_screen_says_what_to_do_and_then_the_address(root: Path, networks: Networks) -> None:
    said: list[str] = []
    running = Running(open_(root, NAME))
    serving = asyncio.create_task(serve(running, Opening(port=0), said.append))
    await until(lambda: any("Host key" in line for line in said))
    assert f"{NO_NETWORK} {GET_A_NETWORK}" in said
    assert "127.0.0.1" not in " ".join(said)
    networks.here = [WLAN]
    await until(lambda: any("@192.168.77.5" in line for line in said))  # by the clock of the computer
    assert said[-1].startswith("To lead: ssh -p ")
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


# When it is checked


async def test_after_the_computer_has_slept_the_address_is_checked_within_a_second_or_two(
    root: Path, networks: Networks
) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        networks.here = [HOTSPOT]
        time.suspend(3600)
        await time.pass_by(1)
        await until(lambda: command(host).endswith("@172.20.10.2"))


async def test_it_is_checked_at_least_every_ten_seconds_and_not_without_end(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    async with opened(root, NAME, ANY_PORT, time):
        for _ in range(12):
            before = networks.asked
            await time.pass_by(10)
            await until(lambda before=before: networks.asked > before)  # type: ignore[misc]
        assert networks.asked <= 30


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        (Opening(port=0, address="workshop.example"), "workshop.example"),
        (Opening(port=0, bind="127.0.0.1"), "127.0.0.1"),
    ],
)
async def test_an_address_that_was_given_stays_and_costs_no_check(
    root: Path, networks: Networks, opening: Opening, told: str
) -> None:
    time = VirtualTime()
    async with opened(root, NAME, opening, time) as host:
        networks.here = [WLAN]
        await time.pass_by(60)
        assert host.way_in is not None
        host.way_in.check()
        assert command(host).endswith(f"@{told}")
        assert networks.asked == 0
    async with opened(root, NAME, Opening(), time) as host:  # and is kept with the session
        assert command(host).endswith(f"@{told}")


async def test_an_address_that_the_program_chose_is_not_kept_with_the_session(root: Path, networks: Networks) -> None:
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, VirtualTime()) as host:
        assert command(host).endswith("@192.168.77.5")
    networks.here = [DOCK]
    async with opened(root, NAME, Opening(), VirtualTime()) as host:
        assert command(host).endswith("@10.0.0.5")


# Which address


async def test_of_two_good_addresses_the_one_that_people_have_stays(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        for here in ([DOCK, WLAN], [CONTAINERS, WLAN, DOCK], [WLAN, DOCK]):
            networks.here = [*here]
            asked = networks.asked
            await time.pass_by(2 * CHECK_SECONDS)
            await until(lambda asked=asked: networks.asked > asked)  # type: ignore[misc]
            assert command(host).endswith("@192.168.77.5")


async def test_an_address_that_more_people_reach_takes_the_place_of_one_for_containers(
    root: Path, networks: Networks
) -> None:
    time = VirtualTime()
    networks.here = [CONTAINERS]
    async with opened(root, NAME, ANY_PORT, time) as host:
        assert command(host).endswith("@172.17.0.1")
        networks.here = [CONTAINERS, WLAN]
        await shown_at(host, time, "192.168.77.5")


async def test_an_address_that_the_machine_gave_itself_invites_nobody(root: Path, networks: Networks) -> None:
    networks.here = [("169.254.12.3", "wlan0")]
    async with opened(root, NAME, ANY_PORT, VirtualTime()) as host:
        assert host.joining is not None
        assert (host.joining.command, host.joining.link, host.joining.unreachable) == ("", None, NO_NETWORK)


async def test_a_network_that_returns_with_its_address_is_told_as_such(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    said: list[str] = []
    async with opened(root, NAME, ANY_PORT, time) as host:
        assert host.way_in is not None
        host.way_in.subscribe(said.append)
        networks.here = []
        await time.pass_by(CHECK_SECONDS)
        await until(lambda: said)
        networks.here = [WLAN]
        await shown_at(host, time, "192.168.77.5")
        assert said == [
            f"{NO_NETWORK} {GET_A_NETWORK}", "The network is back, and the address is 192.168.77.5 as before.",
        ]  # fmt: skip


# A system that does not answer


async def test_a_system_that_cannot_list_its_addresses_changes_nothing(root: Path, networks: Networks) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        networks.fault = OSError("no more file descriptors")
        asked = networks.asked
        await time.pass_by(2 * CHECK_SECONDS)
        await until(lambda: networks.asked > asked)
        assert command(host).endswith("@192.168.77.5")
        networks.fault, networks.here = None, [HOTSPOT]
        await shown_at(host, time, "172.20.10.2")


async def test_a_system_that_does_not_answer_holds_up_nobody_and_is_asked_a_few_times_only(
    root: Path, networks: Networks
) -> None:
    time = VirtualTime()
    networks.here = [WLAN]
    async with opened(root, NAME, ANY_PORT, time) as host:
        networks.silent = threading.Event()
        try:
            before = networks.asked
            await time.pass_by(300)
            assert networks.asked <= before + 3
            assert command(host).endswith("@192.168.77.5")
            person = await joined(host)
            await person.hang_up()
        finally:
            networks.here = [HOTSPOT]
            networks.silent.set()
        await until(lambda: command(host).endswith("@172.20.10.2"))
