"""Draw every step's screens in every theme, to be looked at: ``uv run python docs/pictures/sheets.py FOLDER``.

Each page has one theme at one size: the stage, the console and a participant's screen of every round, side by side, as
the apps export them. Open a page in a browser; nothing of it is kept in the project.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from draw import Room
from film import picture
from textual.app import App

from copworkshop.content.loader import packaged_text
from copworkshop.live.workshop import Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.session import Session, Spot
from copworkshop.rules.agenda import GoTo, points, rounds_of
from copworkshop.store.home import Home
from copworkshop.store.sessions import create
from copworkshop.toolkit import event_loop, theme
from copworkshop.ui.facilitator import FacilitatorApp
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

SIZES: Final = ((80, 24), (120, 35))
Sheet = Callable[[str, App[Any]], None]


def spots(session: Session) -> list[Spot]:
    """Return the last point of every round that the room goes through: where most is to be seen."""
    return [
        Spot(kind=step.kind, round=name, point=points(session, step, name) - 1)
        for step in session.plan.steps
        for name in rounds_of(session, step)
    ]


async def draw(root: Path, size: tuple[int, int], name: str, put: Sheet) -> None:
    """Put the three screens of every round on a sheet."""
    workshop = Workshop(Home(root))
    wanted = workshop.wanted("example", None)
    app = FacilitatorApp(lambda: workshop, lambda _: wanted)
    app.theme = name
    async with app.run_test(size=size) as pilot:
        while app.open_session is None:
            await pilot.pause()
        running = app.open_session
        way_in = WayIn(Joining("ssh room@HOST", None))
        guest = ParticipantApp(running.hub, running.autosave, find_seat=lambda _word: 1, way_in=way_in)
        async with guest.run_test(size=size) as sitting:
            guest.assign(1)
            await sitting.pause(0.2)
            guest.theme = name
            for spot in spots(running.hub.session):
                await running.hub.submit(GoTo(kind=spot.kind, round=spot.round, point=spot.point), FACILITATOR)
                await pilot.pause()
                put(f"{spot.kind.value}, {spot.round}: stage", app)
                await pilot.press("f2")
                await pilot.pause(0.2)
                put("console", app)
                await pilot.press("escape", "f2")
                await sitting.press("f5")
                await sitting.pause(0.2)
                put("participant", guest)
        await app.action_quit()


def main() -> None:
    """Write the pages to the folder that the command line names."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for each in theme.THEMES:
        for columns, rows in SIZES:
            parts: list[str] = []

            def put(title: str, app: App[Any], parts: list[str] = parts) -> None:
                parts.append(f"<figure>{picture(app, title)}</figure>")

            with tempfile.TemporaryDirectory() as folder:
                begun = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
                opened = create(Path(folder), "example", packaged_text("session4"), now=begun, heading="An example")
                room = Room(opened.session)
                room.run()
                opened.save(None, room.session)
                opened.close()
                event_loop.run(draw(Path(folder), (columns, rows), each.name, put))
            style = "body{display:grid;grid-template-columns:repeat(3,1fr);gap:4px}figure{margin:0}svg{width:100%}"
            page = target / f"{each.name}-{columns}x{rows}.html"
            page.write_text(f"<meta charset=utf-8><style>{style}</style>{''.join(parts)}", encoding="utf-8")


if __name__ == "__main__":
    main()
