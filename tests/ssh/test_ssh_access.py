import stat
import sys
from pathlib import Path

import asyncssh
import pytest

from copworkshop.admission.join_code import spoken
from copworkshop.ssh.access import Access, open_access, set_passphrase
from copworkshop.ssh.key_files import AccessError
from copworkshop.store.access_files import AccessFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The access folder of a session, which is not there yet."""
    return tmp_path / "harbour" / "access"


def opened(folder: Path, code: str | None = None) -> Access:
    return open_access(AccessFiles(folder.parent), code)


def test_the_facilitators_key_of_one_session_opens_no_other(tmp_path: Path) -> None:
    first, second = (opened(tmp_path / name / "access") for name in ("one", "two"))
    assert first.facilitator_keys.isdisjoint(second.facilitator_keys)


def test_the_fingerprint_is_what_ssh_shows(folder: Path) -> None:
    assert opened(folder).fingerprint.startswith("SHA256:")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_everything_is_its_owners_alone(folder: Path) -> None:
    opened(folder)
    set_passphrase(folder, "correct horse")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_what_was_open_to_others_is_closed_again(folder: Path) -> None:
    opened(folder)
    folder.chmod(0o755)
    (folder / "facilitator_key").chmod(0o644)
    (folder / "join_code").chmod(0o644)
    opened(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "facilitator_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "join_code").stat().st_mode) == 0o600


def test_a_join_code_of_six_digits_is_made_and_kept(folder: Path) -> None:
    code = opened(folder).code
    assert code is not None
    assert len(code) == 6
    assert code.isdecimal()
    assert opened(folder).code == code


def test_a_code_can_be_given_and_stays(folder: Path) -> None:
    opened(folder, "Harbour")
    assert opened(folder).code == "harbour"


def test_none_means_that_no_code_is_asked(folder: Path) -> None:
    opened(folder, "none")
    access = opened(folder)
    assert access.code is None
    assert access.code_is_right("whatever")


@pytest.mark.parametrize("typed", ["482913", "482 913", "482-913", " 482913 "])
def test_a_code_is_right_however_its_groups_are_typed(folder: Path, typed: str) -> None:
    assert opened(folder, "482913").code_is_right(typed)


@pytest.mark.parametrize("typed", ["", "482914", "48291", "4829133", "\ud800", "é" * 1000])
def test_any_other_code_is_wrong(folder: Path, typed: str) -> None:
    assert not opened(folder, "482913").code_is_right(typed)


@pytest.mark.parametrize("code", ["", "ab", "a" * 33, "grün", "a/b!"])
def test_a_code_that_people_cannot_type_is_refused(folder: Path, code: str) -> None:
    with pytest.raises(AccessError, match="--code"):
        opened(folder, code)


def test_a_number_is_read_aloud_in_groups() -> None:
    assert spoken("482913") == "482 913"


def test_a_word_is_read_aloud_as_it_is() -> None:
    assert spoken("harbour") == "harbour"


def test_the_facilitators_own_key_opens(folder: Path) -> None:
    access = opened(folder)
    key = asyncssh.read_private_key(folder / "facilitator_key")
    assert access.is_facilitator(key.get_fingerprint())


def test_a_key_added_by_hand_opens_and_others_do_not(folder: Path) -> None:
    key, stranger = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    folder.mkdir(parents=True)
    (folder / "authorized_keys").write_bytes(b"# the co-facilitator\n\n" + key.export_public_key())
    access = opened(folder)
    assert access.is_facilitator(key.get_fingerprint())
    assert not access.is_facilitator(stranger.get_fingerprint())


def test_a_line_that_is_no_key_is_named(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "authorized_keys").write_text("# fine\nssh-ed25519 nonsense\n")
    with pytest.raises(AccessError, match="line 2"):
        opened(folder)


def test_the_passphrase_opens_and_no_other(folder: Path) -> None:
    set_passphrase(folder, "correct horse é")
    access = opened(folder)
    assert access.passphrase_is_right("correct horse é")
    assert not access.passphrase_is_right("correct horse e")


def test_the_passphrase_itself_is_on_no_disk(folder: Path) -> None:
    set_passphrase(folder, "correct horse")
    assert "correct horse" not in (folder / "passphrase").read_text()


def test_without_a_passphrase_none_opens(folder: Path) -> None:
    assert not opened(folder).passphrase_is_right("")


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("short", "12 to 256 characters"),
        ("x" * 257, "12 to 256 characters"),
        ("password1234", "Many people choose"),
        ("qwertyuiop12", "Many people choose"),
        ("iloveyouiloveyou", "Many people choose"),
        ("copworkshop2026", "Many people choose"),
        ("harbourtrust1", "Many people choose"),
    ],
)
def test_a_passphrase_that_is_easy_to_guess_is_refused_and_the_one_before_stays(
    folder: Path, passphrase: str, why: str
) -> None:
    set_passphrase(folder, "correct horse battery")
    with pytest.raises(AccessError, match=why):
        set_passphrase(folder, passphrase, "HarbourTrust")
    assert opened(folder).passphrase_is_right("correct horse battery")


@pytest.mark.parametrize(
    "passphrase", ["correct horse battery", "Öl und Brot im Mai", "語" * 4 + "風雨海山川木火土", "x7!Kq0z#Rt5w"]
)
def test_a_passphrase_that_takes_many_guesses_is_taken(folder: Path, passphrase: str) -> None:
    set_passphrase(folder, passphrase)
    assert opened(folder).passphrase_is_right(passphrase)
