"""Ideas get their public numbers when collecting is closed, in an order that tells nothing, and keep them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.numbering import every_idea, is_public
from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, begin
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, UndoEdit
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, AddIdeas, EditIdea
from copworkshop.rules.merging import ProposeMerge
from copworkshop.rules.people import AddSeat, LeaveOutWords, RemoveSeat, RestoreSeats
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.sifting import WantSifting
from copworkshop.rules.sight import sight
from helpers.session_builder import NOW, ask, at, number_of, opened_again, public_ideas, room, session4

WORDS = ("nets", "boats", "tides", "ropes", "light", "harbour")


def drawn(draw: str, people: int = 3) -> Session:
    session = begin("2026-11-23-test", session4(), NOW, draw=draw)
    for number in range(1, people + 1):
        session = ask(session, AddSeat(name=f"Person {number}", word=f"maple-{number:04d}"))
    return at(session, Kind.TOP_TEN, "collect")


def gave(session: Session, *given: tuple[int, str]) -> Session:
    for seat, text in given:
        session = ask(session, AddIdea(seat=seat, text=text), actor=participant(seat))
    return session


def closed_collecting(session: Session) -> Session:
    return at(session, Kind.TOP_TEN, "merge")


def listed(session: Session) -> list[tuple[int, str]]:
    seen = sight(session, FACILITATOR).top_ten
    assert seen is not None
    return [(each.lead, each.wording) for each in seen.candidates]


OWN = ((1, "nets"), (1, "boats"), (2, "tides"), (2, "ropes"), (3, "light"))


def test_the_order_in_which_people_gave_their_ideas_has_no_part_in_the_numbers() -> None:
    found = {tuple(listed(closed_collecting(gave(drawn("x"), *order)))) for order in permutations(OWN)}
    assert len(found) == 1


def test_who_gave_an_idea_has_no_part_in_the_numbers() -> None:
    seats = permutations((1, 1, 2, 2, 3))
    found = {tuple(listed(closed_collecting(gave(drawn("x"), *zip(order, WORDS, strict=False))))) for order in {*seats}}
    assert len(found) == 1


def test_each_order_comes_about_as_often_as_every_other() -> None:
    session = gave(drawn(""), (1, "nets"), (2, "boats"), (3, "tides"))
    times = dict.fromkeys(permutations(("nets", "boats", "tides")), 0)
    for draw in range(600):
        each = session.replace(top_ten=session.top_ten.replace(draw=f"{draw:04x}"))
        times[tuple(text for _, text in sorted(public_ideas(closed_collecting(each)).items()))] += 1
    assert all(60 < found < 140 for found in times.values())


def test_of_ideas_in_the_same_words_now_one_persons_and_now_anothers_comes_first() -> None:
    firsts = set[int]()
    for draw in range(40):
        session = closed_collecting(gave(drawn(f"{draw}"), (1, "nets"), (2, "nets")))
        firsts.add(session.seats[1].ideas[0].number)
    assert firsts == {1, 2}


def test_the_numbers_begin_at_one_and_have_no_gaps() -> None:
    session = gave(drawn("x"), *OWN)
    session = ask(session, EditIdea(number=number_of(session, "boats"), withdrawn=True), actor=participant(1))
    session = closed_collecting(ask(session, AddIdeas(seat=None, texts=("called", "out"))))
    assert [lead for lead, _ in listed(session)] == [1, 2, 3, 4, 5, 6]


def test_while_ideas_are_collected_nobody_sees_a_number() -> None:
    session = ask(gave(drawn("x"), *OWN), AddIdea(seat=None, text="called out"), AddIdea(seat=3, text="entered"))
    assert public_ideas(session) == {}
    for viewer in (FACILITATOR, STAGE, participant(1)):
        seen = sight(session, viewer).top_ten
        assert seen is not None
        assert (seen.candidates, dict(seen.own_words)) == ((), {})


def test_what_an_idea_goes_by_before_tells_nothing_of_the_ideas_of_others() -> None:
    first = gave(drawn("x"), (1, "nets"), (2, "tides"), (1, "boats"))
    second = gave(drawn("x"), (3, "other"), (2, "ropes"), (1, "nets"), (3, "more"), (1, "boats"))
    assert first.seats[1].ideas == second.seats[1].ideas


def test_an_idea_that_comes_later_gets_the_next_number() -> None:
    session = closed_collecting(gave(drawn("x"), *OWN))
    before = public_ideas(session)
    session = ask(session, AddIdea(seat=None, text="called out in the merge round"))
    late = ask(session, AddIdea(seat=3, text="for somebody in the merge round"))
    added = {6: "called out in the merge round", 7: "for somebody in the merge round"}
    assert public_ideas(late) == before | added


def test_ideas_of_a_collecting_that_was_opened_again_get_the_next_numbers_whoever_was_first() -> None:
    session = closed_collecting(gave(drawn("x"), *OWN))
    before = public_ideas(session)
    again = opened_again(session, Kind.TOP_TEN, "collect")
    late = permutations(((3, "a"), (2, "b"), (3, "c")))
    first, *others = [public_ideas(closed_collecting(gave(again, *order))) for order in late]
    assert all(each == first for each in others)
    assert before.items() <= first.items()
    assert sorted(first) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_terminal_that_still_names_an_idea_as_before_the_close_changes_that_idea() -> None:
    session = gave(drawn("x"), *OWN)
    key = number_of(session, "ropes")
    again = opened_again(closed_collecting(session), Kind.TOP_TEN, "collect")
    session = ask(again, EditIdea(number=key, text="longer ropes"), actor=participant(2))
    assert sorted(public_ideas(session).values()) == ["boats", "light", "longer ropes", "nets", "tides"]


def test_ideas_that_are_left_out_while_others_are_collected_leave_no_gap_and_come_back_with_the_next() -> None:
    session = ask(gave(drawn("x"), *OWN), RemoveSeat(seat=1), LeaveOutWords(seat=1))
    session = closed_collecting(session)
    assert [lead for lead, _ in listed(session)] == [1, 2, 3]
    back = ask(session, RestoreSeats(seats=(1,)))
    assert [lead for lead, _ in listed(back)] == [1, 2, 3, 4, 5]
    assert listed(back)[:3] == listed(session)


def test_going_straight_from_collecting_to_sifting_deals_ideas_by_their_public_numbers() -> None:
    session = gave(drawn("x"), *OWN)
    session = at(session.replace(top_ten=session.top_ten.replace(sifting=True)), Kind.TOP_TEN, "sift")
    assert all(is_public(lead) for seat in session.present for lead in seat.to_rate)
    assert any(seat.to_rate for seat in session.present)


def test_a_session_that_is_closed_while_ideas_are_collected_lists_them_by_public_numbers() -> None:
    def files(*order: tuple[int, str]) -> Session:
        session = gave(drawn("x"), *order)
        session = ask(session, EditIdea(number=number_of(session, "nets"), withdrawn=True), actor=participant(1))
        return ask(session, CloseSession())

    held = files(*OWN).top_ten
    assert [idea.number for idea in held.unsigned_ideas] == [1, 2, 3, 4]
    assert "nets" not in {idea.text for idea in held.unsigned_ideas}
    assert (held.draw, held.numbers) == ("", {})
    assert all(files(*order).top_ten == held for order in (OWN[::-1], OWN[2:] + OWN[:2]))


@pytest.mark.parametrize("round_name", ["rank", "merge"])
def test_no_ballot_and_no_merge_names_an_idea_that_has_no_number_yet(round_name: str) -> None:
    session = at(closed_collecting(gave(drawn("x"), *OWN)), Kind.TOP_TEN, round_name)
    session = gave(opened_again(session, Kind.TOP_TEN, "collect"), (1, "new"))
    key = number_of(session, "new")
    late = CastBallot(seat=1, picks=(1, key)) if round_name == "rank" else ProposeMerge(seat=1, leads=(1, key))
    with pytest.raises(Refused, match=r"closed|There is no idea"):
        ask(session, late, actor=participant(1))


def test_after_the_close_nothing_is_left_of_what_the_numbers_were_drawn_from() -> None:
    session = ask(closed_collecting(gave(drawn("a secret"), *OWN)), CloseSession())
    assert "a secret" not in session.model_dump_json()
    assert session.top_ten.numbers == {}


def _may(session: Session, request: Request, *, seat: int | None = None) -> Session:
    try:
        return ask(session, request, actor=FACILITATOR if seat is None else participant(seat))
    except Refused:
        return session


MOVES = st.one_of(
    st.tuples(st.just("go"), st.sampled_from(("collect", "merge", "sift", "rank", "discuss"))),
    st.tuples(st.just("add"), st.integers(0, 4)),
    st.tuples(st.just("withdraw"), st.integers(0, 40)),
    st.tuples(st.just("back"), st.integers(0, 40)),
    st.tuples(st.just("remove"), st.integers(1, 4)),
    st.tuples(st.just("restore"), st.integers(1, 4)),
    st.tuples(st.just("merge"), st.integers(1, 8)),
    st.tuples(st.just("want sifting"), st.just(0)),
    st.tuples(st.just("undo"), st.just(0)),
    st.tuples(st.just("close"), st.just(0)),
)


def _step(session: Session, what: str, value: object, turn: int) -> Session:
    ideas = [*every_idea(session)]
    match what, value:
        case "go", str(name):
            return _may(session, GoTo(kind=Kind.TOP_TEN, round=name))
        case "add", 0:
            return _may(session, AddIdea(seat=None, text=f"idea {turn}"))
        case "add", int(seat):
            return _may(session, AddIdea(seat=seat, text=f"idea {turn}"), seat=seat)
        case (("withdraw" | "back"), int(place)) if ideas:
            number = ideas[place % len(ideas)].number
            author = next((s.number for s in session.seats.values() for i in s.ideas if i.number == number), None)
            return _may(session, EditIdea(number=number, withdrawn=what == "withdraw"), seat=author)
        case "remove", int(seat):
            return _may(session, RemoveSeat(seat=seat))
        case "restore", int(seat):
            return _may(session, RestoreSeats(seats=(seat,)))
        case "merge", int(lead):
            return _may(session, Merge(leads=(lead, lead + 1)))
        case "want sifting", _:
            return _may(session, WantSifting(wanted=True))
        case "undo", _:
            return _may(session, UndoEdit())
        case "close", _ if turn > 12:
            return _may(session, CloseSession())
    return session


@given(st.lists(MOVES, max_size=30))
def test_a_number_never_changes_and_is_never_used_again(moves: list[tuple[str, object]]) -> None:
    session = at(room(4), Kind.TOP_TEN, "collect")
    known = dict[int, str]()
    for turn, (what, value) in enumerate(moves):
        session = _step(session, what, value, turn)
        found = public_ideas(session)
        assert known.items() <= found.items(), "each idea has other words, so they say which it is"
        assert all(number > max(known, default=0) for number in found.keys() - known.keys())
        if session.at is Kind.TOP_TEN and session.spot.round != "collect":
            assert all(is_public(each.lead) for each in candidates(session))
        known = found
