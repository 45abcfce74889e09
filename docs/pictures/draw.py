"""Make the example session and the pictures of the README again: ``uv run python docs/pictures/draw.py``.

The pictures are what the screens show, at 80×24.
"""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from film import picture

from copworkshop.content.loader import packaged_text
from copworkshop.live.workshop import Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Forward, GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.candidates import ideas, leads
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Request, apply
from copworkshop.store.home import Home
from copworkshop.store.sessions import create
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.theme import DARK
from copworkshop.ui.facilitator import FacilitatorApp

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "sessions" / "example"

WORDS = ("maple-h4vd", "cedar-k7fq", "river-t3xn", "stone-b8mw", "lantern-c5rz", "meadow-p6ga")
NOTES = {
    "focal-point": "A problem that several teams meet every week",
    "champions": "Ask early; a champion needs a sentence to repeat",
    "missing-at-the-end": "How a community ends well, or becomes something else",
}
PLACES = (
    ("peripheral", "active"),
    ("active", "core"),
    ("occasional", "active"),
    ("occasional", "occasional"),
    ("core", "active"),
    ("transactional", "peripheral"),
)
PROPOSALS = {
    1: {
        "focal-point": "Handing over work between shifts without losing what was learned.",
        "problems": "Each shift solves the same problem anew.\nNobody sees the whole.",
        "domain": "Practical knowledge of handing over; fewer repeated faults.",
        "people": "Everybody who hands over or takes over, whatever their trade.",
        "activities": "A case a month, half an hour, at the change of shift; a shared page of cases.",
        "pitch": "Half an hour a month, and nobody has to find the same fault twice.",
    },
    2: {
        "focal-point": "Asking users early.",
        "people": "Designers, testers and who answers the telephone.",
    },
}
IDEAS = (
    (1, "Begin with a problem that hurts"),
    (2, "Meet at the same hour every month"),
    (3, "Meet monthly, always at the same time"),
    (4, "Bring a real case to every meeting"),
    (5, "Share the load of organising"),
    (6, "Make the first visit easy"),
    (1, "Write down what was learned, on one page"),
    (2, "Tell the managers what came of it"),
    (3, "Invite people from outside now and then"),
    (4, "Let people be quiet members"),
    (5, "Celebrate what worked"),
    (6, "Name a coordinator, with time for it"),
    (None, "Stop what nobody comes for"),
)
MERGED = (2, 3)
BALLOTS = ((1, 4, 12, 2, 7), (2, 4, 1, 5, 8), (4, 1, 2, 6), (12, 2, 4, 1, 5), (1, 12, 8, 2), (5, 6, 4))


def numbers(session: Session, places: Iterable[int]) -> tuple[int, ...]:
    """Return by which numbers the room knows ideas of `IDEAS`, which are counted from 1 here."""
    lead_of = leads(session)
    known = {idea.text: lead_of[number] for number, idea in ideas(session).items()}
    return tuple(known[IDEAS[place - 1][1]] for place in places)


class Room:
    """A room that is led to where a picture is taken, a request every twenty seconds."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = session.created

    def ask(self, *requests: Request) -> None:
        """Put requests before the rules, as the facilitator."""
        for request in requests:
            self.now += timedelta(seconds=20)
            self.session = apply(self.session, request, FACILITATOR, self.now)

    def run(self) -> None:
        """Run Session 4 up to the reveal."""
        self.ask(*(AddSeat(name=f"Participant {n}", word=word) for n, word in enumerate(WORDS, 1)))
        self.ask(GoTo(kind=Kind.LIFECYCLE, round="overview", point=9))
        self.ask(*(AddNote(prompt=prompt, text=text) for prompt, text in NOTES.items()))
        self.ask(GoTo(kind=Kind.PARTICIPATION, round="place"))
        for seat, (today, later) in enumerate(PLACES, 1):
            self.ask(Place(seat=seat, when="today", level=today), Place(seat=seat, when="later", level=later))
        self.ask(GoTo(kind=Kind.PARTICIPATION, round="picture", point=2), GoTo(kind=Kind.PROPOSAL))
        for seat, answers in PROPOSALS.items():
            self.ask(*(WriteField(seat=seat, field=field, text=text) for field, text in answers.items()))
        self.ask(ShareProposal(seat=1, shared=True), GoTo(kind=Kind.PROPOSAL, round="share"))
        self.ask(GoTo(kind=Kind.TOP_TEN), *(AddIdea(seat=seat, text=text) for seat, text in IDEAS))
        self.ask(GoTo(kind=Kind.TOP_TEN, round="merge"))
        self.ask(Merge(leads=numbers(self.session, MERGED)), GoTo(kind=Kind.TOP_TEN, round="rank"))
        for seat, picks in enumerate(BALLOTS, 1):
            self.ask(CastBallot(seat=seat, picks=numbers(self.session, picks), done=True))
        self.ask(GoTo(kind=Kind.TOP_TEN, round="reveal"))


async def draw(root: Path) -> None:
    """Take the pictures."""
    workshop = Workshop(Home(root))
    wanted = workshop.wanted("example", None)
    app = FacilitatorApp(lambda: workshop, lambda _: wanted)
    app.theme = DARK.name
    async with app.run_test(size=(80, 24)) as pilot:
        while app.open_session is None:
            await pilot.pause()
        hub = app.open_session.hub

        async def go(request: Request, *keys: str) -> None:
            await hub.submit(request, FACILITATOR)
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            await pilot.pause()

        def save(name: str, title: str = "The projector: the stage") -> None:
            (HERE / f"{name}.svg").write_text(picture(app, title), encoding="utf-8")

        await go(GoTo(kind=Kind.LIFECYCLE, round="overview", point=15))
        save("lifecycle")
        await go(GoTo(kind=Kind.PARTICIPATION, round="picture", point=1))
        save("participation")
        await go(GoTo(kind=Kind.TOP_TEN, round="reveal", point=7))
        save("reveal")
        await go(GoTo(kind=Kind.PROPOSAL, round="write"), "f2", "enter")
        save("proposal", "The facilitator's console")
        await app.action_quit()


def main() -> None:
    """Make the example and the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        begun = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        opened = create(root, "example", packaged_text("session4"), now=begun, heading="An example")
        room = Room(opened.session)
        room.run()
        opened.save(None, room.session)
        opened.close()
        event_loop.run(draw(root))
    with tempfile.TemporaryDirectory() as folder:
        opened = create(Path(folder), "example", packaged_text("session4"), now=begun, heading="An example")
        while room.session.spot.kind is not Kind.CLOSE:
            room.ask(Forward(at=room.session.spot))
        room.ask(CloseSession())
        opened.save(None, room.session)
        opened.close()
        shutil.rmtree(EXAMPLE, ignore_errors=True)
        shutil.copytree(Path(folder) / "example", EXAMPLE, ignore=shutil.ignore_patterns(".*"))


if __name__ == "__main__":
    main()
