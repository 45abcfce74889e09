"""A bench to try a panel of the console on: an app with nothing but the panel, and a real session behind it."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.pilot import Pilot

from copworkshop.live.hub import Change, Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.agenda import Back, Forward
from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.theme import DARK
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.way_back import take_back
from helpers.screens import drawn
from helpers.waiting import settled

_NAMES = {" ": "space", ",": "comma"}


class Changed(Message):
    """The session has changed."""


class Bench(BaseApp):
    """Shows one panel of one session, as the console does, with the keys that lead the room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "forward", "Forward", priority=True),
        Binding("pageup", "back", "Back", priority=True),
        Binding("u", "undo", "Take the last action back"),
    ]

    def __init__(self, panel: Callable[[SessionClient], Panel], hub: Hub) -> None:
        super().__init__()
        self.theme = DARK.name
        self.said: list[str] = []
        self.hub = hub
        self.desk = SessionClient(hub, FACILITATOR, self.said.append)
        self.panel = panel(self.desk)

    async def on_mount(self) -> None:
        await self.mount(self.panel)
        self.hub.subscribe(self._hear)
        self.panel.show(self.desk.sight)
        self.panel.focus_first()

    def _hear(self, change: Change) -> None:
        self.post_message(Changed())

    @on(Changed)
    def _show(self) -> None:
        self.panel.show(self.desk.sight)

    async def action_forward(self) -> None:
        await self.desk.request(Forward, at=self.desk.sight.spot)

    async def action_back(self) -> None:
        await self.desk.request(Back, at=self.desk.sight.spot)

    async def action_undo(self) -> None:
        await take_back(self.desk)

    async def press(self, pilot: Pilot[None], *keys: str) -> None:
        """Press keys as somebody who types fast does; a key that begins with a ' stands for the words after it."""
        for key in keys:
            words = [events.Key(_NAMES.get(char, char), char) for char in key[1:]]
            for event in words if key.startswith("'") else [events.Key(key, key if len(key) == 1 else None)]:
                self.post_message(event)
                await settled()
        await pilot.pause()

    def rows(self) -> list[str]:
        """What is on the screen, a row each."""
        return [strip.text.rstrip() for strip in drawn(self.screen)]

    @property
    def text(self) -> str:
        """What is on the screen, its white space closed up."""
        return " ".join(" ".join(self.rows()).split())

    async def paste(self, pilot: Pilot[None], text: str) -> None:
        """Paste a text from a terminal that marks pastes."""
        self.post_message(events.Paste(text))
        await settled()
        await pilot.pause()
