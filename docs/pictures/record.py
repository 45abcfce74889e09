"""Record the film of the README from a session: ``uv run python docs/pictures/record.py``.

The session, the stage and the participant's screen are the program's own: keys are pressed, and what they show is
kept. Only the shell and the questions of ssh are typed by this script.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from draw import BALLOTS, HERE, IDEAS, MERGED, NOTES, PLACES, WORDS, numbers
from film import Film, Row, Terminal, rows_of
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.pilot import Pilot

from copworkshop.admission.admission import BANNER
from copworkshop.content.loader import packaged_text
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import Request
from copworkshop.store.home import Home
from copworkshop.store.sessions import create
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.theme import DARK
from copworkshop.ui.facilitator import FacilitatorApp
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

STAGE: Final = Terminal("The projector: the stage", 0, 80, 24)
PERSON: Final = Terminal("Ann's laptop", STAGE.width, 46, 24)
ADDRESS: Final = "192.0.2.7"
JOIN: Final = f"ssh -p 2222 room@{ADDRESS}"
CODE: Final = "418 306"
NAMES: Final = ("Ben", "Chidi", "Dora", "Emre", "Fay")
KEY_SECONDS: Final = 0.07
PROMPT: Final = Style.parse("bold #7fd1a8")
TYPED: Final = Style.parse("#e6edf3")
SAID: Final = Style.parse("#9aa7b4")


class Door:
    """The open door of the session, as far as the screens ask for it: the film needs no network."""

    port_notice = notice = ""

    def __init__(self) -> None:
        self.way_in = WayIn(Joining(JOIN, CODE, port=2222, link=f"ssh://room@{ADDRESS}:2222"))

    async def choose_port(self, port: int) -> None:
        """Nobody asks."""

    async def change_code(self, code: str) -> None:
        """Nobody asks."""

    async def close(self) -> None:
        """Nothing was opened."""


class Recorder:
    """Leads the session and films it."""

    def __init__(self) -> None:
        self.film = Film((STAGE, PERSON))
        self.caption = ""
        self.stage: Sequence[Row] = ()
        self.person: Sequence[Row] = ()

    def keep(self, seconds: float) -> None:
        """Keep what is to be seen for some seconds of the film."""
        self.film.show(self.caption, (self.stage, self.person), seconds)

    def type(self, lines: list[list[Segment]], text: str, *, stage: bool = False) -> None:
        """Type at the end of a shell's last line, a few letters a frame."""
        line = lines[-1]
        for end in range(3, len(text) + 3, 3):
            shown = [*lines[:-1], [*line, Segment(f"{text[:end]}▌", TYPED)]]
            if stage:
                self.stage = shown
            else:
                self.person = shown
            self.keep(KEY_SECONDS * 2)
        lines[-1] = [*line, Segment(text, TYPED)]


class Session:
    """A running session with the two apps that are filmed."""

    def __init__(self, recorder: Recorder, running: Running, apps: tuple[App[Any], ParticipantApp]) -> None:
        self._recorder = recorder
        self.hub = running.hub
        self._facilitator, self.guest = apps
        self.pilots: list[Pilot[Any]] = []

    async def look(self, seconds: float, *, person: bool = True) -> None:
        """Wait until the screens are still, and keep them."""
        for _ in range(3):
            for pilot in self.pilots:
                await pilot.pause()
            await asyncio.sleep(0.05)
        self._recorder.stage = rows_of(self._facilitator)
        if person:
            self._recorder.person = rows_of(self.guest)
        self._recorder.keep(seconds)

    async def ask(self, *requests: Request) -> None:
        """Let others in the room do something."""
        for request in requests:
            await self.hub.submit(request, FACILITATOR)

    async def go(self, caption: str, kind: Kind, name: str, point: int = 0, seconds: float = 1.5) -> None:
        """Lead on. The person, who has just pressed a key, follows by F5."""
        self._recorder.caption = caption
        await self.ask(GoTo(kind=kind, round=name, point=point))
        await self.look(0)
        await self.pilots[1].press("f5")
        await self.look(seconds)

    async def forward(self, seconds: float) -> None:
        """Press Page Down on the stage."""
        await self.pilots[0].press("pagedown")
        await self.look(seconds)

    async def keys(self, keys: Iterable[str], seconds: float = KEY_SECONDS, each: int = 1) -> None:
        """Press keys at the participant's terminal, and keep every few of them."""
        for number, key in enumerate(keys, 1):
            await self.pilots[1].press("space" if key == " " else {",": "comma", ".": "full_stop"}.get(key, key))
            if number % each == 0:
                await self.look(seconds * each)
        await self.look(seconds)


async def film(recorder: Recorder, session: Session) -> None:
    """Lead the session."""
    # Begin on the laptop, join from another one.
    recorder.caption = "One laptop, one command. No internet needed."
    shell = [[Segment("$ ", PROMPT)]]
    recorder.stage = shell
    recorder.keep(0.6)
    recorder.type(shell, 'copworkshop run "Harbour Trust"', stage=True)
    recorder.keep(0.4)
    recorder.caption = "The stage shows how to join"
    await session.look(2.5, person=False)
    recorder.caption = "People join with plain ssh. They install nothing."
    shell = [[Segment("$ ", PROMPT)]]
    recorder.type(shell, JOIN)
    shell += [[Segment(line, SAID)] for line in wrap(BANNER, PERSON.columns)]
    shell.append([Segment("Join code: ", SAID)])
    recorder.type(shell, CODE)
    recorder.keep(0.4)
    session.guest.assign(None)
    await session.look(0.8)
    await session.keys("Ann", each=1)
    await session.keys(["enter"], 0.8)
    for name, word in zip(NAMES, WORDS[1:], strict=True):
        await session.ask(AddSeat(name=name, word=word))
        await session.look(0.3)
    recorder.caption = "A rejoin word brings everybody back to their seat"
    await session.look(2)

    # The lifecycle, point by point.
    await session.go("The facilitator leads, point by point", Kind.LIFECYCLE, "overview", 4, 0.9)
    for _ in range(3):
        await session.forward(0.7)
    await session.ask(*(AddNote(prompt=prompt, text=text) for prompt, text in [*NOTES.items()][:1]))
    await session.look(1)

    # Participation.
    await session.go("Everybody places themselves, today and in six months", Kind.PARTICIPATION, "place", 0, 1)
    for seat, (today, later) in [*enumerate(PLACES, 1)][1:]:
        await session.ask(Place(seat=seat, when="today", level=today), Place(seat=seat, when="later", level=later))
    await session.keys(["4"], 0.7)
    await session.keys(["2"], 0.7)
    await session.go("The room sees counts, never names", Kind.PARTICIPATION, "picture", 1, 2.2)

    # A proposal.
    await session.go("Everybody writes a proposal. It is saved as it is typed.", Kind.PROPOSAL, "write", 0, 1.2)
    await session.keys("Handing over work between shifts", each=4)
    await session.look(1.2)

    # The top ten.
    await session.go("Everybody writes ideas alone", Kind.TOP_TEN, "collect", 0, 0.8)
    await session.keys("Begin with a problem that hurts", each=4)
    await session.keys(["enter"], 0.6)
    await session.ask(*(AddIdea(seat=seat if seat != 1 else None, text=text) for seat, text in IDEAS[1:]))
    await session.look(0.8)
    await session.go("The room merges what says the same", Kind.TOP_TEN, "merge", 0, 1.2)
    await session.ask(Merge(leads=numbers(session.hub.session, MERGED)))
    await session.look(1)
    await session.go("Everybody ranks up to five ideas", Kind.TOP_TEN, "rank", 0, 1)
    for key in ("1", "down", "2", "down", "down", "3"):
        await session.keys([key], 0.3)
    for seat, picks in [*enumerate(BALLOTS, 1)][1:]:
        await session.ask(CastBallot(seat=seat, picks=numbers(session.hub.session, picks), done=True))
    await session.keys(["d"], 0.8)
    await session.go("The top ten is revealed, place by place. Ties share a place.", Kind.TOP_TEN, "reveal", 0, 0.8)
    while session.hub.session.spot.round == "reveal":
        await session.forward(0.4)
        if session.hub.session.spot.shown == (7, 0):
            recorder.film.mark_still()
    recorder.caption = "Then the room discusses it"
    await session.look(1.8)
    await session.go("Everybody takes home their own pages", Kind.CLOSE, "close", 0, 3)


async def record(root: Path) -> str:
    """Run the session and return the film."""
    workshop = Workshop(Home(root))
    wanted = workshop.wanted("harbour-trust", None)
    door = Door()

    async def open_door(_running: Running, _port: int | None) -> Door:
        return door

    app = FacilitatorApp(lambda: workshop, lambda _: wanted, open_door)
    app.theme = DARK.name
    recorder = Recorder()
    async with app.run_test(size=(STAGE.columns, STAGE.rows)) as pilot:
        while app.open_session is None:
            await pilot.pause()
        running = app.open_session

        async def find_seat(word: str) -> int | None:
            return next((seat.number for seat in running.hub.session.seats.values() if seat.word == word), None)

        guest = ParticipantApp(running.hub, running.autosave, find_seat=find_seat, way_in=door.way_in)
        async with guest.run_test(size=(PERSON.columns, PERSON.rows)) as sitting:
            guest.theme = DARK.name
            session = Session(recorder, running, (app, guest))
            session.pilots = [pilot, sitting]
            await film(recorder, session)
        await app.action_quit()
    return recorder.film.svg()


def main() -> None:
    """Record the film."""
    with tempfile.TemporaryDirectory() as folder:
        begun = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        plan, without = re.subn(r"^grace = \d+", "grace = 0", packaged_text("session4"), flags=re.MULTILINE)
        if without != 1:
            raise SystemExit("The plan says nothing of grace: the film would count down after each round.")
        create(Path(folder), "harbour-trust", plan, now=begun, heading="Harbour Trust").close()
        (HERE / "recording.svg").write_text(event_loop.run(record(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
