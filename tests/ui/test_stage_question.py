"""A question outside the plan on the stage: large, whole, and nothing of its answers before it is closed."""

import pytest

from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session
from copworkshop.rules.question import AskQuestion, CloseQuestion, CountHands
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.ui.stage.registry import draw_stage
from helpers.session_builder import answered, ask, room, seated
from helpers.stage import canvas, resized, said_on
from helpers.words import HOSTILE

SIZES = [(40, 11), (80, 23), (120, 34), (200, 59)]


def asked(kind: QuestionKind, text: str | None, people: int = 6) -> Session:
    return ask(seated(room(people)), AskQuestion(kind=kind, text=text))


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_and_its_answers_fit_the_stage(kind: QuestionKind, width: int, height: int) -> None:
    answer = {QuestionKind.SCALE: "4", QuestionKind.YES_NO: "no", QuestionKind.WORD: "hopeful"}[kind]
    session = answered(asked(kind, "How clear is this so far?"), [answer] * 5)
    drawn = resized(canvas(session), width, height)
    assert "5 of 5 have answered" in said_on(drawn)
    assert answer not in said_on(drawn).replace("so far", "").partition("answered")[2]
    closed = resized(canvas(ask(session, CloseQuestion(number=1))), width, height)
    assert "5 answers." in said_on(closed)
    for page in (drawn, closed):
        lines = draw_stage(page)
        assert len(lines) <= height
        assert max(width_of(line.plain) for line in lines) <= width


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_within_the_stage(words: str) -> None:
    session = asked(QuestionKind.WORD, words)
    session = ask(session, CountHands(number=1, answer=words[:20], times=3), CloseQuestion(number=1))
    for width, height in SIZES:
        lines = draw_stage(resized(canvas(session), width, height))
        assert max(width_of(line.plain) for line in lines) <= width


def test_two_hundred_words_are_divided_into_pages_and_none_is_cut() -> None:
    session = asked(QuestionKind.WORD, "In one word?", people=200)
    session = ask(answered(session, [f"word{seat}" for seat in range(200)]), CloseQuestion(number=1))
    drawn = draw_stage(canvas(session))
    assert drawn.pages > 1
    assert "of 200" in "".join(line.plain for line in drawn)


def test_the_question_takes_two_fifths_of_a_large_stage() -> None:
    drawn = draw_stage(resized(canvas(asked(QuestionKind.SCALE, "How clear is this so far?")), 120, 34))
    assert drawn.cells >= 0.4 * 120 * 34
