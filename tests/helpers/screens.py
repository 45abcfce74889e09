"""What stands on a screen of Textual, and how a test waits for it: for every person at a keyboard."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from pyte.screens import Char
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from helpers.waiting import until

A = TypeVar("A", bound=App[None])


Look = tuple[object, ...]
"""What a person sees of a cell."""


def looks(cell: Char) -> Look:
    """Return what a person sees of a cell of a terminal: of a blank one, not the colour and weight of letters."""
    text = cell.data.replace("\u00a0", " ")
    seen = (text, cell.bg, cell.reverse, cell.underscore, cell.strikethrough)
    return (*seen, cell.fg, cell.bold) if text != " " or any(seen[2:]) else seen


def drawn(screen: Screen[Any]) -> list[Strip]:
    """Return the rows as they are on the terminal. Textual has no public way to get them."""
    return screen._compositor.render_strips()  # noqa: SLF001


class AtKeyboard(Generic[A]):
    """A person at the keyboard of an app."""

    def __init__(self, app: A, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, row by row."""
        return [strip.text.rstrip() for strip in drawn(self.app.screen)]

    @property
    def text(self) -> str:
        """What stands on the screen, as one text with single spaces."""
        return " ".join(" ".join(self.lines).split())

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait for a condition. A widget that is taken down has no styles any more; the next frame is without it."""

        def is_so() -> bool:
            with suppress(KeyError):
                return condition()
            return False

        await until(is_so, lambda: "\n".join([f"{what or 'the condition'} did not come; the screen:", *self.lines]))

    async def tap(self, label: str, row: int | None = None) -> None:
        """Tap where this stands, in the lowest row that has it, or in a certain row."""
        lines = [line.replace("\u00a0", " ") for line in self.lines]
        y = max(y for y, line in enumerate(lines) if label in line) if row is None else row
        x = lines[y].index(label)
        for kind in (events.MouseDown, events.MouseUp):
            self.app.post_message(
                kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
            )
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        for text in texts:
            await self.until(lambda text=text: text in self.text, f"“{text}”")  # type: ignore[misc]

    async def turns_to(self, text: str) -> None:
        """Turn the pages of a long dialog until this text stands on the screen."""
        for _ in range(9):
            if text not in self.text:
                await self.pilot.press("pagedown")
        await self.sees(text)

    async def sees_no(self, text: str) -> None:
        """Wait until this text does not stand on the screen any more."""
        await self.until(lambda: text not in self.text, f"the end of “{text}”")
