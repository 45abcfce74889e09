import os
import stat
import sys
from pathlib import Path

import asyncssh
import pytest

from copworkshop.ssh.access import AccessError, open_access, set_passphrase, spoken


def test_the_host_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = open_access(tmp_path / "access")
    assert open_access(tmp_path / "access").fingerprint == first.fingerprint


def test_a_new_session_has_the_host_key_of_the_one_before_it(tmp_path: Path) -> None:
    first, second = (open_access(tmp_path / name / "access", sessions=tmp_path) for name in ("one", "two"))
    assert second.fingerprint == first.fingerprint


def test_the_facilitators_key_of_one_session_opens_no_other(tmp_path: Path) -> None:
    first, second = (open_access(tmp_path / name / "access", sessions=tmp_path) for name in ("one", "two"))
    assert first.facilitator_keys.isdisjoint(second.facilitator_keys)


def test_of_several_sessions_the_host_key_that_was_made_last_is_taken(tmp_path: Path) -> None:
    old = open_access(tmp_path / "old" / "access")
    new = open_access(tmp_path / "new" / "access")
    os.utime(tmp_path / "old" / "access" / "host_key", (1_000, 1_000))
    next_one = open_access(tmp_path / "next" / "access", sessions=tmp_path)
    assert next_one.fingerprint == new.fingerprint != old.fingerprint


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe"])
def test_the_host_key_of_another_session_is_passed_over_where_it_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    open_access(tmp_path / "old" / "access")
    (tmp_path / "old" / "access" / "host_key").write_bytes(content)
    assert open_access(tmp_path / "new" / "access", sessions=tmp_path).fingerprint.startswith("SHA256:")


def test_a_session_elsewhere_has_a_host_key_of_its_own(tmp_path: Path) -> None:
    assert open_access(tmp_path / "one").fingerprint != open_access(tmp_path / "two").fingerprint


def test_the_fingerprint_is_what_ssh_shows(tmp_path: Path) -> None:
    assert open_access(tmp_path / "access").fingerprint.startswith("SHA256:")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_everything_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "access"
    open_access(folder)
    set_passphrase(folder, "correct horse")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_what_was_open_to_others_is_closed_again(tmp_path: Path) -> None:
    folder = tmp_path / "access"
    open_access(folder)
    folder.chmod(0o755)
    (folder / "host_key").chmod(0o644)
    (folder / "join_code").chmod(0o644)
    open_access(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "host_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "join_code").stat().st_mode) == 0o600


def test_a_join_code_of_six_digits_is_made_and_kept(tmp_path: Path) -> None:
    code = open_access(tmp_path).code
    assert code is not None
    assert len(code) == 6
    assert code.isdecimal()
    assert open_access(tmp_path).code == code


def test_a_code_can_be_given_and_stays(tmp_path: Path) -> None:
    open_access(tmp_path, "Harbour")
    assert open_access(tmp_path).code == "harbour"


def test_none_means_that_no_code_is_asked(tmp_path: Path) -> None:
    open_access(tmp_path, "none")
    access = open_access(tmp_path)
    assert access.code is None
    assert access.code_is_right("whatever")


@pytest.mark.parametrize("typed", ["482913", "482 913", "482-913", " 482913 "])
def test_a_code_is_right_however_its_groups_are_typed(tmp_path: Path, typed: str) -> None:
    assert open_access(tmp_path, "482913").code_is_right(typed)


@pytest.mark.parametrize("typed", ["", "482914", "48291", "4829133", "\ud800", "é" * 1000])
def test_any_other_code_is_wrong(tmp_path: Path, typed: str) -> None:
    assert not open_access(tmp_path, "482913").code_is_right(typed)


@pytest.mark.parametrize("code", ["", "ab", "a" * 33, "grün", "a/b!"])
def test_a_code_that_people_cannot_type_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(AccessError, match="--code"):
        open_access(tmp_path, code)


def test_a_number_is_read_aloud_in_groups() -> None:
    assert spoken("482913") == "482 913"


def test_a_word_is_read_aloud_as_it_is() -> None:
    assert spoken("harbour") == "harbour"


def test_the_facilitators_own_key_opens(tmp_path: Path) -> None:
    access = open_access(tmp_path)
    key = asyncssh.read_private_key(tmp_path / "facilitator_key")
    assert access.is_facilitator(key.get_fingerprint())


def test_a_key_added_by_hand_opens_and_others_do_not(tmp_path: Path) -> None:
    key, stranger = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    (tmp_path / "authorized_keys").write_bytes(b"# the co-facilitator\n\n" + key.export_public_key())
    access = open_access(tmp_path)
    assert access.is_facilitator(key.get_fingerprint())
    assert not access.is_facilitator(stranger.get_fingerprint())


def test_a_line_that_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "authorized_keys").write_text("# fine\nssh-ed25519 nonsense\n")
    with pytest.raises(AccessError, match="line 2"):
        open_access(tmp_path)


def test_a_torn_host_key_is_not_replaced_silently(tmp_path: Path) -> None:
    open_access(tmp_path)
    (tmp_path / "host_key").write_text("-----BEGIN OPENSSH")
    with pytest.raises(AccessError, match="host_key"):
        open_access(tmp_path)
    assert (tmp_path / "host_key").read_text() == "-----BEGIN OPENSSH"


def test_the_passphrase_opens_and_no_other(tmp_path: Path) -> None:
    set_passphrase(tmp_path, "correct horse é")
    access = open_access(tmp_path)
    assert access.passphrase_is_right("correct horse é")
    assert not access.passphrase_is_right("correct horse e")


def test_the_passphrase_itself_is_on_no_disk(tmp_path: Path) -> None:
    set_passphrase(tmp_path, "correct horse")
    assert "correct horse" not in (tmp_path / "passphrase").read_text()


def test_without_a_passphrase_none_opens(tmp_path: Path) -> None:
    assert not open_access(tmp_path).passphrase_is_right("")


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="8"):
        set_passphrase(tmp_path, "short")
