"""A refusal tells nothing: it is the same for what is somebody else's, what is hidden, and what is not there."""

from collections.abc import Iterable

import pytest

from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.joining import GiveNewWord, TakeSeat
from copworkshop.rules.lifecycle import ProposeNote, TakeBackNote
from copworkshop.rules.people import MakeScribe, RemoveSeat
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.rules.request import Refused, Request
from helpers.session_builder import ask, at, number_of, room

SCRIBE = 1
"""The seat of a scribe. In seat 2 somebody has a terminal, in seat 3 nobody has, and seat 4 was taken out."""

MISSING = 99


def people() -> Session:
    session = room(5)
    for seat in (SCRIBE, 2, 5):
        session = ask(session, TakeSeat(seat=seat), actor=participant(seat))
    return ask(session, MakeScribe(seat=SCRIBE, scribe=True))


def answer(session: Session, request: Request, actor: Actor) -> str:
    """What somebody learns who asks: the sentence, or whether anything changed."""
    try:
        return "changed" if ask(session, request, actor=actor) is not session else "unchanged"
    except Refused as refusal:
        return str(refusal)


def answers(session: Session, requests: Iterable[Request], actor: Actor) -> set[str]:
    return {answer(session, request, actor) for request in requests}


@pytest.mark.parametrize(
    ("actor", "numbers"),
    [
        (FACILITATOR, (1, 2, 3, 4, MISSING)),
        (participant(5), (1, 2, 3, 4, 5, 6, MISSING)),
        (participant(5, on_behalf_of=2), (1, 2, 3, 4, 5, 6, MISSING)),
        (participant(5, on_behalf_of=3), (1, 2, 3, 4, 5, 6, MISSING)),
        (participant(SCRIBE, on_behalf_of=2), (2, 3, 4, 5, 6, MISSING)),
        (participant(SCRIBE, on_behalf_of=3), (2, 3, 4, 5, MISSING)),
    ],
)
@pytest.mark.parametrize("withdrawn", [True, False])
def test_nobody_learns_whose_an_idea_is(actor: Actor, numbers: tuple[int, ...], withdrawn: bool) -> None:
    session = at(people(), Kind.TOP_TEN, "collect")
    for seat in (SCRIBE, 2, 3, 4):
        session = ask(session, AddIdea(seat=seat, text=f"idea of {seat}"), actor=participant(seat))
    session = ask(session, EditIdea(number=number_of(session, "idea of 2"), withdrawn=True), actor=participant(2))
    session = ask(session, AddIdea(seat=None, text="of the room"), AddIdea(seat=3, text="entered"), RemoveSeat(seat=4))
    given = ["idea of 1", "idea of 2", "idea of 3", "idea of 4", "of the room", "entered"]
    gone_by = {place: number_of(session, text) for place, text in enumerate(given, start=1)} | {MISSING: MISSING}
    requests = [EditIdea(number=gone_by[number], withdrawn=withdrawn) for number in numbers]
    assert answers(session, requests, actor) == {"That is no idea that you can change. Choose one from the list."}


@pytest.mark.parametrize("actor", [FACILITATOR, participant(SCRIBE, on_behalf_of=2)], ids=["facilitator", "scribe"])
def test_nobody_learns_what_an_unshared_field_holds(actor: Actor) -> None:
    session = ask(at(people(), Kind.PROPOSAL), WriteField(seat=2, field="problems", text="Nets"), actor=participant(2))
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    guesses = ["Nets", "Boats", "", "x" * 5_000]
    requests = [WriteField(seat=2, field=field, text=text) for field in ("problems", "pitch") for text in guesses]
    assert answers(session, requests, actor) == {"Participant 2 writes it alone now, so nobody else can."}


def test_only_a_scribe_of_the_table_learns_who_has_come_in() -> None:
    session = ask(at(people(), Kind.PROPOSAL), RemoveSeat(seat=4))
    seats = (SCRIBE, 2, 3, 4, MISSING)
    told = {
        answer(session, WriteField(seat=seat, field="problems", text="x"), participant(5, on_behalf_of=seat))
        for seat in seats
    }
    assert told == {"Only a scribe of their table, or the facilitator, can write for somebody else."}
    nobodys = answers(session, [WriteField(seat=n, field="problems", text="x") for n in seats], participant(5))
    assert nobodys == {"You can only write at your own seat."}


def test_nobody_learns_whether_there_is_a_proposal_that_is_not_shared() -> None:
    session = ask(at(people(), Kind.PROPOSAL), WriteField(seat=2, field="problems", text="Nets"), actor=participant(2))
    session = ask(session, WriteField(seat=4, field="problems", text="Nets"), ShareProposal(seat=4, shared=True))
    session = ask(at(session, Kind.PROPOSAL, "share"), RemoveSeat(seat=4))
    authors = (2, 3, 4, MISSING)
    opened = answers(session, [OpenProposal(seat=5, author=author) for author in authors], participant(5))
    left = [LeaveRemark(seat=5, author=author, strength="Clear", question=None) for author in authors]
    assert opened | answers(session, left, participant(5)) == {"Its author does not share this proposal any more."}
    onto = [PutOnStage(seat=seat) for seat in authors]
    assert answers(session, onto, FACILITATOR) == {"Only what its author shares can go on the stage."}


@pytest.mark.parametrize("actor", [FACILITATOR, participant(SCRIBE, on_behalf_of=2)], ids=["facilitator", "scribe"])
@pytest.mark.parametrize(
    "own", [OpenProposal(seat=2, author=3), LeaveRemark(seat=2, author=3, strength="A", question="B")]
)
def test_nobody_learns_which_proposals_a_person_has_read(actor: Actor, own: Request) -> None:
    session = at(people(), Kind.PROPOSAL)
    for author in (3, 5):
        session = ask(session, WriteField(seat=author, field="problems", text="Nets"))
        session = ask(session, ShareProposal(seat=author, shared=True))
    session = ask(at(session, Kind.PROPOSAL, "share"), own, actor=participant(2))
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    opened = answers(session, [OpenProposal(seat=2, author=author) for author in (3, 5)], actor)
    left = [LeaveRemark(seat=2, author=author, strength="A", question="B") for author in (3, 5)]
    assert opened | answers(session, left, actor) == {
        "Participant 2 did this at a terminal of their own. Only they can change it."
    }


@pytest.mark.parametrize("actor", [FACILITATOR, participant(SCRIBE, on_behalf_of=2)], ids=["facilitator", "scribe"])
def test_nobody_learns_which_remarks_a_person_proposed(actor: Actor) -> None:
    session = ask(people(), ProposeNote(seat=2, prompt="launch", text="Tides"), actor=participant(2))
    session = ask(session, ProposeNote(seat=2, prompt="launch", text="Nets"), actor=participant(2))
    session = ask(session, TakeBackNote(seat=2, number=2), actor=participant(2))
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    requests = [TakeBackNote(seat=2, number=number) for number in (1, 2, 3)]
    assert answers(session, requests, actor) == {"That remark is not there. Choose one from the list."}
