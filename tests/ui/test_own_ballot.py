"""A person's own ballot, and what happens to it, without a screen."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Reword
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.ballot_changes import BallotChanges
from copworkshop.ui.participant.own_ballot import first_ballot, run_off_ballot, second_ballot
from helpers.participant_driver import House
from helpers.session_builder import plan_with

FIRST = participant(1)


def sight(house: House) -> Sight:
    return house.hub.sight(FIRST)


async def ranked(*picks: int) -> House:
    house = await House().with_ideas(4, "rank")
    await house.ask(CastBallot(seat=1, picks=picks), actor=FIRST)
    return house


async def test_an_idea_that_was_merged_stands_on_the_ballot_for_what_it_is_in() -> None:
    house = await ranked(3, 2, 1)
    await house.ask(Merge(leads=(1, 3)))
    ballot = first_ballot(sight(house))
    assert ballot.submitted.picks == (3, 2, 1)
    assert (ballot.picks, tuple(ballot.candidates), ballot.most) == ((1, 2), (1, 2, 4), 3)
    assert not ballot.is_full


async def test_the_second_ballot_is_empty_next_to_the_first() -> None:
    ballot = second_ballot(sight(await ranked(3, 2)))
    assert (ballot.vote, ballot.picks, ballot.before) == (Vote.SECOND, (), (3, 2))


async def test_a_run_off_is_among_the_tied_for_the_places_that_are_free() -> None:
    house = await House(plan=plan_with(Kind.TOP_TEN, size=1)).with_ideas(4, "rank")
    for seat in (1, 2):
        await house.ask(CastBallot(seat=seat, picks=(seat,)), actor=participant(seat))
    await house.lead(Kind.TOP_TEN, "discuss")
    await house.ask(HoldRunOff())
    ballot = run_off_ballot(sight(house))
    assert (ballot.vote, tuple(ballot.candidates), ballot.most, ballot.before) == (Vote.RUN_OFF, (1, 2), 1, (1,))


async def test_without_a_run_off_there_is_nothing_to_choose() -> None:
    ballot = run_off_ballot(sight(await ranked(3)))
    assert (ballot.most, ballot.picks, dict(ballot.candidates)) == (0, (), {})


async def test_changes_to_a_ballot_are_told_until_the_person_changes_it() -> None:
    house, changes = await ranked(3, 2), BallotChanges()
    changes.take_in(first_ballot(sight(house)), is_open=True)
    assert not changes.sentences
    await house.ask(Reword(lead=3, wording="Other words"))
    for _ in range(2):
        changes.take_in(first_ballot(sight(house)), is_open=True)
        assert changes.sentences == ("“Idea number 3” is now worded “Other words”.",)
    changes.forget()
    changes.take_in(first_ballot(sight(house)), is_open=True)
    assert not changes.sentences
