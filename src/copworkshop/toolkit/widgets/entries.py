"""A list with a cursor. It is fast at any length: only visible rows are drawn, and entries are not widgets."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from typing_extensions import override

from copworkshop.model.text import clean_paragraph
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.placing import most_shift
from copworkshop.toolkit.taps import Tapped
from copworkshop.toolkit.theme import BODY, CHOSEN, QUIET
from copworkshop.toolkit.widgets.cells import fit, wrap, wrap_content

_GAP: Final = 2  # cells between columns
_LEAST_WORDS: Final = 8  # cells that the column of words gets at least
_MOST_SPARE: Final = 6  # cells; the gap takes two more
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. The column of words gets all remaining width, including that of empty cells after it."""

    head: str = ""
    align: Literal["left", "right"] = "left"
    words: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: a line, and the lines shown below it while the cursor is on it."""

    key: Hashable
    """Identifies the entry. The cursor stays on this key when the list changes."""
    cells: tuple[Content, ...]
    """One for each column."""
    below: tuple[Content, ...] = ()


class EntryList(CommandNode, ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries, one of them under the cursor.

    Every entry has one row, and words that are too long are cut. The entry under the cursor is shown in full. Enter is
    a key of the panel around the list. Page Up and Page Down are not bound, because they lead the room. People's words
    are never markup.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    EntryList {
        height: 1fr;
        min-height: 2;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    KEYS: ClassVar[Commands["EntryList"]] = (
        Command("up", "move(-1)", "Up and down the list", listed=False),
        Command("down", "move(1)", "Up and down the list", listed=False),
        Command("home", "first", "To the top of the list", listed=False),
        Command("end", "last", "To the end of the list", listed=False),
    )

    class Moved(Message):
        """The cursor moved to another entry."""

        def __init__(self, entries: "EntryList") -> None:
            super().__init__()
            self.entries = entries

        @property
        @override
        def control(self) -> "EntryList":
            return self.entries

    def __init__(
        self,
        *columns: Column,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self._columns = columns or (Column(words=True),)
        self._words = next((place for place, column in enumerate(self._columns) if column.words), 0)
        self._headed = any(column.head for column in self._columns)
        self._empty = empty
        self._entries: tuple[Entry, ...] = ()
        self._cursor = 0
        self._widths: tuple[int, ...] = tuple(Content(column.head).cell_length for column in self._columns)
        self._open: tuple[int, list[Content]] | None = (
            None  # a width, and the lines of the entry under the cursor for it
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the list shows, in order."""
        return self._entries

    @property
    def answers_clicks(self) -> bool:
        """Whether a click does something."""
        return bool(self._entries)

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor; None in an empty list."""
        return self._entries[self._cursor] if self._entries else None

    @property
    def cursor(self) -> Hashable | None:
        """The key of the entry under the cursor; None in an empty list."""
        return self._entries[self._cursor].key if self._entries else None

    def show(self, entries: Sequence[Entry], *, empty: str | None = None) -> None:
        """Show these entries. The cursor stays on its entry, or near its old place if that entry is gone."""
        entries = tuple(entries)
        if empty is not None and empty != self._empty:
            self._empty = empty
            self._redraw()
        changed = _changed(self._entries, entries)
        if changed is not None and not changed:
            return
        before, widths, high = self.cursor, self._widths, self._high
        self._entries = entries
        found = next((index for index, entry in enumerate(entries) if entry.key == before), None)
        self._cursor = found if found is not None else min(self._cursor, max(0, len(entries) - 1))
        self._widths = tuple(self._width_of(place) for place in range(len(self._columns)))
        if changed is not None and self._cursor in changed:
            self._open = None
        if changed is not None and widths == self._widths and high == self._high:
            self._redraw_rows(changed)
        else:
            self._redraw()
        if self.cursor != before:
            self.post_message(self.Moved(self))

    def _width_of(self, place: int) -> int:
        """Return the cells of a column; none of the words', which get what the others leave."""
        if place == self._words:
            return 0
        head = Content(self._columns[place].head).cell_length
        return max([head, *(entry.cells[place].cell_length for entry in self._entries)])

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on the entry with this key; return whether there is one."""
        for index, entry in enumerate(self._entries):
            if entry.key == key:
                self._move_to(index)
                return True
        return False

    def action_move(self, rows: int) -> None:
        """Move the cursor up or down. It stops at the ends."""
        self._move_to(self._cursor + rows)

    def action_first(self) -> None:
        """Move the cursor to the first entry."""
        self._move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last entry."""
        self._move_to(len(self._entries) - 1)

    @override
    def render_line(self, y: int) -> Strip:
        width = self._width
        base = self.visual_style
        line = self._line(y, width)
        segments = [
            Segment(text, (base + style).rich_style)
            for text, style in line.render(base, end="", parse_style=_parsed)
            if text
        ]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._redraw()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the entry that was clicked. On the entry under the cursor, a click is Enter."""
        row = event.y - self._headed + self.scroll_offset.y
        if not self._entries or event.y < self._headed:
            return
        high = len(self._opened(self._width))
        index = row if row < self._cursor else max(self._cursor, row - high + 1)
        if index == self._cursor:
            self.post_message(Tapped(self, "enter"))
        elif index < len(self._entries):
            self._move_to(index)

    @property
    def _width(self) -> int:
        """The cells of a row. The scroll bar always has its cell, so no row changes when it appears."""
        return self.scrollable_content_region.width

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self._entries) - 1))
        if not self._entries or index == self._cursor:
            return
        self._cursor = index
        self._redraw()
        self.post_message(self.Moved(self))

    def _redraw(self) -> None:
        """Redraw all visible rows, including the entry under the cursor."""
        self._open = None
        if not self.is_attached or self._width == 0:
            return
        high = self._high
        rows = len(self._entries) - 1 + high if self._entries else 0
        self.virtual_size = Size(self._width, rows + self._headed)
        room = max(1, self.size.height - self._headed)
        top = min(self.scroll_offset.y, max(0, rows - room))
        if self._cursor < top or high >= room:
            top = self._cursor
        elif self._cursor + high > top + room:
            top = self._cursor + high - room
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        self.refresh()

    def _redraw_rows(self, entries: Sequence[int]) -> None:
        """Redraw only these entries. Their heights must not have changed."""
        if not self.is_attached or self._width == 0:
            return
        below = self._high - 1
        rows = [index + (below if index > self._cursor else 0) for index in entries]
        if self._cursor in entries:
            rows += range(self._cursor + 1, self._cursor + self._high)
        seen = (row - self.scroll_offset.y for row in rows)
        regions = [Region(0, y + self._headed, self.size.width, 1) for y in seen if 0 <= y < self.size.height]
        if regions:
            self.refresh(*regions)

    def _line(self, y: int, width: int) -> Content:
        if self._headed and y == 0:
            heads = [Content.styled(column.head, QUIET) for column in self._columns]
            return self._row(heads, width)
        if not self._entries:
            told = wrap(self._empty, width)
            row = y - self._headed
            return Content.styled(told[row] if row < len(told) else "", QUIET)
        row = y - self._headed + self.scroll_offset.y
        opened = self._opened(width)
        if row < self._cursor:
            return self._row(self._entries[row].cells, width)
        if row < self._cursor + len(opened):
            return opened[row - self._cursor]
        index = row - len(opened) + 1
        return self._row(self._entries[index].cells, width) if index < len(self._entries) else Content()

    def _opened(self, width: int) -> list[Content]:
        """Return the lines of the entry under the cursor: its words in full, and the lines below them."""
        if self._open is None or self._open[0] != width:
            entry = self._entries[self._cursor]
            left, room = self._words_at(width, entry.cells)
            words = wrap_content(_shown(entry.cells[self._words]), room - self._spare(entry.cells))
            cells = list(entry.cells)
            lines = []
            for number, part in enumerate(words):
                cells[self._words] = part
                lines.append(self._row(cells if number == 0 else _only(cells, self._words), width, room))
            indent = " " * left + _INDENT
            for told in entry.below:
                lines += [Content(indent) + part for part in wrap_content(_shown(told), width - len(indent))]
            plain = (Content(line.plain).truncate(width, pad=True) for line in lines)
            self._open = (width, [line.stylize(CHOSEN) for line in plain])
        return self._open[1]

    @property
    def _high(self) -> int:
        """The rows of the entry under the cursor; 0 if the list is empty."""
        return len(self._opened(self._width)) if self._entries and self._width else 0

    def _words_at(self, width: int, cells: Sequence[Content]) -> tuple[int, int]:
        """Return the first cell of the words and how many cells they have."""
        before = sum(size + _GAP for size in self._widths[: self._words] if size)
        after = sum(size + _GAP for size in self._widths[self._words + 1 :] if size)
        if not any(cells[self._words + 1 :]):
            after = 0
        return before, max(_LEAST_WORDS, width - before - after)

    def _spare(self, cells: Sequence[Content]) -> int:
        """Return the cells that stay empty after the words, so that words drawn too wide cover no other column."""
        words, *after = cells[self._words :]
        return min(most_shift(words.plain), _MOST_SPARE) if any(after) else 0

    def _row(self, cells: Sequence[Content], width: int, room: int | None = None) -> Content:
        """Return one row. The words get `room` cells, or all remaining ones if `room` is None."""
        if room is None:
            _, room = self._words_at(width, cells)
        parts: list[Content] = []
        for place, (column, cell) in enumerate(zip(self._columns, cells, strict=True)):
            size = room if place == self._words else self._widths[place]
            if size == 0:
                continue
            part = _cut(_shown(cell), size - self._spare(cells) if place == self._words else size)
            spare = size - part.cell_length
            if parts:
                parts.append(Content(" " * _GAP))
            parts.append(part.pad_left(spare) if column.align == "right" else part.pad_right(spare))
        return Content("").join(parts).stylize_before(BODY)


def _changed(before: Sequence[Entry], after: Sequence[Entry]) -> list[int] | None:
    """Return the places of the entries that look different; None if the keys differ."""
    if [entry.key for entry in before] != [entry.key for entry in after]:
        return None
    return [place for place, (a, b) in enumerate(zip(before, after, strict=True)) if not _same(a, b)]


def _same(one: Entry, other: Entry) -> bool:
    return len(one.below) == len(other.below) and all(
        map(Content.is_same, (*one.cells, *one.below), (*other.cells, *other.below))
    )


def _shown(cell: Content) -> Content:
    """Return a cell that is safe to paint. A text with control characters loses them, and its styles."""
    safe = clean_paragraph(cell.plain).replace("\n", " ")
    return cell if safe == cell.plain else Content(safe)


def _cut(cell: Content, width: int) -> Content:
    if cell.cell_length <= width:
        return cell
    kept = fit(cell.plain, width)
    return cell[: len(kept) - 1] + kept[-1:]


def _only(cells: Sequence[Content], place: int) -> list[Content]:
    return [cell if index == place else Content() for index, cell in enumerate(cells)]


def _parsed(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)
