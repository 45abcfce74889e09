"""The facilitator's app, used as a facilitator does: keys in, and what then stands on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from typing_extensions import override

from copworkshop.live.autosave import Saved
from copworkshop.live.workshop import Wanted, Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.store.home import Home
from copworkshop.ui.console.registry import PANELS
from copworkshop.ui.facilitator import FacilitatorApp
from copworkshop.ui.screens.stage import StageScreen
from helpers.screens import AtKeyboard


class Walk(AtKeyboard[FacilitatorApp]):
    """One running app, and a person at its keyboard."""

    @property
    @override
    def text(self) -> str:
        """What stands on the screen, as one text with single spaces. The words in large letters come at its end."""
        large = self.app.screen.said if isinstance(self.app.screen, StageScreen) else ()
        return " ".join(" ".join([*self.lines, *large]).split())

    @property
    def session(self) -> Session:
        running = self.app.open_session
        assert running is not None
        return running.hub.session

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each once the screen has answered the one before."""
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Type a text, then Enter, as fast as anybody can."""
        self.at_once(*(_KEYS.get(letter, letter) for letter in text), "enter")
        await self.pilot.pause()

    def at_once(self, *keys: str) -> None:
        """Press keys as if they came in one packet, without waiting for anything."""
        for key in keys:
            self.app.post_message(events.Key(key, _LETTERS.get(key, key if len(key) == 1 else None)))

    async def go(self, kind: Kind, round_name: str | None = None) -> None:
        """Bring the room to the beginning of this round without pressing a key, and wait until the screen shows it."""
        running = self.app.open_session
        assert running is not None
        await running.hub.submit(GoTo(kind=kind, round=round_name, point=0), FACILITATOR)
        await self.until(lambda: self.shows_now() and self._has_panel(kind), f"{kind}, {round_name}")
        await self.pilot.pause()

    async def on_to(self, kind: str, round_name: str) -> None:
        """Press Page Down until the room is in this round."""
        while (self.session.spot.kind, self.session.spot.round) != (kind, round_name):
            await self.forward()

    async def forward(self) -> None:
        """Press Page Down once, and wait until the room has moved and the screen shows it."""
        before = self.session.spot
        self.at_once("pagedown")
        await self.until(lambda: self.session.spot != before and self.shows_now(), f"the spot after {before}")

    def shows_now(self) -> bool:
        return bool(getattr(self.app.screen, "seen", None) and self.app.screen.seen.spot == self.session.spot)  # type: ignore[attr-defined]

    def _has_panel(self, kind: Kind) -> bool:
        panels = self.app.screen.query("#panel > *")  # the console alone has them
        return not panels or isinstance(panels.last(), PANELS[kind])

    async def saved(self) -> None:
        """Wait until all is on the disk."""
        running = self.app.open_session
        assert running is not None
        autosave, hub = running.autosave, running.hub
        await self.until(lambda: isinstance(autosave.state, Saved) and autosave.saved(hub.session.revision), "“saved”")


_KEYS = {" ": "space", ",": "comma", ".": "full_stop", "'": "apostrophe", "?": "question_mark", "-": "minus"}
_LETTERS = {name: letter for letter, name in _KEYS.items()}


@asynccontextmanager
async def walk(
    root: Path,
    name: str | None = "walk",
    size: tuple[int, int] = (80, 24),
    last: Path | None = None,
    plan: Path | None = None,
) -> AsyncIterator[Walk]:
    """Run the app on the sessions in `root`, straight in the session of that name, or at the start screen.

    `last` is the folder of sessions used last, if it is another one. `plan` is the plan of a new session, if it is not
    the one that the program brings.
    """
    workshop = Workshop(Home(root, last))
    wanted: Wanted | None = workshop.wanted(name, plan) if name is not None else None
    app = FacilitatorApp(lambda: workshop, (lambda _: wanted) if wanted is not None else None)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        walking = Walk(app, pilot)
        if name is not None:
            await walking.until(lambda: app.open_session is not None, "the session")
            await walking.until(walking.shows_now, "the stage")
        yield walking
        await app.action_quit()
