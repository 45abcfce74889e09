"""Every part that something is made of is named: whatever changes anywhere, all see what a first look shows."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from copworkshop.model.participation import Placement
from copworkshop.model.people import FACILITATOR, STAGE, Fate, ProposedNote, Seat, participant
from copworkshop.model.plan import Kind
from copworkshop.model.proposal import Proposal, Reading, Remark
from copworkshop.model.question import Answer, Counted, Question, QuestionKind, Result
from copworkshop.model.session import Closing, LastEdit, Progress, RoomNote, Session, Timer, Undoable
from copworkshop.model.topten import Ballot, Candidate, Edit, Idea, RunOff, TopTen, Vote
from copworkshop.rules.request import with_seat
from copworkshop.rules.sight import Sight, sight
from helpers.sampling import some_of
from helpers.session_builder import NOW, later, session4

pytestmark = pytest.mark.slow

PEOPLE = 6
"""Enough for the room's picture, and for a list of a table's own."""

VIEWERS = (FACILITATOR, STAGE, participant(1), participant(2), participant(3), participant(1, on_behalf_of=3))
NAMED = {Kind.PROPOSAL: {"named_remarks": True}}
PLAN = session4().replace(steps=tuple(step.replace(**NAMED.get(step.kind, {})) for step in session4().steps))
SPOTS = [(step.kind, name) for step in PLAN.steps for name in step.rounds]


def seat(number: int, tag: str, turn: int) -> Seat:
    """A seat with something in each of its fields; with another tag and turn, something else in each of them."""
    level, other = ("core", "active") if turn else ("active", "core")
    author = (number + turn) % PEOPLE + 1
    return Seat(
        number=number,
        word=f"{tag}-{number:04d}",
        name=f"{tag} {number}",
        table="East" if turn else "West",
        joined=later(turn),
        removed=bool(turn),
        placement=Placement(today=level, later=other),
        proposal=Proposal(answers={"problems": tag} if turn else {}, shared=bool(turn), for_someone=bool(turn)),
        ideas=(Idea(number=number + 10 * turn, text=f"{tag} {number}"),),
        ballot=Ballot(picks=(number, author), done=True) if number != author else None,
        later_ballots={vote: Ballot(picks=(author,)) for vote in Vote if vote is not Vote.FIRST},
        read=(author,),
        proposed_merges=((author, author % PEOPLE + 1),),
        to_rate=(author,),
        ratings={author: 1 + turn},
        rated_for_them=bool(turn),
        readings=(Reading(author=author, remark=Remark(strength=tag)),),
        proposed=(ProposedNote(number=1, prompt="launch", text=tag, fate=Fate.WAITS),),
        answer=Answer(question=1, words=tag, for_someone=bool(turn)),
        device=number != 3,
        scribe=number == 1 and not turn,
        keys=(),
    )


def present(number: int) -> Seat:
    return seat(number, "maple", number % 2).replace(removed=False, scribe=number == 1, table="East")


def room(kind: Kind, round_name: str) -> Session:
    progress = {step.kind: Progress(round=step.rounds[0], entered=NOW) for step in PLAN.steps}
    return Session(
        name="2026-11-23-full",
        plan=PLAN,
        created=NOW,
        at=kind,
        progress={**progress, kind: Progress(round=round_name, entered=NOW)},
        tables=("East", "West"),
        seats={number: present(number) for number in range(1, PEOPLE + 1)},
        questions=(Question(number=1, kind=QuestionKind.WORD),),
        top_ten=TopTen(
            question="What?",
            second=round_name.endswith("-again"),
            sifting=True,
            unsigned_ideas=(Idea(number=30, text="Of the room"),),
            runoffs={vote: RunOff(tied=(1, 2), place=10, seats=1) for vote in (Vote.RUN_OFF, Vote.RUN_OFF_AGAIN)},
        ),
    )


def exchanged(session: Session) -> Iterator[tuple[str, Session]]:
    """The session with one thing of it exchanged for another: of a seat, or of the room."""
    for number in (1, 2, 3):
        new = seat(number, "cedar", 1 - number % 2)
        for field in Seat.model_fields:
            if field != "number":
                yield (
                    f"{field} of seat {number}",
                    with_seat(session, session.seats[number].replace(**{field: getattr(new, field)})),
                )
    held = session.top_ten
    merged = Candidate(lead=1, members=(1, 2), wording="Both")
    others = {
        "top_ten": held.replace(
            edited={1: merged}, undo=(Edit(what="Merge", before=(), after=(merged,)),), apart=((3, 4),), held_back=(2,)
        ),
        "closed": NOW,
        "closing": Closing(kind=Kind.PROPOSAL, round="write", until=later(9)),
        "closed_rounds": {session.at: ("rank",)} if session.at is Kind.TOP_TEN else {Kind.PROPOSAL: ("write",)},
        "history": (Undoable(number=9, what="merge 1 + 2", inverse=LastEdit(kind="edit")),),
        "blank": True,
        "beside": True,
        "on_stage": 1,
        "address": True,
        "door_closed": True,
        "tables": ("East",),
        "notes": (RoomNote(number=1, prompt="launch", text="Noted"),),
        "questions": (*session.questions, Question(number=2, kind=QuestionKind.SCALE)),
        "heading": "Harbour",
        "since": NOW,
        "at": Kind.TOP_TEN if session.at is not Kind.TOP_TEN else Kind.WELCOME,
    }
    for field, value in others.items():
        yield field, session.replace(**{field: value})
    for kind, here in session.progress.items():
        step = PLAN.step(kind)
        assert step is not None
        moved = here.replace(round=step.rounds[-1], timers={"step": Timer(left=5)})
        yield f"progress of {kind}", session.replace(progress={**session.progress, kind: moved})
    result = Result(given=9, counts=(Counted(answer="tag", times=9),))
    closed = Question(number=1, kind=QuestionKind.WORD, result=result, shown=True)
    yield "a result", session.replace(questions=(closed,))
    yield "a result with a word held back", session.replace(questions=(closed.replace(held_back=("tag",)),))
    yield "nobody new", session.replace(seats={**session.seats, 9: seat(9, "cedar", 0)})
    yield "unsigned ballot", session.replace(top_ten=held.replace(unsigned_ballots=(Ballot(picks=(1, 3)),)))


def seen_by_all(session: Session) -> list[Sight]:
    return [sight(session, viewer) for viewer in VIEWERS]


def first_look(session: Session) -> list[Sight]:
    """What is seen of the same session with nothing in it that is the very same as in another."""
    return seen_by_all(deepcopy(session, {id(PLAN): PLAN}))


@pytest.mark.parametrize("spot", some_of(SPOTS, 6), ids=str)
def test_whatever_one_thing_changes_all_see_what_a_first_look_shows(spot: tuple[Kind, str]) -> None:
    session = room(*spot)
    before = seen_by_all(session)
    remembered = []
    for what, after in exchanged(session):
        remembered.append((what, after, seen_by_all(after)))
        remembered.append((f"{what}, back", session, seen_by_all(session)))
    assert before == first_look(session)
    wrong = [what for what, after, seen in remembered if after is not session and seen != first_look(after)]
    wrong += [what for what, after, seen in remembered if after is session and seen != before]
    assert wrong == []
