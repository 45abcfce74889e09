"""The command that removes a session, or one person's words from it."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.cli.output import WRONG_USE, Trouble, is_terminal, require_output, root_of, say, tell

if TYPE_CHECKING:
    from copworkshop.model.people import Seat
    from copworkshop.model.session import Session

_ELSEWHERE: Final = (
    "What is elsewhere stays there: copies that people made or took home, printed paper, backups, and what terminals "
    "still show."
)
_NOTHING: Final = "Nothing was removed."
_SHOWN: Final = 12
"""How many names of files a sentence lists."""


def erase(given: argparse.Namespace) -> int:
    """Remove a session, or one person's words from it, once it was confirmed."""
    from copworkshop.store.erasing import session_to_erase
    from copworkshop.store.errors import NoSession
    from copworkshop.store.lookup import session_named

    require_output()
    if given.seat is not None and given.person is None:
        raise Trouble("--seat tells people of one name apart: give it with --person NAME.", WRONG_USE)
    root = root_of(given)
    try:
        place = session_named(root, given.session)
        root, name = place.root, place.name
    except NoSession:
        if given.session in {"", ".", ".."} or "/" in given.session or "\\" in given.session:
            raise
        name = given.session
    path = session_to_erase(root, name)
    if given.person is not None:
        return _erase_person(root, name, given)
    return _erase_session(path, given)


def _erase_session(path: Path, given: argparse.Namespace) -> int:
    from copworkshop.store.erasing import Content, erase

    def confirm(found: Content) -> None:
        _say(f"From {path} these {len(found.ours)} files go, with everybody's words in them: {_listed(found.ours)}.")
        if found.foreign:
            _say(f"These stay, because copworkshop did not write them: {_listed(found.foreign)}.")
        _confirm(given, "Remove this session for good?")

    left = erase(path, confirm).foreign
    _say(f"The session is removed. {_ELSEWHERE}")
    if left:
        _say(f"In {path} there is still: {_listed(left)}. Look through it, and remove it yourself.")
    return 0


def _erase_person(root: Path, name: str, given: argparse.Namespace) -> int:
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.erasing import ErasePerson
    from copworkshop.rules.request import apply
    from copworkshop.store.commands import command
    from copworkshop.store.erasing import erase_person, open_to_erase
    from copworkshop.store.folder import utc_now

    opened = open_to_erase(root, name)
    try:
        for incident in opened.incidents:
            tell(f"copworkshop: {incident}")
        seat = _chosen(opened.session, given)
        closed = opened.session.closed is not None
        _say(f"From the session “{name}” goes what {_told(seat)} wrote and chose, and their seat.")
        _say("All reports that are in its folder go, too, because anybody's words may be in them.")
        if closed:
            _say(
                "The session is closed, so no idea, ballot or remark carries its author's name any more. Which ones "
                "were theirs cannot be told, and therefore these stay."
            )
        else:
            _say("The room's result is counted without their ballot from then on, so it can change.")
        _confirm(given, "Remove this person's words for good?")
        reports, left = erase_person(
            opened, apply(opened.session, ErasePerson(seat=seat.number), FACILITATOR, utc_now()), seat
        )
    finally:
        opened.close()
    _say(f"It is removed, and so are the copies from before. {_ELSEWHERE}")
    if reports:
        _say(f"Removed reports: {_listed(reports)}. Write a new one with:")
        say(command("report", of=name, sessions=root))
    if left:
        _say(f"Their words may still be in: {_listed(left)}. Look through it, and remove it yourself.")
    return 0


def _chosen(session: "Session", given: argparse.Namespace) -> "Seat":
    """Return the seat of the person who is named.

    Raises:
        Trouble: there is none, or there are several of that name.

    """
    from copworkshop.model.text import folded

    named = [seat for _, seat in sorted(session.seats.items()) if folded(seat.name) == folded(given.person)]
    found = [seat for seat in named if given.seat is None or seat.number == given.seat]
    if len(found) == 1:
        return found[0]
    if not named:
        raise Trouble(f"Nobody in the session is called “{given.person}”. {_NOTHING} Give the name as the room saw it.")
    several = "; ".join(f"--seat {seat.number} is {_told(seat)}" for seat in named)
    raise Trouble(f"Say which “{given.person}” you mean: {several}. {_NOTHING}")


def _told(seat: "Seat") -> str:
    where = f" at the table {seat.table}" if seat.table is not None else ""
    return f"{seat.name}{where}{', who was taken out of the room' if seat.removed else ''}"


def _confirm(given: argparse.Namespace, question: str) -> None:
    """Return once it was confirmed.

    Raises:
        Trouble: it was not.

    """
    if given.yes:
        return
    if not is_terminal(sys.stdin):
        raise Trouble(f"{_NOTHING} To remove it without a question, add --yes.")
    _say(f"{question} It cannot be undone. Type yes:")
    if sys.stdin.readline().strip().lower() != "yes":
        raise Trouble(_NOTHING)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more if names else "none"


def _say(text: str) -> None:
    """Write a sentence; on a terminal, no word of it is divided at the right edge."""
    width = max(20, shutil.get_terminal_size().columns)
    whole = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    lines = whole if is_terminal(sys.stdout) else [text]
    say("\n".join(lines))
