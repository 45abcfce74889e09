"""What no format may tell: a draft, a withdrawn word, or whose an idea or a ballot is."""

import json
import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rooms import SEATS, SECRET, allowed, random_rooms
from rooms import Room

from copworkshop.export.registry import FORMATS
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.rules.sight import sight

VIEWERS = st.sampled_from([FACILITATOR, *map(participant, SEATS)])


def document(room: Room, viewer: Actor, name: str) -> str:
    return FORMATS[name].render(report(sight(room.session, viewer)))


def activity(room: Room, name: str) -> str:
    """The part of the facilitator's document that tells of ideas and ballots."""
    made = document(room, FACILITATOR, name)
    if name == "csv":
        return made
    if name == "json":
        return json.dumps(json.loads(made)["report"]["top_ten"])
    found = made.partition({"md": "## Activity 2", "html": '<h2 id="part-top-ten">'}[name])[2]
    assert found
    return found


@cache
def held(name: str) -> re.Pattern[str]:
    """The kinds of words that a format holds; tables for a spreadsheet hold the top ten alone."""
    return re.compile("idea" if name == "csv" else "")


@pytest.mark.parametrize("name", FORMATS)
@given(room=random_rooms(), viewer=VIEWERS)
@settings(max_examples=50)
def test_no_report_holds_a_word_that_its_viewer_may_not_see(name: str, room: Room, viewer: Actor) -> None:
    told = {word for word in allowed(room, viewer) if held(name).match(word)}
    assert set(SECRET.findall(document(room, viewer, name))) == told


@pytest.mark.parametrize("name", FORMATS)
@given(room=random_rooms())
@settings(max_examples=30)
def test_nobody_is_named_among_ideas_and_ballots(name: str, room: Room) -> None:
    assert re.findall(r"name\d+|maple", activity(room, name)) == []
