"""Draw every step's screens in every theme, to be looked at: ``uv run python docs/pictures/sheets.py FOLDER``.

The pages ``stage-…`` have what the stage shows in four sizes, in every theme, and with 16 and with 256 colours. The
others have the stage, the console and a participant's screen of every round side by side. With ``--stage`` only the
first ones are drawn. Open a page in a browser; nothing of it is kept in the project.
"""

import sys
import tempfile
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from draw import Room
from film import Row, Terminal, one_frame, picture, rows_of
from rich.ansi import AnsiDecoder
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from copworkshop.content.loader import packaged_text
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.question import CHOICES, QuestionKind
from copworkshop.model.session import BEATS, Session, Spot
from copworkshop.rules.agenda import Forward, GoTo, LayBeside, literature_here, points, rounds_of
from copworkshop.rules.question import AskQuestion, CloseQuestion, CountHands
from copworkshop.rules.request import Request
from copworkshop.rules.voting import REVEALS
from copworkshop.store.home import Home
from copworkshop.store.sessions import create
from copworkshop.toolkit import event_loop, theme
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.local_terminal import in_colours
from copworkshop.ui.facilitator import FacilitatorApp
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.remote import RemoteApp
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

STAGE_SIZES: Final = ((40, 12), (80, 24), (120, 35), (200, 60))
SIZES: Final = ((80, 24), (120, 35))
FEWER: Final = {"16-colours": Colours.STANDARD, "8-bit": Colours.EIGHT_BIT}
JOINING: Final = Joining("ssh -p 2222 room@192.0.2.7", "482 913", link="ssh://room@192.0.2.7:2222")

Pages = dict[str, list[str]]
"""The pictures of every page, by its name."""


def spots(session: Session, *, every: bool) -> Iterator[Spot]:
    """Yield the last point of every round that the room goes through, where most is to be seen, or every point."""
    for step in session.plan.steps:
        for name in rounds_of(session, step):
            last = points(session, step, name) - 1
            for point in range(last + 1) if every else (last,):
                yield Spot(kind=step.kind, round=name, point=point)


def with_fewer(rows: Sequence[Row], colours: Colours) -> list[Row]:
    """Return rows as a terminal with fewer colours gets them."""
    return [[Segment(text, _with_fewer(style, colours)) for text, style, _ in row] for row in rows]


def _with_fewer(style: Style | None, colours: Colours) -> Style | None:
    if style is None:
        return None
    sent = in_colours(style.render("x", color_system=ColorSystem.TRUECOLOR), colours)
    spans = AnsiDecoder().decode_line(sent).spans
    return spans[0].style if spans and isinstance(spans[0].style, Style) else None


async def open_session(app: FacilitatorApp, pilot: Pilot[None]) -> Running:
    """Wait for the session to be open."""
    while app.open_session is None:
        await pilot.pause()
    return app.open_session


async def go(running: Running, pilot: Pilot[None], *requests: Request) -> None:
    """Put requests before the rules, as the facilitator, and wait for the screens."""
    for request in requests:
        await running.hub.submit(request, FACILITATOR)
    await pilot.pause()
    await pilot.pause()


async def draw_stages(root: Path, size: tuple[int, int], pages: Pages) -> None:
    """Put what the stage shows on the pages of this size, one for each theme and number of colours."""
    workshop = Workshop(Home(root))
    wanted = workshop.wanted("example", None)
    app = FacilitatorApp(lambda: workshop, lambda _: wanted)
    terminal = Terminal("", 0, *size)

    async def put(stage: RemoteApp, pilot: Pilot[None], title: str) -> None:
        for each in theme.THEMES:
            stage.theme = each.name
            await pilot.pause()
            rows = rows_of(stage)
            variants = {each.name: rows}
            if each is theme.DARK:
                variants |= {name: with_fewer(rows, colours) for name, colours in FEWER.items()}
            for name, shown in variants.items():
                page = pages[f"stage-{name}-{size[0]}x{size[1]}"]
                page.append(one_frame(terminal, title, shown))

    async with app.run_test(size=size) as pilot:
        running = await open_session(app, pilot)
        stage = RemoteApp(running, stage_only=True, way_in=WayIn(JOINING))
        async with stage.run_test(size=size) as projector:
            for spot in spots(running.hub.session, every=True):
                await go(running, projector, GoTo(kind=spot.kind, round=spot.round, point=spot.point))
                await put(stage, projector, f"{spot.kind.value}, {spot.round}, {spot.point}")
                for beat in range(1, BEATS if spot.round in REVEALS and spot.point == 1 else 1):
                    await go(running, projector, Forward(at=running.hub.session.spot))
                    await put(stage, projector, f"{spot.kind.value}, {spot.round}, {spot.point}, beat {beat}")
                last = spot.kind is not Kind.LIFECYCLE or spot.point == 1
                if literature_here(running.hub.session) and last:
                    await go(running, projector, LayBeside(beside=True))
                    await put(stage, projector, f"{spot.kind.value}, {spot.round}: the literature")
                    await go(running, projector, LayBeside(beside=False))
            for number, kind in enumerate(QuestionKind, start=1):
                await go(running, projector, AskQuestion(kind=kind, text="How clear is this so far?"))
                await put(stage, projector, f"a question, {kind}")
                hands = CHOICES[kind] or ("clear", "curious", "hopeful")
                counts = [CountHands(number=number, answer=each, times=3 + len(each) % 4) for each in hands]
                await go(running, projector, *counts, CloseQuestion(number=number))
                await put(stage, projector, f"its answers, {kind}")
        await app.action_quit()


async def draw(root: Path, size: tuple[int, int], name: str, page: list[str]) -> None:
    """Put the three screens of every round on a page."""
    workshop = Workshop(Home(root))
    wanted = workshop.wanted("example", None)
    app = FacilitatorApp(lambda: workshop, lambda _: wanted)
    app.theme = name
    async with app.run_test(size=size) as pilot:
        running = await open_session(app, pilot)
        guest = ParticipantApp(running.hub, running.autosave, find_seat=lambda _word: 1, way_in=WayIn(JOINING))
        async with guest.run_test(size=size) as sitting:
            guest.assign(1)
            await sitting.pause(0.2)
            guest.theme = name
            for spot in spots(running.hub.session, every=False):
                await go(running, pilot, GoTo(kind=spot.kind, round=spot.round, point=spot.point))
                page.append(picture(app, f"{spot.kind.value}, {spot.round}: stage"))
                await pilot.press("f2")
                await pilot.pause(0.2)
                page.append(picture(app, "console"))
                await pilot.press("escape", "f2")
                await sitting.press("f5")
                await sitting.pause(0.2)
                page.append(picture(guest, "participant"))
        await app.action_quit()


def example(folder: Path) -> None:
    """Make a session in which everybody has done everything."""
    begun = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    opened = create(folder, "example", packaged_text("session4"), now=begun, heading="An example")
    room = Room(opened.session)
    room.run()
    opened.save(None, room.session)
    opened.close()


def write(target: Path, pages: Pages) -> None:
    """Write the pages."""
    style = "body{display:grid;grid-template-columns:repeat(3,1fr);gap:4px}img{width:100%}"
    for name, pictures in pages.items():
        # As images, because the styles of pictures within a page would hold for all of them.
        images = "".join(
            f'<img src="data:image/svg+xml;base64,{b64encode(each.encode()).decode()}">' for each in pictures
        )
        (target / f"{name}.html").write_text(f"<meta charset=utf-8><style>{style}</style>{images}", encoding="utf-8")


def main() -> None:
    """Write the pages to the folder that the command line names."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for size in STAGE_SIZES:
        pages: Pages = defaultdict(list)
        with tempfile.TemporaryDirectory() as folder:
            example(Path(folder))
            event_loop.run(draw_stages(Path(folder), size, pages))
        write(target, pages)
    for each in theme.THEMES if "--stage" not in sys.argv else ():
        for size in SIZES:
            pages = defaultdict(list)
            with tempfile.TemporaryDirectory() as folder:
                example(Path(folder))
                event_loop.run(draw(Path(folder), size, each.name, pages[f"{each.name}-{size[0]}x{size[1]}"]))
            write(target, pages)


if __name__ == "__main__":
    main()
