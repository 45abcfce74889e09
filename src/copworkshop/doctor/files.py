"""Checks whether people's words will be saved: it tests a save and a lock in the folder of sessions, and the clock."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.model.system_errors import why
from copworkshop.store.errors import StoreError
from copworkshop.store.files import replace_durably
from copworkshop.store.lock import Lock
from copworkshop.store.sessions import SessionLine

ELSEWHERE: Final = "Choose another folder with --sessions, on a disk of this machine."
"""What to do about a disk that is not good for sessions."""

_TRIES: Final = 5
_SLOW: Final = 0.15  # seconds per save; with more, people see “saving…” for long
_LEAST_FREE: Final = 50e6  # bytes; a session of 200 people takes about 5 MB, copies included
_LITTLE_FREE: Final = 500e6
_AHEAD: Final = timedelta(minutes=2)  # the clocks of two machines often differ by this much


def disk(sessions: Path) -> Iterator[Finding]:
    """Save something in a temporary folder on the disk of the sessions, and check the free space."""
    place = nearest_folder(sessions)
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".copworkshop-doctor-") as folder:
            seconds = _seconds_to_save(Path(folder))
            lock = Lock(Path(folder), lambda: datetime.now(UTC))
            lock.take()
            lock.release()
        free = shutil.disk_usage(place).free
    except OSError as error:
        yield wrong("Disk", f"Nothing can be saved in {place}: {why(error)}.", ELSEWHERE)
        return
    except StoreError as error:
        yield wrong("Disk", str(error), ELSEWHERE)
        return
    if seconds > _SLOW:
        yield look("Disk", f"A save takes {seconds:.2f} seconds in {place}, which is slow.", ELSEWHERE)
    else:
        yield fine("Disk", f"A save in {place} takes {1000 * seconds:.1f} ms.")
    if free < _LEAST_FREE:
        yield wrong("Space", f"Only {free / 1e6:.0f} MB are free.", "Make room, or choose another disk: --sessions DIR")
    elif free < _LITTLE_FREE:
        yield look("Space", f"{free / 1e6:.0f} MB are free: enough for a session, not for much besides.")
    else:
        yield fine("Space", f"{free / 1e9:,.1f} GB are free.")


def nearest_folder(sessions: Path) -> Path:
    """Return the folder of sessions, or where there is none yet, the nearest folder in which it would be made."""
    return next(path for path in (sessions, *sessions.absolute().parents) if path.is_dir())


def clock(lines: tuple[SessionLine, ...], now: datetime) -> Finding:
    """Report the time, and compare it with the times of earlier saves. The clocks on the stage depend on it."""
    said = f"It is {now.astimezone():%H:%M on %A, %d %B %Y}"
    newest = max((line.saved for line in lines if line.saved is not None), default=None)
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    set_it = "Set this machine's clock, then start doctor again."
    if newest is not None and newest > now + _AHEAD:
        return wrong("Clock", f"{said}, but a session was saved at {newest.astimezone():%H:%M on %d %B %Y}.", set_it)
    if made > now + _AHEAD:
        return wrong("Clock", f"{said}, which is before copworkshop was installed.", set_it)
    return fine("Clock", f"{said} ({now.astimezone().tzname()}).")


def _seconds_to_save(folder: Path) -> float:
    """Return the median seconds of a few saves, each done like that of a seat's file."""
    seconds: list[float] = []
    for number in range(_TRIES):
        begun = time.perf_counter()
        replace_durably(folder / "seat.toml", f"{number}\n".encode() * 2000, previous=folder / "seat.previous")
        seconds.append(time.perf_counter() - begun)
    return sorted(seconds)[_TRIES // 2]
