import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot, PutPaperBallot, TakeBackBallot
from copworkshop.rules.candidate_edits import Merge, RedoEdit, Reword, Split, UndoEdit, Withdraw
from copworkshop.rules.candidates import ballots, candidates, leads, question, resolved
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, EditIdea, SetQuestion
from copworkshop.rules.people import LeaveOutWords, RemoveSeat
from copworkshop.rules.request import Refused
from copworkshop.rules.result import counted, divided, place_groups
from helpers.session_builder import ask, at, later, number_of, opened_again, room


def collecting(people: int = 3) -> Session:
    return at(room(people), Kind.TOP_TEN, "collect")


def with_ideas(texts: int = 6, people: int = 3, round_name: str = "merge") -> Session:
    """A room in which so many ideas were entered for the room, one after the other: idea 1, idea 2 …"""
    session = at(collecting(people), Kind.TOP_TEN, "merge")
    for number in range(1, texts + 1):
        session = ask(session, AddIdea(seat=None, text=f"idea {number}"))
    return at(session, Kind.TOP_TEN, round_name)


def wordings(session: Session) -> list[str]:
    return [candidate.wording for candidate in candidates(session)]


def test_everybody_has_as_many_ideas_as_the_plan_says() -> None:
    session = collecting()
    for text in ("one", "two", "three"):
        session = ask(session, AddIdea(seat=1, text=text), actor=participant(1))
    with pytest.raises(Refused, match="Everybody has 3 ideas"):
        ask(session, AddIdea(seat=1, text="four"), actor=participant(1))


def test_a_withdrawn_idea_makes_room_for_another() -> None:
    session = collecting()
    for text in ("one", "two", "three"):
        session = ask(session, AddIdea(seat=1, text=text), actor=participant(1))
    session = ask(session, EditIdea(number=number_of(session, "two"), withdrawn=True), actor=participant(1))
    session = ask(session, AddIdea(seat=1, text="four"), actor=participant(1))
    assert wordings(session) == ["one", "three", "four"]


def test_the_number_of_a_withdrawn_idea_is_not_given_out_again() -> None:
    session = at(ask(collecting(), AddIdea(seat=1, text="one")), Kind.TOP_TEN, "merge")
    session = opened_again(session, Kind.TOP_TEN, "collect")
    session = ask(session, EditIdea(number=1, withdrawn=True), AddIdea(seat=2, text="two"))
    session = at(session, Kind.TOP_TEN, "merge")
    assert [candidate.lead for candidate in candidates(session)] == [2]


def test_nobody_changes_another_persons_idea() -> None:
    session = ask(collecting(), AddIdea(seat=1, text="one"), actor=participant(1))
    with pytest.raises(Refused, match="no idea that you can change"):
        ask(session, EditIdea(number=number_of(session, "one"), text="mine"), actor=participant(2))


def test_the_facilitator_cannot_change_what_a_person_wrote_while_it_is_private() -> None:
    session = ask(collecting(), AddIdea(seat=1, text="one"), actor=participant(1))
    with pytest.raises(Refused, match="no idea that you can change"):
        ask(session, EditIdea(number=number_of(session, "one"), text="other"))


def test_nobody_puts_in_an_idea_once_collecting_is_closed() -> None:
    session = at(collecting(), Kind.TOP_TEN, "discuss")
    with pytest.raises(Refused, match="Collecting is closed"):
        ask(session, AddIdea(seat=None, text="too late"), now=later(session.plan.grace))


def test_the_facilitator_may_word_the_question_on_the_spot() -> None:
    session = ask(collecting(), SetQuestion(text="What keeps us going?"))
    assert question(session) == "What keeps us going?"
    assert question(ask(session, SetQuestion(text=None))) == question(collecting())


def test_a_merge_deletes_nothing_and_keeps_the_first_ones_wording() -> None:
    session = ask(with_ideas(4), Merge(leads=(3, 1)))
    assert wordings(session) == ["idea 2", "idea 3", "idea 4"]
    merged = next(c for c in candidates(session) if c.lead == 3)
    assert merged.members == (3, 1)


def test_split_gives_every_idea_its_authors_wording_back() -> None:
    before = with_ideas(4)
    session = ask(before, Merge(leads=(3, 1), wording="both"), Reword(lead=3, wording="together"), Split(lead=3))
    assert candidates(session) == candidates(before)


def test_undo_goes_back_step_by_step_and_redo_forward_again() -> None:
    start = with_ideas(5)
    states = [start]
    for request in (
        Merge(leads=(1, 2)),
        Merge(leads=(4, 1), wording="all"),
        Withdraw(lead=3),
        Reword(lead=5, wording="five"),
        Split(lead=4),
    ):
        states.append(ask(states[-1], request))
    session = states[-1]
    for before in reversed(states[:-1]):
        session = ask(session, UndoEdit())
        assert candidates(session) == candidates(before)
    for after in states[1:]:
        session = ask(session, RedoEdit())
        assert candidates(session) == candidates(after)


def test_nothing_is_left_to_undo_at_the_beginning() -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        ask(with_ideas(), UndoEdit())


def test_a_withdrawn_candidate_can_be_put_back() -> None:
    session = ask(with_ideas(2), Withdraw(lead=1))
    assert wordings(session) == ["idea 2"]
    assert wordings(ask(session, Withdraw(lead=1, withdrawn=False))) == ["idea 1", "idea 2"]


def test_one_idea_alone_cannot_be_merged() -> None:
    with pytest.raises(Refused, match="at least two"):
        ask(with_ideas(), Merge(leads=(1, 1)))


def test_two_ideas_that_are_one_already_cannot_be_merged_again() -> None:
    with pytest.raises(Refused, match="at least two"):
        ask(with_ideas(), Merge(leads=(1, 2)), Merge(leads=(1, 2)))


def test_the_words_of_a_withdrawn_idea_are_gone_from_the_merge_that_went_by_them() -> None:
    session = ask(with_ideas(3), Merge(leads=(1, 2)))
    session = ask(opened_again(session, Kind.TOP_TEN, "collect"), EditIdea(number=1, withdrawn=True))
    assert wordings(session) == ["idea 2", "idea 3"]


def test_a_merge_keeps_the_facilitators_wording_when_an_idea_in_it_is_withdrawn() -> None:
    session = ask(with_ideas(3), Merge(leads=(1, 2), wording="together"))
    session = ask(opened_again(session, Kind.TOP_TEN, "collect"), EditIdea(number=1, withdrawn=True))
    assert wordings(session) == ["together", "idea 3"]


def test_participants_do_not_merge() -> None:
    with pytest.raises(Refused, match="Only the facilitator"):
        ask(with_ideas(), Merge(leads=(1, 2)), actor=participant(1))


def test_an_idea_that_is_left_out_with_its_person_leaves_the_list_but_not_the_merge() -> None:
    session = ask(collecting(), AddIdea(seat=1, text="one"), AddIdea(seat=2, text="two"))
    session = ask(at(session, Kind.TOP_TEN, "merge"), Merge(leads=(1, 2)), RemoveSeat(seat=1), LeaveOutWords(seat=1))
    assert [(c.lead, c.members) for c in candidates(session)] == [(1, (1, 2))]


@pytest.mark.parametrize(
    ("picks", "sentence"),
    [
        ((1, 2, 3, 4, 5, 6), "at most 5 places"),
        ((1, 99), "no idea 99"),
        ((2, 2), "on this ballot twice"),
    ],
)
def test_a_ballot_that_cannot_stand_is_refused(picks: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=picks))


def test_two_ideas_that_were_merged_cannot_both_be_picked() -> None:
    session = ask(with_ideas(round_name="rank"), Merge(leads=(1, 2)))
    with pytest.raises(Refused, match="merged into one"):
        ask(session, CastBallot(seat=1, picks=(1, 2)))


def test_fewer_picks_than_the_plan_allows_are_fine() -> None:
    session = ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=(4,)))
    assert [ballot.picks for ballot in ballots(session)] == [(4,)]


def test_an_open_ballot_keeps_its_order_through_a_merge() -> None:
    session = ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=(5, 2, 1)), Merge(leads=(3, 2)))
    assert resolved(ballots(session)[0].picks, leads(session)) == (5, 3, 1)


def test_a_pick_merged_into_another_pick_keeps_the_better_place() -> None:
    session = ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=(5, 2, 1)), Merge(leads=(1, 5)))
    assert resolved(ballots(session)[0].picks, leads(session)) == (1, 2)


def test_a_ballot_taken_back_does_not_count() -> None:
    session = ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=(1,)), TakeBackBallot(seat=1))
    assert counted(session).ballots == 0


def test_a_ballot_done_with_no_pick_is_a_person_who_took_part() -> None:
    session = ask(with_ideas(round_name="rank"), CastBallot(seat=1, picks=(), done=True))
    assert counted(session).ballots == 1


def test_paper_ballots_count_like_others_and_can_be_changed_and_taken_back() -> None:
    session = ask(with_ideas(round_name="rank"), PutPaperBallot(picks=(1, 2)), PutPaperBallot(picks=(3,)))
    session = ask(session, PutPaperBallot(picks=(2,), instead_of=0), PutPaperBallot(picks=(), instead_of=1))
    assert [ballot.picks for ballot in ballots(session)] == [(2,)]


def test_points_are_given_by_place_and_ties_share_a_place() -> None:
    session = with_ideas(round_name="rank")
    session = ask(
        session,
        CastBallot(seat=1, picks=(1, 2, 3)),
        CastBallot(seat=2, picks=(1, 3, 2)),
        CastBallot(seat=3, picks=(4,)),
    )
    groups = place_groups(session)
    found = [(group[0].place, {placed.idea for placed in group}, int(group[0].score)) for group in groups]
    assert found == [(1, {1}, 10), (2, {2, 3}, 7), (4, {4}, 5)]


def test_closing_a_session_leaves_no_name_on_any_idea_or_ballot_and_no_count_changed() -> None:
    session = ask(collecting(), AddIdea(seat=1, text="one"), AddIdea(seat=2, text="two"))
    session = ask(at(session, Kind.TOP_TEN, "rank"), CastBallot(seat=1, picks=(2, 1)), CastBallot(seat=3, picks=(1,)))
    closed = ask(session, CloseSession())
    assert all(not seat.ideas and seat.ballot is None for seat in closed.seats.values())
    assert counted(closed) == counted(session)
    assert candidates(closed) == candidates(session)


def test_a_closed_session_takes_nothing_more() -> None:
    closed = ask(room(people=1), CloseSession())
    with pytest.raises(Refused, match="closed"):
        ask(closed, RemoveSeat(seat=1))


def test_where_the_room_differs_is_told_from_five_ballots_on() -> None:
    session = with_ideas(people=5, round_name="rank")
    one, two, three, *_ = leads(session)
    for seat in range(1, 5):
        picks = (one, two, three) if seat % 2 else (three, two, one)
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    assert divided(session) == ()
    session = ask(session, CastBallot(seat=5, picks=(one, two, three)), actor=participant(5))
    assert {each.idea for each in divided(session)} >= {one, three}
