"""A running session behind an SSH server: who comes in as whom, and which app each visitor gets."""

import asyncio
import hmac
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

from copworkshop.admission.entry import Entrance
from copworkshop.admission.join_code import CODE_RULE, NO_CODE, BadCode, new_code, spoken
from copworkshop.hosting.gc_policy import collect_young
from copworkshop.hosting.pool import AppPool
from copworkshop.hosting.running_app import HostedApp
from copworkshop.hosting.take_home import TakeHome
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.hub import Change
from copworkshop.live.steady_clock import seconds_asleep_or_awake
from copworkshop.live.workshop import Running
from copworkshop.model.clock import Clock, LastKey
from copworkshop.model.people import participant
from copworkshop.model.system_errors import why
from copworkshop.model.wifi import read_wifi
from copworkshop.rules.admission import DOOR_CLOSED
from copworkshop.rules.joining import holds_words
from copworkshop.rules.people import RememberKey
from copworkshop.rules.request import Refused
from copworkshop.ssh.access import Access, open_access, with_code
from copworkshop.ssh.address_watch import AddressWatch, Door, Sleep
from copworkshop.ssh.client import KNOWN_HOSTS, ssh_command
from copworkshop.ssh.key_files import AccessError
from copworkshop.ssh.opening import Opening, as_last_time, keep, keep_port
from copworkshop.ssh.seat_app import FindSeatFrom, SeatApp, theme_of
from copworkshop.ssh.server import PORT_OPTION, PortTaken, Server, ServerError
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.commands import command
from copworkshop.store.errors import StoreError
from copworkshop.store.files import replace_durably
from copworkshop.store.synchronised import TODO, synchronised
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.ui.remote import RemoteApp
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

WRONG_WORDS: Final = 5
"""Wrong rejoin words at the name prompt of one connection. After them, not even a right word is accepted."""

TAKEN_OUT: Final = (
    "You were taken out of the room. What you wrote is kept: ask the facilitator to bring you back, then connect again."
)
OTHER_PORT: Final = (
    "Another program uses port {wanted}, so people join on port {port} now, as the stage shows. "
    "Those who came before type {port} in place of {wanted}. J on the console chooses another port."
)
MOVED: Final = (
    "People join on port {port} now, and those who are in stay in. "
    "Those who come back type {port} in place of {before}."
)
ON_IT_ALREADY: Final = "People join on port {port} already."
NEW_CODE: Final = "The join code is now {code}. Those who are in stay in, and rejoin words work as before."
NO_CODE_NOW: Final = "No join code is asked for any more: everybody who reaches this computer can join."
NOT_PRIVATE: Final = (
    "The disk of {folder} cannot keep files private: other accounts of this computer can read the session's keys "
    "there. Everything else works."
)
CLOSED: Final = "This session is closed; nobody new can come in."
OVER: Final = "The facilitator has left; the session goes on when they are back."
ENDED: Final = "The session is closed. Thank you for taking part."


class Host:
    """Lets people into one running session, on the event loop that the session lives on."""

    def __init__(self, running: Running, access: Access, opening: Opening) -> None:
        self._running = running
        self._folder: Path = running.folder / ACCESS_FOLDER
        self._bind = opening.bind or ""
        self.hub = running.hub
        self._access = access
        self._take_home = TakeHome(running.hub, self._way_back)
        self._stop_listening = running.hub.subscribe(self._end_screens_of_nobody)
        last_key = LastKey()
        self._scheduler = FairScheduler(last_key, after_each=collect_young)
        self.server = Server(
            self,
            access.host_key,
            self._app_for,
            exec_words=self._take_home.words,
            hint=self._take_home.hint,
            presence=running.presence,
            last_key=last_key,
            pool=AppPool(opening.ahead, self._participants_app),
        )
        self.notice = ""
        """What the facilitator has to know about how the door was opened, as a sentence; empty for nothing."""
        self.port_notice = ""
        """The same about the port, where it is not the wanted one."""
        self._changing = asyncio.Lock()
        self._over = False
        self._watch: AddressWatch | None = None

    @classmethod
    async def open(
        cls,
        running: Running,
        opening: Opening,
        *,
        clock: Clock = seconds_asleep_or_awake,
        sleep: Sleep = asyncio.sleep,
    ) -> "Host":
        """Open the door of a session. `clock` and `sleep` say when the address of this machine is checked again.

        Raises:
            StoreError: it cannot be opened. The sentence says why. The session is unchanged.

        """
        folder: Path = running.folder / ACCESS_FOLDER
        try:
            opening = await asyncio.to_thread(as_last_time, opening, folder)
            access = await asyncio.to_thread(open_access, running.access_files, opening.code)
            host = cls(running, access, opening)
            host.port_notice = await host._listen(opening)
        except (AccessError, ServerError) as error:
            raise StoreError(f"Nobody can join from another terminal. {error}") from error
        except OSError as error:
            raise StoreError(f"Nobody can join from another terminal: {why(error)} ({folder}).") from error
        try:
            await asyncio.to_thread(host._leave_directions, opening, folder)
            await asyncio.to_thread(running.access_files.look)
        except OSError as error:
            await host.close()
            raise StoreError(f"Nobody can join from another terminal: {why(error)} ({folder}).") from error
        code = None if access.code is None else spoken(access.code)
        found = await asyncio.to_thread(synchronised, running.folder)
        copied = "" if found is None else f"{found.said} {TODO}."
        door = Door(
            host.port,
            code,
            access.fingerprint,
            given=opening.given,
            wifi=read_wifi(opening.wifi) if opening.wifi else None,
        )
        host._watch = AddressWatch(door, clock=clock, sleep=sleep)
        await asyncio.gather(host._watch.start(), host._take_home.prepare())
        less_safe = NOT_PRIVATE.format(folder=folder) if access.is_open_to_others else ""
        host.notice = " ".join(said for said in (access.notice, less_safe, copied) if said)
        return host

    async def _listen(self, opening: Opening) -> str:
        """Listen on the port of the opening, or on the next one that is free; return what to say of it."""
        taken: PortTaken | None = None
        option = "" if opening.chosen_inside else PORT_OPTION
        for port in opening.ports:
            try:
                await self.server.start(opening.bind or "", port, option)
            except PortTaken as error:
                taken = taken or error
                continue
            return "" if taken is None else OTHER_PORT.format(wanted=taken.port, port=self.port)
        assert taken is not None, "there is a port to try"  # noqa: S101
        raise taken

    @property
    def way_in(self) -> WayIn | None:
        """How people join at any moment; None until the door is open."""
        return None if self._watch is None else self._watch.way_in

    @property
    def joining(self) -> Joining | None:
        """How people join now; None until the door is open."""
        return None if self.way_in is None else self.way_in.joining

    @property
    def port(self) -> int:
        """The port that people join on."""
        return self.server.port

    @property
    def how_to_lead(self) -> str:
        """What a facilitator on another machine needs in addition to the command; empty if a passphrase is set."""
        if self._access.passphrase_is_set:
            return ""
        folder = self._running.folder
        return f" (needs a passphrase; set one with: {command('passphrase', of=folder.name, sessions=folder.parent)})"

    @property
    def connections(self) -> int:
        """How many visitors are in."""
        return self.server.connections

    def prepare(self) -> None:
        """Begin to start apps in advance, in quiet moments, up to :attr:`Opening.ahead`."""
        self.server.prepare()

    async def close(self) -> None:
        """Close all connections with a sentence, and let nobody in any more."""
        self._stop_listening()
        self._over = True
        async with self._changing:  # a change that is under way is finished first
            pass
        if self._watch is not None:
            await self._watch.close()
        await self.server.close(OVER if self.hub.session.closed is None else ENDED)

    async def choose_port(self, port: int) -> None:
        """Let people join on another port, and no longer on the present one. Those who are in stay connected.

        Raises:
            StoreError: the port cannot be used, or not be stored. The sentence says why. All is as it was.

        """
        await self._one_by_one(lambda: self._move(port))

    async def change_code(self, code: str) -> None:
        """Ask newcomers for another join code: empty for a new one by chance, ``none`` for no code.

        Raises:
            StoreError: people cannot type it, or it cannot be stored. The sentence says why. All is as it was.

        """
        await self._one_by_one(lambda: self._ask_for(code))

    async def _one_by_one(self, change: Callable[[], Coroutine[None, None, None]]) -> None:
        """Finish one change before the next one begins, even if the terminal that asks for it goes away."""

        async def make() -> None:
            async with self._changing:
                if self._over:
                    raise StoreError(OVER)
                await change()

        await asyncio.shield(asyncio.ensure_future(make()))

    async def _move(self, port: int) -> None:
        before = self.port
        if port == before:
            raise StoreError(ON_IT_ALREADY.format(port=port))

        async def store() -> None:
            await asyncio.to_thread(keep_port, port, before, self._folder)
            await asyncio.to_thread(self._running.access_files.look)

        try:
            await self.server.move(self._bind, port, store)
        except ServerError as error:
            raise StoreError(f"{error} People still join on port {before}.") from error
        except OSError as error:
            raise StoreError(f"People still join on port {before}: {why(error)} ({self._folder}).") from error
        if self._watch is not None:
            self._watch.move_to(port, MOVED.format(port=port, before=before))

    async def _ask_for(self, code: str) -> None:
        try:
            self._access = await asyncio.to_thread(with_code, self._access, code or new_code(self._access.code))
        except BadCode as error:
            raise StoreError(f"{CODE_RULE}: choose another, or {NO_CODE} for no code.") from error
        except OSError as error:
            raise StoreError(f"The join code stays as it is: {why(error)} ({self._folder}).") from error
        if self._watch is not None:
            shown = None if self._access.code is None else spoken(self._access.code)
            self._watch.ask_for(shown, NO_CODE_NOW if shown is None else NEW_CODE.format(code=shown))

    def _end_screens_of_nobody(self, change: Change) -> None:
        """End the screens that are kept for people whose seats are not theirs any more, or hold nothing of theirs."""
        before, after = change.before.seats, change.after.seats
        for number in change.seats & before.keys() & after.keys():
            old, new = before[number], after[number]
            if new.word != old.word or (new.removed and not holds_words(new)):
                self.server.state.parked.end(number)

    def _way_back(self) -> str:
        """Return the command to come back with, also while this machine has no address."""
        back = self.joining.back if self.joining is not None else ""
        return back or ssh_command("HOST", self.port).replace("room@", "WORD@")

    def _leave_directions(self, opening: Opening, folder: Path) -> None:
        """Write to the access folder what a second terminal on this machine needs to connect."""
        keep(opening, self.port, folder)
        key = self._access.host_key.export_public_key("openssh").decode().split()[:2]
        replace_durably(folder / KNOWN_HOSTS, f"* {' '.join(key)}\n".encode())

    # Questions of the server

    def code_needed(self) -> bool:
        """Return whether newcomers are asked for the join code."""
        return self._access.code is not None

    def code_is_right(self, guess: str) -> bool:
        """Return whether this is the join code."""
        return self._access.code_is_right(guess)

    def seat_of_word(self, word: str) -> int | None:
        """Return the seat with this rejoin word; None if there is none. The time does not depend on its position.

        Removed people are included, so that they learn that they were taken out, and not that their word is unknown.
        """
        found = None
        for seat in self.hub.session.seats.values():
            if hmac.compare_digest(seat.word.encode(), word.encode()):
                found = seat.number
        return found

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Return the seat that this key is remembered for; None if there is none."""
        present = self.hub.session.present
        return next((seat.number for seat in present if fingerprint in seat.keys), None)

    def is_facilitator(self, fingerprint: str) -> bool:
        """Return whether this key opens console and stage."""
        return self._access.is_facilitator(fingerprint)

    def passphrase_is_set(self) -> bool:
        """Return whether the facilitator has set a passphrase."""
        return self._access.passphrase_is_set

    def passphrase_is_right(self, guess: str) -> bool:
        """Return whether this is the facilitator's passphrase."""
        return self._access.passphrase_is_right(guess)

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Return the sentence for a person who was taken out, or for a newcomer to a closed session or a closed door.

        Everybody else is let in: then it is None.
        """
        session = self.hub.session
        if entrance is not Entrance.PARTICIPANT:
            return None
        if seat is not None:
            return TAKEN_OUT if session.seats[seat].removed else None
        if session.closed is not None:
            return CLOSED
        return f"{DOOR_CLOSED} Connect with it in place of room." if session.door_closed else None

    def _app_for(self, visitor: Visitor) -> HostedApp:
        """Make the app of a visitor who gets no app from the pool."""
        if visitor.entrance is Entrance.PARTICIPANT:
            app = self._participants_app()
            app.welcome(visitor, lambda: None)
            return app
        return RemoteApp(
            self._running,
            stage_only=visitor.entrance is Entrance.STAGE,
            way_in=self.way_in,
            door=self,
            theme_name=theme_of(visitor.terminal),
        )

    def _participants_app(self) -> SeatApp:
        return SeatApp(
            self._running,
            self._seated,
            find_seat_from=self._few_guesses(),
            way_in=self.way_in,
            scheduler=self._scheduler,
        )

    def _few_guesses(self) -> FindSeatFrom:
        """Return the function that finds the seat of a rejoin word at the name prompt. It allows a few wrong words.

        A person at the prompt has given the join code, but must not try out the words of others, not even on many
        connections. So each word waits for its turn, like the guesses at the door.
        """
        wrong = 0

        async def find(word: str, address: str) -> int | None:
            nonlocal wrong
            seat = await self.server.admission.seat_of_word(address, word) if wrong < WRONG_WORDS else None
            wrong += seat is None
            return seat

        return find

    def _seated(self, seat: int, visitor: Visitor) -> None:
        if visitor.visit is not None:
            visitor.visit.assign(seat)
        self._remember(seat, visitor.fingerprint)

    def _remember(self, seat: int, fingerprint: str | None) -> None:
        """Remember the proven key of a person with their seat, so that the key alone brings them back."""
        if fingerprint is None:
            return

        async def ask() -> None:
            try:
                await self.hub.submit(RememberKey(seat=seat, key=fingerprint), participant(seat))
            except Refused:
                return  # a closed session remembers no more keys

        asyncio.ensure_future(ask())  # noqa: RUF006 - nothing in it waits: it is done in its first turn
