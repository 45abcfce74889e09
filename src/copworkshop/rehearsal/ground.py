"""The session of a rehearsal. It has its own folder, and every screen shows that it is a rehearsal."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.workshop import plan_text
from copworkshop.model.system_errors import Doing, why
from copworkshop.store.errors import CannotSave
from copworkshop.store.files import make_folder
from copworkshop.store.names import new_name
from copworkshop.store.sessions import create, overview

HEADING: Final = "Rehearsal"
"""The text under the title, so that nobody mistakes a rehearsal for their session."""


@contextmanager
def sessions_folder(kept: Path | None) -> Iterator[Path]:
    """Provide a folder of sessions: `kept`, or a temporary one that is removed at the end.

    Raises:
        CannotSave: it cannot be created; the sentence says why.

    """
    if kept is not None:
        try:
            make_folder(kept)
        except OSError as error:
            raise CannotSave(
                f"The folder {kept} could not be made: {why(error, Doing.MAKING)}. Choose another with --sessions."
            ) from error
        yield kept
        return
    try:
        folder = Path(tempfile.mkdtemp(prefix="copworkshop-rehearsal-"))
    except OSError as error:
        raise CannotSave(
            f"A temporary folder could not be made: {why(error, Doing.MAKING)}. Choose a folder with --sessions."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # a file that somebody has open is no reason to fail


def begin(sessions: Path, plan: Path | None) -> str:
    """Begin a session for the rehearsal and return its name. The plan None means the packaged plan.

    Raises:
        StoreError: the plan has faults, or the session cannot be created; the sentence says why.

    """
    text = packaged_text(DEFAULT_PLAN) if plan is None else plan_text(plan)
    now = datetime.now(UTC)
    name = new_name(now.astimezone().date(), HEADING, [line.name for line in overview(sessions)])
    create(sessions, name, text, now=now, heading=HEADING).close()
    return name
