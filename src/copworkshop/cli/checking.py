"""The commands that look for faults in a machine, a plan, or a session's folder."""

import argparse
import os
import sys

from copworkshop.cli.admission import bind_address, require_door, told_address
from copworkshop.cli.output import FAILED, WRONG_USE, Trouble, root_of, say
from copworkshop.ssh.addresses import PORT


def doctor(given: argparse.Namespace) -> int:
    """Test on this machine what can go wrong in the room, and print what people will type."""
    import shutil

    from copworkshop.doctor.examination import Wanted
    from copworkshop.doctor.run import consult, wait
    from copworkshop.ssh.install import install as install_ssh
    from copworkshop.ssh.server import ServerError
    from copworkshop.toolkit.install import install as install_toolkit

    install_toolkit()
    install_ssh()
    port = PORT if given.port is None else given.port
    if not 1 <= port <= 65535:
        raise Trouble("Give --port the number that people will join on, from 1 to 65535.", WRONG_USE)
    require_door(port, given.expect)
    wanted = Wanted(
        sessions=root_of(given), plan=given.plan, joins=not given.no_ssh, port=port,
        bind=bind_address(given.bind) or "", address=told_address(given.address) or "", people=given.expect,
    )  # fmt: skip
    coloured = sys.stdout.isatty() and os.environ.get("NO_COLOR") is None
    ready = consult(wanted, say, width=shutil.get_terminal_size().columns, coloured=coloured)
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

    if given.path.is_dir():
        faults = [str(fault) for fault in check(given.path)]
    else:
        try:
            load_plan(given.path)
            faults = []
        except BadPlan as error:
            faults = [str(fault) for fault in error.faults]
    for fault in faults:
        say(fault)
    if faults:
        return FAILED
    say(f"{given.path} is sound.")
    return 0
