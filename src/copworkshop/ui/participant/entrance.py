"""How a person gets to the screen of their seat: from the name prompt, with a word, or after a lost connection."""

from collections.abc import Callable
from typing import Final

from textual.screen import ModalScreen

from copworkshop.live.hub import Hub
from copworkshop.live.seat_requests import Answer
from copworkshop.model.people import participant
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.person_sight import was_entered_for
from copworkshop.toolkit.app import BaseApp
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.asking import AskingScreen
from copworkshop.ui.participant.name import FindSeat, NameScreen
from copworkshop.ui.participant.room import ParticipantRoom
from copworkshop.ui.participant.turns import Turns

TAKEN_OVER: Final = "What was entered here for you is yours now: change it as you like."
"""The sentence for a person who comes in with a terminal to a seat for which somebody else has written."""


class Entrance:
    """Shows the name prompt over the room of one app, and takes it away once the person has a seat."""

    def __init__(self, app: BaseApp, room: ParticipantRoom, hub: Hub, turns: Turns, find_seat: FindSeat) -> None:
        """Take what is shown, the session, and the function that finds the seat of a rejoin word."""
        self._app = app
        self._room = room
        self._hub = hub
        self._turns = turns
        self._find_seat = find_seat
        self.seated: Callable[[int], None] | None = None
        """Called with the seat when the person has one."""

    def compose_ahead(self, composed: Callable[[], None]) -> None:
        """Show the prompt soon, before anybody has come. `composed` is called when it is painted."""
        self._app.call_later(self._compose_ahead, composed)

    async def ask(self) -> None:
        """Ask a newcomer for their name."""
        shown = self._app.screen
        if isinstance(shown, NameScreen):
            shown.look()
        else:
            await self._app.push_screen(self._new_prompt())

    async def hear(self, answer: Answer) -> None:
        """Let the person in to the seat that they asked the facilitator for, or ask for their name again."""
        while isinstance(self._app.screen, AskingScreen | ModalScreen):  # the list of keys may be open
            await self._app.pop_screen()
        shown = self._app.screen
        if answer.seat is not None:
            await self.take_seat(answer.seat, handed_over=True)
        elif isinstance(shown, NameScreen):
            shown.ask_again(answer.sentence)

    async def take_seat(self, seat: int, *, handed_over: bool = False) -> None:
        """Show the screen of a seat. `handed_over` says that the facilitator gave it to this person."""
        client = SessionClient(self._hub, participant(seat), self._room.show_message)
        own = client.sight.own
        takes_over = own is not None and not own.device and client.sight.closed is None
        if takes_over:
            await client.request(TakeSeat, seat=seat)
        shown = self._app.screen
        with self._room.batch_paint():
            if isinstance(shown, NameScreen):
                await self._app.pop_screen()
            await self._room.guide.assign(seat)
        if (takes_over or handed_over) and own is not None and was_entered_for(own):
            self._room.show_message(TAKEN_OVER)
        self._note_seat(seat)
        self._turns.prepare_when_quiet()

    async def come_back(self, seat: int) -> None:
        """Show a person who is at their screen again what has happened meanwhile."""
        self._room.writer.own_revision = self._hub.session.revision
        await self._room.guide.assign(seat)
        self._note_seat(seat)

    async def _compose_ahead(self, composed: Callable[[], None]) -> None:
        prompt = self._new_prompt()
        with prompt.batch_paint():
            await self._app.push_screen(prompt)
        prompt.once_painted(composed)

    def _new_prompt(self) -> NameScreen:
        return NameScreen(self._hub, self._find_seat, self._note_seat)

    def _note_seat(self, seat: int) -> None:
        if self.seated is not None:
            self.seated(seat)
