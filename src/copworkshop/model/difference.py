"""The differences between two states of one session: they decide what is saved again, and who is told."""

from copworkshop.model.session import Session

_ASIDE = frozenset({"seats", "revision"})


def changed_seats(before: Session, after: Session) -> frozenset[int]:
    """Return the numbers of the seats that are new, gone or no longer the same."""
    was, now = before.seats, after.seats
    if was is now:
        return frozenset()
    changed = [number for number, seat in now.items() if (old := was.get(number)) is not seat and old != seat]
    return frozenset(changed).union(was.keys() - now.keys())


def room_changed(before: Session, after: Session) -> bool:
    """Tell whether anything but the seats, and the revision that counts every change, is no longer the same."""
    return any(
        _differ(getattr(before, field), getattr(after, field)) for field in Session.model_fields if field not in _ASIDE
    )


def _differ(was: object, now: object) -> bool:
    return was is not now and was != now
