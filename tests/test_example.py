"""The example session that comes with the project: small, finished, and sound."""

from pathlib import Path

from copworkshop.export.markdown import markdown
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.sight import sight
from copworkshop.store.check import check
from copworkshop.store.sessions import open_read_only

SESSIONS = Path(__file__).parents[1] / "sessions"


def test_the_example_session_is_sound() -> None:
    assert check(SESSIONS / "example") == ()


def test_the_example_session_is_finished_and_reported_with_its_top_ten() -> None:
    session = open_read_only(SESSIONS, "example").session
    assert session.closed is not None
    text = markdown(report(sight(session, FACILITATOR)))
    assert "Bring a real case to every meeting" in text
    assert "chosen by 5 of 6" in text


def test_the_example_session_tells_nobodys_ideas_or_ballots_by_their_seat() -> None:
    session = open_read_only(SESSIONS, "example").session
    assert all(not seat.ideas and seat.ballot is None for seat in session.seats.values())
