"""The addresses of this machine, and which of them to hand out: the one that other people can most likely reach.

Finding them sends nothing over the network.
"""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LOOPBACK: Final = "127.0.0.1"

PORT: Final = 2222
"""The port if neither the command line nor the session names one. Ports below 1024 need special rights."""

EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - what people may type
"""Values that mean all addresses of this machine."""

NO_NETWORK: Final = "Nobody else can reach this machine: it is in no network."
GET_A_NETWORK: Final = "Join the room's network, or make one: a hotspot of this machine or of a phone."
ONLY_HERE: Final = "Nobody else can reach this machine: {address} is an address for this machine alone."

# Names that the systems give to networks without people: containers, virtual machines, tunnels.
_VIRTUAL: Final = (
    "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "podman", "cni", "flannel", "tun", "tap", "wg",
    "utun", "tailscale", "zt", "ppp", "ipsec", "vethernet", "virtualbox", "vmware", "hyper-v", "wireguard", "zerotier",
    "wsl", "openvpn", "anyconnect",
)  # fmt: skip


class Reach(IntEnum):
    """Who can most likely reach an address. The smaller the value, the better the address is to hand out."""

    NETWORK = 0
    """Other machines on the same network."""
    PUBLIC = 1
    """Everybody on the internet, unless a firewall is in between."""
    SIX = 2
    """Other machines on the same network, by IPv6."""
    VIRTUAL = 3
    """Containers and virtual machines of this machine, or the other end of a tunnel."""
    NONE = 4
    """Nobody: the network gave this machine no address, so the machine chose one itself (RFC 3927)."""


@dataclass(frozen=True, slots=True)
class HostAddress:
    """One address of this machine."""

    address: str
    network: str
    """The system's name for the network interface."""
    reach: Reach


def reach_of(address: str, network: str) -> Reach | None:
    """Return who can most likely reach an address; None for an address that is never handed out.

    Raises:
        ValueError: it is not an address.

    """
    ip = ipaddress.ip_address(address)
    if ip.is_loopback or ip.is_multicast or ip.is_unspecified or (ip.version == 6 and ip.is_link_local):
        return None  # an IPv6 link-local address needs the name of the other machine's own interface
    if ip.is_link_local:
        return Reach.NONE
    name = network.casefold()
    if any(name.startswith(mark) or f" {mark}" in name or f"({mark}" in name for mark in _VIRTUAL):
        return Reach.VIRTUAL
    if ip.version == 6:
        return Reach.SIX
    return Reach.PUBLIC if ip.is_global else Reach.NETWORK


def ranked(found: Iterable[tuple[str, str]], sends_from: str | None) -> tuple[HostAddress, ...]:
    """Return the addresses of (address, network) pairs, the best to hand out first.

    Among equals, `sends_from`, the address that the system sends from, comes first.
    """
    here = [
        HostAddress(address, network, reach)
        for address, network in dict.fromkeys(found)
        if (reach := reach_of(address, network)) is not None
    ]
    return tuple(sorted(here, key=lambda each: (each.reach, each.address != sends_from)))


def addresses() -> tuple[HostAddress, ...]:
    """Return the addresses of this machine that others can reach, the best to hand out first."""
    import ifaddr  # imported here, because the screens do not need it

    found = [
        (ip.ip if isinstance(ip.ip, str) else ip.ip[0], str(adapter.nice_name))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]
    return ranked(found, _sends_from())


def best_of(here: Sequence[HostAddress], present: str | None = None) -> str | None:
    """Return the address to hand out, out of those of this machine, the best first; None if nobody can reach one.

    The `present` one is kept while it is an address of this machine and no other has a better reach.
    """
    usable = [each for each in here if each.reach is not Reach.NONE]
    if not usable:
        return None
    kept = any(each.address == present and each.reach <= usable[0].reach for each in usable)
    return present if kept else usable[0].address


def only_here(address: str) -> str:
    """Return the sentence for an address that only this machine can reach; empty for any other, and for a name."""
    try:
        alone = ipaddress.ip_address(address).is_loopback
    except ValueError:
        alone = False
    return ONLY_HERE.format(address=address) if alone else ""


def to_hand_out(bind: str) -> str:
    """Return the address to hand out: `bind`, or the best of all addresses if `bind` means all.

    Without any network it is the loopback address.
    """
    return bind if bind not in EVERYWHERE else best_of(addresses()) or LOOPBACK


def _sends_from() -> str | None:
    """Return the address that the system would send from to a documentation address (RFC 5737); None for none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address
