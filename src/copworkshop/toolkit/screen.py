"""When a screen is painted: soon, once for changes that belong together, and only what changed."""

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
from typing_extensions import override

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.compositor import LeanCompositor

_TURNS_TO_ANSWER: Final = 4
"""Turns of the event loop after which widgets with new sizes have requested their layout and repaint."""

_TURNS_TO_TELL: Final = 2
"""Turns of the event loop after which the other widgets have followed a change that moves nothing."""

FRAME_SECONDS: Final = 1 / MAX_FPS
"""The least number of seconds between two frames of a screen."""

_MOST_LAYOUTS: Final = 4
"""How many layouts a batch of changes may cause before it is painted, whether more would follow or not."""


class FrameScheduler:
    """Paints as soon as the widgets have followed a change, where Textual's timer paints at the next 60th of a second.

    So a person who pressed a key does not wait for the next frame. Frames are no closer together than with the timer.
    """

    def __init__(self, screen: "LeanScreen[Any]") -> None:
        """Paint this screen."""
        self._screen = screen
        self._turns: int | None = None
        """Turns of the event loop until the screen is painted; None if no count is running."""
        self._later: asyncio.TimerHandle | None = None
        """The timer of a frame that is due, but would come too soon after the last one."""
        self._painted_at = float("-inf")
        self._ended = False

    def resume(self) -> None:
        """Paint when the widgets have requested what they need."""
        self._come(_TURNS_TO_ANSWER)

    def soon(self) -> None:
        """Paint a change that moves nothing, when the other widgets have followed it."""
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
        """Paint when the widgets have had time to follow, counted from now, even shortly after the last frame."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._count_down(_TURNS_TO_ANSWER)

    def _count_down(self, turns: int) -> None:
        is_counting, self._turns = self._turns is not None, turns
        if not is_counting:
            asyncio.get_running_loop().call_soon(self._count)

    def pause(self) -> None:
        """Do nothing. A frame that is due is painted, and no other frame follows by itself."""

    def end(self) -> None:
        """Paint no more. The screen has ended, and may be emptied."""
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


class LeanScreen(CommandNode, Screen[ScreenResultType]):
    """A screen that paints only what changed, and paints a batch of changes once."""

    # Stock Textual paints the whole screen whenever the focus changes. The two widgets paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._compositor = LeanCompositor()
        self._frames = FrameScheduler(self)
        self._exchanging = 0
        self._unsettled = 0
        """How many more layouts may follow before the batch of changes is painted; 0 if none waits."""
        self._laid_out = False
        self._once_painted: list[Callable[[], None]] = []

    @override
    def post_message(self, message: Message) -> bool:
        # Handled at once. As messages, half of these requests would be handled only after the layout.
        if isinstance(message, Update | Layout) and self.is_running and not self._closing:
            if isinstance(message, Layout):
                _done(self._on_layout(message))
            else:
                self._note(message.widget)
            return True
        return super().post_message(message)

    def _note(self, widget: Widget) -> None:
        """Paint the changes of a widget soon."""
        if self not in self._compositor:
            return
        self._dirty_widgets.add(widget)
        if self.is_current and not self.app._batch_count:
            self._frames.soon()
        else:
            self.check_idle()

    def once_painted(self, call: Callable[[], None]) -> None:
        """Call this when the batch of changes is painted, or at once if there is no batch."""
        if self._exchanging or self._unsettled:
            self._once_painted.append(call)
        else:
            call()

    @contextmanager
    def batch_paint(self) -> Iterator[None]:
        """Paint the changes made within this block as one frame, when they have their final sizes.

        Stock Textual paints the empty place, and then each intermediate layout: it painted a new panel five times.
        """
        self.hold_paint()
        try:
            yield
        finally:
            self.release_paint()

    def hold_paint(self) -> None:
        """Paint nothing until :meth:`release_paint` was called as often as this method."""
        self._exchanging += 1

    def release_paint(self) -> None:
        """Paint the changes since :meth:`hold_paint` as one frame."""
        self._exchanging -= 1
        self._unsettled = _MOST_LAYOUTS
        if not self._exchanging:
            if any(widget._layout_required for widget in self.walk_children(Widget, with_self=True)):
                # Otherwise Textual requests the layout when the widgets are idle, possibly after a first paint.
                self._layout_required = True
                self._layout_widgets.setdefault(self, set())
            self._frames.schedule_after_layout()

    @override
    def _compositor_refresh(self) -> None:
        if not self._exchanging and not self._unsettled:
            self._place_cursor()
            super()._compositor_refresh()

    @property
    @override
    def _update_timer(self) -> Timer:
        return cast(Timer, self._frames)

    def paint(self) -> None:
        """Lay out and paint what is due, unless the app is ending. An error ends the app, as in its own tasks."""
        if self.is_running and not self.app._exit:
            try:
                self._on_timer_update()
            except Exception as error:
                self.app._handle_exception(error)

    @override
    async def _message_loop_exit(self) -> None:
        self._frames.end()
        await super()._message_loop_exit()

    def _tell_painted(self) -> None:
        calls, self._once_painted = self._once_painted, []
        for call in calls:
            call()

    @override
    def _on_screen_resume(self, event: ScreenResume) -> None:
        # Widgets are styled when they are mounted. So they need no second styling when the screen comes up first.
        if not self.stack_updates:  # it comes up for the first time
            event.refresh_styles = False

    @override
    def _screen_resized(self, size: Size) -> None:
        # Textual also reports an unchanged size, when an app starts and when a screen comes up. It needs no layout.
        if size != self._compositor.size:
            super()._screen_resized(size)

    @override
    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self._laid_out = True
        super()._refresh_layout(size, scroll)

    @override
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
                self._compositor_refresh()
                self._tell_painted()

    def _place_cursor(self) -> None:
        """Move the terminal's own cursor to the focus. Input methods compose letters at that cursor.

        Textual lets every field move it, also one on a panel that waits out of sight.
        """
        if isinstance(self.focused, Input | TextArea):
            self.app.cursor_position = self.focused.cursor_screen_offset


def repaint(widget: Widget, *regions: Region) -> None:
    """Put these regions of a widget's content into the very next frame. The widget must keep its size.

    Textual's `refresh` is slower: it prompts the widget, which notifies the screen when it has nothing else to do.
    """
    widget._set_dirty(*regions)
    if widget.is_attached and widget.display:
        widget.screen.post_message(Update(widget))


def _done(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that awaits nothing."""
    with suppress(StopIteration):
        work.send(None)
