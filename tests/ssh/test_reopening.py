"""A session keeps where people come in: they come back the way they came, after whatever ended it."""

import errno
import os
from pathlib import Path

import pytest

from copworkshop.admission.addresses import LOOPBACK
from copworkshop.export.documents import REPORT
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.wifi import Wifi
from copworkshop.ssh.host import Host
from copworkshop.ssh.opening import Opening
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.errors import StoreError
from copworkshop.store.home import Home
from copworkshop.ui.facilitator import FacilitatorApp
from helpers.facilitator_driver import Walk
from helpers.hosted_rooms import command, opened
from helpers.networks import another_program
from helpers.saved_sessions import saved

NAME = "harbour"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one session, which nobody has opened yet."""
    saved(tmp_path, NAME)
    return tmp_path


async def test_a_session_is_reached_again_by_the_very_command_that_people_typed(root: Path) -> None:
    with another_program() as port:
        pass
    async with opened(root, NAME, Opening(port=port, bind=LOOPBACK, address="harbour.local", code="reed42")) as host:
        typed, code = command(host), host.joining and host.joining.code
    async with opened(root, NAME, Opening()) as host:
        assert command(host) == typed == f"ssh -p {port} room@harbour.local"
        assert host.joining is not None
        assert host.joining.code == code == "reed42"
        assert host.notice == ""


async def test_where_another_program_has_the_port_people_join_on_the_next_one_and_the_facilitator_is_told(
    root: Path,
) -> None:
    with another_program() as port:
        async with opened(root, NAME, Opening(port=port, bind=LOOPBACK)) as host:
            assert host.port > port
            assert f"Another program uses port {port}, so people join on port {host.port} now" in host.port_notice
            assert f"-p {host.port} " in command(host)
            now = host.port
    async with opened(root, NAME, Opening()) as host:
        assert (host.port, host.port_notice) == (now, "")


async def test_what_the_command_line_says_goes_before_what_the_session_holds(root: Path) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK, address="harbour.local")) as host:
        before = host.port
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK, address="")) as host:
        assert host.port != before
        assert command(host).endswith(f"@{LOOPBACK}")


async def test_an_address_that_this_machine_has_no_more_is_not_listened_on(root: Path) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK)):
        pass
    (root / NAME / ACCESS_FOLDER / "bind").write_text("192.0.2.7\n")
    async with opened(root, NAME, Opening()) as host:
        assert "192.0.2.7" not in command(host)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("port", b"many"),
        ("port", b"99999999999999999999"),
        ("port", b"\xff\xfe"),
        ("address", b"a\nb"),
        ("address", b"-oProxyCommand=true"),
        ("bind", b"\x1b[2J"),
    ],
)
async def test_a_file_that_says_nothing_usable_is_named(root: Path, file: str, content: bytes) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK)):
        pass
    (root / NAME / ACCESS_FOLDER / file).write_bytes(content)
    with pytest.raises(StoreError, match=file):
        async with opened(root, NAME, Opening()):
            pass


async def test_on_a_disk_without_file_modes_people_join_and_the_facilitator_reads_what_is_less_safe(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK)) as host:
        assert host.notice == ""
    folder = root / NAME / ACCESS_FOLDER
    for path in (folder, *folder.iterdir()):
        path.chmod(0o777)

    def refuse(_path: Path, _mode: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "chmod", refuse)
    async with opened(root, NAME, Opening()) as host:
        assert "cannot keep files private" in host.notice
        assert str(folder) in host.notice


async def test_the_facilitator_reads_that_another_program_copies_the_sessions(tmp_path: Path) -> None:
    root = tmp_path / "Dropbox" / "sessions"
    saved(root, NAME)
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK)) as host:
        assert f"{tmp_path / 'Dropbox'} looks like a folder that Dropbox copies to other computers" in host.notice
        assert "Keep sessions outside of it: --sessions DIR." in host.notice


async def test_the_console_says_once_that_people_join_on_another_port(root: Path) -> None:
    workshop = Workshop(Home(root))
    with another_program() as port:

        async def open_door(running: Running, _chosen: int | None) -> Host:
            return await Host.open(running, Opening(port=port, bind=LOOPBACK))

        app = FacilitatorApp(lambda: workshop, lambda there: there.wanted(NAME, None), open_door)
        async with app.run_test(size=(80, 24)) as pilot:
            leading = Walk(app, pilot)
            await leading.until(lambda: app.open_session is not None, "the session")
            await leading.press("f2")
            await leading.until(lambda: "Another program uses port" in leading.text, "the reason")
            await app.action_quit()


# The Wi-Fi of the room

WIFI = "Workshop Guest:coffee-and-cake"


async def test_a_session_keeps_its_wifi_where_only_its_owner_reads_it_until_it_is_taken_away(root: Path) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK, wifi=WIFI)):
        pass
    kept = root / NAME / ACCESS_FOLDER / "wifi"
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
    async with opened(root, NAME, Opening()) as host:
        assert host.joining is not None
        assert host.joining.wifi == Wifi("Workshop Guest", "coffee-and-cake")
    async with opened(root, NAME, Opening(wifi="")) as host:
        assert host.joining is not None
        assert host.joining.wifi is None
    assert not kept.exists()


@pytest.mark.parametrize("content", [b"Evil\x1b[2J:password", b"\xff\xfe", b"two\nlines", b"Cafe:short"])
async def test_a_file_that_holds_no_wifi_is_named_without_what_it_holds(root: Path, content: bytes) -> None:
    async with opened(root, NAME, Opening(port=0, bind=LOOPBACK)):
        pass
    (root / NAME / ACCESS_FOLDER / "wifi").write_bytes(content)
    with pytest.raises(StoreError, match="wifi") as refused:
        async with opened(root, NAME, Opening()):
            pass
    assert "short" not in str(refused.value)
    assert "password" not in str(refused.value)


async def test_the_wifi_is_on_the_stage_and_in_no_report_and_no_log(root: Path) -> None:
    workshop = Workshop(Home(root))

    async def open_door(running: Running, _chosen: int | None) -> Host:
        return await Host.open(running, Opening(port=0, bind=LOOPBACK, wifi=WIFI))

    app = FacilitatorApp(lambda: workshop, lambda there: there.wanted(NAME, None), open_door)
    async with app.run_test(size=(80, 24)) as pilot:
        leading = Walk(app, pilot)
        await leading.sees("Wi-Fi: Workshop Guest", "Password: coffee-and-cake")
        running = app.open_session
        assert running is not None
        for form in REPORT.formats:
            await running.write_report(form.name)
        await app.action_quit()
    held = [path for path in (root / NAME).rglob("*") if path.is_file() and b"coffee" in path.read_bytes()]
    assert [path.relative_to(root / NAME).as_posix() for path in held] == [f"{ACCESS_FOLDER}/wifi"]
