"""One's own ideas are marked for oneself, and a later vote shows the earlier ballot next to it."""

import pytest

from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from helpers.participant_driver import House
from helpers.session_builder import ask, at


@pytest.mark.parametrize("size", [(36, 20), (80, 24)])
async def test_own_ideas_are_marked_for_oneself_from_the_merge_to_the_close(size: tuple[int, int]) -> None:
    house = await House().with_ideas(6, "merge")
    async with house.guest(1, size=size) as guest:
        for round_name in ("merge", "rank"):
            await guest.taken_to(Kind.TOP_TEN, round_name)
            await guest.sees("Idea number 1 (yours)")
            assert guest.text.count("(yours)") == 1
        await guest.press("end")
        await house.ask(CastBallot(seat=1, picks=(1, 2)), actor=participant(1))
        await guest.taken_to(Kind.TOP_TEN, "discuss")
        await guest.sees("Idea number 1 (yours)")
        await house.ask(CloseSession())
        await guest.sees_no("(yours)")


async def test_a_second_vote_and_a_run_off_are_named_and_show_the_ballot_before() -> None:
    house = await House().with_ideas(4, "rank")
    session = house.hub.session
    for seat, picks in enumerate(((2, 1), (1, 2)), 1):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "discuss")
    house.hub = Hub(ask(session, HoldSecondVote()), now=house.clock.now)
    async with house.guest(1, size=(50, 30)) as guest, house.guest(3, size=(36, 20)) as other:
        await guest.sees("Second vote: your first ballot is kept, see “Before”.", "Place Idea Before")
        rows = [line.split() for line in guest.lines if "Idea number" in line]
        assert {tuple(row[2:-2]) for row in rows} == {("1", "(yours)", "2"), ("2", "1"), ("3",), ("4",)}
        await other.sees("Second vote. Choose up to")
        assert "Before" not in other.text.partition("Place")[0]


async def test_a_run_off_shows_the_ballot_of_its_vote() -> None:
    house = await House().with_ideas(12, "rank")
    session = house.hub.session
    for seat in range(1, 7):
        picks = (seat, seat + 6)
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "discuss")
    house.hub = Hub(ask(session, HoldRunOff()), now=house.clock.now)
    async with house.guest(1) as guest:
        await guest.sees("Run-off for place", "Idea number 7 (yours) 2")
        assert house.seat(1).ballot_of(Vote.RUN_OFF) is None
