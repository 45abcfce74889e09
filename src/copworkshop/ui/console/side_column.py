"""The column of the console next to the panel, or in its place: when it is shown, and how far it is scrolled."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.ui.console.miniature import Miniature
from copworkshop.ui.console.side_words import ROOM_FOR_SIDE, side
from copworkshop.ui.screens.room import RoomScreen


class SideColumn(VerticalScroll):
    """Shows the notes, what is next, who is ready, and a small stage where there is room for it."""

    def __init__(self, view: RoomScreen) -> None:
        """Create the column of this console."""
        super().__init__(id="side", can_focus=False)
        self._view = view
        self._miniature = Miniature(view.client)
        self._drawing = Drawing(self._draw, id="side-lines")
        self._wanted: bool | None = None
        """Whether the facilitator wants it; None means that the width decides."""
        self._drawn_at: object = None
        self._round: object = None
        """The round whose notes it shows."""

    @override
    def compose(self) -> ComposeResult:
        yield self._drawing

    @property
    def has_room(self) -> bool:
        """Whether there is room for it next to the panel, which it replaces otherwise."""
        return self._view.size.width >= ROOM_FOR_SIDE

    @property
    def is_shown(self) -> bool:
        """Whether it is shown: as the facilitator wants it, else if there is room."""
        return self.has_room if self._wanted is None else self._wanted

    @property
    def has_more(self) -> bool:
        """Whether it is shown, and goes on below its last row."""
        return self.is_shown and self.scroll_offset.y < self.max_scroll_y

    @property
    def is_outdated(self) -> bool:
        """Whether another minute, or another page of the stage, has come since it was drawn."""
        return self._moment != self._drawn_at

    def read_on(self) -> None:
        """Show it, scroll it by a page, or hide it after its end. It is drawn with :meth:`refresh_side`."""
        if self.has_more:
            self.scroll_page_down(animate=False)
        else:
            self._wanted = not self.is_shown
            self.scroll_home(animate=False)

    def refresh_side(self) -> None:
        """Draw it, or hide it."""
        spot = self._view.seen.spot
        if (spot.kind, spot.round) != self._round:
            self._round = spot.kind, spot.round
            self.scroll_home(animate=False)  # how far the facilitator had read belongs to the round before
        self.display = self.is_shown
        if self.is_shown:
            self._drawn_at = self._moment
            self._drawing.refresh_drawing()

    @property
    def _moment(self) -> object:
        client = self._view.client
        return client.hub.now().minute, client.stage_pages.paging

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        client, joining = self._view.client, self._view.joining
        attendance = client.attendance if joining is not None else None
        lines = side(self._view.seen, attendance, client.hub.now(), width, client.stage_pages.stages)
        return self._miniature.below(lines, joining, width, height)
