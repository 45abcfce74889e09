"""A place of the top ten is revealed in three beats, and nobody sees more of it than the stage shows."""

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back, GoTo
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from copworkshop.rules.vote_sight import ResultSight
from copworkshop.store.codec import parse_session, session_text
from copworkshop.ui.console.next_words import now_and_next, what_next
from helpers.rooms import used_room
from helpers.session_builder import ask, at, forward, undo
from helpers.stage import canvas, said_on
from helpers.words import IDEAS


def result(session: Session, viewer: Actor = STAGE) -> ResultSight:
    seen = sight(session, viewer).top_ten
    assert seen is not None
    return seen.result


def revealing() -> Session:
    """A room in which place 10 has one idea, and place 8 has two."""
    return at(used_room(), Kind.TOP_TEN, "reveal")


def test_each_place_takes_three_keys_its_number_the_idea_and_its_points() -> None:
    session, shown = revealing(), []
    for _ in range(6):
        coming, next_words = result(session).coming, what_next(sight(session, FACILITATOR))
        shown.append((len(result(session).revealed), coming and (coming.place, len(coming.ideas)), next_words))
        session = forward(session)
    assert shown == [
        (0, None, "The last place."),
        (0, (10, 0), "The idea at place 10."),
        (0, (10, 1), "The points of place 10."),
        (1, None, "The next place."),
        (1, (8, 0), "The ideas at place 8."),
        (1, (8, 2), "The points of place 8."),
    ]


def test_the_stage_shows_the_number_then_the_idea_and_only_then_how_popular_it_is() -> None:
    place, idea, points = (said_on(canvas(forward(revealing(), keys), 120, 34)) for keys in (1, 2, 3))

    assert "Place 10" in place
    assert not [wording for wording in IDEAS if wording in place]
    assert "Ask the sponsor for time, not for money" in idea
    assert "chosen by" not in idea
    assert "chosen by 2 of 6" in points


@pytest.mark.parametrize("viewer", [FACILITATOR, participant(1)])
def test_nobody_sees_of_a_place_what_the_stage_has_not_shown(viewer: Actor) -> None:
    for keys in range(6):
        session = forward(revealing(), keys)
        assert (result(session, viewer).coming, result(session, viewer).revealed) == (
            result(session).coming,
            result(session).revealed,
        )


def test_back_takes_one_beat_away_and_a_jump_goes_to_a_whole_place() -> None:
    walk = [revealing()]
    for _ in range(7):
        walk.append(forward(walk[-1]))
    session = walk[-1]
    for before in reversed(walk[:-1]):
        session = ask(session, Back(at=session.spot))
        assert session.spot == before.spot
    assert at(walk[1], Kind.TOP_TEN, "reveal", 2).spot.shown == (2, 0)


def test_the_last_key_leads_to_the_whole_list_without_a_beat() -> None:
    places = result(revealing()).places
    session = forward(revealing(), 3 * places)
    assert result(session).coming is None
    assert now_and_next(sight(session, FACILITATOR), sight(session, FACILITATOR).top_ten) == (  # type: ignore[arg-type]
        f"{places} of {places} places",
        "the whole list",
    )
    assert result(forward(session)).whole


def test_a_beat_outlives_a_look_at_another_step_and_a_restart() -> None:
    session = forward(revealing(), 5)
    away = ask(ask(session, GoTo(kind=Kind.WELCOME)), GoTo(kind=Kind.TOP_TEN))
    assert away.spot == session.spot
    assert parse_session(session_text(session))["progress"][Kind.TOP_TEN].shown == (1, 2)


def test_an_idea_that_was_shown_is_not_taken_back_by_undo() -> None:
    session = forward(revealing(), 2)
    with pytest.raises(Refused, match="stays known"):
        undo(session)
