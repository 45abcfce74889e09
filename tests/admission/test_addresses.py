"""Which of a machine's addresses is handed out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from copworkshop.admission.addresses import Reach, addresses, ranked, reach_of, to_hand_out
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.workshop import Running
from copworkshop.ssh.client import ssh_link
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.sessions import create


@pytest.mark.parametrize(
    ("address", "network", "reach"),
    [
        ("192.168.1.7", "wlan0", Reach.NETWORK),
        ("10.0.0.5", "Ethernet 2", Reach.NETWORK),
        ("192.168.137.1", "bridge100", Reach.NETWORK),  # a laptop that shares its connection
        ("172.17.0.1", "docker0", Reach.VIRTUAL),
        ("10.8.0.2", "tun0", Reach.VIRTUAL),
        ("172.20.0.1", "vEthernet (WSL)", Reach.VIRTUAL),
        ("192.168.56.1", "VirtualBox Host-Only Ethernet Adapter", Reach.VIRTUAL),
        ("203.0.114.9", "eth0", Reach.PUBLIC),
        ("169.254.12.3", "wlan0", Reach.NONE),
        ("fd00::2", "eth0", Reach.SIX),
        ("127.0.0.1", "lo", None),
        ("::1", "lo", None),
        ("fe80::1", "eth0", None),
    ],
)
def test_who_reaches_an_address(address: str, network: str, reach: Reach | None) -> None:
    assert reach_of(address, network) is reach


def test_a_network_of_people_comes_before_tunnels_and_containers() -> None:
    found = [("172.17.0.1", "docker0"), ("10.8.0.2", "tun0"), ("fd00::2", "wlan0"), ("192.168.1.7", "wlan0")]

    # The tunnel is what everything is sent through, and still leads to nobody in the room.
    assert [each.address for each in ranked(found, "10.8.0.2")] == ["192.168.1.7", "fd00::2", "10.8.0.2", "172.17.0.1"]


def test_of_two_networks_the_one_that_the_system_uses_comes_first() -> None:
    found = [("192.168.1.7", "wlan0"), ("10.0.0.5", "eth0")]

    assert ranked(found, "10.0.0.5")[0].address == "10.0.0.5"


def test_an_address_that_two_cards_tell_of_is_listed_for_each() -> None:
    assert len(ranked([("10.0.0.5", "eth0"), ("10.0.0.5", "eth0"), ("10.0.0.5", "eth1")], None)) == 2


def test_this_machine_hands_out_one_of_its_own() -> None:
    assert to_hand_out("") in {"127.0.0.1", *(each.address for each in addresses())}
    assert to_hand_out("192.0.2.7") == "192.0.2.7"


@pytest.mark.parametrize(
    ("host", "link"),
    [("192.0.2.7", "ssh://room@192.0.2.7:2222"), ("fd00::2", "ssh://room@[fd00::2]:2222")],
)
def test_the_link_for_phones_has_brackets_around_ipv6(host: str, link: str) -> None:
    assert ssh_link(host, 2222) == link


async def test_an_address_that_the_facilitator_names_is_the_one_that_people_are_told(tmp_path: Path) -> None:
    running = Running(create(tmp_path, "told", packaged_text(DEFAULT_PLAN), now=datetime.now(UTC)))
    running.start()
    try:
        host = await Host.open(running, Opening(port=0, bind="127.0.0.1", address="workshop.example"))
        try:
            assert host.joining is not None
            assert host.joining.command == f"ssh -p {host.port} room@workshop.example"
            assert host.joining.link == f"ssh://room@workshop.example:{host.port}"
        finally:
            await host.close()
    finally:
        await running.close()
