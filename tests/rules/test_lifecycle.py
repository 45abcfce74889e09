"""Remarks that participants propose next to the prompts of the lifecycle."""

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, Actor, Fate, participant
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.lifecycle import MOST_WAITING, DeclineNote, ProposeNote, TakeBackNote, TakeUpNote
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, room


def proposed(text: str = "We began with lunch") -> Session:
    return ask(room(people=2), ProposeNote(seat=1, prompt="launch", text=text), actor=participant(1))


def fate(session: Session) -> Fate:
    return session.seats[1].proposed[0].fate


@pytest.mark.parametrize("viewer", [STAGE, participant(2)])
def test_a_proposed_remark_is_seen_by_nobody_else_until_it_is_taken_up(viewer: Actor) -> None:
    seen = sight(proposed("SECRET"), viewer)
    assert "SECRET" not in repr((seen.people, seen.notes))


def test_taken_up_it_is_the_room_s() -> None:
    session = ask(proposed(), TakeUpNote(seat=1, number=1))
    assert [note.text for note in sight(session, STAGE).notes_on("launch")] == ["We began with lunch"]
    assert fate(session) is Fate.TAKEN_UP


def test_it_is_taken_up_once() -> None:
    with pytest.raises(Refused, match="does not wait"):
        ask(proposed(), TakeUpNote(seat=1, number=1), TakeUpNote(seat=1, number=1))


def test_a_declined_one_can_wait_again_and_be_taken_up() -> None:
    session = ask(proposed(), DeclineNote(seat=1, number=1))
    assert fate(session) is Fate.DECLINED
    session = ask(session, DeclineNote(seat=1, number=1, declined=False), TakeUpNote(seat=1, number=1))
    assert len(session.notes) == 1


def test_who_proposed_it_takes_it_back() -> None:
    session = ask(proposed(), TakeBackNote(seat=1, number=1), actor=participant(1))
    with pytest.raises(Refused):
        ask(session, TakeUpNote(seat=1, number=1))


@pytest.mark.parametrize("request_", [TakeUpNote(seat=1, number=1), DeclineNote(seat=1, number=1)])
def test_only_the_facilitator_decides(request_: TakeUpNote | DeclineNote) -> None:
    with pytest.raises(Refused, match="facilitator"):
        ask(proposed(), request_, actor=participant(1))


def test_a_few_of_one_person_wait_at_a_time() -> None:
    session = room(people=1)
    note = ProposeNote(seat=1, prompt="launch", text="Again")
    session = ask(session, *[note] * MOST_WAITING, actor=participant(1))
    with pytest.raises(Refused, match="still wait"):
        ask(session, note, actor=participant(1))


def test_closing_leaves_no_trace_of_who_proposed_what_was_noted() -> None:
    session = ask(proposed(), TakeUpNote(seat=1, number=1), CloseSession())
    assert session.seats[1].proposed == ()
    assert len(sight(session, FACILITATOR).notes) == 1
