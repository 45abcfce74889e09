"""Long lists and texts on the stage, page by page: nothing is cut, and the room sees that there is more."""

from collections.abc import Hashable, Sequence
from typing import Final

from textual.content import Content

from copworkshop.live.stage_pages import Paging
from copworkshop.toolkit.theme import ACCENT
from copworkshop.toolkit.widgets.cells import fit
from copworkshop.ui.stage.canvas import Canvas

Lines = Sequence[Content]

_LEAST_ROWS: Final = 3  # of a list with the row that counts its entries


class Block(list[Content]):
    """Lines that belong together, which may be one page of several."""

    pages: int = 1
    """The number of pages."""
    turns: bool = True
    """Whether the pages turn by themselves."""
    said: tuple[str, ...] = ()
    """The texts that stand in it in large letters, which are made of blocks."""
    cells: int = 0
    """The cells that what matters now takes."""


def paged(
    canvas: Canvas,
    entries: Sequence[Lines],
    rows: int,
    *,
    keys: Sequence[Hashable] = (),
    gap: int = 0,
    counted: bool = True,
) -> Block:
    """Return the entries that stand on the present page, and below them which of how many these are.

    A page has `rows` rows, and every page the same number. If all entries fit, there is one page without that row.
    `keys` are the numbers of the ideas, so that the page follows the console's selection. With `gap` the entries
    stand that far apart. Without `counted` the row counts pages, not entries. An entry that is higher than a page
    goes on on the next one.
    """
    starts = _starts(entries, gap)
    if _height(entries, gap) <= rows or canvas.at_the_top:
        whole = Block(line for each in _spaced(entries, gap) for line in each)
        whole.said = _said(entries, starts, 0, len(whole))
        return whole
    room = max(1, max(rows, _LEAST_ROWS) - 1)
    pages = divided([len(entry) for entry in entries], room, gap)
    lines = [line for each in _spaced(entries, gap) for line in each]
    page = page_at(canvas.paging, len(pages), _page_of(canvas.paging.item, keys, pages, starts))
    first, last = pages[page]
    shown = Block(lines[first:last])
    shown += [Content()] * (room - len(shown))
    told = (
        f"{_entry_at(starts, first)}-{_entry_at(starts, last - 1)} of {len(entries)}"
        if counted
        and max(map(len, entries), default=0) <= room  # an entry that goes on on the next page is not counted
        else f"page {page + 1} of {len(pages)}"
    )
    shown.append(pager(told, canvas.width))
    shown.pages = len(pages)
    shown.said = _said(entries, starts, first, last)
    return shown


def _said(entries: Sequence[Lines], starts: Sequence[int], first: int, last: int) -> tuple[str, ...]:
    """Return what is said in large letters in the entries that begin in these rows."""
    begun = (entry for entry, start in zip(entries, starts, strict=True) if first <= start < last)
    return tuple(text for entry in begun if isinstance(entry, Block) for text in entry.said)


def pager(told: str, width: int) -> Content:
    """Return the row that tells which part of a list is shown."""
    return Content.styled(fit(told, width), ACCENT)


def page_at(paging: Paging, pages: int, first: int = 0) -> int:
    """Return which of the pages is shown, from 0. `first` is the page from which the turned pages are counted."""
    return (first + paging.turned) % pages


def divided(heights: Sequence[int], rows: int, gap: int = 0) -> list[tuple[int, int]]:
    """Return the first row of each page and the row after its last, for entries of these heights.

    A page ends before an entry that does not fit. Only an entry that is higher than a whole page is divided.
    """
    pages: list[tuple[int, int]] = []
    start = row = 0
    for height in heights:
        if row + height - start > rows and row > start:
            pages.append((start, row - gap))
            start = row
        while height > rows and row + height - start > rows:
            pages.append((start, start + rows))
            height -= start + rows - row
            start = row = start + rows
        row += height + gap
    pages.append((start, row - gap))
    return pages


def in_pages(canvas: Canvas, lines: Sequence[Content], title: int, newest: int | None) -> Block:
    """Return one page of a drawing that is higher than the stage, below its title.

    `title` is how many rows the drawing's title takes. The page with the row `newest` is shown first, and such pages
    do not turn by themselves.
    """
    head = lines[:title] if title < canvas.height - _LEAST_ROWS else []
    body = lines[title:]
    while body and not body[0].plain.strip():
        body = body[1:]
    skipped = len(lines) - len(body)
    rows = max(1, canvas.height - len(head) - 1)
    pages = _broken(body, rows)
    first = 0
    if newest is not None:
        first = next((at for at, (_, end) in enumerate(pages) if newest - skipped < end), 0)
    paging = canvas.paging if newest is None else Paging(turned=canvas.paging.by_hand)
    page = page_at(paging, len(pages), first)
    start, end = pages[page]
    told = pager(f"page {page + 1} of {len(pages)}", canvas.width)
    shown = Block([*head, *body[start:end], *[Content()] * (rows - (end - start)), told])
    shown.pages, shown.turns = len(pages), newest is None
    shown.said = lines.said if isinstance(lines, Block) else ()
    return shown


def _broken(lines: Lines, rows: int) -> list[tuple[int, int]]:
    """Divide lines into pages, where possible between two texts and not within one."""
    pages: list[tuple[int, int]] = []
    start = 0
    while len(lines) - start > rows:
        end = start + rows
        good = (row for row in range(end, start + rows // 2, -1) if _begins(lines, row))
        end = next(good, end)
        pages.append((start, end))
        start = end
        while start < len(lines) and not lines[start].plain.strip():
            start += 1
    if start < len(lines) or not pages:
        pages.append((start, len(lines)))
    return pages


def _begins(lines: Lines, row: int) -> bool:
    """Whether a text begins in this row: after an empty row, or further left than the rows of a text before it."""
    plain, before = lines[row].plain, lines[row - 1].plain
    indent, indent_before = len(plain) - len(plain.lstrip()), len(before) - len(before.lstrip())
    return not before.strip() or indent < indent_before


def _height(entries: Sequence[Lines], gap: int) -> int:
    return sum(map(len, entries)) + gap * max(0, len(entries) - 1)


def _spaced(entries: Sequence[Lines], gap: int) -> list[Lines]:
    return [[*entry, *[Content()] * (gap if at < len(entries) - 1 else 0)] for at, entry in enumerate(entries)]


def _starts(entries: Sequence[Lines], gap: int) -> list[int]:
    starts, row = [], 0
    for entry in entries:
        starts.append(row)
        row += len(entry) + gap
    return starts


def _entry_at(starts: Sequence[int], row: int) -> int:
    """Return which entry stands in a row, from 1."""
    return sum(start <= row for start in starts)


def _page_of(item: Hashable, keys: Sequence[Hashable], pages: Sequence[tuple[int, int]], starts: Sequence[int]) -> int:
    """Return the page on which the idea `item` begins; the first one if it is not listed."""
    if item is None or item not in keys:
        return 0
    row = starts[list(keys).index(item)]
    return next(at for at, (_, end) in enumerate(pages) if row < end)
