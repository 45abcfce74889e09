"""Painting no more than what changed: Textual's compositor, for a process with two hundred screens.

Stock Textual renders, for a change of one letter, every widget whose container reaches the row, hidden backgrounds
included, and sends the row from the left edge of the widget. Here only what is in sight of the changed cells is
rendered, and only the changed cells are sent. What is on the screen is the same, cell by cell.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any, Final, cast

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, ReflowResult
from textual.constants import MAX_FPS
from textual.events import ScreenResume
from textual.geometry import Region, Size
from textual.message import Message
from textual.messages import Layout, Update
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from copworkshop.ui.pumping import pass_over_prompts
from copworkshop.ui.strips import slim

slim()
pass_over_prompts()

_TURNS_TO_ANSWER: Final = 4
"""Turns of the event loop after which widgets that were given new sizes have asked for what they need."""

FRAME_SECONDS: Final = 1 / MAX_FPS
"""A screen is painted no sooner after the last time."""

_MOST_LAYOUTS: Final = 4
"""So often what was exchanged may be laid out anew before it is painted, settled or not."""


class Frames:
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
        """Paint soon."""
        if self._turns is not None or self._later is not None:
            return
        loop = asyncio.get_running_loop()
        wait = self._painted_at + FRAME_SECONDS - loop.time()
        if wait > 0:
            self._later = loop.call_later(wait, self._paint)
        else:
            self.settle()

    def settle(self) -> None:
        """Paint when the widgets have had time to answer from now on, however short ago the last time was."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        is_counting, self._turns = self._turns is not None, _TURNS_TO_ANSWER
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
        self._frames = Frames(self)
        self._exchanging = 0
        self._unsettled = 0
        """So many more layouts are waited for until what was exchanged is painted."""
        self._laid_out = False
        self._once_painted: list[Callable[[], None]] = []

    def post_message(self, message: Message) -> bool:
        """Note at once what a widget wants painted or laid out: as messages, half of it came when all was laid out."""
        if isinstance(message, Update | Layout) and self.is_running and not self._closing:
            _done(self._on_update(message) if isinstance(message, Update) else self._on_layout(message))
            return True
        return super().post_message(message)

    def once_painted(self, call: Callable[[], None]) -> None:
        """Call this once what was exchanged is painted; at once where nothing is."""
        if self._exchanging or self._unsettled:
            self._once_painted.append(call)
        else:
            call()

    @contextmanager
    def one_paint(self) -> Iterator[None]:
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
            self._frames.settle()

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
                self._frames.settle()  # the new sizes may ask for another layout
            else:
                self._place_cursor()
                self._compositor_refresh()
                self._tell_painted()

    def _place_cursor(self) -> None:
        """Have the terminal's own cursor, which what composes letters goes by, where the focus came to be."""
        if isinstance(self.focused, Input | TextArea):
            self.app.cursor_position = self.focused.cursor_screen_offset


def _done(work: Coroutine[Any, Any, None]) -> None:
    """Do what is a coroutine in name alone, and awaits nothing."""
    with suppress(StopIteration):
        work.send(None)


class LeanCompositor(Compositor):
    """Renders only what is in sight of the changed cells."""

    _is_rendered_line: Callable[[int], bool] | None = None

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay all out; who asks next where a widget is need not have it laid out once more."""
        found = super().reflow(parent, size)
        self._full_map_invalidated = False
        return found

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note what is to be painted. Only what was never laid out is new, and not all that is out of sight."""
        laid_out = self._full_map
        super().update_widgets({each for each in widgets if each in self.visible_widgets or each not in laid_out})

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what changed, to be sent cell by cell."""
        update = super().render_partial_update()
        return None if update is None else CellsUpdate(update.chops, update.spans, update.chop_ends)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        self._is_rendered_line = is_rendered_line
        try:
            return super()._render_chops(crop, is_rendered_line)
        finally:
            self._is_rendered_line = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield the widgets from front to back, each with the rows of it that something is still missing of."""
        if crop is None or self._is_rendered_line is None:
            yield from super()._get_renders(crop)
            return
        missing = {
            y: {(start, end) for start, end in pairwise(cuts) if start < crop.right and end > crop.x}
            for y, cuts in enumerate(self.cuts)
            if crop.y <= y < crop.bottom and self._is_rendered_line(y)
        }
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if not missing or not seen.overlaps(crop) or _is_gone(widget):
                continue
            wanted = {
                y: found
                for y in range(max(seen.y, crop.y), min(seen.bottom, crop.bottom))
                if y in missing and (found := {cut for cut in missing[y] if seen.x <= cut[0] and cut[1] <= seen.right})
            }
            if not wanted:
                continue
            first, last = min(wanted), max(wanted)
            rows = Region(seen.x, first, seen.width, last - first + 1)
            strips = widget.render_lines(rows.translate((-region.x, -region.y)))
            yield region, rows, strips
            # While the layout changes a widget may render less than its place. What is behind it then shows there.
            for y, found in wanted.items():
                length = strips[y - first].cell_length if y - first < len(strips) else 0
                missing[y] -= {cut for cut in found if cut[1] - seen.x <= length}
                if not missing[y]:
                    del missing[y]


def _is_gone(widget: Widget) -> bool:
    """Whether a widget was removed since the screen was last laid out: it has nothing to be drawn with any more."""
    return widget.parent is None


class CellsUpdate(ChopsUpdate):
    """Changed spans of cells, and nothing to the left or the right of them."""

    def render_segments(self, console: Console) -> str:
        """Return the spans as a terminal draws them."""
        parts: list[str] = []
        for y, left, right in self.spans:
            at = -1
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                first, last = max(start, left), min(end, right)
                if strip is None or first >= last:
                    continue
                if first != at:
                    parts.append(f"\x1b[{y + 1};{first + 1}H")
                parts.append(strip.crop(first - start, last - start).render(console))
                at = last
        return "".join(parts)
