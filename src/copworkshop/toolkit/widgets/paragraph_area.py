"""A field for a paragraph of people's words, which says when there is something to save."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from time import monotonic
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.document._document import EditResult, Location
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, Selection

from copworkshop.model.text import PARAGRAPH_LIMIT, clean_paragraph, removed
from copworkshop.toolkit.row_cache import BorderCache
from copworkshop.toolkit.screen import repaint
from copworkshop.toolkit.widgets.in_order import act_in_order
from copworkshop.toolkit.widgets.joiners import joiner
from copworkshop.toolkit.widgets.notices import Cleaned, Refused
from copworkshop.toolkit.widgets.pastes import full, no_room, too_big

PAUSE: Final = 0.4
"""Seconds without a key after which the text is sent."""

AT_MOST: Final = 0.7
"""Seconds that typing without a pause may stay unsent. With what the disk takes, less than a second is at stake."""


class ParagraphArea(TextArea):
    """A field for a paragraph, wrapped, with a cursor that does not blink.

    It calls :attr:`paused` when the typing pauses, when the field is left, and in between after `at_most`. A key or a
    paste that would make the text longer than `max_length` characters, and a paste of more than 20 KB, are refused
    with a :class:`Refused` message; what is there is never cut.

    `pause` and `at_most` are in seconds.
    """

    # Stock TextArea paints all of itself whenever its cursor moves, which is at every key. This one paints rows.
    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    _editing = False  # of the class, since the constructor moves the cursor

    DEFAULT_CSS = """
    ParagraphArea {
        border: solid $border-blurred;
        padding: 0 1;

        &:focus {
            border: double $border;
        }
        & .text-area--placeholder {
            color: $text-muted;
        }
        & .text-area--cursor {
            color: $input-cursor-foreground;
            background: $input-cursor-background;
        }
        &:light .text-area--cursor {
            color: $input-cursor-foreground;
            background: $input-cursor-background;
        }
    }
    """

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        max_length: int = PARAGRAPH_LIMIT,
        pause: float = PAUSE,
        at_most: float = AT_MOST,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=Content(placeholder),
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self._rows = self._styles_cache = BorderCache()
        self.disable_messages(TextArea.SelectionChanged)  # nobody asks, and it would go through every widget
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.max_length = max_length
        """The most characters that it takes."""
        self._pause = pause
        self._at_most = at_most
        self._sent = text
        self._unsent_since: float | None = None
        self._last_key = 0.0
        self._wake: asyncio.TimerHandle | None = None
        self.handed_on: dict[str, Callable[[], None]] = {}
        """Keys for the widget around this one, done at once: what is typed after them belongs elsewhere."""
        self.edited: Callable[[], None] | None = None
        """Called at each change of the text, before it is drawn."""
        self.paused: Callable[[], None] | None = None
        """Called when there is a text to save. Not a message, which would go from widget to widget at every pause."""

    @property
    def unsent(self) -> bool:
        """Whether something was typed of which :attr:`paused` was not called yet."""
        return self.text != self._sent

    def flush(self) -> None:
        """Call :attr:`paused` now if there is something unsent. Do it before the field is taken away."""
        self._unsent_since = None
        text = self.text
        if text != self._sent:
            self._sent = text
            if self.paused is not None:
                self.paused()

    def receive(self, text: str) -> bool:
        """Show a `text` that was changed elsewhere, and tell whether it is shown.

        It is not while something typed here is unsent: a change from outside never overwrites typing. The cursor
        stays where it is as far as the text reaches, or comes to its end where nothing was.
        """
        if self.unsent:
            return False
        if text != self._sent:
            cursor, was_empty = self.cursor_location, not self.text
            self._sent = text
            self.load_text(text)
            self.move_cursor(self.document.end if was_empty else self.clamp_visitable(cursor))
        return True

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit and tell of it at once. Painted is what it changed: the rest of its row, or rows of several."""
        line = edit.top[0]
        before = self._place_of(edit.top), self._end_of(line), self._cursor_offset, self.wrapped_document.height
        self._editing = True
        try:
            result = super().edit(edit)
        finally:
            self._editing = False
        after = self._place_of(edit.top), self._end_of(line), self._cursor_offset, self.wrapped_document.height
        (left, row), end, cursor, high = before
        self._line_cache.clear()
        if {row, end[1], cursor[1]} == {after[0][1], after[1][1], after[2][1]} and before[3] == after[3] == high:
            right = max(end[0], after[1][0]) + 1
            self._paint(row, row, left, right)
        elif after[3] == high:
            last = max(result.end_location[0], self.cursor_location[0])
            self._paint(min(self._place_of((line, 0))[1], cursor[1]), max(self._end_of(last)[1], cursor[1]))
        else:
            self.refresh()
        return result

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows. What styles the parts of the text is worked out anew when a style has changed, not at each key."""
        if self._rows.borders is None:
            return super().render_lines(crop)
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw a row of the text, or of what is asked for while there is none. Rows are kept by their edges' cache."""
        is_empty = self.document.line_count == 1 and not self.document[0]
        return super().render_line(y) if is_empty else self._render_line(y)

    def _render_line(self, y: int) -> Strip:
        """Draw a row. Textual styles the whole line, cuts it up and takes one part; plain text needs none of it."""
        theme, (start, end), rows = self._theme, self.selection, self.wrapped_document._offset_to_line_info
        row = y + self.scroll_offset.y
        if theme.base_style is None or start != end or row >= len(rows):
            return super()._render_line(y)
        line, part = rows[row]
        text = self.document[line]
        if not text.isprintable():
            return super()._render_line(y)
        cuts = [0, *self.wrapped_document.get_offsets(line), len(text) + 1]  # with a cell behind it, for the cursor
        shown = f"{text} "[cuts[part] : cuts[part + 1]]
        base, cursor = theme.base_style, end[1] - cuts[part]
        if end[0] == line and 0 <= cursor < len(shown) and self._draw_cursor and theme.cursor_style:
            under = Segment(shown[cursor], base + theme.cursor_style)
            segments = [Segment(shown[:cursor], base), under, Segment(shown[cursor + 1 :], base)]
        else:
            segments = [Segment(shown, base)]
        return Strip(segments).extend_cell_length(self.scrollable_content_region.width, base)

    def notify_style_update(self) -> None:
        """Work the styles out anew: those of the parts may have changed alone."""
        self._rows.borders = None
        super().notify_style_update()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:  # noqa: FBT001, FBT002 Textual's
        """Scroll, unless the cursor's row is in sight, as it nearly always is; no row is wider than the field."""
        self._recompute_cursor_offset()
        row = self._cursor_offset[1] - self.scroll_offset.y
        if not center and self._has_cursor and 0 <= row < self.scrollable_content_region.height:
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)

    def _refresh_size(self) -> None:
        if not self._editing or self.virtual_size.height != self.wrapped_document.height:
            super()._refresh_size()

    def _recompute_cursor_offset(self) -> None:
        # Textual 8.2.8 also asks for it within an edit, when lines are gone and the cursor still stands behind them: an
        # undone paste that takes the scrollbar away would end the app.
        if self.cursor_location[0] < self.document.line_count:
            self._cursor_offset = self._place_of(self.cursor_location)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Find none: they are not shown here, and looking for one goes through the whole text."""
        return None

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        before = self._cursor_offset[1]
        super()._watch_selection(previous_selection, selection)
        if self._editing or not self.is_mounted:
            return  # an edit is painted as a whole
        if previous_selection.is_empty and selection.is_empty:
            for row in {before, self._cursor_offset[1]}:
                self._paint(row, row)
        else:
            self.refresh()

    def _place_of(self, location: Location) -> tuple[int, int]:
        """Return the cell, from the top left of the wrapped text, that a place in it is shown at.

        The same as Textual's `location_to_offset`, which cuts up the whole line for it.
        """
        line, column = location
        wrapped = self.wrapped_document
        cuts = wrapped.get_offsets(line)
        row = bisect_right(cuts, column)
        before = self.document[line][cuts[row - 1] if row else 0 : column]
        return cell_len(expand_tabs_inline(before, wrapped._tab_width)), wrapped._line_index_to_offsets[line][row]

    def _end_of(self, line: int) -> tuple[int, int]:
        return self._place_of((line, len(self.document[line])))

    def _paint(self, first: int, last: int, left: int = 0, right: int | None = None) -> None:
        """Paint these rows of the text anew, in full or between two cells."""
        width = (self.size.width if right is None else min(right, self.size.width)) - left
        repaint(self, Region(left, first - self.scroll_offset.y, width, last - first + 1))

    def action_paste(self) -> None:
        """Paste what was copied within the program."""
        self._take(self.app.clipboard)

    async def _on_key(self, event: events.Key) -> None:
        if (char := joiner(event)) is not None and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(char, *self.selection)
        elif event.key in self.handed_on:
            event.stop()
            event.prevent_default()
            self.handed_on[event.key]()
        elif not event.is_printable:
            await act_in_order(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._take(event.text)

    def _on_blur(self, event: events.Blur) -> None:
        del event
        self.flush()

    def post_message(self, message: Message) -> bool:
        """Act on a change at once. As a message it would go from widget to widget at every key, for nobody."""
        if isinstance(message, TextArea.Changed):
            self._changed()
            return True
        return super().post_message(message)

    def _changed(self) -> None:
        if self.edited is not None:
            self.edited()
        if not self.unsent:
            self._unsent_since = None
            return
        now = self._last_key = monotonic()
        if self._unsent_since is None:
            self._unsent_since = now
        if now - self._unsent_since >= self._at_most:
            self.flush()
        elif self._wake is None:
            self._look_in(min(self._pause, self._at_most))

    def _look(self) -> None:
        """Send the text if it is time; else look again when it is. One timer a pause, not one a key."""
        self._wake = None
        if self._unsent_since is None:
            return
        left = min(self._last_key + self._pause, self._unsent_since + self._at_most) - monotonic()
        if left <= 0:
            self.flush()
        else:
            self._look_in(left)

    def _look_in(self, seconds: float) -> None:
        # Not a timer of Textual's: it is a task, and there is one for each pause of each person.
        self._wake = asyncio.get_running_loop().call_later(seconds, self._look)

    def _on_unmount(self) -> None:
        if self._wake is not None:
            self._wake.cancel()

    def _take(self, pasted: str) -> None:
        """Put a paste in place of the selection, cleaned, if all of it fits."""
        if self.read_only:
            return
        if (refusal := too_big(pasted)) is not None:
            self.post_message(Refused(self, refusal))
            return
        text = clean_paragraph(pasted)
        there = len(self.text) - len(self.selected_text)
        if there + len(text) > self.max_length:
            self.post_message(Refused(self, no_room(len(text), there, self.max_length)))
            return
        if (result := self._replace_via_keyboard(text, *self.selection)) is not None:
            self.move_cursor(result.end_location)
        if (left_out := removed(pasted)) is not None:
            self.post_message(Cleaned(self, left_out))

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Refuse what would make the text too long; every key and every paste comes through here."""
        replaced = len(self.get_text_range(start, end))
        if len(insert) > replaced and len(self.text) - replaced + len(insert) > self.max_length:
            self.post_message(Refused(self, full(self.max_length)))
            return None
        return super()._replace_via_keyboard(insert, start, end)
