"""The ``ssh`` command lines that bring people into a session. People need only the system's own client."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copworkshop.admission.entry import ROOM
from copworkshop.ssh.access import FACILITATOR_KEY

PORT_FILE: Final = "port"
"""In ``access/``: the port of the running session, for a second terminal on the same machine."""

KNOWN_HOSTS: Final = "known_hosts"
"""In ``access/``: the session's own host key, so that ssh never asks the facilitator whether to trust it."""

_SIGNS: Final = str.maketrans("", "", ".-:%_")
"""Removes the signs that a host may have in addition to letters and digits."""

_NO_HOST: Final = "That is no host. Give its name or address, as the facilitator's screen shows it."


class BadHost(ValueError):  # noqa: N818 - named for what the person typed
    """What was typed cannot be a host. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a session is."""

    host: str
    port: int


def read_host(text: str, port: int) -> Address:
    """Return the address that a person typed: a host, or ``HOST:PORT``, or ``[IPv6]:PORT``.

    Raises:
        BadHost: it cannot be an address, or ``ssh`` would take it for an option.

    """
    host, colon, number = text.strip(), "", ""
    if host.startswith("["):
        host, bracket, rest = host[1:].partition("]")
        colon, number = rest[:1], rest[1:]
        if not bracket or colon not in {"", ":"}:
            raise BadHost(_NO_HOST)
    elif host.count(":") == 1:
        host, colon, number = host.partition(":")
    if host.startswith("-") or not host.translate(_SIGNS).isalnum():
        raise BadHost(_NO_HOST)
    if not colon:
        return Address(host, port)
    if not number.isdecimal() or not 0 < int(number) <= 65535:
        raise BadHost(f"“{number}” is no port: give a number from 1 to 65535, as in {host}:2222.")
    return Address(host, int(number))


def join_command(address: Address) -> list[str]:
    """Return the command of a participant. It accepts the host key of a new session once, and ssh then remembers it."""
    return [*_ssh(address), "-o", "StrictHostKeyChecking=accept-new", f"{ROOM}@{address.host}"]


def ssh_command(host: str, port: int) -> str:
    """Return the command that people type to come in, as the stage shows it."""
    return f"ssh -p {port} {ROOM}@{host}"


def ssh_link(host: str, port: int) -> str:
    """Return a link that SSH apps on phones open (in the form of the ``ssh`` URI scheme's draft)."""
    return f"ssh://{ROOM}@{f'[{host}]' if ':' in host else host}:{port}"


def second_screen_command(entrance: str, address: Address, access: Path | None) -> list[str]:
    """Return the command of the facilitator's second terminal. `entrance` is ``console`` or ``stage``.

    With the session's `access` folder, the command uses the key in it; see :func:`can_be_named`. With None, ssh asks
    for the passphrase.
    """
    command = _ssh(address)
    command[1:1] = ["-o", "SendEnv=COLORTERM NO_COLOR"]  # so that the colours are those of the local screens
    if access is not None:
        command += ["-o", f'IdentityFile="{_escaped(access / FACILITATOR_KEY)}"', "-o", "IdentitiesOnly=yes"]
        command += ["-o", f'UserKnownHostsFile="{_escaped(access / KNOWN_HOSTS)}"']
    return [*command, f"{entrance}@{address.host}"]


def can_be_named(folder: Path) -> bool:
    """Return whether an option of ssh can name a file in this folder: it cannot quote a quote, and expands ``${…}``."""
    text = str(folder)
    return '"' not in text and "${" not in text and (os.sep == "\\" or "\\" not in text)


def _escaped(path: Path) -> str:
    """Return a path as ssh takes it in an option: there ``%`` is expanded. Spaces need quotes around it."""
    return str(path).replace("%", "%%")


def _ssh(address: Address) -> list[str]:
    # A typed line may begin with a tilde, so ssh's own escapes are off. Keepalives still end a dead connection.
    alive = ("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3")
    return ["ssh", "-t", "-e", "none", *alive, "-p", str(address.port)]
