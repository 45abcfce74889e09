"""What the stage shows, in the small letters of the console, where its side column has room for it."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Final

from textual.content import Content

from copworkshop.model.people import STAGE
from copworkshop.model.session import Timer
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.boxes import THIN, between, bottom, top
from copworkshop.ui.client import SessionClient
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.registry import draw_stage

_LEAST_WIDTH: Final = 40  # cells; the side column has them from 120 columns on
_LEAST_ROWS: Final = 10  # with the frame
_MOST_ROWS: Final = 18
_TITLE: Final = "Stage"


class Miniature:
    """Draws the stage again for the size of the miniature, and only when it shows something else.

    It has no clock, which would change every second and stands in the head line of the console.
    """

    def __init__(self, client: SessionClient) -> None:
        """Show the session of this client."""
        self._client = client
        self._sight: Sight | None = None
        self._drawn_for: Hashable = None
        self._drawn: list[Content] = []

    def below(self, lines: Sequence[Content], joining: Joining | None, width: int, height: int) -> Sequence[Content]:
        """Return lines with the miniature below them, at the bottom of the height; without it if there is no room."""
        rows = min(_MOST_ROWS, height - len(lines) - 1)
        if width < _LEAST_WIDTH or rows < _LEAST_ROWS:
            return lines
        return [*lines, *[Content()] * (height - len(lines) - rows), *self._framed(joining, width, rows)]

    def _framed(self, joining: Joining | None, width: int, rows: int) -> list[Content]:
        sight, paging = self._client.hub.sight(STAGE), self._client.stage_pages.paging
        wanted = (paging, joining, width, rows)
        if sight is not self._sight or wanted != self._drawn_for:
            canvas = Canvas(
                sight=replace(sight, clock=Timer()),
                now=self._client.hub.now(),
                width=width - 4,
                height=rows - 2,
                joining=joining,
                connected=self._client.attendance.connected,
                paging=paging,
            )
            shown: list[Content] = draw_stage(canvas) or [Content.styled("blank", theme.QUIET)]
            shown = [line.pad_left(1) for line in shown[: rows - 2]]
            shown += [Content()] * (rows - 2 - len(shown))
            self._drawn = [
                top(THIN, width, (_TITLE, theme.HEADING), frame=theme.FRAME),
                *(between(THIN, width, line, theme.FRAME) for line in shown),
                bottom(THIN, width, theme.FRAME),
            ]
            self._sight, self._drawn_for = sight, wanted
        return self._drawn
