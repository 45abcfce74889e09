"""Checks whether people can connect. It opens a session's server on the port, and connects to it as people will."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncssh
from typing_extensions import override

from copworkshop.admission.addresses import GET_A_NETWORK, LOOPBACK, NO_NETWORK, HostAddress, Reach, only_here
from copworkshop.admission.admission import Admission, AdmittedConnection
from copworkshop.admission.limits import Limits
from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.ssh.client import Address
from copworkshop.ssh.server import Server, ServerError
from copworkshop.store.commands import command
from copworkshop.store.sessions import SessionLine

REACHED: Final = "You have reached the machine of the workshop: joining will work from here. Tell the facilitator."
"""The sentence that everybody who connects to the test server gets."""

_SECONDS: Final = 5.0  # after which a connection counts as failed
_GOODBYE: Final = 1.5  # seconds until the other side has received its sentence

_WHO: Final = {
    Reach.NETWORK: "others in the same network",
    Reach.PUBLIC: "anybody on the internet, if nothing is in between",
    Reach.SIX: "others in the same network, by IPv6",
    Reach.VIRTUAL: "nobody in the room (a tunnel, or containers of this machine)",
    Reach.NONE: "nobody: the network gave no address",
}


_NOBODY: Final[Any] = None  # stands for what is never used, because nobody is admitted


class TryOut(Server):
    """The server of a session without a session. It refuses everybody with a sentence, and reports who connected."""

    def __init__(self, told: Callable[[str], None] = lambda _address: None) -> None:
        """Create a server that does not listen yet. `told` is called with the address of each connection."""
        super().__init__(_NOBODY, asyncssh.generate_private_key("ssh-ed25519"), _NOBODY)
        self.admission = _TurnsAway(self.state.limits, told)


class _TurnsAway(Admission):
    def __init__(self, limits: Limits, told: Callable[[str], None]) -> None:
        super().__init__(_NOBODY, limits, clock=time.monotonic)
        self._told = told

    @override
    def admit(self, connection: AdmittedConnection, address: str) -> str:
        self._told(address)
        return REACHED


@dataclass(frozen=True, slots=True)
class Calls:
    """The result of opening the port and connecting to it."""

    port: int
    """The port that was opened."""
    fault: str = ""
    """The sentence that says why it could not be opened; empty if it was opened."""
    reached: tuple[str, ...] = ()
    """The addresses at which the server answered."""


async def try_the_door(bind: str, port: int, called: Sequence[str]) -> Calls:
    """Open the port and connect to it at each address, with the complete SSH handshake up to the authentication."""
    server = TryOut()
    try:
        await server.start(bind, port)
    except ServerError as error:
        return Calls(port, fault=str(error))
    opened = server.port
    try:
        answers = await asyncio.gather(*(_answers(Address(address, opened)) for address in called))
    finally:
        await server.close(REACHED)
    reached = tuple(address for address, answer in zip(called, answers, strict=True) if answer)
    return Calls(opened, reached=reached)


async def _answers(address: Address) -> bool:
    """Return whether the test server answers at an address, as an SSH server should."""
    try:
        async with asyncio.timeout(_SECONDS):
            line = await asyncssh.connect(
                address.host, address.port, username="room", known_hosts=None, client_keys=None, agent_path=None,
                config=None,
            )  # fmt: skip
    except asyncssh.DisconnectError as error:
        return error.reason.startswith(REACHED)
    except (OSError, asyncssh.Error, TimeoutError):
        return False
    line.abort()
    return False  # another server listens there, and lets people in


def door(
    calls: Calls,
    handed_out: str,
    here: Sequence[HostAddress],
    held: Sequence[SessionLine],
    sessions: Path | None = None,
    *,
    given: bool = False,
) -> Iterator[Finding]:
    """Judge the result of the connections: the port, and the address to give to people.

    `sessions` is the folder of sessions, if it is not the usual one. `given` tells whether the facilitator has named
    that address, or the program has chosen it.
    """
    if calls.fault:
        running = next((line.name for line in held), None)
        if running is not None:
            yield look("Port", f"{calls.fault} “{running}” is running.", "If that is what has it, all is well.")
        else:
            other = command("run", "--port", str(_another(calls.port)), sessions=sessions)
            yield wrong("Port", calls.fault, "End what has it, or:", other)
    elif handed_out in calls.reached or LOOPBACK in calls.reached:
        yield fine("Port", f"{calls.port} is free; a session's server was opened on it, and spoke SSH.")
    else:
        yield wrong("Port", f"A server on {calls.port} does not answer.", "See whether a firewall is in the way.")
    yield from _addresses(calls, handed_out, here, sessions, given=given)


def _addresses(
    calls: Calls, handed_out: str, here: Sequence[HostAddress], sessions: Path | None, *, given: bool
) -> Iterator[Finding]:
    if given and (alone := only_here(handed_out)):
        yield wrong("Address", alone, "Leave out --bind and --address. On one terminal: --no-ssh")
    else:
        yield _handed_out(calls, handed_out, here, sessions)
    for each in here:
        if each.address != handed_out and each.reach in {Reach.NETWORK, Reach.PUBLIC}:
            yield look(
                "Address",
                f"{_of(each)} would reach {_WHO[each.reach]}, too.",
                "If the room is in that network:",
                command("run", "--address", each.address, sessions=sessions),
            )


def _handed_out(calls: Calls, handed_out: str, here: Sequence[HostAddress], sessions: Path | None) -> Finding:
    """Judge the address that people are told."""
    best = next((each for each in here if each.address == handed_out), None)
    if handed_out == LOOPBACK or (best is not None and best.reach is Reach.NONE):
        return wrong("Address", NO_NETWORK, f"{GET_A_NETWORK} On one terminal: --no-ssh")
    if best is None:
        return _by_name(handed_out, here)
    if best.reach is Reach.VIRTUAL:
        return wrong("Address", f"{_of(best)} reaches {_WHO[best.reach]}.", "Join the network that the room is in.")
    if calls.reached and handed_out not in calls.reached:
        return wrong(
            "Address", f"{_of(best)} does not answer.", "Join the network again, or name another: --address ADDR"
        )
    grade = look if best.reach is Reach.PUBLIC else fine
    return grade(
        "Address",
        f"{_of(best)} is what people are told; it answers. It reaches {_WHO[best.reach]}.",
        "Networks for guests may keep machines apart; to try it from another one:",
        command("doctor", "--wait", sessions=sessions),
    )


def _by_name(name: str, here: Sequence[HostAddress]) -> Finding:
    """Judge a name for people to use, or the address of a router in front of this machine."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        return wrong("Address", f"{name} is not known to this network.", "Hand out an address: leave out --address")
    if found & {each.address for each in here}:
        return fine("Address", f"{name} is this machine.")
    told = ", ".join(sorted(found))
    return look("Address", f"{name} is {told}, no address of this machine.", "See that calls are sent on from there.")


def _of(each: HostAddress) -> str:
    return f"{each.address} ({each.network})"


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 2222


async def wait_for_a_call(bind: str, port: int, own: Sequence[str], ready: Callable[[], None]) -> str:
    """Open the port until a connection comes from an address that is not one of our `own`; return that address.

    `ready` is called once the port is open.

    Raises:
        ServerError: the port cannot be opened.

    """
    caller: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def told(address: str) -> None:
        plain = address.removeprefix("::ffff:").partition("%")[0]
        if plain not in own and not caller.done():
            caller.set_result(plain)

    server = TryOut(told)
    await server.start(bind, port)
    try:
        ready()
        address = await caller
        await asyncio.sleep(_GOODBYE)
        return address
    finally:
        await server.close(REACHED)
