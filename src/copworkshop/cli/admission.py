"""Opens a session to other terminals as the command line says, and runs the facilitator's screens."""

import os
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from copworkshop.cli.output import FAILED, WRONG_USE, Trouble, complain, is_terminal

if TYPE_CHECKING:
    from copworkshop.live.workshop import Running, Wanted, Workshop
    from copworkshop.ssh.host import Host
    from copworkshop.ssh.opening import Opening
    from copworkshop.store.home import Home
    from copworkshop.ui.door import OpensDoor

EXPECTED: Final = 200
"""The default number of people who may come at once without waiting."""

SCREEN_MEGABYTES: Final = 0.8
"""What a screen that is prepared ahead takes, measured with 200 of them. README, help and documentation say it, too."""

MOST_EXPECTED: Final = 1_000


def door(
    port: int | None = None,
    bind: str | None = None,
    address: str | None = None,
    code: str | None = None,
    expect: int = EXPECTED,
    wifi: str | None = None,
) -> "Callable[[Running, int | None], Awaitable[Host]]":
    """Return a function that lets people join a session, on the port that the facilitator chose on a screen, if any.

    The network packages are imported only when it is called, so after the screens have appeared.

    Raises:
        Trouble: `port` or `expect` is not valid.

    """
    require_door(port, expect)

    def network() -> "tuple[type[Host], type[Opening], Callable[[], None]]":
        from copworkshop.hosting.gc_policy import tune_collector
        from copworkshop.ssh import install
        from copworkshop.ssh.host import Host
        from copworkshop.ssh.opening import Opening

        install.install()
        return Host, Opening, tune_collector

    async def open_door(running: "Running", chosen: int | None) -> "Host":
        import asyncio

        # In a thread: on the event loop, no key would be handled for a third of a second.
        host_kind, opening_kind, tune = await asyncio.to_thread(network)
        wanted = port if chosen is None else chosen
        opening = opening_kind(wanted, bind, address, code, wifi, expect, chosen_inside=chosen is not None)
        host = await host_kind.open(running, opening)
        tune()
        host.prepare()
        return host

    return open_door


def told_address(text: str | None) -> str | None:
    """Return the address to show to people, as it was typed; None if nothing was."""
    if text is None:
        return None
    from copworkshop.ssh.client import BadHost, read_host

    try:
        return read_host(text if text.startswith("[") else f"[{text}]", 0).host
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None


def wifi_network(text: str | None) -> str | None:
    """Return the Wi-Fi to show, as it was typed; None if none was given, empty if none is to be shown any more.

    Raises:
        Trouble: it is no Wi-Fi network.

    """
    if not text:
        return text
    from copworkshop.model.wifi import BadWifi, read_wifi

    try:
        return read_wifi(text).typed
    except BadWifi as error:
        raise Trouble(str(error), WRONG_USE) from None


def join_code(text: str | None) -> str | None:
    """Return the join code to ask for, as it was typed; None if none was given.

    Raises:
        Trouble: people cannot type it.

    """
    if text is None:
        return None
    from copworkshop.admission.join_code import CODE_RULE, BadCode, read_code

    try:
        read_code(text)
    except BadCode:
        raise Trouble(f"{CODE_RULE}: give another with --code, or --code none for no code.", WRONG_USE) from None
    return text


def bind_address(text: str | None) -> str | None:
    """Return the address to listen on, as it was typed, without brackets; None if nothing was.

    Raises:
        Trouble: it is no address of this machine.

    """
    if text is None:
        return None
    from copworkshop.ssh.sockets import is_of_this_machine, not_here

    address = text.strip()
    if address.startswith("[") and address.endswith("]"):
        address = address[1:-1]
    if address and not is_of_this_machine(address):
        raise Trouble(not_here(address), WRONG_USE)
    return address


def require_door(port: int | None, expect: int) -> None:
    """Check the port number, if one was given, and the number of people to expect.

    Raises:
        Trouble: one of the two numbers is not valid.

    """
    if not 0 <= expect <= MOST_EXPECTED:
        raise Trouble(f"Give --expect a number of people from 0 to {MOST_EXPECTED}.", WRONG_USE)
    if port is not None and not 0 <= port <= 65535:
        raise Trouble(f"{port} is no port: give --port a number from 0 (any that is free) to 65535.", WRONG_USE)


def screens(
    home: "Home",
    *,
    remembers: bool = True,
    wanted: "Callable[[Workshop], Wanted] | None",
    open_door: "OpensDoor | None",
) -> int:
    """Show the facilitator's screens until they are closed, and return the exit code.

    `home` is where the sessions are; with `remembers`, the next command finds them there, too. `wanted` returns the
    session to open at once; without it the start screen appears. `open_door` lets people join from other terminals;
    without it nobody can.

    Raises:
        Trouble: there is no suitable terminal, or the session could not continue.

    """
    require_terminal()
    import io

    from rich.console import Console

    from copworkshop.toolkit import install
    from copworkshop.ui.facilitator import FacilitatorApp

    install.install()

    def workshop() -> "Workshop":
        from copworkshop.live.workshop import Workshop

        return Workshop(home, remembers=remembers)

    app = FacilitatorApp(workshop, wanted, open_door)
    # Textual's traceback of a bug of ours contains people's words, so it is not printed. `run` prints a sentence.
    app.error_console = Console(file=io.StringIO())
    app.run()
    for sentence in app.last_incidents:
        complain(sentence, FAILED)
    if app.fault is not None:
        if app.failure_log is None or os.environ.get("COPWORKSHOP_TRACEBACK"):
            raise app.fault
        raise Trouble(
            f"Something is wrong in copworkshop itself ({type(app.fault).__name__}); what was saved is safe. "
            f"Details are in {app.failure_log}."
        )
    if app.trouble is not None:
        raise Trouble(app.trouble)
    return app.return_code or 0


def require_terminal() -> None:
    """Check that the screens can be shown here.

    Raises:
        Trouble: this is not a terminal, or it is too small.

    """
    # Textual draws on standard error. If that is a file, the person sees an empty terminal.
    if not all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        raise Trouble("The screens need a terminal: start copworkshop in one, without a pipe, < or >.")
    if sys.platform != "win32":  # where terminals have no such name
        _require_known_terminal(os.environ.get("TERM", ""))
    from copworkshop.ui.least_size import LEAST_HEIGHT, LEAST_WIDTH, too_small

    columns, rows = os.get_terminal_size()
    if too_small(columns, rows):
        raise Trouble(
            f"This terminal is {columns}×{rows}; at least {LEAST_WIDTH}×{LEAST_HEIGHT} is needed, 80×24 is good. "
            "Enlarge the window or make its letters smaller, then start again."
        )


def _require_known_terminal(name: str) -> None:
    if name in {"", "dumb", "unknown"}:
        calls = f"it calls itself {name}" if name else "it does not say what it is"
        raise Trouble(
            f"This terminal cannot show screens: {calls}. Start copworkshop in a terminal window, or, if this is one, "
            "type TERM=xterm before the command. copworkshop host needs no screen."
        )
