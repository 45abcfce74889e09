"""A participant with any keyboard: without F-keys and Page keys, with a line feed for Enter, or with taps alone."""

from textual import events
from textual.keys import _character_to_key

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.proposal import Remark
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.ui.passing_sentence import SENTENCE_SECONDS
from helpers.participant_driver import Guest, House

FIELD = "focal-point"


def remarks_for(house: House, seat: int) -> list[Remark]:
    own = house.hub.sight(participant(seat)).own
    return [each.remark for each in own.feedback.remarks or ()] if own is not None else []


async def type_at_once(guest: Guest, *keys: str) -> None:
    """Press keys before the first of them is handled."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        guest.app.post_message(events.Key(name, key if len(key) == 1 else None))
    await guest.pilot.pause()


async def test_after_escape_letters_are_keys_and_arrows_go_from_field_to_field() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.sees("Esc leaves the field, then letters are keys", "F4 read it all")
        await guest.press(*"Harbour")
        await guest.press("down")
        await guest.sees("What problems do you solve?")
        await guest.press(*"Silt", "enter", *"Noise", "up")
        await guest.sees("2 words")
        await guest.press("up", "up")
        await guest.sees("What is the focal point?")
        await guest.press("up", "escape")
        await guest.sees("a read it all", "Enter write", "? keys", "q leave")
        await guest.press("a")
        await guest.sees("Proposal of Participant 1", "Harbour", "Noise")
        await guest.press("escape", "down")
        await guest.sees("What problems do you solve?")
        before = guest.app.theme
        await guest.press("c")
        assert guest.app.theme != before
        await guest.press("l")
        await guest.sees("Look at")
        await guest.press("escape", "question_mark")
        await guest.sees("Keys that work now", "Write in this field", "Leave, after a question; nothing is lost")
        await guest.press("escape", "enter", *"!")
        await guest.until(lambda: house.seat(1).proposal.answers.get("problems") == "Silt\nNoise!", "the mark")
        await guest.press("escape", "q")
        await guest.sees("Leave? All you wrote is kept.", "192.0.2.7")
        await guest.press("enter")
        await guest.sees_no("Leave?")
        await guest.press("q", "y")
        await guest.until(lambda: guest.app.is_exiting, "the end")


async def test_a_person_who_is_left_behind_follows_by_a_letter() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Harbour")
        await house.look(Kind.TOP_TEN, "collect")
        await guest.sees("The group has moved on", "f follow")
        house.clock.seconds += 2  # what is typed on at once would be the rest of a word
        await guest.press("f")
        await guest.until(lambda: guest.at == (Kind.TOP_TEN, "collect"), "the group")


async def test_an_unknown_key_is_answered_the_second_time_and_ctrl_s_at_once() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("z")
        await guest.sees_no("does nothing here")
        await guest.press("z")
        await guest.sees("z does nothing here. These keys work: 1-5 (today), Down (in six months)", "? (keys)")
        await guest.press("1", "9")
        await guest.wait(SENTENCE_SECONDS)
        await guest.press("ctrl+s")
        await guest.sees("It is saved. All you write is saved by itself.")
        await guest.press("ctrl+g", "f9")
        await guest.sees("F9 does nothing here")


async def test_the_answer_to_an_unknown_key_goes_when_a_key_does_something_or_other_keys_work() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("z", "z")
        await guest.sees("z does nothing here")
        await guest.press("x")
        await guest.sees("z does nothing here")
        await guest.press("1")
        await guest.sees_no("does nothing here")
        await guest.press("z", "z")
        await guest.sees("These keys work: 1-5 (in six months)")
        await guest.taken_to(Kind.PARTICIPATION, "picture")
        await guest.sees_no("does nothing here")
        await guest.press("ctrl+p", "ctrl+l", "ctrl+g", "ctrl+g")
        await guest.sees("Ctrl+G does nothing here")
        await guest.press("escape")
        await guest.sees_no("What do you want to do?")
        assert "does nothing here" not in guest.text


async def test_the_answer_to_an_unknown_key_is_no_other_sentence() -> None:
    house = House().start_at(Kind.PARTICIPATION, "place")
    async with house.guest(1) as guest:
        await guest.press("z", "z", "ctrl+s")
        await guest.sees("It is saved. All you write is saved by itself.")
        await guest.press("1")
        await guest.sees("It is saved. All you write is saved by itself.")


async def test_a_newcomer_reads_what_is_kept_again_when_a_key_does_something() -> None:
    async with House().guest(None) as guest:
        await guest.press("escape", "down", "down")
        await guest.sees("Down does nothing here. These keys work: Enter (type your name)")
        await guest.press("enter")
        await guest.sees("What you write is kept on the facilitator's computer")
        await guest.sees_no("does nothing here")


async def test_what_is_typed_while_a_field_opens_waits_for_it() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    for seat in (1, 2):
        await house.ask(WriteField(seat=seat, field=FIELD, text="Harbour"), actor=participant(seat))
    await house.lead(Kind.PROPOSAL, "share")
    await house.ask(ShareProposal(seat=2, shared=True), actor=participant(2))
    async with house.guest(1) as guest:
        await guest.sees("Participant 2")
        await guest.press("down", "enter")
        await guest.sees("r give feedback")
        await type_at_once(guest, "r", *"its so", "enter", *"why")
        await guest.sees("Enter save", "why")
        await guest.press("enter")
        await guest.until(lambda: bool(remarks_for(house, 2)), "the feedback")
        (left,) = remarks_for(house, 2)
        assert (left.strength, left.question) == ("its so", "why")


async def test_a_line_feed_is_enter_and_in_a_long_text_a_new_line() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(None) as guest:
        await guest.press(*"Newcomer", "ctrl+j")
        await guest.sees("What is the focal point?")
        await guest.press(*"a", "ctrl+j", *"b")
        await guest.until(lambda: "a\nb" in house.seat(7).proposal.answers.values(), "two lines")
        await guest.taken_to(Kind.TOP_TEN, "collect")
        await guest.press(*"An idea", "enter")
        await type_at_once(guest, *"Another", "enter", "ctrl+j")
        await guest.until(lambda: len(house.seat(7).ideas) == 2, "two ideas")
        await guest.sees_no("Type an idea first")


async def test_labels_rows_and_dialogs_can_be_tapped() -> None:
    house = await House().with_ideas(6, "rank")
    async with house.guest(1) as guest:
        await guest.sees("Enter next place", "1-5 rank this idea")
        rows = [y for y, line in enumerate(guest.lines) if "Idea number" in line]
        await guest.tap("Idea", rows[2])
        assert house.picks() == ()
        await guest.tap("Idea", rows[2])
        await guest.until(lambda: len(house.picks()) == 1, "a place for the row that was tapped twice")
        await guest.sees("1 2 3 4 5 rank this idea")
        await guest.tap("Idea", rows[4])
        await guest.tap("1 2 3")
        await guest.until(lambda: len(house.picks()) == 2, "a second place")
        await guest.tap("I'm done")
        await guest.until(lambda: (ballot := house.seat(1).ballot) is not None and ballot.done, "the ballot to be done")
        await guest.tap("? keys")
        await guest.sees("Keys that work now")
        await guest.tap("Look back at a step")
        await guest.sees("Look at", "Esc stay here")
        await guest.tap("Esc stay here")
        await guest.tap("? keys")
        await guest.sees("Keys that work now")
        await guest.tap("Esc")
        await guest.sees_no("Keys that work now")
        await guest.tap("q leave")
        await guest.sees("Leave? All you wrote is kept.")
        await guest.tap("Stay")
        await guest.sees_no("Leave?")
