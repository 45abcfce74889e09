from copworkshop.model.session import Session
from copworkshop.rules.remembered import remembered
from house import room


def test_the_same_session_is_looked_at_once_and_another_anew() -> None:
    asked: list[Session] = []

    @remembered
    def people(session: Session, more: int = 0) -> int:
        asked.append(session)
        return len(session.seats) + more

    one, other = room(2), room(3)
    assert [people(one), people(one), people(one, 1), people(one, 1)] == [2, 2, 3, 3]
    assert [people(other), people(one)] == [3, 2]
    assert len(asked) == 4


def test_a_session_that_only_equals_another_is_asked_about_anew() -> None:
    calls = 0

    @remembered
    def count(session: Session) -> int:
        nonlocal calls
        calls += 1
        return len(session.seats)

    session = room(1)
    assert count(session) == count(session.but()) == 1
    assert calls == 2
