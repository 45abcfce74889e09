"""What differs between two states of one session: what must be saved again, and who must be told."""

from copworkshop.model.session import Session

_ASIDE = frozenset({"seats", "revision"})


def changed_seats(before: Session, after: Session) -> frozenset[int]:
    """Return the numbers of the seats that are new, gone or no longer the same."""
    was, now = before.seats, after.seats
    if was is now:
        return frozenset()
    return frozenset(number for number in {*was, *now} if _differ(was.get(number), now.get(number)))


def room_changed(before: Session, after: Session) -> bool:
    """Tell whether anything but the seats, and the revision that counts every change, is no longer the same."""
    return any(
        _differ(getattr(before, field), getattr(after, field)) for field in Session.model_fields if field not in _ASIDE
    )


def _differ(was: object, now: object) -> bool:
    return was is not now and was != now
