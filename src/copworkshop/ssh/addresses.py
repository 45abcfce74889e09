"""The addresses of this machine, and which of them to hand out: the one that others on its network most likely reach.

Nothing is sent to find out.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LOOPBACK: Final = "127.0.0.1"

EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - what people may type
"""Ways to say that all of this machine's addresses are listened on."""

# How the systems name what leads to no network of people: containers, virtual machines, tunnels.
_VIRTUAL: Final = (
    "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "podman", "cni", "flannel", "tun", "tap", "wg",
    "utun", "tailscale", "zt", "ppp", "ipsec", "vethernet", "virtualbox", "vmware", "hyper-v", "wireguard", "zerotier",
    "wsl", "openvpn", "anyconnect",
)  # fmt: skip


class Reach(IntEnum):
    """Who most likely reaches an address; the less, the better it is to hand out."""

    NETWORK = 0
    """Others on the same network."""
    PUBLIC = 1
    """Everybody on the internet, unless something is in between."""
    SIX = 2
    """Others on the same network, by IPv6."""
    VIRTUAL = 3
    """Containers and virtual machines of this machine, or the other end of a tunnel."""
    NONE = 4
    """The network gave this machine no address, and it made one up (RFC 3927)."""


@dataclass(frozen=True, slots=True)
class HostAddress:
    """One address of this machine."""

    address: str
    network: str
    """What the system calls the network card, or what stands for one."""
    reach: Reach


def reach_of(address: str, network: str) -> Reach | None:
    """Return who most likely reaches an address; None for one that is never handed out.

    Raises:
        ValueError: it is no address.

    """
    ip = ipaddress.ip_address(address)
    if ip.is_loopback or ip.is_multicast or ip.is_unspecified or (ip.version == 6 and ip.is_link_local):
        return None  # an IPv6 link-local address works only with the name of the other machine's own card
    if ip.is_link_local:
        return Reach.NONE
    name = network.casefold()
    if any(name.startswith(mark) or f" {mark}" in name or f"({mark}" in name for mark in _VIRTUAL):
        return Reach.VIRTUAL
    if ip.version == 6:
        return Reach.SIX
    return Reach.PUBLIC if ip.is_global else Reach.NETWORK


def ranked(found: Iterable[tuple[str, str]], sends_from: str | None) -> tuple[HostAddress, ...]:
    """Return addresses, each given with its network, the best to hand out first.

    Among equals that is the one that the system `sends_from`.
    """
    here = [
        HostAddress(address, network, reach)
        for address, network in dict.fromkeys(found)
        if (reach := reach_of(address, network)) is not None
    ]
    return tuple(sorted(here, key=lambda each: (each.reach, each.address != sends_from)))


def addresses() -> tuple[HostAddress, ...]:
    """Return the addresses of this machine that others may reach, the best to hand out first."""
    import ifaddr  # the screens come up without it

    found = [
        (ip.ip if isinstance(ip.ip, str) else ip.ip[0], str(adapter.nice_name))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]
    return ranked(found, _sends_from())


def to_hand_out(bind: str) -> str:
    """Return the address that people are told: the one that is listened on, or of all the one best reached.

    With no network at all it is the machine's own.
    """
    if bind not in EVERYWHERE:
        return bind
    here = addresses()
    return here[0].address if here else LOOPBACK


def _sends_from() -> str | None:
    """Return the address that the system would send from to a documentation address (RFC 5737)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address
