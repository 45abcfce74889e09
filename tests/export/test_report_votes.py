"""A run-off, a first vote and a sifting in every format of the report."""

import json
from fractions import Fraction

import pytest
from reports import report_of, text_of

from copworkshop.export.documents import REPORT
from copworkshop.export.registry import FORMATS
from copworkshop.export.tree_topten import TopTenPart
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind, TopTenStep
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.voting import SIFT
from helpers.rooms import finished_room, room_that_moderates, room_that_votes_again, sifted_room
from helpers.sampling import some_of
from helpers.session_builder import ask
from helpers.words import IDEAS


def part(session: Session, viewer: Actor = FACILITATOR) -> TopTenPart:
    found = report_of(session, viewer).top_ten
    assert found is not None
    return found


def told(session: Session, form: str) -> str:
    return " ".join(text_of(FORMATS[form], report_of(session)).split())


@pytest.mark.parametrize("closed", [False, True])
def test_the_second_vote_is_the_result_and_the_first_stands_next_to_it(closed: bool) -> None:
    session = room_that_votes_again()
    if closed:
        session = ask(session, CloseSession())
    found = part(session)
    assert [(place.label, place.wording) for place in found.places] == [("1=", "Time"), ("1=", "Tools")]
    assert found.first_vote is not None
    assert [(place.label, place.wording) for place in found.first_vote.places] == [("1=", "Trust"), ("1=", "Time")]
    assert found.first_vote.changed == "New on the list: 1. No longer on it: 1. At another place: 0."


@pytest.mark.parametrize("closed", [False, True])
def test_the_facilitators_report_says_how_many_ideas_are_held_back_and_no_document_has_their_words(
    closed: bool,
) -> None:
    session = room_that_moderates()
    if closed:
        session = ask(session, CloseSession())
    held = part(session).held_back
    assert held == 1
    assert part(session, participant(1)).held_back == 0
    theirs = report_of(session, participant(2))
    for form in REPORT.formats:
        assert "Unkind" not in told(session, form.name), form.name
        assert "Unkind" not in text_of(form, theirs), form.name
    for form in (FORMATS["md"], FORMATS["html"]):
        assert "1 idea held back by the facilitator." in told(session, form.name)
    assert "held back" not in text_of(FORMATS["md"], theirs)


@pytest.mark.parametrize("viewer", [FACILITATOR, participant(4)])
def test_each_run_off_stands_with_the_vote_that_it_settles(viewer: Actor) -> None:
    found = part(room_that_votes_again(), viewer)
    assert found.run_off is not None
    assert [(place.label, place.wording) for place in found.run_off.places] == [("1", "Tools"), ("out", "Time")]
    assert found.first_vote is not None
    assert found.first_vote.run_off is not None
    settled = [(place.label, place.wording) for place in found.first_vote.run_off.places]
    assert settled == [("1", "Time"), ("out", "Trust")]


def test_the_single_ballots_of_the_first_vote_are_the_facilitators_alone() -> None:
    session = room_that_votes_again()
    ours, theirs = part(session).first_vote, part(session, participant(1)).first_vote
    assert ours is not None
    assert theirs is not None
    assert (ours.cast, theirs.cast) == (((1,), (2,)), ())


def test_a_room_with_one_vote_and_no_sifting_has_none_of_it() -> None:
    found = part(finished_room())
    assert (found.run_off, found.first_vote, found.sifting) == (None, None, None)


def test_what_the_sifting_left_behind_stands_with_its_mean() -> None:
    found = part(sifted_room())
    assert found.sifting is not None
    means = {idea.lead: idea.mean for idea in found.sifting.out}
    assert means
    assert means == {lead: Fraction(lead % 5 + 1) for lead in means}
    assert not set(means) & {idea.lead for idea in found.listed}


@pytest.mark.parametrize(
    ("form", "sentences"),
    [
        ("md", ["### Run-off for place 1", "### The first vote", "**out** Trust", "The other one drops off the list"]),
        ("html", ["Run-off for place 1", "<h3>The first vote</h3>", "out", "The other one drops off the list"]),
        (
            "csv",
            ["# Run-off for place 1", "# The first vote", "out,0,0,1,Trust", "The other one drops off the list"],
        ),
    ],
)
def test_every_format_tells_the_votes(form: str, sentences: list[str]) -> None:
    text = told(room_that_votes_again(), form)
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize("form", ["md", "html", "csv"])
def test_every_format_tells_what_was_left_behind(form: str) -> None:
    text = told(sifted_room(), form)
    assert "Left behind by the sifting" in text
    assert f"{IDEAS[4]}, 5" in text


def test_the_data_hold_places_scores_and_means_as_exact_figures() -> None:
    held = json.loads(told(room_that_votes_again(), "json"))["report"]["top_ten"]
    assert held["run_off"]["places"][0] == {
        "label": "1",
        "lead": 3,
        "wording": "Tools",
        "score": 1,
        "chosen_by": 1,
        "firsts": 1,
    }
    sifted = json.loads(told(sifted_room(), "json"))["report"]["top_ten"]["sifting"]
    assert {idea["mean"] for idea in sifted["out"]} <= {1, 2, 3}


@pytest.mark.parametrize("viewer", [FACILITATOR, STAGE, participant(4)])
@pytest.mark.parametrize("name", some_of([name for name in TopTenStep.rounds if name != SIFT], 3))
def test_there_is_a_report_wherever_the_room_goes_back_to(name: str, viewer: Actor) -> None:
    session = ask(room_that_votes_again(), GoTo(kind=Kind.TOP_TEN, round=name), GoTo(kind=Kind.CLOSE))
    for form in REPORT.formats:
        assert form.render(report_of(session, viewer))
