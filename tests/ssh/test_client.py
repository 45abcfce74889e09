import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ssh.client import Address, BadHost, join_command, read_host, second_screen_command


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("workshop.local", Address("workshop.local", 2222)),
        ("192.0.2.7:2300", Address("192.0.2.7", 2300)),
        (" laptop ", Address("laptop", 2222)),
        ("2001:db8::7", Address("2001:db8::7", 2222)),
        ("[2001:db8::7]", Address("2001:db8::7", 2222)),
        ("[2001:db8::7]:2300", Address("2001:db8::7", 2300)),
        ("fe80::1%eth0", Address("fe80::1%eth0", 2222)),
    ],
)
def test_a_host_is_read_as_people_type_it(typed: str, address: Address) -> None:
    assert read_host(typed, 2222) == address


@pytest.mark.parametrize(
    "typed",
    ["-oProxyCommand=x", "-l", "[-oProxyCommand=x]", "a b", "", " ", ":", ":2222", "a;b", "a\nb", "$(x)", "user@host"],
)
def test_what_can_be_no_host_is_told_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadHost, match="That is no host"):
        read_host(typed, 2222)


@pytest.mark.parametrize("typed", ["host:99999", "host:0", "host:-1", "host:ssh", "[::1]:65536", "host:٢٢²"])
def test_what_can_be_no_port_is_told_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadHost, match="is no port"):
        read_host(typed, 2222)


@pytest.mark.parametrize("typed", ["[::1", "[::1]2300", "[::1]:", "host:"])
def test_half_an_address_is_refused_not_guessed_at(typed: str) -> None:
    with pytest.raises(BadHost):
        read_host(typed, 2222)


@given(st.text(max_size=60) | st.text(alphabet="-:[]%.a1 @", max_size=20))
def test_whatever_is_typed_ssh_is_given_one_word_that_is_no_option(typed: str) -> None:
    try:
        address = read_host(typed, 2222)
    except BadHost:
        return
    assert not address.host.startswith("-")
    assert not any(sign.isspace() or sign in "@/;|&$`'\"" for sign in address.host)
    assert 0 < address.port <= 65535
    assert join_command(address)[-1] == f"room@{address.host}"


def test_joining_trusts_a_new_host_key_once_and_never_a_changed_one() -> None:
    command = join_command(Address("laptop", 2300))
    assert command[command.index("-p") + 1] == "2300"
    assert command[-3:] == ["-o", "StrictHostKeyChecking=accept-new", "room@laptop"]


def test_a_line_of_prose_that_begins_with_a_tilde_is_no_word_to_ssh() -> None:
    command = join_command(Address("laptop", 2300))
    assert command[command.index("-e") + 1] == "none"


def test_a_second_screen_comes_in_with_the_sessions_own_key_and_host_key(tmp_path: Path) -> None:
    command = second_screen_command("stage", Address("localhost", 2222), tmp_path)
    assert f'IdentityFile="{tmp_path / "facilitator_key"}"' in command
    assert "IdentitiesOnly=yes" in command
    assert f'UserKnownHostsFile="{tmp_path / "known_hosts"}"' in command
    assert command[-1] == "stage@localhost"


def test_a_second_screen_elsewhere_is_asked_for_the_passphrase() -> None:
    command = second_screen_command("console", Address("laptop", 2222), None)
    assert not any("IdentityFile" in option for option in command)
    assert command[-3:] == ["-p", "2222", "console@laptop"]


@pytest.mark.skipif(shutil.which("ssh") is None, reason="There is no ssh here.")
@pytest.mark.parametrize("name", ["my sessions (50%)", "Grüße", "100%h", "a'b"])
def test_ssh_finds_the_keys_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    command = second_screen_command("stage", Address("localhost", 2222), tmp_path / name)
    told = subprocess.run([command[0], "-G", *command[1:]], capture_output=True, text=True, check=True).stdout
    found = dict(line.split(" ", 1) for line in told.splitlines() if " " in line)
    assert found["userknownhostsfile"] == str(tmp_path / name / "known_hosts")
    # ssh shows the key as it was given, and expands it when it opens it.
    assert found["identityfile"].replace("%%", "%") == str(tmp_path / name / "facilitator_key")
