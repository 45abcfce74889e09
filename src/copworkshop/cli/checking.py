"""The commands that look for faults in a machine, a plan, or a session's folder."""

import argparse
import os
import sys
from pathlib import Path

from copworkshop.admission.addresses import PORT
from copworkshop.cli.admission import bind_address, require_door, told_address
from copworkshop.cli.output import (
    FAILED,
    WRONG_USE,
    Trouble,
    charset_to_print,
    home_of,
    is_terminal,
    root_of,
    say,
    tell_of_last,
)


def doctor(given: argparse.Namespace) -> int:
    """Test on this machine what can go wrong in the room, and print what people will type."""
    import shutil

    from copworkshop.doctor.examination import Wanted
    from copworkshop.doctor.run import consult, wait
    from copworkshop.ssh.install import install as install_ssh
    from copworkshop.ssh.server import ServerError
    from copworkshop.toolkit.install import install as install_toolkit
    from copworkshop.toolkit.stand_ins import has_blocks

    install_toolkit()
    install_ssh()
    port = PORT if given.port is None else given.port
    if not 1 <= port <= 65535:
        raise Trouble("Give --port the number that people will join on, from 1 to 65535.", WRONG_USE)
    require_door(port, given.expect)
    home = home_of(given)
    wanted = Wanted(
        sessions=home.folder, plan=given.plan, joins=not given.no_ssh, port=port,
        bind=bind_address(given.bind) or "", address=told_address(given.address) or "", people=given.expect,
    )  # fmt: skip
    coloured = is_terminal(sys.stdout) and os.environ.get("NO_COLOR") is None
    width = shutil.get_terminal_size().columns
    ready = consult(wanted, say, width=width, coloured=coloured, blocks=has_blocks(charset_to_print()))
    tell_of_last(home)
    if given.wait and wanted.joins:
        try:
            wait(wanted, say)
        except ServerError as error:
            raise Trouble(str(error)) from None
    return 0 if ready else FAILED


def check(given: argparse.Namespace) -> int:
    """Print every fault of a plan or of a session's folder."""
    from copworkshop.content.loader import BadPlan, load_plan
    from copworkshop.store.check import check

    path = _to_check(given)
    if path.is_dir():
        faults = [str(fault) for fault in check(path)]
    else:
        try:
            load_plan(path)
            faults = []
        except BadPlan as error:
            faults = [str(fault) for fault in error.faults]
    for fault in faults:
        say(fault)
    if faults:
        return FAILED
    say(f"{given.path} is sound.")
    return 0


def _to_check(given: argparse.Namespace) -> Path:
    """Return the path of what is to be checked: the given path, or the folder of the session of that name."""
    from copworkshop.store.errors import NoSession
    from copworkshop.store.example import session_to_read
    from copworkshop.store.sessions import is_session

    path: Path = given.path
    if path.is_file() or is_session(path):
        return path
    try:
        root, name = session_to_read(root_of(given), str(path))
    except NoSession:
        return path
    return root / name
