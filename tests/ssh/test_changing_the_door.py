"""The facilitator changes the port and the join code from inside, while people are in."""

import asyncio
import errno
import os
import re
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from copworkshop.admission.addresses import LOOPBACK
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.rules.agenda import GoTo
from copworkshop.ssh import access, opening
from copworkshop.ssh.auth import WRONG_CODE
from copworkshop.ssh.client import Address
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.home import Home
from copworkshop.store.sessions import open_
from copworkshop.ui.facilitator import FacilitatorApp
from helpers.facilitator_driver import Walk, walk
from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.networks import another_program, free_port
from helpers.saved_sessions import saved
from helpers.waiting import until

NAME = "harbour"
SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 20)])
NOTHING_TYPED = ""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("brief_waits")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one session, which nobody has opened yet."""
    saved(tmp_path, NAME)
    return tmp_path


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def kept(folder: Path, name: str) -> str:
    return (folder / ACCESS_FOLDER / name).read_text().strip()


def framed(rows: Sequence[str]) -> str:
    """What stands in the dialog in the middle of the screen, as one text with single spaces."""
    middle, across = len(rows) // 2, max(map(len, rows)) // 2
    found: list[tuple[int, str]] = []
    for top, row in enumerate(rows[: middle + 1]):
        for match in re.finditer("┌─+┐", row):
            left, right = match.start(), match.end()
            bottom = next((y for y in range(top, len(rows)) if re.fullmatch("└─+┘", rows[y][left:right])), 0)
            if left < across < right and bottom >= middle:
                inside = " ".join(rows[y][left + 1 : right - 1].strip(" ║╔╗╚╝═") for y in range(top + 1, bottom))
                found.append((right - left, " ".join(inside.split())))
    return min(found)[1] if found else ""


async def reads(console: Terminal, *texts: str) -> None:
    """Wait until these texts stand in the dialog."""
    for text in texts:
        await console.until(lambda text=text: text in framed(console.rows), f"“{text}”")  # type: ignore[misc]


async def reads_at_home(leading: Walk, *texts: str) -> None:
    """Wait until these texts stand in the dialog."""
    for text in texts:
        await leading.until(lambda text=text: text in framed(leading.lines), f"“{text}”")  # type: ignore[misc]


async def leads(room: Hosted, size: tuple[int, int] = (80, 24)) -> Terminal:
    """The console over SSH, with how people join on it."""
    console = await call(Address(LOOPBACK, room.host.port), "console", key=room.facilitators_key, size=size, keeps=True)
    await console.sees("1/")
    console.press("J")
    await reads(console, "How people join", "p another port")
    return console


async def choose(console: Terminal, key: str, typed: str) -> None:
    """Press the key of a field, type, and press Enter."""
    await reads(console, "p another port")
    console.press(key)
    await reads(console, "leave it")
    console.press(*typed, "enter")


@asynccontextmanager
async def at_home(
    root: Path, opening: Opening, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Walk, Callable[[], Host]]]:
    """The facilitator on their own terminal, with the console on it."""
    workshop = Workshop(Home(root))
    hosts: list[Host] = []

    async def open_door(running: Running, chosen: int | None) -> Host:
        wanted = opening if chosen is None else Opening(port=chosen, bind=LOOPBACK, chosen_inside=True)
        hosts.append(await Host.open(running, wanted))
        return hosts[-1]

    app = FacilitatorApp(lambda: workshop, lambda there: there.wanted(NAME, None), open_door)
    async with app.run_test(size=size) as pilot:
        leading = Walk(app, pilot)
        await leading.until(lambda: app.open_session is not None, "the session")
        await leading.press("f2")
        await leading.sees("F2 stage")
        yield leading, lambda: hosts[-1]
        await app.action_quit()


# The port


@SIZES
async def test_the_facilitator_chooses_another_port_and_those_who_are_in_stay_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with hosted(tmp_path) as room:
        before, port = room.host.port, free_port()
        person = await room.join("Ann")
        stage = await call(Address(LOOPBACK, before), "stage", key=room.facilitators_key, keeps=True)
        await stage.sees(f"ssh -p {before} room@")
        console = await leads(room, size)
        await choose(console, "p", str(port))
        await reads(console, f"People join on port {port} now.", f"Port: {port}")
        assert kept(room.running.folder, "port") == str(port)
        assert not listens(before)

        await stage.sees(f"ssh -p {port} room@")
        await person.sees(f"-p {port} {room.seat('Ann').word}@")
        await room.ask(GoTo(kind=Kind.CLOSE))
        await person.sees(f"-p {port} {room.seat('Ann').word}@{LOOPBACK} proposal > my-proposal.md")
        assert room.running.presence.attendance.connected == 1
        await room.join("Ben")
        console.press("escape")
        await console.sees("who are in stay in.", "Esc puts this away")
        for terminal in (stage, console):
            await terminal.hang_up()


async def test_on_the_facilitators_own_terminal_the_port_changes_everywhere_at_once(root: Path) -> None:
    port = free_port()
    async with at_home(root, Opening(port=0, bind=LOOPBACK, code=CODE)) as (leading, host):
        before = host().port
        await leading.sees("J join")
        await leading.press("J", "p")
        await leading.type(str(port))
        await reads_at_home(leading, f"People join on port {port} now.")
        assert (host().port, kept(root / NAME, "port")) == (port, str(port))
        await leading.press("escape")
        await leading.sees(f"Those who come back type {port} in place of {before}.")
        await leading.press("f2")
        await leading.sees(f"ssh -p {port} room@{LOOPBACK}")
    running = Running(open_(root, NAME))
    running.start()
    again = await Host.open(running, Opening())
    assert (again.port, again.port_notice) == (port, "")
    await again.close()
    await running.close()


async def test_a_port_that_cannot_be_used_is_refused_with_a_sentence_and_all_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen = asyncssh.listen

    async def as_nobody(bind: str, port: int, **options: Any) -> asyncssh.SSHAcceptor:
        if port < 1024:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return await listen(bind, port, **options)

    monkeypatch.setattr(asyncssh, "listen", as_nobody)
    async with hosted(tmp_path) as room:
        before = room.host.port
        console = await leads(room)
        with another_program() as taken:
            for typed, said in (
                (str(taken), f"Port {taken} is used by another program: end that one, or choose another port."),
                ("80", "Port 80 needs rights that you do not have: choose one from 1024 on."),
                (str(before), f"People join on port {before} already."),
                ("many", "“many” is no port"),
                ("0", "“0” is no port"),
                ("70000", "“70000” is no port"),
                ("99999999999999999999", "is no port"),
                (NOTHING_TYPED, "“” is no port"),
            ):
                await choose(console, "p", typed)
                await reads(console, said)
                assert "--port" not in console.text
                console.press("escape")
                await reads(console, "p another port")
        assert room.host.port == before == int(kept(room.running.folder, "port"))
        await room.join("Ann")
        await console.hang_up()


async def test_a_port_that_cannot_be_stored_is_not_moved_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(tmp_path) as room:
        before, port = room.host.port, free_port()
        console = await leads(room)

        def full(_path: Path, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(opening, "replace_durably", full)
        await choose(console, "p", str(port))
        await reads(console, f"People still join on port {before}: the disk is full")
        await until(lambda: not listens(port))
        await room.join("Ann")
        await console.hang_up()


async def test_two_consoles_that_choose_at_once_move_one_after_the_other(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        ports = free_port(), free_port()
        consoles = [await leads(room) for _ in ports]
        for console in consoles:
            console.press("p")
            await reads(console, "leave it")
        for console, port in zip(consoles, ports, strict=True):
            console.press(*str(port), "enter")
        for console, port in zip(consoles, ports, strict=True):
            await reads(console, f"People join on port {port} now.")
        assert room.host.port in ports
        assert [listens(port) for port in ports] == [port == room.host.port for port in ports]
        assert kept(room.running.folder, "port") == str(room.host.port)
        for console in consoles:
            await reads(console, f"Port: {room.host.port}")
            await console.hang_up()


async def test_where_the_port_was_taken_at_the_start_the_console_names_the_key_until_another_is_chosen(
    root: Path,
) -> None:
    port = free_port()
    with another_program() as taken:
        async with at_home(root, Opening(port=taken, bind=LOOPBACK, code=CODE)) as (leading, _):
            await leading.sees(f"Another program uses port {taken}", "J on the console chooses another port.")
            await leading.press("J", "p")
            await leading.type(str(port))
            await reads_at_home(leading, f"People join on port {port} now.")
            await leading.press("escape")
            await leading.sees(f"Those who come back type {port}")
            assert "Another program" not in leading.text
            assert "shows 1 more" not in leading.text


@SIZES
async def test_a_door_that_could_not_be_opened_at_the_start_is_opened_by_the_same_key(
    root: Path, size: tuple[int, int]
) -> None:
    port = free_port()
    with another_program() as taken:
        alone = Opening(port=taken, bind=LOOPBACK, on_this_port_alone=True)
        async with at_home(root, alone, size) as (leading, host):
            await leading.sees("Nobody can join from another terminal.", "J tries again on a port that you type.")
            await leading.press("J")
            await reads_at_home(leading, "Nobody can join from another terminal yet. p tries a port.")
            assert "join code" not in leading.text
            await leading.press("p")
            await leading.type(str(taken))
            await reads_at_home(leading, "is used by another program: end that one, or choose another port.")
            await leading.press("escape", "p")
            await leading.type(str(port))
            await reads_at_home(leading, f"People join on port {port} now.", "change the join code")
            person = await call(Address(LOOPBACK, port), "room", host().joining.code or "")  # type: ignore[union-attr]
            await person.sees("What is your name?")
            await leading.press("escape")
            await leading.until(lambda: "J tries again" not in leading.text, "a console without the reason")
            await leading.press("f2")
            await leading.sees(f"ssh -p {port} room@{LOOPBACK}")
            await person.hang_up()


async def test_without_ssh_the_key_does_nothing(root: Path) -> None:
    async with walk(root, NAME) as room:
        await room.press("f2")
        await room.sees("g go ")
        assert "J join" not in room.text
        await room.press("J")
        assert "How people join" not in room.text


async def test_help_names_the_keys(root: Path) -> None:
    async with at_home(root, Opening(port=0, bind=LOOPBACK)) as (leading, _):
        await leading.press("f1")
        await leading.turns_to("How people join: change port or join code")
        await leading.press("escape", "J", "f1")
        await reads_at_home(leading, "Choose another port", "Change the join code, after a question")


# The join code


class Slow(asyncssh.SSHClient):
    """Answers a question only when told so, with the codes one after the other."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []
        self.may = asyncio.Event()

    def kbdint_auth_requested(self) -> str:
        return ""

    async def kbdint_challenge_received(self, _name: str, instructions: str, _lang: str, prompts: Any) -> list[str]:
        self.heard.append(instructions)
        await self.may.wait()
        return [self.answers.pop(0) for _ in prompts]


@SIZES
async def test_a_new_code_by_chance_keeps_the_old_one_out_and_everybody_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with hosted(tmp_path) as room:
        person = await room.join("Ann")
        stage = await call(Address(LOOPBACK, room.host.port), "stage", key=room.facilitators_key, keeps=True)
        await stage.sees("Join code:")
        console = await leads(room, size)
        await choose(console, "c", NOTHING_TYPED)
        await reads(console, "Change the join code to a new number?")
        console.press("y")
        await reads(console, "The join code is changed.")
        code = kept(room.running.folder, "join_code")
        assert code != CODE
        assert len(code) == 6
        shown = f"{code[:3]} {code[3:]}"
        await reads(console, f"Join code: {shown}")
        console.press("escape")
        await console.sees(f"The join code is now {shown}.")

        waiting = Slow(CODE, code)
        coming = asyncio.create_task(
            asyncssh.create_connection(
                lambda: waiting, LOOPBACK, room.host.port, username="room", known_hosts=None, client_keys=None,
                agent_path=None, config=None,
            )
        )  # fmt: skip
        await until(lambda: waiting.heard)
        waiting.may.set()
        line, _ = await coming
        assert waiting.heard == ["", WRONG_CODE]
        line.abort()
        assert not person.closed
        back = await room.connect(room.seat("Ann").word, "nothing")
        await back.sees("Ann")
        for terminal in (stage, console):
            await terminal.hang_up()


async def test_who_was_asked_before_the_change_is_told_that_the_old_code_is_wrong(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        console = await leads(room)
        waiting = Slow(CODE, "reed42")
        coming = asyncio.create_task(
            asyncssh.create_connection(
                lambda: waiting, LOOPBACK, room.host.port, username="room", known_hosts=None, client_keys=None,
                agent_path=None, config=None,
            )
        )  # fmt: skip
        await until(lambda: waiting.heard)
        await choose(console, "c", "Reed 42")
        await reads(console, "Change the join code to reed42?")
        console.press("y")
        await reads(console, "Join code: reed42")
        waiting.may.set()
        line, _ = await coming
        assert waiting.heard == ["", WRONG_CODE]
        line.abort()
        await console.hang_up()


async def test_none_asks_for_no_code_and_a_code_asks_again(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        console = await leads(room)
        await choose(console, "c", "none")
        await reads(console, "Ask for no join code any more?")
        console.press("y")
        await reads(console, "Join code: none is asked for")
        ann = await room.connect("room", "whatever")
        await ann.sees("What is your name?")
        await choose(console, "c", "none")
        await reads(console, "That is the join code already.")
        console.press("escape")
        await choose(console, "c", "reed42")
        await reads(console, "Change the join code to reed42?")
        console.press("y")
        await reads(console, "Join code: reed42")
        with pytest.raises(asyncssh.Error):
            await room.connect("room", "whatever")
        ben = await room.connect("room", "reed42")
        await ben.sees("What is your name?")
        await console.hang_up()


async def test_a_code_that_nobody_can_type_and_an_answer_of_no_change_nothing(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        console = await leads(room)
        for typed in ("abc", "a/b!", "grün"):
            await choose(console, "c", typed)
            await reads(console, "A join code has 4 to 32 letters a-z and digits: type another, or none for no code.")
            console.press("escape")
            await reads(console, "p another port")
        await choose(console, "c", "reed42")
        await reads(console, "Change the join code to reed42?")
        console.press("n")
        await console.sees_not("Change the join code to reed42?")
        await reads(console, "reed42")
        assert kept(room.running.folder, "join_code") == CODE
        await room.join("Ann")
        await console.hang_up()


async def test_a_code_that_cannot_be_stored_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(tmp_path) as room:
        console = await leads(room)

        def full(_path: Path, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(access, "replace_durably", full)
        await choose(console, "c", "reed42")
        await reads(console, "Change the join code to reed42?")
        console.press("y")
        await reads(console, "The join code stays as it is: the disk is full")
        await room.join("Ann")
        await console.hang_up()


async def test_on_the_facilitators_own_terminal_stage_and_files_have_the_new_code_at_once(root: Path) -> None:
    async with at_home(root, Opening(port=0, bind=LOOPBACK, code=CODE, address="harbour.local")) as (leading, _):
        await leading.press("J", "c")
        await leading.type("reed42")
        await reads_at_home(leading, "Change the join code to reed42?")
        await leading.press("y")
        await reads_at_home(leading, "Join code: reed42")
        assert kept(root / NAME, "join_code") == "reed42"
        await leading.press("escape")
        await leading.sees("The join code is now reed42.")
        await leading.press("f2", "pagedown")
        await leading.sees("code reed42")
    running = Running(open_(root, NAME))
    running.start()
    again = await Host.open(running, Opening())
    assert again.joining is not None
    assert again.joining.code == "reed42"
    await again.close()
    await running.close()
