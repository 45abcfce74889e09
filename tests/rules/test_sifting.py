"""Sifting: ideas dealt fairly, rated alone, and the best go on."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidates import candidates, sifted_out
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import AddSeat, LeaveOutWords, RemoveSeat
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Refused
from copworkshop.rules.sifting import EACH, KEEP, Rate, WantSifting, best, scores, times_rated
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, forward, later, room


def sifting(people: int = 15, ideas_each: int = 3, round_name: str = "sift") -> Session:
    """So many people who wrote so many ideas each, and a room that sifts them."""
    session = at(room(people), Kind.TOP_TEN, "collect")
    for seat in range(1, people + 1):
        for number in range(ideas_each):
            session = ask(session, AddIdea(seat=seat, text=f"idea {number} of {seat}"), actor=participant(seat))
    session = ask(at(session, Kind.TOP_TEN, "merge"), WantSifting(wanted=True))
    return at(session, Kind.TOP_TEN, round_name)


def rated(session: Session) -> Session:
    """The room after everybody has rated what they were dealt: an idea gets 1 to 5 by its number."""
    for seat in session.present:
        for lead in seat.to_rate:
            rate = Rate(seat=seat.number, idea=lead, rating=lead % 5 + 1)
            session = ask(session, rate, actor=participant(seat.number))
    return session


def test_sifting_is_for_more_ideas_than_the_plans_limit() -> None:
    few = at(room(1), Kind.TOP_TEN, "collect")
    few = at(ask(few, *(AddIdea(seat=None, text=f"idea {n}") for n in range(40))), Kind.TOP_TEN, "merge")
    with pytest.raises(Refused, match="more than 40 ideas, and there are 40"):
        ask(few, WantSifting(wanted=True))
    assert ask(few, AddIdea(seat=None, text="one more"), WantSifting(wanted=True)).top_ten.sifting


def test_the_round_is_gone_through_only_where_it_is_wanted() -> None:
    session = sifting(round_name="merge")
    assert forward(session).spot.round == "sift"
    assert forward(ask(session, WantSifting(wanted=False))).spot.round == "rank"


def test_everybody_is_dealt_five_ideas_that_are_not_their_own() -> None:
    session = sifting()
    for seat in session.present:
        own = {idea.number for idea in seat.ideas}
        assert len(set(seat.to_rate)) == EACH
        assert own.isdisjoint(seat.to_rate)


@settings(max_examples=30, deadline=None)
@given(st.integers(9, 30), st.integers(0, 3))
def test_every_idea_is_dealt_about_as_often_as_every_other(people: int, rooms: int) -> None:
    session = at(room(people), Kind.TOP_TEN, "collect")
    for seat in range(1, people + 1):
        for number in range(3):
            session = ask(session, AddIdea(seat=seat, text=f"idea {number} of {seat}"))
    session = ask(session, *(AddIdea(seat=None, text=f"idea {number} of the room") for number in range(20 + rooms)))
    session = at(ask(at(session, Kind.TOP_TEN, "merge"), WantSifting(wanted=True)), Kind.TOP_TEN, "sift")
    times = dict.fromkeys((each.lead for each in candidates(session)), 0)
    for lead in (lead for person in session.present for lead in person.to_rate):
        times[lead] += 1
    assert max(times.values()) - min(times.values()) <= 2


def test_a_late_comer_is_dealt_ideas_and_changes_nobodys() -> None:
    session = sifting()
    after = ask(session, AddSeat(name="Late", word="cedar-aaaa"))
    assert len(after.seats[16].to_rate) == EACH
    assert [after.seats[n].to_rate for n in range(1, 16)] == [session.seats[n].to_rate for n in range(1, 16)]


def test_whoever_comes_back_to_the_round_has_the_same_ideas() -> None:
    session = sifting()
    again = at(at(session, Kind.WELCOME), Kind.TOP_TEN, "sift")
    assert [seat.to_rate for seat in again.present] == [seat.to_rate for seat in session.present]


def test_only_what_was_dealt_can_be_rated() -> None:
    session = sifting()
    own = session.seats[1].ideas[0].number
    with pytest.raises(Refused, match="not one of those"):
        ask(session, Rate(seat=1, idea=own, rating=5), actor=participant(1))


def test_a_rating_can_be_changed_and_taken_back_until_the_round_is_closed() -> None:
    session = sifting()
    lead = session.seats[1].to_rate[0]
    session = ask(session, Rate(seat=1, idea=lead, rating=5), Rate(seat=1, idea=lead, rating=2))
    assert session.seats[1].ratings == {lead: 2}
    assert ask(session, Rate(seat=1, idea=lead, rating=None)).seats[1].ratings == {}
    with pytest.raises(Refused, match="Sifting is closed"):
        ask(forward(session), Rate(seat=1, idea=lead, rating=1), now=later(60))


def test_the_best_go_on_with_all_that_tie_at_the_border() -> None:
    session = forward(rated(sifting()))
    found = scores(session)
    kept = {each.lead for each in candidates(session)}
    out = {each.lead for each in sifted_out(session)}
    assert kept | out == found.keys()
    assert len(kept) >= KEEP
    assert out
    worst = min(score for lead, score in found.items() if lead in kept and score is not None)
    assert all(score is not None and score < worst for lead, score in found.items() if lead in out)


MEANS = st.none() | st.builds(Fraction, st.integers(1, 15), st.integers(1, 3))


@given(st.dictionaries(st.integers(1, 99), MEANS, max_size=60), st.integers(1, 30))
def test_nothing_is_left_behind_that_is_as_good_as_what_goes_on(means: dict[int, Fraction | None], keep: int) -> None:
    on = best(means, keep)
    known = {lead: score for lead, score in means.items() if score is not None}
    kept = [score for lead, score in known.items() if lead in on]
    left = [score for lead, score in known.items() if lead not in on]
    assert len(kept) >= min(keep, len(known))
    assert not left or max(left) < min(kept)
    assert sum(score > min(kept) for score in kept) < keep if left else True


@given(st.dictionaries(st.integers(1, 99), MEANS, max_size=60))
def test_what_nobody_rated_goes_on(means: dict[int, Fraction | None]) -> None:
    assert {lead for lead, score in means.items() if score is None} <= best(means)


def test_a_ballot_cannot_name_what_was_left_behind() -> None:
    session = forward(rated(sifting()))
    lost = sifted_out(session)[0].lead
    with pytest.raises(Refused, match=f"no idea {lost} on the list"):
        ask(session, CastBallot(seat=1, picks=(lost,)))


def test_going_back_changes_nothing_of_what_was_sifted() -> None:
    session = forward(rated(sifting()))
    back = at(session, Kind.TOP_TEN, "merge")
    assert candidates(back) == candidates(session)
    assert candidates(at(back, Kind.TOP_TEN, "rank")) == candidates(session)


def test_opening_the_merge_again_brings_all_ideas_back_and_forward_sifts_them_again() -> None:
    session = forward(rated(sifting()))
    back = at(session, Kind.TOP_TEN, "merge")
    again = ask(back, Reopen(at=back.spot))
    assert len(candidates(again)) == 45
    assert candidates(at(again, Kind.TOP_TEN, "rank")) == candidates(session)


def test_what_was_sifted_out_is_settled_no_rating_comes_later() -> None:
    session = rated(sifting())
    closed = forward(session)
    lost = sifted_out(closed)[0].lead
    rater = next(seat.number for seat in session.present if lost in seat.to_rate)
    with pytest.raises(Refused, match="Sifting is closed"):
        ask(closed, Rate(seat=rater, idea=lost, rating=5), actor=participant(rater), now=later(5))


def test_a_room_in_which_nobody_rates_leaves_nothing_behind() -> None:
    assert len(candidates(forward(sifting()))) == 45


def test_a_room_too_small_for_all_its_ideas_leaves_none_behind_unrated() -> None:
    session = at(room(2), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in range(45)))
    session = at(ask(at(session, Kind.TOP_TEN, "merge"), WantSifting(wanted=True)), Kind.TOP_TEN, "sift")
    assert len(candidates(forward(rated(session)))) == 45


def test_ratings_are_seen_by_the_person_alone() -> None:
    session = rated(sifting())
    own = sight(session, participant(1)).own
    assert own is not None
    assert own.top_ten.ratings
    assert all(person.top_ten.ratings is None for person in sight(session, FACILITATOR).people)
    assert not any(person.top_ten.ratings for person in sight(session, participant(2)).people if not person.own)


def test_what_was_rated_for_somebody_is_seen_by_who_entered_it() -> None:
    session = sifting()
    lead = session.seats[1].to_rate[0]
    person = sight(ask(session, Rate(seat=1, idea=lead, rating=4)), FACILITATOR).person(1)
    assert person is not None
    assert person.top_ten.ratings == {lead: 4}


def test_the_stage_knows_how_many_are_done_and_how_even_the_ratings_are() -> None:
    seen = sight(rated(sifting()), STAGE).top_ten
    assert seen is not None
    assert seen.sifting is not None
    assert (seen.sifting.ready, seen.sifting.rated) == (15, 75)
    assert (seen.sifting.fewest, seen.sifting.most) == times_rated(rated(sifting()))


def test_nobodys_ratings_are_left_once_the_session_is_closed_and_the_list_stays() -> None:
    session = forward(rated(sifting()))
    closed = ask(session, CloseSession())
    assert not any(seat.ratings or seat.to_rate for seat in closed.seats.values())
    assert scores(closed) == scores(session)
    assert candidates(closed) == candidates(session)


def test_ratings_and_ideas_of_a_person_who_was_taken_out_stay_unless_they_are_left_out() -> None:
    before = rated(sifting())
    session = ask(before, RemoveSeat(seat=3))
    assert scores(session) == scores(before)
    gone = {idea.number for idea in session.seats[3].ideas}
    assert gone.isdisjoint(scores(ask(session, LeaveOutWords(seat=3))))


def test_what_people_are_dealt_cannot_be_computed_by_those_who_know_the_session() -> None:
    session = sifting(round_name="merge")
    dealt = set[tuple[tuple[int, ...], ...]]()
    for draw in ("one", "two"):
        held = at(session.replace(top_ten=session.top_ten.replace(draw=draw)), Kind.TOP_TEN, "sift")
        dealt.add(tuple(seat.to_rate for seat in held.present))
    assert len(dealt) == 2


def test_the_facilitator_sees_what_to_rate_for_those_without_a_terminal_only() -> None:
    session = ask(sifting(), TakeSeat(seat=1), actor=participant(1))
    seen = [sight(session, FACILITATOR).person(number) for number in (1, 2)]
    assert [person is not None and len(person.top_ten.to_rate) for person in seen] == [0, EACH]
