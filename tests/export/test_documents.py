"""What a person takes home: their own proposal, the group's result, the report."""

import json

import pytest

from copworkshop.export.documents import DOCUMENTS, PICTURE, PROPOSAL, REPORT, TOP_TEN, Document, NotThere
from copworkshop.export.registry import FORMATS, SLIDES
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.sight import sight
from helpers.rooms import finished_room, ranked_room
from helpers.session_builder import ask, at, plan_with, plan_without, room, shared, written


def taken(document: Document, session: Session, viewer: Actor, name: str | None = None) -> str:
    return document.format_named(name).render(document.of(sight(session, viewer))).decode()


def test_a_proposal_is_taken_home_whole_under_its_authors_name() -> None:
    made = taken(PROPOSAL, finished_room(), participant(1))
    assert made.startswith("# Proposal of Participant 1\n")
    assert "> Keeping the harbour open in winter.  \n> All of it:" in made
    assert "> Lock keepers & pilots" in made
    assert "Left open: " in made


def test_an_unshared_proposal_is_taken_home_by_its_author() -> None:
    assert "A thought that Participant 2 keeps to themself" in taken(PROPOSAL, finished_room(), participant(2))


def test_what_the_facilitator_entered_for_somebody_is_taken_home_by_that_person_alone() -> None:
    session = finished_room()
    assert "Ten minutes over coffee" in taken(PROPOSAL, session, participant(3))
    assert "Ten minutes over coffee" not in taken(REPORT, session, FACILITATOR)


def test_who_has_written_nothing_is_told_so() -> None:
    with pytest.raises(NotThere, match=r"^You have not written anything of your proposal yet\.$"):
        PROPOSAL.of(sight(finished_room(), participant(4)))


@pytest.mark.parametrize("viewer", [FACILITATOR, STAGE])
def test_who_has_no_seat_has_no_proposal_to_take(viewer: Actor) -> None:
    with pytest.raises(NotThere, match="author"):
        PROPOSAL.of(sight(finished_room(), viewer))


def test_a_plan_without_the_activities_has_no_such_documents() -> None:
    session = room(1, plan_without(Kind.PROPOSAL, Kind.TOP_TEN))
    with pytest.raises(NotThere, match="no proposals"):
        PROPOSAL.of(sight(session, participant(1)))
    with pytest.raises(NotThere, match="no top ten"):
        TOP_TEN.of(sight(session, participant(1)))


def test_before_the_reveal_the_top_ten_says_a_sentence() -> None:
    with pytest.raises(NotThere, match="has not been revealed yet"):
        TOP_TEN.of(sight(ranked_room(), participant(1)))


def test_during_the_reveal_the_top_ten_holds_what_is_revealed() -> None:
    session = at(ranked_room(), Kind.TOP_TEN, "reveal", 2)
    made = taken(TOP_TEN, session, participant(1))
    assert "The reveal is not over" in made
    assert "Meet once a month" not in made.partition("### All ideas")[0]


def test_the_top_ten_is_taken_home_without_proposals_and_remarks() -> None:
    made = taken(TOP_TEN, finished_room(), participant(1))
    assert made.startswith("# Top ten: Harbour Trust\n")
    assert "Keeping the harbour open" not in made
    assert "The locks, and who may open them" not in made


def test_a_document_names_the_works_that_it_quotes_and_no_others() -> None:
    session = finished_room()
    whole, part = (json.loads(taken(each, session, participant(1), "json")) for each in (REPORT, PROPOSAL))
    assert len(whole["report"]["sources"]) > 1
    assert part["report"]["sources"] == []


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_every_document_comes_in_its_formats_and_says_which_they_are(document: Document) -> None:
    assert document.format_named(None) is document.formats[0]
    assert [document.format_named(form.name) for form in document.formats] == [*document.formats]
    with pytest.raises(NotThere, match=f"behind the word {document.word}"):
        document.format_named("pdf")


def test_a_proposal_is_no_table() -> None:
    with pytest.raises(NotThere, match="md, html, json or docx"):
        PROPOSAL.format_named("csv")


def test_the_report_comes_in_every_format_and_what_a_slide_shows_in_those_of_drawings() -> None:
    assert [form for form in FORMATS.values() if form not in SLIDES] == [*REPORT.formats]
    assert [*PICTURE.formats] == [*SLIDES]
    assert {*SLIDES} < {*TOP_TEN.formats}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_who_asks_for_pdf_is_told_how_a_browser_makes_one(document: Document) -> None:
    with pytest.raises(NotThere, match="print it and choose “Save as PDF”"):
        document.format_named("pdf")


def test_without_answers_there_is_no_picture_to_take() -> None:
    with pytest.raises(NotThere, match="so there is no picture of the room"):
        PICTURE.of(sight(room(), FACILITATOR))
    with pytest.raises(NotThere, match="no picture of participation"):
        PICTURE.of(sight(room(plan=plan_without(Kind.PARTICIPATION)), FACILITATOR))


# What readers left


def read_by_two(named: bool = False) -> Session:
    """A shared proposal, to which one reader left a strength and another a strength and a question."""
    session = room(3, plan_with(Kind.PROPOSAL, named_remarks=named))
    session = at(session, Kind.PROPOSAL, "write")
    session = written(session, 1, pitch="Over coffee")
    session = shared(session, 1)
    session = at(session, Kind.PROPOSAL, "share")
    session = ask(session, LeaveRemark(seat=2, author=1, strength="It is short", question=None), actor=participant(2))
    return ask(
        session, LeaveRemark(seat=3, author=1, strength="It is warm", question="Who pays?"), actor=participant(3)
    )


@pytest.mark.parametrize("name", ["md", "html", "json"])
@pytest.mark.parametrize("closed", [False, True])
def test_an_author_takes_home_what_readers_left_without_their_names(name: str, closed: bool) -> None:
    session = read_by_two()
    if closed:
        session = ask(session, CloseSession())
    made = taken(PROPOSAL, session, participant(1), name)
    for words in ("It is short", "It is warm", "Who pays?"):
        assert words in made
    assert "Participant 2" not in made
    assert "Participant 3" not in made


def test_where_the_plan_says_so_an_author_learns_who_left_what() -> None:
    made = taken(PROPOSAL, read_by_two(named=True), participant(1))
    assert "- A question: Who pays? (Participant 3)" in made


@pytest.mark.parametrize("viewer", [FACILITATOR, participant(2)])
def test_nobody_else_takes_home_what_readers_left(viewer: Actor) -> None:
    made = taken(REPORT, read_by_two(), viewer, "json")
    assert "Over coffee" in made
    assert "Who pays?" not in made
