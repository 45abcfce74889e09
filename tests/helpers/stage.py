"""The stage as it is drawn for a session, and what its drawing says."""

from dataclasses import replace

from copworkshop.model.people import STAGE
from copworkshop.model.session import Session
from copworkshop.rules.sight import sight
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.registry import draw_stage
from helpers.session_builder import later

JOINING = Joining(command="ssh -p 2222 room@192.0.2.7", code="K7FQ2M")


def canvas(session: Session, width: int = 80, height: int = 23, *, joining: Joining | None = JOINING) -> Canvas:
    return Canvas(sight=sight(session, STAGE), now=later(90), width=width, height=height, joining=joining)


def said_on(drawn: Canvas) -> str:
    """All that a drawing of the stage says, as one text: the words in large letters come at its end."""
    lines = draw_stage(drawn)
    small = [line.plain for line in lines if not set(line.plain.strip()) <= set(" █▀▄")]
    return " ".join(" ".join([*small, *lines.said]).split())


def resized(drawn: Canvas, width: int, height: int) -> Canvas:
    return replace(drawn, width=width, height=height)
