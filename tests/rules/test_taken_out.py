"""A person who is taken out of the room: what they gave stays, so that nobody can subtract and work out what it was."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.merging import ProposeMerge
from copworkshop.rules.participation import Place
from copworkshop.rules.people import LeaveOutWords, RemoveSeat, RestoreSeats
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import Sight, sight
from helpers.session_builder import ask, at, room

GONE = 3
VIEWERS = [FACILITATOR, STAGE, participant(1)]


def said(number: int) -> list[tuple[str, str | None, tuple[object, ...]]]:
    """Everything that a person gives, with the round in which they do."""
    levels = ("core", "active", "occasional")
    return [
        (Kind.PARTICIPATION, "place", (Place(seat=number, when="today", level=levels[number % 3]),)),
        (Kind.TOP_TEN, "collect", (AddIdea(seat=number, text=f"idea {number}"),)),
        (Kind.TOP_TEN, "merge", (ProposeMerge(seat=number, leads=(1, number + 1)),) if number < 6 else ()),
        (Kind.TOP_TEN, "rank", (CastBallot(seat=number, picks=(number, number % 6 + 1), done=True),)),
    ]


def full() -> Session:
    """Six people who gave everything, and a room that discusses the result; all read the proposal of the first."""
    session = room(6)
    session = ask(at(session, Kind.PROPOSAL), WriteField(seat=1, field="problems", text="Nets"), actor=participant(1))
    session = at(ask(session, ShareProposal(seat=1, shared=True), actor=participant(1)), Kind.PROPOSAL, "share")
    for number in range(2, 7):
        remark = LeaveRemark(seat=number, author=1, strength=f"Strength {number}", question=None)
        session = ask(session, remark, actor=participant(number))
    for place in range(4):
        kind, round_name, _ = said(1)[place]
        session = at(session, Kind(kind), round_name)
        for number in range(1, 7):
            session = ask(session, *said(number)[place][2], actor=participant(number))  # type: ignore[arg-type]
    return at(session, Kind.TOP_TEN, "discuss")


def of_the_room(seen: Sight) -> object:
    """What a viewer sees of what people gave, apart from who is in the room and how far each of them is."""
    assert seen.top_ten is not None
    own = seen.own
    return (
        replace(
            seen.top_ten,
            collect=replace(seen.top_ten.collect, authors=0),
            merge=replace(seen.top_ten.merge, readers=0),
        ),
        seen.participation.picture,
        seen.notes,
        own.feedback.remarks if own is not None else None,
        own.feedback.readers if own is not None else None,
    )


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nothing_of_what_a_person_gave_leaves_when_they_are_taken_out(viewer: Actor) -> None:
    before = full()
    after = ask(before, RemoveSeat(seat=GONE))
    assert [seat.number for seat in after.present] == [1, 2, 4, 5, 6]
    same = of_the_room(sight(after, viewer)) == of_the_room(sight(before, viewer))
    assert same


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("round_name", ["collect", "merge", "rank", "reveal"])
def test_nothing_leaves_in_any_round(viewer: Actor, round_name: str) -> None:
    before = at(full(), Kind.TOP_TEN, round_name)
    same = of_the_room(sight(ask(before, RemoveSeat(seat=GONE)), viewer)) == of_the_room(sight(before, viewer))
    assert same


def test_the_files_of_a_closed_session_do_not_say_which_ideas_were_of_somebody_who_was_taken_out() -> None:
    closed = ask(full(), CloseSession())
    without = ask(full(), RemoveSeat(seat=GONE), CloseSession())
    assert without.top_ten == closed.top_ten
    assert without.seats[1].proposal == closed.seats[1].proposal


def test_what_they_gave_is_left_out_if_the_facilitator_asks_for_it_and_comes_back_with_them() -> None:
    before = full()
    session = ask(before, RemoveSeat(seat=GONE), LeaveOutWords(seat=GONE))
    seen = sight(session, FACILITATOR)
    assert seen.top_ten is not None
    assert seen.participation.picture is not None
    assert "idea 3" not in [candidate.wording for candidate in seen.top_ten.candidates]
    assert (seen.top_ten.ballot.ballots_in, seen.participation.picture.answered) == (5, 5)
    assert seen.leading.removed == ((GONE, "Participant 3", False),)
    assert ask(session, RestoreSeats(seats=(GONE,))).seats == before.seats


def test_it_is_left_out_only_of_somebody_who_was_taken_out_and_by_the_facilitator() -> None:
    with pytest.raises(Refused, match="Take the person out"):
        ask(full(), LeaveOutWords(seat=GONE))
    with pytest.raises(Refused, match="Only the facilitator"):
        ask(ask(full(), RemoveSeat(seat=GONE)), LeaveOutWords(seat=GONE), actor=participant(1))


@pytest.mark.parametrize(
    "change", [lambda s: s, lambda s: at(s, Kind.TOP_TEN, "collect"), lambda s: at(s, Kind.TOP_TEN, "merge")]
)
def test_to_leave_out_what_does_not_count_changes_nothing(change: Callable[[Session], Session]) -> None:
    session = ask(change(full()), RemoveSeat(seat=GONE), LeaveOutWords(seat=GONE))
    assert ask(session, LeaveOutWords(seat=GONE)) is session


def test_in_a_session_of_an_older_format_nothing_of_a_person_who_was_taken_out_counts() -> None:
    session = full()
    old = session.replace(seats={**session.seats, GONE: session.seats[GONE].replace(removed=True)})
    assert ask(session, RemoveSeat(seat=GONE), LeaveOutWords(seat=GONE)).seats == old.seats
