"""Where a participant is: following the group, staying, looking back, and being in the room at all."""

import pytest

from copworkshop.live.autosave import NotSaved, Saved
from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Blank, rounds_of
from copworkshop.rules.clock import StartTimer
from copworkshop.rules.closing import SetHeading
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat, RemoveSeat, RenameSeat, RestoreSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.ui.participant.gone import GONE
from helpers.participant_driver import House
from helpers.rooms import used_room, voted_again
from helpers.sampling import some_of
from helpers.session_builder import NOW, at, room, session4
from helpers.words import HOSTILE


def rounds(session: Session) -> list[tuple[Kind, str]]:
    return [(step.kind, name) for step in session.plan.steps for name in rounds_of(session, step)]


ON_THE_SCREEN = {
    (Kind.WELCOME, "welcome"): "You are Participant 1",
    (Kind.LIFECYCLE, "overview"): "Community of Practice Lifecycle",
    (Kind.PARTICIPATION, "levels"): "Typical shares",
    (Kind.PARTICIPATION, "place"): "Where are you in it today?",
    (Kind.PARTICIPATION, "picture"): "The picture appears once 5 people have answered",
    (Kind.PROPOSAL, "write"): "What is the focal point?",
    (Kind.PROPOSAL, "share"): "Nobody else can read yours unless you share it.",
    (Kind.TOP_TEN, "collect"): "Your idea 1 of 3",
    (Kind.TOP_TEN, "merge"): "No ideas are in yet.",
    (Kind.TOP_TEN, "rank"): "No ideas are in yet.",
    (Kind.TOP_TEN, "reveal"): "Nobody has voted yet",
    (Kind.TOP_TEN, "discuss"): "Nobody has voted yet",
    (Kind.CLOSE, "close"): "You have written no proposal.",
}


@pytest.mark.parametrize(("kind", "round_name"), rounds(room()))
async def test_a_late_comer_begins_where_the_room_is(kind: Kind, round_name: str) -> None:
    house = House().start_at(kind, round_name)
    async with house.guest(1) as guest:
        await guest.sees(ON_THE_SCREEN[kind, round_name])
        assert guest.at == (kind, round_name)


async def test_an_idle_person_follows_the_room() -> None:
    house = House()
    async with house.guest(1) as guest:
        house.clock.seconds += 6
        await house.lead(Kind.LIFECYCLE)
        await guest.sees("Community of Practice Lifecycle")


async def test_a_person_who_has_just_pressed_a_key_is_asked_first_and_follows_when_quiet() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        house.clock.seconds = 100
        await guest.press("right")
        await house.lead(Kind.PARTICIPATION)
        await guest.sees("The group has moved on to Participation. f or F5 takes you there.")
        assert guest.at == ("lifecycle", "overview")
        await guest.wait(6)
        await guest.sees("Member Participation")
        assert guest.at == ("participation", "levels")


async def test_a_person_in_the_middle_of_a_sentence_loses_nothing_when_the_round_is_closed() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Half a sent")
        await house.lead(Kind.TOP_TEN, "collect")
        assert house.seat(1).proposal.answers["focal-point"] == "Half a sent"
        await guest.sees("The group has moved on to Activity 2: Top Ten.", "Nobody else can read yours")
        assert guest.at == ("proposal", "write")
        await guest.press("f5")
        await guest.sees("Your idea 1 of 3")


async def test_the_seconds_left_are_counted_from_the_deadline() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("N")
        await house.count_down()
        await guest.sees("Closing in 20 s")
        await guest.wait(8.2)
        await guest.sees("Closing in 12 s")
        await guest.wait(11)
        await guest.sees("Closing in 1 s")


async def test_what_is_typed_in_the_last_second_is_handed_in() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("N")
        await house.count_down()
        await guest.wait(19.2)
        await guest.press("e", "t")
        await house.close_round()
        assert house.seat(1).proposal.answers["focal-point"] == "Net"


async def test_once_writing_is_closed_the_person_reads_what_they_wrote() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        await house.count_down()
        await guest.sees("Closing in")
        assert guest.at == ("proposal", "write")
        await house.close_round()
        await guest.sees("Nobody else can read yours", "The group has moved on to sharing.")


async def test_what_came_too_late_is_kept_and_goes_in_when_the_round_is_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    monkeypatch.setattr(house.hub, "ask_for_last_words", lambda ask: lambda: None)  # as if the screen were too slow
    async with house.guest(1) as guest:
        await guest.press("N")
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("It is kept here, and goes in if writing is opened again.")
        await house.lead(Kind.PROPOSAL, "write")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "N", "the late text")


async def test_who_was_writing_follows_some_seconds_after_the_round_was_closed() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        await house.lead(Kind.PROPOSAL, "share")
        await guest.sees("The group has moved on to sharing.")
        assert guest.at == ("proposal", "write")
        await guest.wait(6)
        await guest.until(lambda: guest.at == ("proposal", "share"), "the group")


async def test_who_is_done_says_so_and_takes_it_back() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.sees("F7 done")
        await guest.press(*"Half", "f7")
        await guest.sees("You are done here. d or F7 takes that back", "F7 not done")
        assert house.seat(1).done_in == "collect"
        assert [idea.text for idea in house.seat(1).ideas] == ["Half"]
        await guest.press("f7")
        await guest.until(lambda: house.seat(1).done_in is None, "the person to be not done")


async def test_a_change_takes_it_back_that_one_is_done() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("d")
        await guest.sees("You are done here.")
        await guest.press("2")
        await guest.until(lambda: house.seat(1).done_in is None, "the person to be not done")


async def test_where_nothing_is_asked_nobody_can_be_done() -> None:
    house = House().start_at(Kind.TOP_TEN, "discuss")
    async with house.guest(1) as guest:
        await guest.sees("? keys")
        assert "F7" not in guest.text


async def test_who_looks_back_stays_until_the_group_moves_on_and_they_are_idle_for_a_minute() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    await house.lead(Kind.TOP_TEN)
    async with house.guest(1) as guest:
        await guest.press("escape", "f3")
        await guest.sees("Look at", "Activity 2: Top Ten (the group is here)")
        await guest.press("up", "enter")
        await guest.sees("You are looking back. The group is at Activity 2: Top Ten. f or F5 takes you there.")
        house.clock.seconds += 600
        await house.ask(SetHeading(heading="A change"))
        assert guest.at == ("lifecycle", "overview")
        await guest.press("down")
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.sees("The group is at Activity 2: Top Ten.")
        house.clock.seconds += 59
        assert guest.at == ("lifecycle", "overview")
        house.clock.seconds += 1
        await guest.until(lambda: guest.at == ("top_ten", "merge"), "the group")
        await guest.press("f3", "up", "enter")
        await guest.sees("You are looking back.")
        await guest.press("f5")
        await guest.sees_no("looking back")
        assert guest.at == ("top_ten", "merge")


async def test_only_steps_that_the_room_has_reached_can_be_looked_at() -> None:
    house = House()
    await house.lead(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await guest.press("f3")
        await guest.sees("Welcome", "Lifecycle (the group is here)")
        assert "Top Ten" not in guest.text


async def test_a_choice_in_the_list_of_steps_that_is_left_with_escape_changes_nothing() -> None:
    house = House()
    await house.lead(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await guest.press("f3", "escape")
        assert guest.at == ("lifecycle", "overview")


async def test_following_is_offered_only_to_who_is_elsewhere() -> None:
    house = House()
    async with house.guest(1) as guest:
        await guest.press("f1")
        await guest.sees("Keys that work now: Welcome")
        assert "Follow the group" not in guest.text


async def test_the_room_can_go_back_from_the_discussion_while_people_read_it() -> None:
    house = House()
    house.hub = Hub(at(used_room(), Kind.TOP_TEN, "discuss", 2), now=house.clock.now)
    async with house.guest(1) as guest:
        await guest.press("down")
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("of your 3 ideas")


async def test_a_removed_person_sees_a_sentence_and_can_only_leave() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await house.ask(RemoveSeat(seat=1))
        await guest.sees(" ".join(GONE.split())[:60])
        await guest.press("f5", "f3", "x", "a")
        assert "You were taken out of the room" in guest.text


async def test_a_person_who_is_brought_back_goes_on_where_they_were() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        await house.ask(RemoveSeat(seat=1))
        await guest.sees("You were taken out of the room")
        await house.ask(RestoreSeat(seat=1))
        await guest.sees("1 of 6 core fields, 1 of 12")
        assert house.seat(1).proposal.answers == {"focal-point": "Nets"}


async def test_a_seat_opened_twice_shows_the_same_on_both() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as one, house.guest(1) as other:
        await one.press("2")
        await other.sees("✓ 2 Active")
        await other.press("3")
        await one.sees("✓ 3 Occasional")


async def test_what_is_typed_on_the_other_connection_never_overwrites_a_field_being_typed_in() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as one, house.guest(1) as other:
        await one.press(*"mine")
        await other.press(*"theirs", "tab")
        await other.until(lambda: house.seat(1).proposal.answers.get("focal-point", "").startswith("theirs"), "theirs")
        await one.sees("mine")
        assert "Changed elsewhere" in one.text or "mine" in house.seat(1).proposal.answers["focal-point"]


async def test_the_head_line_says_what_is_saved_of_ones_own() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        assert guest.lines[0].endswith("saved")
        house.disk.all_saved = False
        await guest.press("1")
        await guest.sees("saving…")
        house.disk.turn_to(Saved(9, NOW))
        await guest.sees_no("saving…")
        assert guest.lines[0].endswith("saved")


async def test_the_screen_says_why_nothing_is_saved() -> None:
    house = House()
    async with house.guest(1) as guest:
        house.disk.turn_to(NotSaved("The disk is full.", NOW))
        await guest.sees("NOT SAVED", "Not saved: The disk is full.")


async def test_the_rejoin_word_and_the_step_are_always_on_the_screen() -> None:
    house = House()
    async with house.guest(1, size=(40, 12)) as guest:
        for kind, round_name in rounds(house.hub.session):
            await guest.taken_to(kind, round_name)
            await guest.until(lambda: guest.lines[-1].startswith(" maple-0001"), "the word")
            step = f" {session4().kinds.index(kind) + 1}/6"
            await guest.until(lambda step=step: guest.lines[0].startswith(step), "the step")  # type: ignore[misc]


async def test_the_clock_is_the_rooms() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await house.ask(StartTimer(running=True))
        await guest.wait(61)
        await guest.sees("13:59")


async def test_a_blank_stage_blanks_nobodys_screen() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await house.ask(Blank(blank=True))
        await guest.pilot.pause()
        assert "Community of Practice Lifecycle" in guest.text


async def test_a_new_name_is_shown_at_once() -> None:
    house = House()
    async with house.guest(1) as guest:
        await house.ask(RenameSeat(seat=1, name="Person One"))
        await guest.sees("You are Person One")


@pytest.mark.parametrize("size", some_of([(40, 12), (80, 24), (20, 6)], 1))
async def test_hostile_words_harm_no_screen_of_any_size(size: tuple[int, int]) -> None:
    house = House()
    house.hub = Hub(voted_again(used_room(HOSTILE * 3)), now=house.clock.now)
    await house.ask(RenameSeat(seat=1, name=HOSTILE[0]), RenameSeat(seat=3, name=HOSTILE[0]))
    async with house.guest(1, size=size) as guest:
        for kind, round_name in rounds(house.hub.session):
            await guest.taken_to(kind, round_name)
            await guest.press("down", "f1", "escape", "f3", "escape")
            assert guest.app._exception is None  # noqa: SLF001
            assert len(guest.lines) == size[1]


async def test_markup_in_a_name_and_in_ideas_is_shown_as_it_was_typed() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    await house.ask(RenameSeat(seat=1, name="[b]x[/b]"))
    await house.ask(AddIdea(seat=1, text="[/] [@click=app.quit]out[/]"), actor=participant(1))
    async with house.guest(1, (120, 24)) as guest:
        await guest.sees("[b]x[/b]", "[/] [@click=app.quit]out[/]")


async def test_a_person_never_sees_anothers_draft() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(WriteField(seat=2, field="problems", text="a secret"), actor=participant(2))
    async with house.guest(1) as guest:
        await house.lead(Kind.PROPOSAL, "share")
        house.clock.seconds += 6
        await guest.wait(0)
        await guest.sees("Nobody else can read yours")
        assert "secret" not in guest.text
        assert "Participant 2" not in guest.text


async def test_a_person_who_comes_in_wakes_nobody_else() -> None:
    house = House()
    async with house.guest(1) as guest:
        looks: list[object] = []
        look = guest.app.room.guide.look

        async def counted() -> None:
            looks.append(None)
            await look()

        guest.app.room.guide.look = counted  # type: ignore[method-assign]
        await house.ask(AddSeat(name="Participant 7", word="maple-0007"))
        await guest.pilot.pause()
        assert looks == []
