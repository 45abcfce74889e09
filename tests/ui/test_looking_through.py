"""Moderation on the screens: the facilitator's console, the stage, and the author's own screen."""

from bench import Bench

from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.merging import MarkRead
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.sight import sight
from copworkshop.ui.console.next_words import what_next
from copworkshop.ui.console.side_words import on_the_stage
from copworkshop.ui.console.topten import TopTenPanel
from copworkshop.ui.stage.registry import draw_stage
from helpers.participant_driver import House
from helpers.session_builder import hub_at, number_of, plan_with, told
from helpers.stage import canvas

WIDE = (78, 18)
WORDS = ("bread", "cake", "wine")


async def looking(*, moderated: bool = True, ideas: int = 3) -> Hub:
    """A room whose ideas, one of each person, were collected just now."""
    hub = hub_at(Kind.TOP_TEN, "collect", 3, plan_with(Kind.TOP_TEN, moderated=moderated))
    for seat, words in enumerate(WORDS[:ideas], start=1):
        await told(hub, AddIdea(seat=seat, text=words), actor=participant(seat))
    return await told(hub, GoTo(kind=Kind.TOP_TEN, round="merge"))


async def bench(*, moderated: bool = True, ideas: int = 3) -> Bench:
    return Bench(TopTenPanel, await looking(moderated=moderated, ideas=ideas))


def stage(session: Session, width: int = 80) -> str:
    return "\n".join(line.plain for line in draw_stage(canvas(session, width)))


def wordings(app: Bench) -> set[str]:
    return {candidate.wording for candidate in candidates(app.hub.session)}


# The console


async def test_h_holds_an_idea_back_and_releases_it() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Only you see the ideas so far. Page Down shows them to everybody." in app.text
        assert "h hold back" in app.text
        first = candidates(app.hub.session)[0].wording
        await app.press(pilot, "h")
        assert wordings(app) == set(WORDS) - {first}
        assert "2 ideas to choose from · 1 held back" in app.text
        row = next(row for row in app.rows() if first in row)
        assert "held back" in row
        assert app.rows().index(row) > max(app.rows().index(each) for each in app.rows() if " 2 " in each)
        assert "Its author is told." in app.said[-1]

        await app.press(pilot, "end")
        assert "h release" in app.text
        assert "x remove" not in app.text
        await app.press(pilot, "h")
        assert wordings(app) == set(WORDS)
        assert app.said[-1] == "Idea 1 is on the list."


async def test_u_takes_a_held_back_idea_back() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "h", "u")
        assert wordings(app) == set(WORDS)
        assert "idea 1 was held back" in app.said[-1]


async def test_all_ideas_can_be_held_back_and_released() -> None:
    app = await bench(ideas=1)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "h")
        assert wordings(app) == set()
        assert "0 ideas to choose from · 1 held back" in app.text
        await app.press(pilot, "h")
        assert wordings(app) == {"bread"}


async def test_without_ideas_and_without_moderation_there_is_no_such_key() -> None:
    for app in (await bench(ideas=0), await bench(moderated=False)):
        async with app.run_test(size=WIDE) as pilot:
            await app.press(pilot, "h")
            assert "hold back" not in app.text
        assert not app.hub.session.top_ten.held_back


async def test_page_down_shows_the_ideas_to_everybody() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        assert what_next(sight(app.hub.session, FACILITATOR)) == "Everybody sees the ideas."
        assert "no ideas yet" in on_the_stage(sight(app.hub.session, FACILITATOR))
        await app.press(pilot, "pagedown")
        assert app.hub.session.spot.round == "merge"
        assert "Only you" not in app.text
        assert "of 2" not in on_the_stage(sight(app.hub.session, FACILITATOR))
    assert all(words in stage(app.hub.session) for words in WORDS)


async def test_nothing_is_said_of_reading_while_the_ideas_are_looked_through_again() -> None:
    hub = await looking()
    await told(hub, GoTo(kind=Kind.TOP_TEN, round="merge", point=1))
    numbers = tuple(candidate.lead for candidate in candidates(hub.session))
    await told(hub, MarkRead(seat=1, ideas=numbers), actor=participant(1))
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "1 of 3 people have read every idea" in app.text
        await told(hub, GoTo(kind=Kind.TOP_TEN, round="collect"))
        await told(hub, Reopen(at=hub.session.spot), GoTo(kind=Kind.TOP_TEN, round="merge"))
        await pilot.pause()
        assert "Only you see the ideas so far." in app.text
        assert "people have read" not in app.text


# The stage


async def test_the_stage_says_how_many_are_held_back_and_nothing_else_of_them() -> None:
    hub = await looking()
    assert "The facilitator looks through the ideas first." in stage(hub.session)
    assert not any(words in stage(hub.session) for words in WORDS)
    assert "held back" not in stage(hub.session)

    await told(hub, HoldBack(lead=number_of(hub.session, "cake"), held=True))
    assert "1 idea held back" in stage(hub.session)
    for round_name, point in (("merge", 1), ("rank", 0)):
        await told(hub, GoTo(kind=Kind.TOP_TEN, round=round_name, point=point))
        shown = stage(hub.session)
        assert "1 idea held back" in shown
        assert "bread" in shown
        assert "cake" not in shown
    await told(hub, HoldBack(lead=number_of(hub.session, "cake"), held=False))
    assert "held back" not in stage(hub.session)
    assert "cake" in stage(hub.session)
    assert "cake" in str(sight(hub.session, STAGE))


# A participant's own screen


async def collected() -> House:
    house = House(3, plan_with(Kind.TOP_TEN, moderated=True)).start_at(Kind.TOP_TEN, "collect")
    for seat, words in enumerate(WORDS, start=1):
        await house.ask(AddIdea(seat=seat, text=words), actor=participant(seat))
    await house.look(Kind.TOP_TEN, "merge")
    house.clock.seconds += 30
    return house


async def test_an_author_reads_on_their_own_screen_that_their_idea_is_held_back() -> None:
    house = await collected()
    async with house.guest(2) as author:
        await author.sees("The facilitator looks through the ideas first. They appear here afterwards.")
        await house.ask(HoldBack(lead=number_of(house.hub.session, "cake"), held=True))
        await author.sees("The facilitator holds back your idea “cake”.", "Nobody else learns whose it is.")
        await house.look(Kind.TOP_TEN, "merge", 1)
        await author.sees("bread", "wine", "The facilitator holds back your idea “cake”.")
        await house.look(Kind.TOP_TEN, "rank")
        await author.press("f5")
        await author.sees("0 of 2 chosen", "The facilitator holds back your idea “cake”.")
        await house.ask(HoldBack(lead=number_of(house.hub.session, "cake"), held=False))
        await author.sees("0 of 3 chosen")
        await author.sees_no("holds back")


async def test_others_read_nothing_of_it() -> None:
    house = await collected()
    await house.ask(HoldBack(lead=number_of(house.hub.session, "cake"), held=True))
    await house.look(Kind.TOP_TEN, "merge", 1)
    async with house.guest(1) as other:
        await other.sees("bread", "wine")
        assert "cake" not in other.text
        assert "held" not in other.text
        assert "holds" not in other.text
