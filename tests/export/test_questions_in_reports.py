"""The questions that were asked outside the plan, in every document that tells of a session as a whole."""

import json

import pytest
from reports import report_of, text_of

from copworkshop.export.documents import REPORT, TOP_TEN
from copworkshop.export.markdown import markdown
from copworkshop.export.merging import merged
from copworkshop.export.registry import CSV, FORMATS, JSON, Format
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.question import AskQuestion, CloseQuestion, HoldBackAnswer, WithdrawQuestion
from copworkshop.rules.sight import sight
from helpers.rooms import ranked_room
from helpers.session_builder import answered, ask, asked, revealed, room


def room_that_was_asked() -> Session:
    session = asked(ranked_room(), QuestionKind.SCALE, "How clear is this, so far?", ("4", 3), ("2", 1))
    session = asked(session, QuestionKind.WORD, None, ("hopeful", 2), ("a rude word", 1))
    session = ask(session, HoldBackAnswer(number=2, answer="a rude word", held=True))
    session = asked(session, QuestionKind.YES_NO, "Withdrawn again?", ("yes", 1))
    session = ask(session, WithdrawQuestion(number=3), AskQuestion(kind=QuestionKind.WORD, text="Still open?"))
    return answered(session, [f"secret{seat}" for seat in range(1, 7)], number=4)


@pytest.mark.parametrize("form", REPORT.formats, ids=lambda form: form.name)
@pytest.mark.parametrize("viewer", [FACILITATOR, participant(1)], ids=lambda viewer: viewer.role)
def test_every_format_tells_what_was_asked_and_answered_and_nothing_else(form: Format, viewer: object) -> None:
    session = room_that_was_asked()
    told = text_of(form, report_of(session, viewer))  # type: ignore[arg-type]
    for words in ("Questions asked", "How clear is this, so far?", "hopeful", "asked aloud"):
        assert words in told or form is JSON
    for words in ("a rude word", "secret", "Still open?", "Withdrawn again?"):
        assert words not in told
    session = ask(session, CloseSession())
    closed = text_of(form, report_of(session, viewer))  # type: ignore[arg-type]
    assert "Still open?" in closed
    assert "secret6" in closed


def test_few_answers_from_terminals_are_told_by_their_number() -> None:
    session = ask(ranked_room(), AskQuestion(kind=QuestionKind.YES_NO, text="Shall we go on?"))
    session = ask(answered(session, ["no"] * 4), CloseQuestion(number=1))
    data = json.loads(text_of(JSON, report_of(session)))["report"]["questions"]["asked"]
    assert [(each["given"], each["counts"]) for each in data] == [(4, [])]
    assert "too few to be shown" in markdown(report_of(session))


def test_a_session_without_a_question_and_the_document_of_one_part_say_nothing_of_it() -> None:
    session = ranked_room()
    assert report_of(session).questions is None
    session = asked(session, QuestionKind.SCALE, "How clear is this?", ("4", 3))
    session = revealed(session)
    seen = sight(session, FACILITATOR)
    assert all("How clear" not in text_of(form, TOP_TEN.of(seen)) for form in FORMATS.values() if form in {CSV, JSON})


def test_a_report_of_several_rooms_says_in_which_room_each_was_asked() -> None:
    rooms = []
    for name in ("Harbour", "Mill"):
        session = ask(room(), SetHeading(heading=name))
        session = asked(session, QuestionKind.YES_NO, "Shall we go on?", ("yes", 2))
        rooms.append(sight(session, FACILITATOR))
    part = merged(rooms).questions
    assert part is not None
    assert [(each.room, each.question) for each in part.asked] == [
        ("Harbour", "Shall we go on?"),
        ("Mill", "Shall we go on?"),
    ]
    assert "Mill. Answered with yes or no. 2 answers." in markdown(merged(rooms))
