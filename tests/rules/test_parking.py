"""A remark can be parked at any step: it leaves its prompt, returns at the close, and can be put back."""

import pytest

from copworkshop.model.people import STAGE, Fate, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.erasing import ErasePerson
from copworkshop.rules.lifecycle import AddNote, EditNote, ProposeNote
from copworkshop.rules.parking import Park, ParkNew, ParkProposed
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.sight import sight
from copworkshop.store.codec import parse_session, session_text
from copworkshop.store.room_files import room_files, together
from helpers.session_builder import ask, at, room, undo

NOTE = "Who pays for the hall?"


def noted() -> Session:
    return ask(at(room(3), Kind.LIFECYCLE), AddNote(prompt="launch", text=NOTE))


def proposed() -> Session:
    return ask(room(3), ProposeNote(seat=1, prompt="launch", text=NOTE), actor=participant(1))


def parked(session: Session) -> list[str]:
    return [note.text for note in sight(session, STAGE).parked]


def at_prompt(session: Session) -> list[str]:
    return [note.text for note in sight(session, STAGE).notes_on("launch")]


def test_a_remark_leaves_its_prompt_while_it_is_parked() -> None:
    session = ask(noted(), Park(number=1))
    assert (at_prompt(session), parked(session)) == ([], [NOTE])
    assert (at_prompt(undo(session)), parked(undo(session))) == ([NOTE], [])
    session = ask(session, Park(number=1, parked=False))
    assert (at_prompt(session), parked(session)) == ([NOTE], [])
    assert parked(undo(session)) == [NOTE]


def test_something_is_parked_at_any_step_without_a_prompt() -> None:
    session = ask(at(room(3), Kind.TOP_TEN, "merge"), ParkNew(text=NOTE))
    assert parked(session) == [NOTE]
    assert parked(undo(session)) == []
    with pytest.raises(Refused, match="belongs to no prompt"):
        ask(session, Park(number=1, parked=False))


def test_a_remark_that_somebody_proposed_is_parked_at_once_and_waits_again_when_that_is_taken_back() -> None:
    session = ask(proposed(), ParkProposed(seat=1, number=1))
    assert (at_prompt(session), parked(session)) == ([], [NOTE])
    assert session.seats[1].proposed[0].fate is Fate.TAKEN_UP
    session = undo(session)
    assert (at_prompt(session), parked(session)) == ([], [])
    assert session.seats[1].proposed[0].fate is Fate.WAITS


def test_a_parked_remark_that_was_taken_away_is_brought_back_by_undo() -> None:
    session = ask(noted(), Park(number=1), EditNote(number=1, withdrawn=True))
    assert parked(session) == []
    with pytest.raises(Refused, match="taken away"):
        ask(session, Park(number=1, parked=False))
    assert parked(undo(session)) == [NOTE]


def test_the_close_keeps_parked_remarks_and_no_name_and_then_nothing_is_parked() -> None:
    session = ask(proposed(), ParkProposed(seat=1, number=1), ParkNew(text="Parking"), CloseSession())
    assert parked(session) == [NOTE, "Parking"]
    assert session.seats[1].proposed == ()
    assert not session.history
    with pytest.raises(Refused):
        ask(session, ParkNew(text="More"))


def test_erasing_a_person_takes_what_they_proposed_out_of_the_parked_remarks() -> None:
    session = ask(proposed(), ParkProposed(seat=1, number=1), ErasePerson(seat=1))
    assert parked(session) == []


@pytest.mark.parametrize("request_", [Park(number=1), ParkNew(text="x"), ParkProposed(seat=1, number=1)])
def test_only_the_facilitator_parks(request_: Request) -> None:
    session = ask(noted(), ProposeNote(seat=1, prompt="launch", text=NOTE), actor=participant(1))
    with pytest.raises(Refused, match="facilitator"):
        ask(session, request_, actor=participant(1))


def test_parked_remarks_survive_a_resume_and_can_still_be_taken_back() -> None:
    session = ask(noted(), Park(number=1), ParkNew(text="Parking"))
    fields = parse_session(session_text(session))
    assert fields["history"] == session.history
    assert together(session.replace(notes=()), room_files(session).values()).notes == session.notes
