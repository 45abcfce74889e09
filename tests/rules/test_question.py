"""Questions outside the plan: who may see what of them, when they close, and what is kept."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.question import MOST_QUESTIONS, QuestionKind
from copworkshop.model.session import Session
from copworkshop.rules import question_sight
from copworkshop.rules.agenda import Back, Blank, Forward
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.erasing import ErasePerson
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.pace import start_clock
from copworkshop.rules.people import MakeScribe, RemoveSeat
from copworkshop.rules.question import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    CountHands,
    HoldBackAnswer,
    KeepQuestionOpen,
    ShowResult,
    WithdrawQuestion,
)
from copworkshop.rules.request import Refused, Request, Stale, make_request
from copworkshop.rules.sight import sight
from copworkshop.rules.undo import NOTHING, Undo, last_action
from helpers.any_requests import ASKED, play
from helpers.session_builder import answered, ask, at, later, room, seated

EVERYBODY = frozenset(range(1, 7))
VIEWERS = (FACILITATOR, STAGE, *(participant(seat) for seat in range(1, 8)), participant(1, on_behalf_of=3))


def asked(kind: QuestionKind = QuestionKind.SCALE, people: int = 6, text: str | None = "How are we doing?") -> Session:
    return ask(seated(room(people)), AskQuestion(kind=kind, text=text))


def closed(session: Session) -> Session:
    return ask(session, CloseQuestion(number=1))


def bars(session: Session, viewer: Actor = STAGE) -> dict[str, int]:
    shown = sight(session, viewer).question.shown
    assert shown is not None
    return dict(shown.bars)


def refused(session: Session, request: Request, actor: Actor = FACILITATOR) -> str:
    with pytest.raises(Refused) as refusal:
        ask(session, request, actor=actor)
    return str(refusal.value)


def test_while_a_question_is_open_each_sees_their_own_answer_and_others_how_many_are_in() -> None:
    session = answered(asked(), ["5", "4"])
    own, other = (sight(session, participant(seat)).question.open for seat in (1, 3))
    stage, leads = sight(session, STAGE).question.open, sight(session, FACILITATOR).question.open
    assert own is not None
    assert (own.own, own.text, own.answered) == ("5", "How are we doing?", None)
    assert other is not None
    assert other.own is None
    assert stage is not None
    assert (stage.answered, stage.waiting) == (2, frozenset())
    assert leads is not None
    assert (leads.answered, leads.waiting) == (2, frozenset({3, 4, 5, 6}))


def test_a_question_closes_at_once_if_all_who_are_connected_have_answered_and_after_a_countdown_otherwise() -> None:
    session = answered(asked(), ["1", "2", "2", "5", "5"])
    assert ask(session, CloseQuestion(number=1, connected=frozenset({1, 2}))).open_question is None
    counting = ask(session, CloseQuestion(number=1, connected=EVERYBODY))
    assert counting.open_question is not None
    assert counting.open_question.until == later(20)
    with pytest.raises(Stale):
        ask(counting, CloseQuestion(number=1, connected=EVERYBODY))
    kept = ask(counting, KeepQuestionOpen(number=1))
    assert kept.open_question == session.open_question
    last = answered(counting, ["3"], first=6)
    done = ask(last, CloseQuestion(number=1, connected=EVERYBODY, until=later(20)))
    assert bars(done) == {"1": 1, "2": 2, "3": 1, "4": 0, "5": 2}
    assert bars(done, participant(4)) == bars(done, FACILITATOR) == bars(done)


def test_a_countdown_that_nobody_saw_end_leaves_the_question_open() -> None:
    counting = ask(answered(asked(), ["1"]), CloseQuestion(number=1, connected=EVERYBODY))
    resumed = start_clock(counting, later(900))
    assert resumed.open_question is not None
    assert resumed.open_question.until is None


def test_an_answer_can_be_changed_and_taken_back_until_the_question_is_closed() -> None:
    session = answered(asked(QuestionKind.YES_NO), ["Yes", "no", "no", "no", "no"])
    session = ask(session, AnswerQuestion(number=1, seat=2, answer="yes"), actor=participant(2))
    session = ask(session, AnswerQuestion(number=1, seat=5, answer=None), actor=participant(5))
    session = answered(session, ["no"], first=6)
    done = closed(session)
    assert bars(done) == {"yes": 2, "no": 3}
    late = AnswerQuestion(number=1, seat=5, answer="no")
    assert refused(done, late, participant(5)) == "That question is closed."
    again = ask(done, AskQuestion(kind=QuestionKind.YES_NO))
    assert refused(again, late, participant(5)) == "That question is closed."


@pytest.mark.parametrize(("kind", "answer"), [(QuestionKind.SCALE, "6"), (QuestionKind.YES_NO, "1")])
def test_an_answer_that_is_none_of_the_choices_is_refused(kind: QuestionKind, answer: str) -> None:
    assert refused(asked(kind), AnswerQuestion(number=1, seat=1, answer=answer), participant(1)).startswith("Answer")


def test_words_that_are_the_same_are_counted_together_in_an_order_that_tells_nothing() -> None:
    words = ["Hopeful", "tired", "hopeful!", "Hopeful", "curious", "[/] markup"]
    done = closed(answered(asked(QuestionKind.WORD), words))
    turned = closed(answered(asked(QuestionKind.WORD), words[::-1]))
    assert list(bars(done).items()) == [("Hopeful", 3), ("[/] markup", 1), ("curious", 1), ("tired", 1)]
    assert done.questions == turned.questions
    with pytest.raises(Refused):
        make_request(AnswerQuestion, number=1, seat=1, answer="\x1b" * 3)


def test_fewer_answers_than_five_are_counted_and_not_shown() -> None:
    done = closed(answered(asked(), ["1", "2", "2", "5"]))
    shown = sight(done, FACILITATOR).question.shown
    assert shown is not None
    assert (shown.given, shown.few, shown.counts) == (4, 4, ())


def test_hands_are_counted_for_people_without_a_device_and_need_no_least_number() -> None:
    session = ask(asked(), CountHands(number=1, answer="3", times=4), CountHands(number=1, answer="4", times=2))
    session = ask(session, CountHands(number=1, answer="4", times=0))
    done = closed(session)
    assert bars(done) == {"1": 0, "2": 0, "3": 4, "4": 0, "5": 0}
    mixed = closed(answered(session, ["3", "1", "1"]))
    few = sight(mixed, STAGE).question.shown
    assert bars(mixed)["3"] == 4
    assert few is not None
    assert (few.given, few.few) == (7, 3)
    assert " ".join(few.told(5)).startswith("7 answers. 3 came from terminals, too few to be shown: from 5 on")
    assert "none" not in refused(session, AnswerQuestion(number=1, seat=1, answer="1"))


def test_a_scribe_answers_for_a_person_without_a_device_and_does_not_see_what_that_person_answers_then() -> None:
    session = room(3)
    session = ask(session, TakeSeat(seat=1), actor=participant(1))
    session = ask(session, MakeScribe(seat=1, scribe=True), AskQuestion(kind=QuestionKind.YES_NO))
    scribe = participant(1, on_behalf_of=3)
    session = ask(session, AnswerQuestion(number=1, seat=3, answer="no"), actor=scribe)
    entered = sight(session, scribe).question.open
    assert entered is not None
    assert entered.own == "no"
    own = ask(session, AnswerQuestion(number=1, seat=3, answer="yes"), actor=participant(3))
    seen = sight(own, scribe).question.open
    assert seen is not None
    assert seen.own is None
    assert "terminal of their own" in refused(own, AnswerQuestion(number=1, seat=3, answer="no"), scribe)


def test_no_seat_tells_who_answered_once_the_question_is_closed() -> None:
    before = asked()
    done = closed(answered(before, ["1"] * 5))
    assert done.seats == before.seats
    ended = ask(answered(before, ["1"] * 5), CloseSession())
    assert ended.seats == before.seats
    assert [(each.given, each.number) for each in sight(ended, STAGE).question.closed] == [(5, 1)]
    assert sight(ask(before, CloseSession()), FACILITATOR).question.closed == ()


def test_the_room_does_not_move_beneath_a_question_and_comes_back_to_where_it_was() -> None:
    session = at(asked(), Kind.LIFECYCLE, "overview", 3)
    for move in (Forward, Back):
        with pytest.raises(Stale):
            ask(session, move(at=session.spot))
    done = closed(session)
    with pytest.raises(Stale):
        ask(done, Forward(at=done.spot))
    away = ask(done, ShowResult(number=1, shown=False))
    assert sight(away, STAGE).question.shown is None
    assert ask(away, Forward(at=away.spot)).spot.point == 4


def test_u_takes_back_a_question_nobody_answered_a_word_held_back_and_a_withdrawal() -> None:
    def undone(session: Session) -> Session:
        action = last_action(session)
        assert action is not None
        return ask(session, Undo(number=action.number))

    fresh = asked(QuestionKind.WORD)
    assert undone(fresh).open_question is None
    action = last_action(fresh)
    assert action is not None
    assert "Answers are in" in refused(answered(fresh, ["one"]), Undo(number=action.number))
    done = closed(answered(fresh, ["one", "two", "two", "two", "rude"]))
    assert last_action(done) is None
    assert refused(done, Undo(number=action.number)) == NOTHING
    held = ask(done, HoldBackAnswer(number=1, answer="rude", held=True))
    assert bars(held) == {"two": 3, "one": 1}
    stage = sight(held, STAGE).question.shown
    assert stage is not None
    assert stage.held == 1
    assert "rude" not in str(sight(held, participant(2)))
    assert bars(undone(held)) == bars(done)
    gone = ask(held, WithdrawQuestion(number=1))
    assert sight(gone, FACILITATOR).question.closed == ()
    assert [each.number for each in sight(undone(gone), FACILITATOR).question.closed] == [1]


def test_a_question_that_is_taken_back_leaves_the_stage_as_it_was() -> None:
    blank = ask(closed(answered(asked(), ["5"] * 5)), Blank(blank=True))
    again = ask(blank, AskQuestion(kind=QuestionKind.YES_NO, text=None))
    assert not again.blank
    action = last_action(again)
    assert action is not None
    undone = ask(again, Undo(number=action.number))
    assert undone.blank
    assert bars(ask(undone, Blank(blank=False))) == bars(ask(blank, Blank(blank=False)))


def test_a_person_who_is_erased_takes_their_open_answer_along_and_one_taken_out_does_not() -> None:
    session = answered(asked(), ["1"] * 6)
    assert bars(closed(ask(session, ErasePerson(seat=6))))["1"] == 5
    assert bars(closed(ask(session, RemoveSeat(seat=6))))["1"] == 6


def test_one_question_is_open_at_a_time_and_there_is_a_last_one() -> None:
    session = asked()
    assert "open already" in refused(session, AskQuestion(kind=QuestionKind.WORD))
    for number in range(1, MOST_QUESTIONS):
        session = ask(session, WithdrawQuestion(number=number), AskQuestion(kind=QuestionKind.SCALE))
    session = ask(session, WithdrawQuestion(number=MOST_QUESTIONS))
    assert "show of hands" in refused(session, AskQuestion(kind=QuestionKind.WORD))
    with pytest.raises(Refused, match="Only the facilitator"):
        ask(room(1), AskQuestion(kind=QuestionKind.SCALE), actor=participant(1))


WORDS = [f"word of {seat}" for seat in range(1, 8)]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(1, 6)),
        st.sampled_from([("close", 0), ("away", 0), ("show", 0), ("hold", 0), ("withdraw", 0), ("undo", 0)]),
        st.just(("ask", 0)),
        st.tuples(st.just("out"), st.integers(1, 6)),
    ),
    max_size=30,
)


def _requests(session: Session, what: str, seat: int) -> tuple[Request, Actor]:
    number = session.questions[-1].number
    action = last_action(session)
    own = AnswerQuestion(number=number, seat=seat or 1, answer=WORDS[seat])
    found: dict[str, Request] = {
        "answer": own,
        "close": CloseQuestion(number=number),
        "away": ShowResult(number=number, shown=False),
        "show": ShowResult(number=number, shown=True),
        "hold": HoldBackAnswer(number=number, answer=WORDS[1], held=True),
        "withdraw": WithdrawQuestion(number=number),
        "undo": Undo(number=action.number if action is not None else 0),
        "ask": AskQuestion(kind=QuestionKind.WORD),
        "out": RemoveSeat(seat=seat or 1),
    }
    return found[what], participant(seat) if what == "answer" else FACILITATOR


def leaks(session: Session) -> list[tuple[Actor, int]]:
    """Who sees an answer that is not theirs, and whose it is."""
    given = [each.number for each in session.seats.values() if each.answer is not None]
    seen = {viewer: repr(sight(session, viewer)) for viewer in VIEWERS}
    return [
        (viewer, seat) for viewer in VIEWERS for seat in given if WORDS[seat] in seen[viewer] and viewer.seat != seat
    ]


def test_the_law_finds_rules_that_show_an_answer_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    session = answered(asked(QuestionKind.WORD), WORDS[1:4])
    assert leaks(session) == []
    monkeypatch.setattr(question_sight, "_own", lambda session, viewer, seat: session.seats[1].answer.words)
    assert leaks(session) != []


@given(STEPS)
@settings(max_examples=40)
def test_nothing_of_an_open_question_is_seen_by_others_and_a_closed_one_never_changes(steps: Any) -> None:
    session = asked(QuestionKind.WORD)
    for what, seat in steps:
        before = session
        request, actor = _requests(session, what, seat)
        try:
            session = ask(session, request, actor=actor)
        except Refused:
            continue
        for was, now in zip(before.questions, session.questions, strict=False):
            assert was.result in {None, now.result}
        if session.open_question is not None and not any(each.result for each in session.questions):
            assert leaks(session) == []


@given(ASKED)
def test_answers_are_at_seats_only_while_their_question_is_open(requests: Any) -> None:
    for before, session in pairwise(play(requests)):
        number = session.open_question.number if session.open_question is not None else None
        assert {seat.answer.question for seat in session.seats.values() if seat.answer} <= {number}
        assert not [was for was, now in zip(before.questions, session.questions, strict=False) if _changed(was, now)]
        assert [each.number for each in session.questions] == [*range(1, len(session.questions) + 1)]


def _changed(was: Any, now: Any) -> bool:
    return was.result is not None and was.result != now.result
