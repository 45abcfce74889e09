"""What no format may tell: a draft, a withdrawn word, or whose an idea or a ballot is."""

import json
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_rooms import SEATS, SECRET, allowed, random_rooms
from reports import report_of, text_of

from copworkshop.export.documents import DOCUMENTS, PROPOSAL, REPORT, TOP_TEN, Document, NotThere
from copworkshop.export.registry import FORMATS, PNG, TABLES
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.session import Session
from copworkshop.rules.sight import sight
from helpers.sampling import inputs

VIEWERS = st.sampled_from([FACILITATOR, *map(participant, SEATS)])


def document(session: Session, viewer: Actor, name: str) -> str:
    return text_of(FORMATS[name], report_of(session, viewer))


def made(session: Session, viewer: Actor, kind: Document, name: str) -> str:
    """The document that this viewer takes home; nothing where there is none."""
    form = next(form for form in kind.formats if form.name == name)
    try:
        return "" if form is PNG else text_of(form, kind.of(sight(session, viewer)))  # it draws the words of SVG
    except NotThere:
        return ""


def activity(session: Session, name: str) -> str:
    """The part of the facilitator's document that tells of ideas and ballots."""
    made = document(session, FACILITATOR, name)
    if FORMATS[name] in TABLES:
        return made
    if name == "json":
        return json.dumps(json.loads(made)["report"]["top_ten"])
    found = made.partition({"md": "## Activity 2", "docx": "Activity 2", "html": '<h2 id="part-top-ten">'}[name])[2]
    assert found
    return found


@cache
def held(name: str) -> re.Pattern[str]:
    """The kinds of words that a format holds; spreadsheets hold the top ten and the parked remarks alone."""
    return re.compile("idea|parked" if FORMATS[name] in TABLES else "")


@pytest.mark.parametrize("name", [form.name for form in REPORT.formats])
@given(session=random_rooms(), viewer=VIEWERS)
@inputs(10)
def test_no_report_holds_a_word_that_its_viewer_may_not_see(name: str, session: Session, viewer: Actor) -> None:
    told = {word for word in allowed(session, viewer) if held(name).match(word)}
    assert set(SECRET.findall(document(session, viewer, name))) == told


@pytest.mark.parametrize("name", [form.name for form in REPORT.formats])
@given(session=random_rooms())
@inputs(6)
def test_nobody_is_named_among_ideas_and_ballots(name: str, session: Session) -> None:
    assert re.findall(r"name\d+|maple", activity(session, name)) == []


KINDS = [(kind, form.name) for kind in DOCUMENTS.values() for form in kind.formats]
PEOPLE = st.sampled_from([*map(participant, SEATS)])


@given(told=st.sampled_from(KINDS), session=random_rooms(), viewer=VIEWERS)
@inputs(40)
def test_nothing_that_is_taken_home_holds_a_word_that_its_taker_may_not_see(
    told: tuple[Document, str], session: Session, viewer: Actor
) -> None:
    assert set(SECRET.findall(made(session, viewer, *told))) <= allowed(session, viewer)


@given(name=st.sampled_from([form.name for form in PROPOSAL.formats]), session=random_rooms(), viewer=PEOPLE)
def test_a_proposal_that_is_taken_home_holds_all_its_own_words_and_no_others(
    name: str, session: Session, viewer: Actor
) -> None:
    (own,) = (seat for seat in session.present if viewer.seat == seat.number)
    words = {own.name, *own.proposal.answers.values()} if own.proposal.started else set()
    assert set(SECRET.findall(made(session, viewer, PROPOSAL, name))) == words


@given(name=st.sampled_from([form.name for form in TOP_TEN.formats]), session=random_rooms(), viewer=VIEWERS)
def test_the_top_ten_that_is_taken_home_names_nobody(name: str, session: Session, viewer: Actor) -> None:
    assert re.findall(r"name\d+|answer\d+|maple", made(session, viewer, TOP_TEN, name)) == []


@given(session=random_rooms(), viewer=PEOPLE)
def test_no_single_ballot_is_in_what_a_participant_takes_home(session: Session, viewer: Actor) -> None:
    assert json.loads(document(session, viewer, "json"))["report"]["top_ten"]["cast"] == []
