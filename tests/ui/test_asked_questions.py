"""A question outside the plan, asked at the console, answered with one key, and shown once it is closed."""

from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.question import QuestionKind
from copworkshop.rules.people import AddSeat, MakeScribe
from copworkshop.rules.question import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    KeepQuestionOpen,
    ShowResult,
    WithdrawQuestion,
)
from helpers.facilitator_driver import walk
from helpers.participant_driver import House

SCALE = AskQuestion(kind=QuestionKind.SCALE, text="How [/] are we doing?")
YES_NO = AskQuestion(kind=QuestionKind.YES_NO)
WORD = AskQuestion(kind=QuestionKind.WORD, text="How do you feel?")
SIZES = [(36, 20), (80, 24)]


def answer_of(house: House, seat: int = 1) -> str | None:
    answer = house.seat(seat).answer
    return answer.words if answer is not None else None


async def others_answer(house: House, *answers: str) -> None:
    for seat, answer in enumerate(answers, start=2):
        await house.ask(AnswerQuestion(number=1, seat=seat, answer=answer), actor=participant(seat))


@pytest.mark.parametrize("size", SIZES)
async def test_a_person_who_is_idle_answers_with_one_key_and_sees_the_answers_once_it_is_closed(
    size: tuple[int, int],
) -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1, size=size) as guest:
        house.clock.seconds += 100
        await house.ask(SCALE)
        await guest.sees("How [/] are we doing?", "highest.", "is kept", "1-5")
        await guest.press("3")
        assert answer_of(house) is None, "a key that comes with the question was meant for something else"
        house.clock.seconds += 2
        await guest.press("7", "4")
        await guest.until(lambda: answer_of(house) == "4", "the answer")
        await guest.sees("You answered “4” to the question. i or F9 changes it.")
        await guest.press("f9")
        await guest.sees("Your answer is “4”.")
        await guest.press("5")
        await guest.until(lambda: answer_of(house) == "5", "the other answer")
        await others_answer(house, "5", "1", "2", "2")
        await house.ask(CloseQuestion(number=1))
        await guest.sees_no("You answered")
        await guest.wait(6)
        await guest.sees("5 answers.", "█")
        await guest.press("escape")
        await guest.sees("The answers to the question are in. i or F9 shows them.")
        await guest.press("i")
        await guest.sees("5 answers.")
        await house.ask(ShowResult(number=1, shown=False))
        await guest.sees_no("answers")


async def test_a_person_who_is_typing_loses_no_key_and_goes_to_the_question_with_one() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Nets 5")
        await house.ask(SCALE)
        await guest.sees("The facilitator asks a question. i or F9 answers it.")
        await guest.press(*" 345")
        await guest.wait(300)
        await guest.sees("Nets 5 345")
        assert answer_of(house) is None
        await guest.press("f9")
        await guest.sees("How [/] are we doing?")
        await guest.press("2")
        await guest.until(lambda: answer_of(house) == "2", "the answer")
        await guest.press(*"!", "enter")
        await guest.until(lambda: [idea.text for idea in house.seat(1).ideas] == ["Nets 5 345!"], "the whole idea")


async def test_half_an_idea_stays_in_its_line_when_a_question_is_closed_and_goes_when_the_round_is() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Half")
        await house.ask(SCALE)
        await guest.sees("The facilitator asks a question.")
        await house.ask(CloseQuestion(number=1))
        await guest.sees("The answers to the question are in.")
        assert house.seat(1).ideas == ()
        assert "was sent" not in guest.text
        await guest.press(*" an idea")
        await house.ask(WithdrawQuestion(number=1))
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.sees("What you were typing was sent, because this round closed.")
        assert [idea.text for idea in house.seat(1).ideas] == ["Half an idea"]


async def test_a_text_of_several_lines_is_there_after_an_answer_with_the_cursor_where_it_was() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"Nest", "left")
        await house.ask(YES_NO)
        await guest.sees("answers it")
        await guest.press("f9")
        await guest.sees("Press y for yes")
        await guest.press("y")
        await guest.until(lambda: answer_of(house) == "yes", "the answer")
        await guest.press(*"_")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nes_t", "the whole text")


async def test_a_word_is_typed_and_one_half_typed_is_handed_in_at_the_close() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await house.ask(WORD)
        await guest.sees("F9 answers it")
        await guest.press("f9")
        await guest.sees("How do you feel?")
        await guest.paste("x" * 50)
        await guest.sees("Nothing was pasted: 50 characters")
        await guest.press(*"ho", "escape")
        await guest.sees_no("How do you feel?")
        await guest.press("f9", *"pe")
        await others_answer(house, "tired", "Tired!", "tired", "glad")
        await house.ask(CloseQuestion(number=1, connected=frozenset({1})))
        await guest.sees("Last choices: 20 s")
        await house.ask(KeepQuestionOpen(number=1))
        await guest.sees_no("Last choices")
        await house.ask(CloseQuestion(number=1, connected=frozenset({1})))
        until = house.hub.session.questions[0].until
        await house.ask(CloseQuestion(number=1, until=until))
        await guest.sees("5 answers.", "sent in time", "hope")


async def test_yes_and_no_are_letters_and_an_answer_can_be_taken_back() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest, house.guest(1) as second:
        await house.ask(YES_NO)
        await guest.press("f9")
        await second.press("f9")
        await second.sees("listen to the facilitator", "Press y for yes or n for no.")
        await guest.press("1", "N")
        await guest.until(lambda: answer_of(house) == "no", "the answer")
        await second.sees("You answered “no”")
        await second.press("f9", "backspace")
        await second.until(lambda: answer_of(house) is None, "no answer")
        await guest.sees("F9 answers it")
        await house.ask(WithdrawQuestion(number=1))
        await guest.sees_no("F9")


async def test_a_scribe_answers_for_somebody_and_a_latecomer_is_asked_too() -> None:
    house = House(people=2).start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest, house.guest(None) as late:
        await house.ask(MakeScribe(seat=1, scribe=True), YES_NO)
        await guest.press("f2", "enter")
        await guest.sees("You write for Participant 2", "F9 answers it")
        await guest.press("f9")
        await guest.sees("For Participant 2")
        await guest.press("y")
        await guest.until(lambda: answer_of(house, 2) == "yes", "the answer")
        await late.press(*"Late", "enter")
        await late.sees("F9 answers it")
        await late.wait(6)
        await late.sees("Press y for yes")


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_the_console_asks_counts_hands_and_closes_and_the_room_is_where_it_was(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with walk(tmp_path, size=size) as room:
        await room.go(Kind.LIFECYCLE)
        await room.press("f2", "Q")
        await room.sees("Ask everybody a question", "> 1 to 5", "from 5 on")
        await room.press("down", "down")
        await room.sees("> one word")
        await room.press("up", "up")
        await room.type("How [/] are we?")
        await room.until(lambda: room.session.open_question is not None, "the question")
        await room.sees("Page Down closes the question.")
        await room.press("space")
        assert room.session.open_question is not None
        await room.press("Q", "c")
        await room.sees("How many hands")
        await room.type("1 2")
        await room.sees("Type 5 numbers")
        await room.press("ctrl+u")
        await room.type("0 2 4 0 1")
        await room.until(lambda: len(room.session.questions[0].hands) == 3, "the hands")
        await room.press("escape", "f2")
        await room.sees("7 hands are counted.", "How [/] are we?")
        spot = room.session.spot
        await room.press("pageup")
        assert room.session.open_question is not None
        await room.press("pagedown")
        await room.until(lambda: room.session.open_question is None, "the close")
        await room.sees("7 answers.", "█")
        await room.press("pagedown")
        await room.sees_no("7 answers.")
        assert room.session.spot == spot
        await room.forward()


async def test_a_word_is_held_back_a_question_withdrawn_and_each_taken_back(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.LIFECYCLE)
        await room.press("f2", "Q", "down", "down")
        await room.type("")
        await room.until(lambda: room.session.open_question is not None, "the question")
        await room.press("Q", "c")
        await room.type("hopeful 3")
        await room.type("[/] rude")
        await room.until(lambda: len(room.session.questions[0].hands) == 2, "the hands")
        await room.press("escape", "escape", "pagedown")
        await room.until(lambda: room.session.open_question is None, "the close")
        await room.sees("Everybody sees the answers")
        await room.press("Q", "down", "h")
        await room.sees("Answer People", "[/] rude held back", "1 answer is held back.")
        await room.press("escape", "f2")
        await room.sees("hopeful", "1 answer is held back.")
        await room.sees_no("rude")
        await room.press("f2", "u")
        await room.until(lambda: not room.session.questions[0].held_back, "the word again")
        await room.press("Q", "x", "y")
        await room.until(lambda: room.session.questions[0].withdrawn, "the end")
        await room.until(lambda: "the question was withdrawn" in str(room.app.screen.seen.way_back.undo), "the undo")  # type: ignore[attr-defined]
        await room.press("u")
        await room.until(lambda: not room.session.questions[0].withdrawn, "the question again")


async def test_a_question_stays_open_through_a_kill_and_a_resume(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.LIFECYCLE)
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(AddSeat(name="Participant 1", word="maple-0001"), FACILITATOR)
        await running.hub.submit(SCALE, FACILITATOR)
        await running.hub.submit(AnswerQuestion(number=1, seat=1, answer="4"), participant(1))
        await room.saved()
    async with walk(tmp_path) as room:
        await room.sees("How [/] are we doing?", "1 of 1 has answered")
        assert room.session.seats[1].answer is not None
