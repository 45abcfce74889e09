"""A session hosted on a free port, and people who come to it with AsyncSSH's client and a terminal that can be read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncssh

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.hosting.pool import AppPool
from copworkshop.live.autosave import Saved
from copworkshop.live.workshop import Running
from copworkshop.model.people import FACILITATOR, Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rehearsal.terminal import Terminal, call
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.people import RemoveSeat, RestoreSeat
from copworkshop.rules.request import Request
from copworkshop.ssh.access import FACILITATOR_KEY, set_passphrase
from copworkshop.ssh.client import Address
from copworkshop.ssh.host import TAKEN_OUT, Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.sessions import create, open_, open_read_only
from copworkshop.ui.remote import RemoteApp
from copworkshop.ui.screens.room import RoomScreen
from helpers.networks import VirtualTime
from helpers.servers import app_of, inside
from helpers.waiting import until

NAME = "hosted"
CODE = "482913"


class Hosted:
    """A hosted session, and the ways to come in."""

    def __init__(self, root: Path, running: Running, host: Host) -> None:
        self.root = root
        self.running = running
        self.host = host
        self._terminals: list[Terminal] = []

    @property
    def session(self) -> Session:
        return self.running.hub.session

    @property
    def ahead(self) -> AppPool:
        """The apps that wait for their people."""
        ahead = self.host.server.state.pool
        assert ahead is not None, "asked for only where there are some"
        return ahead

    @property
    def on_disk(self) -> Session:
        """The session as its files have it."""
        return open_read_only(self.root, NAME).session

    @property
    def facilitators_key(self) -> asyncssh.SSHKey:
        return asyncssh.read_private_key(self.running.folder / ACCESS_FOLDER / FACILITATOR_KEY)

    def seat(self, name: str = "Participant 1") -> Seat:
        return next(seat for seat in self.session.present if seat.name == name)

    async def ask(self, request: Request) -> None:
        """Ask for something as the facilitator."""
        await self.running.hub.submit(request, FACILITATOR)

    async def lead(self, kind: Kind, round_name: str) -> None:
        """Bring the room to a round."""
        await self.ask(GoTo(kind=kind, round=round_name))

    async def saved(self) -> None:
        """Wait until all is on the disk."""
        autosave = self.running.autosave
        await until(lambda: isinstance(autosave.state, Saved) and autosave.saved(self.session.revision))

    async def connect(
        self,
        user: str = "room",
        *answers: str,
        key: asyncssh.SSHKey | None = None,
        term: str = "xterm-256color",
        size: tuple[int, int] = (80, 24),
    ) -> Terminal:
        """Come in with a terminal; the last answer is given again and again."""
        here = Address("127.0.0.1", self.host.port)
        terminal = await call(here, user, *(answers or (CODE,)), key=key, term=term, size=size, keeps=True)
        self._terminals.append(terminal)
        return terminal

    async def join(self, name: str = "Participant 1", *, key: asyncssh.SSHKey | None = None) -> Terminal:
        """Come in as a newcomer, and type a name."""
        terminal = await self.connect(key=key)
        await terminal.sees("What is your name?")
        terminal.press(name, "enter")
        await until(lambda: any(seat.name == name for seat in self.session.present))
        await terminal.sees(self.seat(name).word)
        return terminal

    async def out_and_back(self, seat: Seat) -> Terminal:
        """Take somebody out, whose word is then turned away with a sentence; bring them back, and come in by it."""
        await self.ask(RemoveSeat(seat=seat.number))
        away = await self.connect(seat.word)
        await away.sees(TAKEN_OUT[:60])
        await self.ask(RestoreSeat(seat=seat.number))
        return await self.connect(seat.word)

    async def forward(self, leader: Terminal) -> None:
        """Press Page Down on the facilitator's terminal, and wait until console and stage show where the room is.

        Where somebody has not finished the round, it is pressed again.
        """
        before = self.session.spot
        leader.press("pagedown")
        await leader.until(lambda: self.session.spot != before or self.session.closing is not None, "a way on")
        if self.session.spot == before:
            await leader.sees("Page Down again closes it")
            leader.press("pagedown")
        await leader.until(lambda: self.session.spot != before and self._leaders_see_it(), f"what follows {before}")

    async def on_to(self, leader: Terminal, kind: str, round_name: str) -> None:
        """Press Page Down until the room is in this round."""
        while (self.session.spot.kind, self.session.spot.round) != (kind, round_name):
            await self.forward(leader)

    def _leaders_see_it(self) -> bool:
        apps = [app_of(channel) for channel in inside(self.host.server)]
        leaders = [app for app in apps if isinstance(app, RemoteApp)]
        spots = [app.screen.seen.spot for app in leaders if isinstance(app.screen, RoomScreen)]
        drawn = all(worker.is_finished for app in leaders for worker in app.workers)
        return drawn and spots == [self.session.spot] * len(leaders)

    async def hang_up(self) -> None:
        """Have every client go."""
        for terminal in self._terminals:
            await terminal.hang_up()


@asynccontextmanager
async def opened(root: Path, name: str, opening: Opening, time: VirtualTime | None = None) -> AsyncIterator[Host]:
    """Open the door of a session that there is, with a clock of the test's own or the machine's."""
    running = Running(open_(root, name))
    running.start()
    host = await (
        Host.open(running, opening) if time is None else Host.open(running, opening, clock=time.clock, sleep=time.sleep)
    )
    try:
        yield host
    finally:
        await host.close()
        await running.close()


def command(host: Host) -> str:
    """What people are told to type."""
    assert host.joining is not None
    return host.joining.command


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def hosted(
    root: Path, *, code: str = CODE, passphrase: str | None = None, ahead: int = 0, plan: str | None = None
) -> AsyncIterator[Hosted]:
    """Host a new session, of the packaged plan if none is given; wrong tries are not slowed.

    Nothing of it runs any more at the end.
    """
    running = Running(create(root, NAME, plan or packaged_text(DEFAULT_PLAN), now=datetime.now(UTC)))
    before = asyncio.all_tasks()
    running.start()
    if passphrase is not None:
        set_passphrase(running.folder / ACCESS_FOLDER, passphrase)
    try:
        host = await Host.open(running, Opening(port=0, bind="127.0.0.1", code=code, ahead=ahead))
        host.server.admission.sleep = _at_once
        host.prepare()
        room = Hosted(root, running, host)
        try:
            yield room
        finally:
            await host.close()
            await room.hang_up()
    finally:
        await running.close()
    await until(lambda: asyncio.all_tasks() <= before)
