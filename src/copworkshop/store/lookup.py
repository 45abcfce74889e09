"""Finds the session that a person names: by its folder, its path, its title, or its folder without the date."""

import unicodedata
from pathlib import Path
from typing import NamedTuple

from copworkshop.model.text import clean_line
from copworkshop.store.codec import SESSION_FILE
from copworkshop.store.errors import StoreError
from copworkshop.store.names import is_plain, session_folder, slug, without_day
from copworkshop.store.sessions import SessionLine, is_session, no_session, overview


class Place(NamedTuple):
    """Where a session is."""

    root: Path
    """The folder of sessions that it is in."""
    name: str
    """The name of its own folder."""


def find_session(root: Path, text: str) -> Place | None:
    """Return the place of the session that `text` names; None if there is none.

    The name of a folder in `root` counts first, then a path, then the title, then the folder's name without the date.

    Raises:
        StoreError: several sessions are called that, or the folder of sessions cannot be listed.

    """
    if _is_folder_of(root, text):
        return Place(root, text)
    path = _path(text)
    if path is not None:
        return Place(path.parent, path.name)
    if is_path(text):
        return None
    found = _called(text, overview(root))
    if len(found) > 1:
        raise StoreError(
            f"Several sessions in {root} are called “{text}”: {', '.join(found)}. "
            "Give the name of the folder that you mean."
        )
    return Place(root, found[0]) if found else None


def session_named(root: Path, text: str) -> Place:
    """Return the place of the session that `text` names, as :func:`find_session` does.

    Raises:
        CannotRead: there is none.
        StoreError: several sessions are called that.

    """
    found = find_session(root, text)
    if found is None:
        raise no_session(root, text)
    return found


def is_path(text: str) -> bool:
    """Return whether a text can only be meant as a path, and not as a title."""
    return text in {".", ".."} or "/" in text or "\\" in text


def _is_folder_of(root: Path, text: str) -> bool:
    try:
        return session_folder(root, text).exists()
    except (StoreError, OSError):
        return False


def _path(text: str) -> Path | None:
    """Return the folder of a session that `text` is the path of; None if it is not."""
    try:
        path = Path(text).resolve()
        # A single word is more often a title than a path. A folder with nothing but a plan may be the person's own.
        there = is_session(path) if is_path(text) else (path / SESSION_FILE).exists()
    except (OSError, ValueError, RuntimeError):
        return None
    return path if there and path.name else None


def _called(text: str, lines: tuple[SessionLine, ...]) -> list[str]:
    """Return the names of the sessions that are called `text`."""
    if is_plain(text):
        return [line.name for line in lines if text in _short_names(line) or _same(text, line.heading)]
    titled = [line.name for line in lines if _same(text, line.heading) or _same(text, line.name)]
    if titled:
        return titled
    # The title may have been changed since. But two titles can have the same short name, such as Café and Cafe.
    short = slug(text)
    return [
        line.name
        for line in lines
        if short and without_day(line.name) == short and (line.heading is None or slug(line.heading) != short)
    ]


def _short_names(line: SessionLine) -> set[str]:
    return {without_day(line.name).casefold(), slug(line.heading or "")}


def _same(text: str, other: str | None) -> bool:
    """Return whether two titles differ in nothing but spaces, capitals and the way their letters are encoded."""
    return other is not None and _bare(text) == _bare(other)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", clean_line(text)).casefold()
