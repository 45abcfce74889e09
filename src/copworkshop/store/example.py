"""The example that comes with the program: a small finished session, to read where it is, or to copy."""

from pathlib import Path
from typing import Final

from copworkshop import content
from copworkshop.content.faults import BadFile
from copworkshop.store.codec import PLAN_FILE
from copworkshop.store.errors import CannotRead
from copworkshop.store.loading import read_plan_text
from copworkshop.store.lookup import Place, find_session, session_named
from copworkshop.store.sessions import Opened, create_with, is_session, open_read_only

EXAMPLE: Final = "example"
"""The name of the packaged example. A session of one's own with this name comes first."""

_CONTENT: Final = Path(content.__file__).parent
FOLDERS: Final = (_CONTENT, _CONTENT.parents[2] / "sessions")
"""Where the example's folder is: in an installed package, and in the project itself."""


def session_to_read(root: Path, text: str) -> Place:
    """Return the place of the session that `text` names, or of the packaged example. Never write there.

    Raises:
        NoSession: there is none.
        StoreError: several sessions are called that.

    """
    if text == EXAMPLE and find_session(root, text) is None:
        return Place(_packaged(), EXAMPLE)
    return session_named(root, text)


def copy_example(root: Path, name: str) -> Opened:
    """Begin a session that is a copy of the packaged example, and own it.

    Raises:
        CannotRead: the program was installed without the example.
        StoreError: the copy cannot be made, as :func:`copworkshop.store.sessions.create` says.

    """
    packaged = _packaged()
    session = open_read_only(packaged, EXAMPLE).session
    try:
        plan_text, _ = read_plan_text(packaged / EXAMPLE / PLAN_FILE, PLAN_FILE)
    except BadFile as bad:
        raise CannotRead(f"The example cannot be used: {bad.faults[0]}") from None
    return create_with(root, session.replace(name=name), plan_text)


def _packaged() -> Path:
    found = next((folder for folder in FOLDERS if is_session(folder / EXAMPLE)), None)
    if found is None:
        raise CannotRead("The example is missing from this installation of copworkshop. Install it again.")
    return found
