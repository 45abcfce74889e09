"""A field for a paragraph of people's words. It calls its owner when there is something to save."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from time import monotonic
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.document._document import EditResult, Location
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, Selection
from typing_extensions import override

from copworkshop.model.text import PARAGRAPH_LIMIT, clean_paragraph, removed
from copworkshop.toolkit.row_cache import BorderCache
from copworkshop.toolkit.screen import repaint
from copworkshop.toolkit.widgets.keys import act_in_order, joiner
from copworkshop.toolkit.widgets.notices import Cleaned, Refused
from copworkshop.toolkit.widgets.pastes import full, no_room, too_big

PAUSE: Final = 0.4
"""Seconds after the last key until the text is sent."""

AT_MOST: Final = 0.7
"""Seconds for which typing without a pause may stay unsent. With the disk's time, less than a second can be lost."""


class ParagraphArea(TextArea, inherit_bindings=False):
    """A field for a paragraph. The text is wrapped, and the cursor does not blink.

    It calls :attr:`paused` `pause` seconds after the last key, `at_most` seconds after the first unsent key, and when
    the field loses the focus. A key or a paste that would make the text longer than `max_length` characters, and a
    paste of more than 20 KB, are refused with a :class:`Refused` message. The text in the field is never cut.

    Function keys are the screen's, also while text is typed.
    """

    # With F6 and F7 Textual selects text, which the next letter replaces.
    BINDINGS: ClassVar[list[BindingType]] = [
        bound for bound in TextArea.BINDINGS if isinstance(bound, Binding) and bound.key not in {"f6", "f7"}
    ]

    # Textual's TextArea repaints itself completely when its cursor moves, so at every key. This one repaints rows.
    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)

    _editing = False  # a class attribute, because the base constructor moves the cursor

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
        self.disable_messages(TextArea.SelectionChanged)  # nothing handles it, and it would bubble through every widget
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.max_length = max_length
        """The greatest number of characters."""
        self.pause = pause
        self.at_most = at_most
        self._sent = text
        self._unsent_since: float | None = None
        self._last_key = 0.0
        self._wake: asyncio.TimerHandle | None = None
        self.handed_on: dict[str, Callable[[], object]] = {}
        """Keys that the widget around this one handles. They are handled at once: the keys after them go elsewhere."""
        self.beyond: Callable[[int], bool] | None = None
        """Called for Up on the first row (-1) and Down on the last (1); returns whether another text is loaded then."""
        self.edited: Callable[[], None] | None = None
        """Called after each change of the text, before it is drawn."""
        self.paused: Callable[[], None] | None = None
        """Called when there is a text to save. A message would bubble from widget to widget at every pause."""

    @property
    def unsent(self) -> bool:
        """Whether something was typed since :attr:`paused` was last called."""
        return self.text != self._sent

    def flush(self) -> None:
        """Call :attr:`paused` now if something is unsent. Call this before the field is removed."""
        self._unsent_since = None
        text = self.text
        if text != self._sent:
            self._sent = text
            if self.paused is not None:
                self.paused()

    def receive(self, text: str) -> bool:
        """Show a `text` that was changed elsewhere; return whether it is shown.

        It is not shown while something typed here is unsent: a change from outside never overwrites typing. The cursor
        keeps its place if the text is long enough. If the field was empty, the cursor goes to the end.
        """
        if self.unsent:
            return False
        if text != self._sent:
            cursor, was_empty = self.cursor_location, not self.text
            self._sent = text
            self.load_text(text)
            self.move_cursor(self.document.end if was_empty else self.clamp_visitable(cursor))
        return True

    @override
    def edit(self, edit: Edit) -> EditResult:
        # only what the edit changed is repainted: the rest of one row, or several rows
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

    @override
    def render_lines(self, crop: Region) -> list[Strip]:
        # the styles are computed again only after a change of style, not at each key
        if self._rows.borders is None:
            return super().render_lines(crop)
        return super(TextArea, self).render_lines(crop)

    @override
    def render_line(self, y: int) -> Strip:
        # The placeholder is drawn by Textual. BorderCache keeps the rows, so TextArea's own cache is passed over.
        is_empty = self.document.line_count == 1 and not self.document[0]
        return super().render_line(y) if is_empty else self._render_line(y)

    @override
    def _render_line(self, y: int) -> Strip:
        # Textual styles the whole line, splits it and takes one part. Plain text needs none of this.
        theme, (start, end), rows = self._theme, self.selection, self.wrapped_document._offset_to_line_info
        row = y + self.scroll_offset.y
        if theme.base_style is None or start != end or row >= len(rows):
            return super()._render_line(y)
        line, part = rows[row]
        text = self.document[line]
        if not text.isprintable():
            return super()._render_line(y)
        cuts = [0, *self.wrapped_document.get_offsets(line), len(text) + 1]  # one more cell, for the cursor
        shown = f"{text} "[cuts[part] : cuts[part + 1]]
        base, cursor = theme.base_style, end[1] - cuts[part]
        if end[0] == line and 0 <= cursor < len(shown) and self._draw_cursor and theme.cursor_style:
            under = Segment(shown[cursor], base + theme.cursor_style)
            segments = [Segment(shown[:cursor], base), under, Segment(shown[cursor + 1 :], base)]
        else:
            segments = [Segment(shown, base)]
        return Strip(segments).extend_cell_length(self.scrollable_content_region.width, base)

    @override
    def notify_style_update(self) -> None:
        # The styles of the component classes may have changed alone.
        self._rows.borders = None
        super().notify_style_update()

    @override
    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        # The row of the cursor is nearly always visible, and no row is wider than the field: then nothing scrolls.
        self._recompute_cursor_offset()
        row = self._cursor_offset[1] - self.scroll_offset.y
        if not center and self._has_cursor and 0 <= row < self.scrollable_content_region.height:
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)

    @override
    def _refresh_size(self) -> None:
        if not self._editing or self.virtual_size.height != self.wrapped_document.height:
            super()._refresh_size()

    @override
    def _recompute_cursor_offset(self) -> None:
        # Textual 8.2.8 also calls this within an edit, when lines are gone and the cursor is still behind them. Undoing
        # a paste so that the scrollbar disappears would end the app.
        if self.cursor_location[0] < self.document.line_count:
            self._cursor_offset = self._place_of(self.cursor_location)

    @override
    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        return None  # brackets are not highlighted here, and a search would go through the whole text

    @override
    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        before = self._cursor_offset[1]
        super()._watch_selection(previous_selection, selection)
        if self._editing or not self.is_mounted:
            return  # edit() repaints its own changes
        if previous_selection.is_empty and selection.is_empty:
            for row in {before, self._cursor_offset[1]}:
                self._paint(row, row)
        else:
            self.refresh()

    def _place_of(self, location: Location) -> tuple[int, int]:
        """Return the cell of a location, as (x, y) from the top left of the wrapped text.

        The result is that of Textual's `location_to_offset`, which splits the whole line to compute it.
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
        """Repaint these rows of the text, in full or between two cells."""
        width = (self.size.width if right is None else min(right, self.size.width)) - left
        repaint(self, Region(left, first - self.scroll_offset.y, width, last - first + 1))

    @override
    def action_paste(self) -> None:
        self._take(self.app.clipboard)

    @override
    async def _on_key(self, event: events.Key) -> None:
        if (char := joiner(event)) is not None and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(char, *self.selection)
        elif event.key in self.handed_on:
            event.stop()
            event.prevent_default()
            self.handed_on[event.key]()
        elif self._leads_beyond(event.key):
            event.stop()
            event.prevent_default()
        elif not event.is_printable:
            await act_in_order(self, event)

    def _leads_beyond(self, key: str) -> bool:
        """Go out of the text by Up on its first row or Down on its last one; return whether that was so."""
        if self.beyond is None or key not in {"up", "down"}:
            return False
        row, last = self._cursor_offset[1], self.wrapped_document.height - 1
        if key == "up":
            return row == 0 and self.beyond(-1)
        if row != last or not self.beyond(1):
            return False
        if self.wrapped_document.height > 1:
            self.move_cursor((0, 0))  # the next text is read from its first row
        return True

    @override
    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._take(event.text)

    @override
    def _on_blur(self, event: events.Blur) -> None:
        self.flush()

    @override
    def post_message(self, message: Message) -> bool:
        # As a message, each change would bubble from widget to widget at every key, and nothing handles it there.
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
        if now - self._unsent_since >= self.at_most:
            self.flush()
        elif self._wake is None:
            self._look_in(min(self.pause, self.at_most))

    def _look(self) -> None:
        """Send the text if it is time; otherwise check again later. This needs one timer per pause, not one per key."""
        self._wake = None
        if self._unsent_since is None:
            return
        left = min(self._last_key + self.pause, self._unsent_since + self.at_most) - monotonic()
        if left <= 0:
            self.flush()
        else:
            self._look_in(left)

    def _look_in(self, seconds: float) -> None:
        # A timer of Textual's would be a task for each pause of each person.
        self._wake = asyncio.get_running_loop().call_later(seconds, self._look)

    @override
    def _on_unmount(self) -> None:
        if self._wake is not None:
            self._wake.cancel()

    def _take(self, pasted: str) -> None:
        """Replace the selection with a cleaned paste, if all of it fits."""
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

    @override
    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        # Every key and every paste comes through here.
        replaced = len(self.get_text_range(start, end))
        if len(insert) > replaced and len(self.text) - replaced + len(insert) > self.max_length:
            self.post_message(Refused(self, full(self.max_length)))
            return None
        return super()._replace_via_keyboard(insert, start, end)
