"""A running session behind an SSH server: who comes in as whom, and which app each gets."""

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copworkshop.hosting.gc_policy import collect_young
from copworkshop.hosting.pool import AppPool
from copworkshop.hosting.running_app import HostedApp
from copworkshop.hosting.take_home import TakeHome
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.hosting.visitor import Entrance, Visitor
from copworkshop.live.workshop import Running
from copworkshop.model.people import participant
from copworkshop.rules.admission import DOOR_CLOSED
from copworkshop.rules.people import RememberKey
from copworkshop.rules.request import Refused
from copworkshop.ssh.access import Access, AccessError, open_access, spoken
from copworkshop.ssh.addresses import to_hand_out
from copworkshop.ssh.client import KNOWN_HOSTS, PORT_FILE, ssh_command, ssh_link
from copworkshop.ssh.server import Server, ServerError
from copworkshop.store.errors import StoreError, why
from copworkshop.store.files import replace_durably
from copworkshop.toolkit import theme
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.participant.name import FindSeat
from copworkshop.ui.remote import RemoteApp
from copworkshop.ui.stage.canvas import Joining

ACCESS_FOLDER: Final = "access"

WRONG_WORDS: Final = 5
"""Wrong rejoin words at the name prompt of one connection; after them the right one is not recognised either."""

AT_THE_PROMPT: Final = "prompt"
"""The origin that wrong words at the name prompt count for, all together."""

TAKEN_OUT: Final = (
    "You were taken out of the room. What you wrote is kept: ask the facilitator to bring you back, then connect again."
)
CLOSED: Final = "This session is closed; nobody new can come in."
OVER: Final = "The facilitator has left; the session goes on when they are back."


@dataclass(frozen=True, slots=True)
class Opening:
    """How the door is to stand open."""

    port: int
    """0 for any that is free."""
    bind: str = ""
    """The address to listen on; empty for all of this machine's."""
    address: str = ""
    """The address or name to hand out; empty for the one that is listened on, or that others most likely reach."""
    code: str | None = None
    """The join code; None for the one that the session has, ``none`` for none."""
    ahead: int = 0
    """How many participants' apps are started ahead of them, once :meth:`Host.prepare` was called."""


class Host:
    """Lets people into one running session, on the event loop that the session lives on."""

    def __init__(self, running: Running, access: Access, ahead: int = 0) -> None:
        self._running = running
        self._access = access
        self._take_home = TakeHome(running.hub)
        self._scheduler = FairScheduler(after_each=collect_young)
        self._server = Server(
            self,
            access.host_key,
            self._app_for,
            exec_words=self._take_home.words,
            hint=self._take_home.hint,
            presence=running.presence,
            pool=AppPool(ahead, self._participants_app),
        )
        self.joining: Joining | None = None
        """How people come in, for the stage; None before the door is open."""

    @classmethod
    async def open(cls, running: Running, opening: Opening) -> "Host":
        """Open the door of a session.

        Raises:
            StoreError: it cannot be opened; the sentence says why. The session is none the worse for it.

        """
        folder: Path = running.folder / ACCESS_FOLDER
        try:
            access = await asyncio.to_thread(open_access, folder, opening.code, running.folder.parent)
            host = cls(running, access, opening.ahead)
            await host._server.start(opening.bind, opening.port)
        except (AccessError, ServerError) as error:
            raise StoreError(f"Nobody can join from another terminal. {error}") from error
        except OSError as error:
            raise StoreError(f"Nobody can join from another terminal: {why(error)} ({folder}).") from error
        try:
            await asyncio.to_thread(host._leave_directions, folder)
        except OSError as error:
            await host.close()
            raise StoreError(f"Nobody can join from another terminal: {why(error)} ({folder}).") from error
        address = opening.address or await asyncio.to_thread(to_hand_out, opening.bind)
        command, link = ssh_command(address, host.port), ssh_link(address, host.port)
        code = None if access.code is None else spoken(access.code)
        host.joining = Joining(command=command, code=code, fingerprint=access.fingerprint, link=link)
        host._take_home.way_in = host.joining.back
        return host

    @property
    def port(self) -> int:
        """The port that people join on."""
        return self._server.port

    @property
    def how_to_lead(self) -> str:
        """What a facilitator elsewhere needs besides the command; empty where the passphrase is all."""
        if self._access.passphrase_is_set:
            return ""
        name = self._running.hub.session.name
        return f" (needs a passphrase; set one with: copworkshop passphrase {name})"

    @property
    def connections(self) -> int:
        """How many visitors are in."""
        return self._server.connections

    def prepare(self) -> None:
        """Begin to start apps ahead of those who come, as many as the opening says, in quiet moments."""
        self._server.prepare()

    async def close(self) -> None:
        """Send everybody home with a sentence, and let nobody in any more."""
        await self._server.close(OVER)

    def _leave_directions(self, folder: Path) -> None:
        """Leave in the access folder what a second terminal on this machine needs to find its way in."""
        replace_durably(folder / PORT_FILE, f"{self.port}\n".encode())
        key = self._access.host_key.export_public_key("openssh").decode().split()[:2]
        replace_durably(folder / KNOWN_HOSTS, f"* {' '.join(key)}\n".encode())

    # What the server asks

    def code_needed(self) -> bool:
        """Tell whether newcomers are asked for the join code."""
        return self._access.code is not None

    def code_is_right(self, guess: str) -> bool:
        """Tell whether this is the join code."""
        return self._access.code_is_right(guess)

    def seat_of_word(self, word: str) -> int | None:
        """Return the seat with this rejoin word, wherever in the list it stands, in the same time.

        Also the seat of somebody who was taken out: they are told so, and not that nobody has their word.
        """
        found = None
        for seat in self._running.hub.session.seats.values():
            if hmac.compare_digest(seat.word.encode(), word.encode()):
                found = seat.number
        return found

    def seat_of_key(self, fingerprint: str) -> int | None:
        """Return the seat that this key is remembered for."""
        present = self._running.hub.session.present
        return next((seat.number for seat in present if fingerprint in seat.keys), None)

    def is_facilitator(self, fingerprint: str) -> bool:
        """Tell whether this key opens console and stage."""
        return self._access.is_facilitator(fingerprint)

    def passphrase_is_set(self) -> bool:
        """Tell whether the facilitator has a passphrase at all."""
        return self._access.passphrase_is_set

    def passphrase_is_right(self, guess: str) -> bool:
        """Tell whether this is the facilitator's passphrase."""
        return self._access.passphrase_is_right(guess)

    def refusal(self, entrance: Entrance, seat: int | None) -> str | None:
        """Turn away who was taken out, and newcomers from a closed session and a closed door; let in everybody else."""
        session = self._running.hub.session
        if entrance is not Entrance.PARTICIPANT:
            return None
        if seat is not None:
            return TAKEN_OUT if session.seats[seat].removed else None
        if session.closed is not None:
            return CLOSED
        return f"{DOOR_CLOSED} Connect with it in place of room." if session.door_closed else None

    def _app_for(self, visitor: Visitor) -> HostedApp:
        """Return the app of a visitor for whom no app of the pool is meant."""
        if visitor.entrance is Entrance.PARTICIPANT:
            app = self._participants_app()
            app.welcome(visitor, lambda: None)
            return app
        return RemoteApp(
            self._running,
            stage_only=visitor.entrance is Entrance.STAGE,
            joining=self.joining,
            theme_name=_theme(visitor.terminal),
        )

    def _participants_app(self) -> "SeatApp":
        return SeatApp(
            self._running,
            self._seated,
            find_seat=self._few_guesses(),
            how_back=self.joining.back if self.joining is not None else "",
            scheduler=self._scheduler,
        )

    def _few_guesses(self) -> FindSeat:
        """Return what finds the seat of a rejoin word typed at the name prompt, for a few wrong words and no more.

        Whoever is in has given the join code, and must not try out the words of others, on many connections neither:
        wrong ones slow the next, as at the door. They count for themselves: a room's misspelt words hold nobody up
        who knows the code.
        """
        wrong = 0

        async def find(word: str) -> int | None:
            nonlocal wrong
            await self._server.delay_guess(AT_THE_PROMPT)
            seat = self.seat_of_word(word) if wrong < WRONG_WORDS else None
            if seat is None:
                wrong += 1
                await self._server.note_wrong_guess(AT_THE_PROMPT)
            return seat

        return find

    def _seated(self, seat: int, visitor: Visitor) -> None:
        if visitor.visit is not None:
            visitor.visit.assign(seat)
        self._remember(seat, visitor.fingerprint)

    def _remember(self, seat: int, fingerprint: str | None) -> None:
        """Keep the key that a person proved to hold with their seat: it brings them back without a word."""
        if fingerprint is None:
            return

        async def ask() -> None:
            try:
                await self._running.hub.submit(RememberKey(seat=seat, key=fingerprint), participant(seat))
            except Refused:
                return  # a closed session remembers nothing more

        asyncio.ensure_future(ask())  # noqa: RUF006 - it has no await inside: it is done in its first turn


class SeatApp(ParticipantApp):
    """A participant's app that takes its person from a visitor, and tells who has sat down."""

    def __init__(
        self,
        running: Running,
        seated: Callable[[int, Visitor], None],
        *,
        find_seat: FindSeat,
        how_back: str,
        scheduler: FairScheduler,
    ) -> None:
        super().__init__(
            running.hub,
            running.autosave,
            find_seat=find_seat,
            how_back=how_back,
            composes_ahead=True,
            turns=scheduler,
        )
        self._tell_seated = seated

    def welcome(self, visitor: Visitor, shown: Callable[[], None]) -> None:
        """Show the session to a visitor; `shown` is called once the screen is theirs."""
        self.assign(
            visitor.seat,
            seated=lambda seat: self._tell_seated(seat, visitor),
            theme_name=_theme(visitor.terminal),
            shown=shown,
        )


def _theme(terminal: TerminalInfo) -> str:
    return theme.theme_for(colours=terminal.colours)
