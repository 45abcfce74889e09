"""The console: proposals of participants, sifting, the run-off and the second vote, by key presses."""

import pytest
from bench import Bench
from textual.pilot import Pilot

from copworkshop.live.hub import Hub
from copworkshop.model.people import STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import GoTo, following
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.merging import MarkRead, ProposeMerge
from copworkshop.rules.request import Request
from copworkshop.rules.result import Topic
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate
from copworkshop.rules.sight import sight
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.ui.console.topten import TopTenPanel
from copworkshop.ui.console.topten_sift import marks_of
from helpers.session_builder import hub_at, plan_with, told

WIDE = (78, 18)


async def room_at(round_name: str, *requests: Request, ideas: int = 6, size: int = 10) -> Hub:
    """Three people and so many ideas of the first of them."""
    hub = hub_at(Kind.TOP_TEN, "merge", 3, plan_with(Kind.TOP_TEN, size=size, ideas_each=20))
    for number in range(ideas):
        await told(hub, AddIdea(seat=None, text=f"idea {number + 1}"))
    await told(hub, GoTo(kind=Kind.TOP_TEN, round=round_name))
    return await told(hub, *requests)


async def tied() -> Hub:
    """A list of one, on which ideas 1 and 2 share the place."""
    hub = await room_at("rank", size=1)
    for seat, pick in ((1, 1), (2, 2)):
        await told(hub, CastBallot(seat=seat, picks=(pick,)), actor=participant(seat))
    return await told(hub, GoTo(kind=Kind.TOP_TEN, round="discuss"))


def members(app: Bench) -> list[tuple[int, ...]]:
    return [candidate.members for candidate in candidates(app.hub.session)]


# Merging


async def proposed(*leads: int) -> Bench:
    hub = await room_at("merge")
    return Bench(TopTenPanel, await told(hub, ProposeMerge(seat=1, leads=leads), actor=participant(1)))


async def test_a_proposed_merge_is_shown_without_a_name_and_accepted_with_enter() -> None:
    app = await proposed(4, 2, 6)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "1 merge proposed" in app.text
        await app.press(pilot, "f")
        assert "One person proposes it." in app.text
        assert "Participant" not in app.text
        await app.press(pilot, "down", "enter")

    assert (4, 2, 6) in members(app)


async def test_a_proposed_merge_is_declined_with_x() -> None:
    app = await proposed(4, 2)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "x")
        assert "merge proposed" not in app.text

    assert len(members(app)) == 6


async def test_the_console_says_who_has_how_many_ideas_left_to_read() -> None:
    hub = await room_at("merge")
    await told(hub, MarkRead(seat=1, ideas=(1, 2, 3, 4, 5, 6)), actor=participant(1))
    await told(hub, MarkRead(seat=2, ideas=(1,)), actor=participant(2))
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "1 of 3 people have read every idea; not yet Participant 2 (5 left) and Participant 3 (6" in app.text


async def test_two_hundred_ideas_are_narrowed_down_as_it_is_typed_and_a_merge_takes_one_row() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=200))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "slash", "'idea 17", "enter")
        assert "only those with “idea 17” (12)" in app.text
        await app.press(pilot, "down", "m", "down", "m", "up", "up", "m", "enter", "escape", "home")
        assert "198 ideas to choose from" in app.text
        assert sum("merged" in row for row in app.rows()) == 0, "the merged one is below the fold, collapsed to a row"

    assert (17, 117, 170) in members(app)


# Sifting


async def test_many_ideas_are_sifted_at_a_key_and_the_next_round_is_that() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=41))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "many: i has the room sift them" in app.text
        await app.press(pilot, "i", "pagedown")
        assert app.hub.session.spot.round == "sift"
        assert "0 of 3 people are done" in app.text


async def test_few_ideas_are_not_offered_to_be_sifted() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=40))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "i", "pagedown")

    assert app.hub.session.spot.round == "rank"


async def test_marks_are_entered_for_a_person_without_a_device() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=41))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "i", "pagedown", "down", "enter", "'4 2-13", "enter")
        assert "1 of 3 people are done" not in app.text, "one idea was left out"

    seat = app.hub.session.seats[2]
    assert [seat.ratings.get(lead) for lead in seat.to_rate] == [4, 2, None, 1, 3]


async def test_marks_that_are_none_stay_in_the_line() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=41))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "i", "pagedown", "enter", "'4 7", "enter")

    assert "marks from 1 to 5" in app.said[-1]
    assert app.hub.session.seats[1].ratings == {}


async def test_marks_that_a_person_gave_are_not_replaced() -> None:
    app = Bench(TopTenPanel, await room_at("merge", ideas=41))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "i", "pagedown")
        lead = app.hub.session.seats[1].to_rate[0]
        await told(app.hub, Rate(seat=1, idea=lead, rating=5), actor=participant(1))
        await pilot.pause()
        assert "rate for them" not in app.text
        await app.press(pilot, "enter", "enter", "'1", "enter")

    assert app.hub.session.seats[1].ratings == {lead: 5}
    assert "Only they can change it" in app.said[-1]


@pytest.mark.parametrize(
    ("typed", "marks"), [("4 2 5", [4, 2, 5]), ("42-", [4, 2, None]), ("", []), ("4 6", None), ("x", None)]
)
def test_marks_are_digits_from_one_to_five_with_or_without_spaces(typed: str, marks: list[int | None] | None) -> None:
    assert marks_of(typed) == marks


# Later votes


async def agree(app: Bench, pilot: Pilot[None]) -> None:
    """Say yes to the question, and wait until the panel is back on top."""
    await pilot.press("y")
    while isinstance(app.screen, Confirm):
        await pilot.pause()
    await pilot.pause()


async def test_r_holds_a_run_off_and_ballots_are_entered_for_it() -> None:
    app = Bench(TopTenPanel, await tied())
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "r")
        assert "Hold a run-off?" in app.text
        await app.press(pilot, "n")
        assert app.hub.session.spot.round == "discuss"
        await app.press(pilot, "r")
        await agree(app, pilot)
        assert "Run-off: 0 ballots are in" in app.text
        assert "idea 3" not in app.text
        await app.press(pilot, "enter", "'2", "enter", "escape", "pagedown")
        assert "the result of the run-off" in app.text
        assert "takes place 1. The other one drops off the list" in app.text
        await app.press(pilot, "pagedown")
        topics = sight(app.hub.session, STAGE).top_ten.discussion.topics  # type: ignore[union-attr]
        assert Topic.RUN_OFF in topics
        for page in range(len(topics)):
            assert (app.hub.session.spot.round, app.hub.session.spot.point) == ("discuss", page)
            after = following(app.hub.session)
            if page + 1 < len(topics):
                await app.press(pilot, "pagedown")
        assert after is not None
        assert after.kind is Kind.CLOSE, "the run-off that is settled does not come again"

    ballot = app.hub.session.seats[1].ballot_of(Vote.RUN_OFF)
    assert ballot is not None
    assert ballot.picks == (2,)


async def test_a_run_off_is_offered_only_where_there_is_a_tie_to_settle() -> None:
    hub = await room_at("rank", size=1)
    await told(hub, CastBallot(seat=1, picks=(1,)), GoTo(kind=Kind.TOP_TEN, round="discuss"))
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "r")
        assert "run-off" not in app.text

    assert hub.session.spot.round == "discuss"


async def test_2_holds_a_second_vote_and_c_calls_it_off() -> None:
    app = Bench(TopTenPanel, await tied())
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "2")
        assert "Vote a second time?" in app.text
        assert app.hub.session.spot.round == "discuss"
        await agree(app, pilot)
        assert app.hub.session.spot.round == "rank-again"
        assert "Second vote: 0 ballots are in" in app.text
        await app.press(pilot, "c")
        assert app.hub.session.spot.round == "discuss"


async def test_the_first_vote_is_shown_next_to_the_second() -> None:
    hub = await told(await tied(), HoldSecondVote())
    await told(hub, CastBallot(seat=1, picks=(3,), vote=Vote.SECOND), GoTo(kind=Kind.TOP_TEN, round="discuss-again"))
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "New on the list: 1. No longer on it: 2." in app.text
        assert "From 2 ballots it was: 1= idea 1 1= idea 2" in app.text


async def test_a_line_that_is_open_when_another_vote_begins_is_closed() -> None:
    hub = await told(await tied(), HoldRunOff())
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "'2")
        await told(hub, GoTo(kind=Kind.TOP_TEN, round="rank"))
        await pilot.pause()
        assert "one number" not in app.text
