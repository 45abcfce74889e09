"""The commands for running a session: begin it, lead it, join it."""

import argparse
import sys
from collections.abc import Sequence

from copworkshop.admission.addresses import PORT
from copworkshop.cli.admission import bind_address, door, join_code, require_door, screens, told_address, wifi_network
from copworkshop.cli.output import WRONG_USE, Trouble, home_of, is_terminal, require_output, root_of, say, tell


def start(given: argparse.Namespace) -> int:
    """Show the start screen, where the facilitator resumes a session or begins one."""
    return screens(home_of(given), wanted=None, open_door=door(given.port, wifi=wifi_network(given.wifi)))


def run_session(given: argparse.Namespace) -> int:
    """Open a session without the start screen."""
    address, code = told_address(given.address), join_code(given.code)
    bind, wifi = bind_address(given.bind), wifi_network(given.wifi)
    usual = door(given.port, bind, address, code, given.expect, wifi)
    open_door = None if given.no_ssh else usual
    return screens(home_of(given), wanted=lambda there: there.wanted(given.session, given.plan), open_door=open_door)


def host(given: argparse.Namespace) -> int:
    """Run a session without a screen."""
    from copworkshop.live.workshop import Workshop
    from copworkshop.ssh.headless import serve
    from copworkshop.ssh.install import install as install_ssh
    from copworkshop.ssh.opening import Opening
    from copworkshop.toolkit import event_loop
    from copworkshop.toolkit.install import install as install_toolkit

    require_output()
    install_toolkit()
    install_ssh()
    require_door(given.port, given.expect)
    address, code = told_address(given.address), join_code(given.code)
    bind, wifi = bind_address(given.bind), wifi_network(given.wifi)
    workshop = Workshop(home_of(given), remembers=not given.rehearsal)
    running = workshop.enter(workshop.wanted(given.session, given.plan))
    say(f"Session: {running.hub.session.name}")
    for incident in running.incidents:
        tell(f"copworkshop: {incident}")
    opening = Opening(given.port, bind, address, code, wifi, given.expect)
    event_loop.run(serve(running, opening, say))
    return 0


def passphrase(given: argparse.Namespace) -> int:
    """Set the passphrase that opens a session's console from any machine."""
    import getpass

    from copworkshop.model.system_errors import why
    from copworkshop.ssh.access import set_passphrase
    from copworkshop.ssh.key_files import AccessError
    from copworkshop.store.access_files import ACCESS_FOLDER
    from copworkshop.store.lookup import session_named
    from copworkshop.store.sessions import open_read_only

    require_output()
    opened = open_read_only(*session_named(root_of(given), given.session))
    if is_terminal(sys.stdin):
        try:
            passphrase = getpass.getpass("Passphrase: ")
            same = getpass.getpass("The same once more: ") == passphrase
        except EOFError:  # Ctrl+D
            raise Trouble("No passphrase was typed, and nothing is changed.") from None
        if not same:
            raise Trouble("The two are not the same, and nothing is changed. Try again.")
    else:
        passphrase = "" if sys.stdin is None else sys.stdin.readline().rstrip("\r\n")
    try:
        session = opened.session
        set_passphrase(opened.folder.path / ACCESS_FOLDER, passphrase, session.name, session.heading or "")
    except AccessError as error:
        raise Trouble(str(error)) from None
    except OSError as error:
        raise Trouble(f"The passphrase could not be saved in {opened.folder.path}: {why(error)}.") from error
    say("The passphrase is set. From any machine: ssh -p PORT console@HOST, or stage@HOST, as the stage shows them.")
    return 0


def join(given: argparse.Namespace) -> int:
    """Join a session with the system's ssh."""
    from copworkshop.ssh.client import BadHost, join_command, read_host

    try:
        address = read_host(given.host, PORT)
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None
    if not is_terminal(sys.stdin):
        raise Trouble("There is no terminal to show the room on. Connect without a command, or use ssh -t.")
    return become(join_command(address))


def become(command: Sequence[str]) -> int:
    """Run the system's ssh on this terminal; return its exit code."""
    import shutil
    import subprocess

    require_output()
    if shutil.which(command[0]) is None:
        raise Trouble("There is no ssh on this machine. Install OpenSSH's client, then try again.")
    return subprocess.run(command, check=False).returncode
