"""When a screen is painted: soon, once for what is exchanged together, and no more than what changed."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, cast

from textual.constants import MAX_FPS
from textual.events import ScreenResume
from textual.geometry import Region, Size
from textual.message import Message
from textual.messages import Layout, Update
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from copworkshop.toolkit.compositor import LeanCompositor

_TURNS_TO_ANSWER: Final = 4
"""Turns of the event loop after which widgets that were given new sizes have asked for what they need."""

_TURNS_TO_TELL: Final = 2
"""Turns after which others have changed what changes with a widget: so soon it is painted where nothing moves."""

FRAME_SECONDS: Final = 1 / MAX_FPS
"""A screen is painted no sooner after the last time."""

_MOST_LAYOUTS: Final = 4
"""So often what was exchanged may be laid out anew before it is painted, settled or not."""


class FrameScheduler:
    """In place of Textual's timer, which paints at the next 60th of a second: as soon as the widgets have answered.

    Who pressed a key does not wait for the next frame, and two frames are no closer together than with a timer.
    """

    def __init__(self, screen: "LeanScreen[Any]") -> None:
        """Paint this screen."""
        self._screen = screen
        self._turns: int | None = None
        """After so many turns of the event loop it is painted; None where nothing is due within turns."""
        self._later: asyncio.TimerHandle | None = None
        """It is due, and too soon after the last time."""
        self._painted_at = float("-inf")
        self._ended = False

    def resume(self) -> None:
        """Paint when the widgets have answered."""
        self._come(_TURNS_TO_ANSWER)

    def soon(self) -> None:
        """Paint when it was told what changes together; nothing moves by it."""
        self._come(_TURNS_TO_TELL)

    def _come(self, turns: int) -> None:
        if self._turns is not None or self._later is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._painted_at + FRAME_SECONDS - loop.time()
        if wait > 0:
            self._later = loop.call_later(wait, self._paint)
        else:
            self._count_down(turns)

    def schedule_after_layout(self) -> None:
        """Paint when the widgets have had time to answer from now on, however short ago the last time was."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._count_down(_TURNS_TO_ANSWER)

    def _count_down(self, turns: int) -> None:
        is_counting, self._turns = self._turns is not None, turns
        if not is_counting:
            asyncio.get_running_loop().call_soon(self._count)

    def pause(self) -> None:
        """Do nothing: what is due is painted, and no more comes by itself."""

    def end(self) -> None:
        """Paint no more: the screen has ended, and may be emptied."""
        self._ended = True

    def _count(self) -> None:
        if self._turns:
            self._turns -= 1
            asyncio.get_running_loop().call_soon(self._count)
        else:
            self._paint()

    def _paint(self) -> None:
        self._turns = self._later = None
        self._painted_at = asyncio.get_running_loop().time()
        if not self._ended:
            self._screen.paint()


class LeanScreen(Screen[ScreenResultType]):
    """A screen that paints no more than what changed, and what is exchanged on it once."""

    # Stock Textual paints the whole screen whenever the focus changes. The two widgets paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._compositor = LeanCompositor()
        self._frames = FrameScheduler(self)
        self._exchanging = 0
        self._unsettled = 0
        """So many more layouts are waited for until what was exchanged is painted."""
        self._laid_out = False
        self._once_painted: list[Callable[[], None]] = []

    def post_message(self, message: Message) -> bool:
        """Note at once what a widget wants painted or laid out: as messages, half of it came when all was laid out."""
        if isinstance(message, Update | Layout) and self.is_running and not self._closing:
            if isinstance(message, Layout):
                _done(self._on_layout(message))
            else:
                self._note(message.widget)
            return True
        return super().post_message(message)

    def _note(self, widget: Widget) -> None:
        """Paint what changed of a widget soon."""
        if self not in self._compositor:
            return
        self._dirty_widgets.add(widget)
        if self.is_current and not self.app._batch_count:
            self._frames.soon()
        else:
            self.check_idle()

    def once_painted(self, call: Callable[[], None]) -> None:
        """Call this once what was exchanged is painted; at once where nothing is."""
        if self._exchanging or self._unsettled:
            self._once_painted.append(call)
        else:
            call()

    @contextmanager
    def batch_paint(self) -> Iterator[None]:
        """Paint what is exchanged within as one frame, once it has its final sizes.

        Stock Textual paints the place that is empty, then each layout on the way: a new panel was painted five times.
        """
        self.hold_paint()
        try:
            yield
        finally:
            self.release_paint()

    def hold_paint(self) -> None:
        """Paint nothing until :meth:`release_paint`, once for each time that it is held."""
        self._exchanging += 1

    def release_paint(self) -> None:
        """Paint what was exchanged meanwhile, as one frame."""
        self._exchanging -= 1
        self._unsettled = _MOST_LAYOUTS
        if not self._exchanging:
            if any(widget._layout_required for widget in self.walk_children(Widget, with_self=True)):
                # Else the layout is asked for when they are idle, and may come after a first paint.
                self._layout_required = True
                self._layout_widgets.setdefault(self, set())
            self._frames.schedule_after_layout()

    def _compositor_refresh(self) -> None:
        if not self._exchanging and not self._unsettled:
            super()._compositor_refresh()

    @property
    def _update_timer(self) -> Timer:
        return cast(Timer, self._frames)

    def paint(self) -> None:
        """Lay out and paint what is to be, unless the app is ending; what goes wrong ends it, as in its own tasks."""
        if self.is_running and not self.app._exit:
            try:
                self._on_timer_update()
            except Exception as error:
                self.app._handle_exception(error)

    async def _message_loop_exit(self) -> None:
        self._frames.end()
        await super()._message_loop_exit()

    def _tell_painted(self) -> None:
        calls, self._once_painted = self._once_painted, []
        for call in calls:
            call()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Have widgets that were just styled, when they were mounted, not be styled once more."""
        if not self.stack_updates:  # it comes up for the first time
            event.refresh_styles = False

    def _screen_resized(self, size: Size) -> None:
        """Lay out for a size that is new: of the same one is told when an app starts, and when a screen is put up."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:  # noqa: FBT001, FBT002 Textual's
        self._laid_out = True
        super()._refresh_layout(size, scroll)

    def _on_timer_update(self) -> None:
        if self._exchanging:
            self._update_timer.pause()
            return
        self._laid_out = False
        super()._on_timer_update()
        if self._unsettled:
            self._unsettled = self._unsettled - 1 if self._laid_out and self.is_current else 0
            if self._unsettled:
                self._frames.schedule_after_layout()  # the new sizes may ask for another layout
            else:
                self._place_cursor()
                self._compositor_refresh()
                self._tell_painted()

    def _place_cursor(self) -> None:
        """Have the terminal's own cursor, which what composes letters goes by, where the focus came to be."""
        if isinstance(self.focused, Input | TextArea):
            self.app.cursor_position = self.focused.cursor_screen_offset


def repaint(widget: Widget, *regions: Region) -> None:
    """Have these regions of a widget's content, which keeps its size, be in the very next frame.

    Textual's `refresh` prompts the widget, to tell the screen of it when it has nothing else to do.
    """
    widget._set_dirty(*regions)
    if widget.is_attached and widget.display:
        widget.screen.post_message(Update(widget))


def _done(work: Coroutine[Any, Any, None]) -> None:
    """Do what is a coroutine in name alone, and awaits nothing."""
    with suppress(StopIteration):
        work.send(None)
