"""The command that writes the paper kit: forms, slips, ballots and cards to print."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.cli.output import WRONG_USE, Trouble, root_of, say, tell

if TYPE_CHECKING:
    from copworkshop.export.paper import JoiningOnPaper, Kept
    from copworkshop.model.plan import Plan
    from copworkshop.rules.sight import Sight

PRINT_IT: Final = "Open it in a browser and print it: it fits A4 and Letter."


def paper(given: argparse.Namespace) -> int:
    """Write the paper kit of a session, or of a plan before there is one."""
    from copworkshop.export.paper import FILE, paper_kit
    from copworkshop.export.paper_page import paper_page
    from copworkshop.export.registry import HTML
    from copworkshop.live.exports import write_paper, write_to

    if given.session is not None and given.plan is not None:
        raise Trouble("Give a session or --plan, not both: a session has its plan.", WRONG_USE)
    folder, seen, joining, kept = _of_plan(given.plan) if given.session is None else _of_session(given)
    if given.to is None:
        (path,) = write_paper(folder, seen, joining, kept).paths
    else:
        path = given.to / f"{FILE}{HTML.ending}" if given.to.is_dir() else given.to
        write_to(path, paper_page(paper_kit(seen, joining, kept)).encode(), force=given.force)
    say(f"The paper kit is in {path}. {PRINT_IT}")
    return 0


def _of_plan(name: str | None) -> "tuple[Path, Sight, JoiningOnPaper | None, Kept | None]":
    """Return what the kit of a plan is made of, and the folder to write it into. Its cards are filled in by hand."""
    from datetime import UTC, datetime

    from copworkshop.export.paper import JoiningOnPaper
    from copworkshop.model.people import FACILITATOR
    from copworkshop.model.session import begin
    from copworkshop.rules.sight import sight

    session = begin("plan", _plan(name), datetime.now(UTC))
    return Path(), sight(session, FACILITATOR), JoiningOnPaper(), None


def _plan(name: str | None) -> "Plan":
    """Return a plan that comes with the program, by its name, or that of a file."""
    from copworkshop.content.loader import DEFAULT_PLAN, packaged_text, parse_plan
    from copworkshop.live.workshop import plan_text

    if name is None or not Path(name).exists():
        try:
            return parse_plan(packaged_text(name or DEFAULT_PLAN), name or DEFAULT_PLAN)
        except KeyError:
            pass
    assert name is not None, "the default plan is there"  # noqa: S101
    return parse_plan(plan_text(Path(name)), Path(name).name)


def _of_session(given: argparse.Namespace) -> "tuple[Path, Sight, JoiningOnPaper | None, Kept | None]":
    """Return what the kit of a session is made of, and its export folder. Nothing of the session is changed."""
    from copworkshop.live.exports import kept_in
    from copworkshop.live.workshop import EXPORTS
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.sight import sight
    from copworkshop.store.example import EXAMPLE, session_to_read
    from copworkshop.store.lookup import find_session
    from copworkshop.store.sessions import open_read_only

    root = root_of(given)
    opened = open_read_only(*session_to_read(root, given.session))
    for incident in opened.incidents:
        tell(f"copworkshop: {incident}")
    folder, seen = opened.folder.path, sight(opened.session, FACILITATOR)
    if given.session == EXAMPLE and find_session(root, EXAMPLE) is None:
        return Path(), seen, None, None  # the packaged example is only read
    return folder / EXPORTS, seen, _joining(folder), kept_in(folder)


def _joining(folder: Path) -> "JoiningOnPaper | None":
    """Return how people joined a session the last time, at the address of this computer now; None if nobody could."""
    from copworkshop.admission.addresses import PORT, addresses, best_of
    from copworkshop.admission.join_code import NO_CODE, spoken
    from copworkshop.model.wifi import read_wifi
    from copworkshop.ssh.access import kept_code
    from copworkshop.ssh.address_watch import Door
    from copworkshop.ssh.client import PORT_FILE
    from copworkshop.ssh.key_files import AccessError
    from copworkshop.ssh.opening import Opening, as_last_time
    from copworkshop.store.access_files import ACCESS_FOLDER

    access = folder / ACCESS_FOLDER
    if not (access / PORT_FILE).exists():
        return None
    try:
        opening, code = as_last_time(Opening(), access), kept_code(access)
    except AccessError as error:
        raise Trouble(str(error)) from None
    door = Door(
        PORT if opening.port is None else opening.port,
        spoken(code) if code not in {None, NO_CODE} else None,
        "",
        wifi=read_wifi(opening.wifi) if opening.wifi else None,
    )
    joining = door.at(opening.given or best_of(addresses())).on_paper
    return joining if code is not None else replace(joining, asks_code=True)
