"""A session's folder: what was saved is found again, whatever happened to the files."""

import errno
import os
import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from copworkshop.store.errors import Busy, CannotRead, CannotSave, NewerSchema, StoreError, Unreadable
from copworkshop.store.files import add_end_marker, strip_end_marker
from copworkshop.store.folder import Folder

SEAT = "seats/07-maple.toml"
SESSION = "session.toml"
STAMP = "20261123T120000Z"


def noon() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def parse(text: str) -> int:
    """Stand in for the codec: a file of ours has a version."""
    found: dict[str, Any] = tomllib.loads(text)
    if found.get("schema", 1) > 1:
        raise NewerSchema("Install a newer version.")
    if "version" not in found:
        raise Unreadable("version is missing")
    return int(found["version"])


def seat(version: int) -> bytes:
    return add_end_marker(f"version = {version}\n")


def contents(path: Path) -> dict[str, str]:
    """Every file but the lock's own, with its sealed text, or its bytes when it has none."""
    found = {}
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith(".lock"):
            try:
                found[file.relative_to(path).as_posix()] = strip_end_marker(file.read_bytes())
            except Unreadable:
                found[file.relative_to(path).as_posix()] = repr(file.read_bytes())
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions" / "harbour"


@pytest.fixture
def folder(path: Path) -> Iterator[Folder]:
    with Folder.own(path, now=noon) as owned:
        yield owned


# Writing and reading


def test_what_was_written_is_read_by_who_looks(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1), SESSION: seat(2)})
    look = Folder.open_read_only(path)
    assert (look.read(SEAT, parse), look.read(SESSION, parse), look.take_incidents()) == (1, 2, ())


def test_a_file_that_never_was_is_none_without_a_incident(folder: Folder) -> None:
    assert folder.read(SESSION, parse) is None
    assert folder.take_incidents() == ()


def test_folders_are_their_owners_alone(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    assert {p.stat().st_mode & 0o777 for p in (path.parent, path, path / "seats")} == {0o700}


def test_names_are_the_toml_files_in_order(folder: Folder, path: Path) -> None:
    folder.write({"seats/10-oak.toml": seat(1), "seats/02-ash.toml": seat(1)})
    folder.write({"seats/02-ash.toml": seat(2)})
    for other in (".hidden.toml", "notes.txt", "02-ash.toml.unreadable-1"):
        (path / "seats" / other).touch()
    assert folder.names("seats") == ("seats/02-ash.toml", "seats/10-oak.toml")


def test_a_missing_subfolder_has_no_names(folder: Folder) -> None:
    assert folder.names("seats") == ()


def test_unchanged_bytes_are_not_written_again(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    before = (path / SEAT).stat().st_ino
    folder.write({SEAT: seat(1)})
    assert (path / SEAT).stat().st_ino == before


def test_what_was_read_needs_no_writing(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    folder.close()
    with Folder.own(path) as again:
        again.read(SEAT, parse)
        before = (path / SEAT).stat().st_ino
        again.write({SEAT: seat(1)})
    assert (path / SEAT).stat().st_ino == before


def test_files_are_replaced_in_the_order_given(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace, sync = os.replace, os.fsync

    def replaced(source: Path, target: Path) -> None:
        order.append(Path(target).name)
        replace(source, target)

    def synced(handle: int) -> None:
        where = Path(f"/proc/self/fd/{handle}").readlink()
        if where.is_dir():
            order.append(f"sync {where.name}")
        sync(handle)

    folder.write({"seats/0.toml": seat(1)})
    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(os, "fsync", synced)
    folder.write({"seats/b.toml": seat(1), "seats/a.toml": seat(1), SESSION: seat(1)})
    assert order == ["b.toml", "a.toml", "sync seats", "session.toml", "sync harbour"]


def test_temporary_files_of_a_killed_owner_are_swept(path: Path) -> None:
    litter = path / "seats" / ".07-maple.toml.0123456789abcdef.part"
    litter.parent.mkdir(parents=True)
    litter.touch()
    with Folder.own(path):
        assert not litter.exists()


@pytest.mark.parametrize("name", ["/etc/passwd", "../other/session.toml", "seats\\a.toml"])
def test_no_name_leads_out_of_the_folder(folder: Folder, name: str) -> None:
    with pytest.raises(ValueError, match="not a name below"):
        folder.write({name: seat(1)})


# Files of no use

DAMAGE = {
    "cut short": (seat(2)[:-20], "it is cut short, its last line is missing"),
    "empty": (b"", "it is cut short, its last line is missing"),
    "no text": (b"\xff\xfe" + seat(2), "it is not UTF-8 text from byte 1 on"),
    "no TOML": (add_end_marker("version 2\n"), "it cannot be understood"),
    "no seat": (add_end_marker("name = 2\n"), "version is missing"),
    "nested": (add_end_marker("version = " + "[" * 9999 + "\n"), "it cannot be understood"),
}


@pytest.fixture(params=list(DAMAGE.values()), ids=list(DAMAGE))
def damage(request: pytest.FixtureRequest) -> tuple[bytes, str]:
    found: tuple[bytes, str] = request.param
    return found


def test_a_file_of_no_use_is_put_aside_and_its_copy_used(folder: Folder, path: Path, damage: tuple[bytes, str]) -> None:
    broken, reason = damage
    folder.write({SEAT: seat(1)})
    folder.write({SEAT: seat(2)})
    (path / SEAT).write_bytes(broken)
    aside = f"{SEAT}.unreadable-{STAMP}"
    assert folder.read(SEAT, parse) == 1
    assert [str(incident) for incident in folder.take_incidents()] == [
        f"{SEAT} could not be read ({reason}); it was put aside as {aside}, and the copy from before was used."
    ]
    assert (path / aside).read_bytes() == broken
    assert (path / SEAT).read_bytes() == seat(1)


def test_a_file_of_no_use_without_a_copy_is_put_aside(folder: Folder, path: Path) -> None:
    (path / SESSION).write_bytes(b"torn")
    assert folder.read(SESSION, parse) is None
    (incident,) = folder.take_incidents()
    assert incident.put_aside == f"{SESSION}.unreadable-{STAMP}"
    assert str(incident).endswith("and there is no copy from before, so what it held is missing.")
    assert contents(path) == {incident.put_aside: "b'torn'"}


def test_files_put_aside_at_the_same_moment_keep_apart(folder: Folder, path: Path) -> None:
    for torn in (b"one", b"two"):
        (path / SESSION).write_bytes(torn)
        folder.read(SESSION, parse)
    assert sorted(contents(path).values()) == ["b'one'", "b'two'"]


def test_a_copy_of_no_use_either_is_left_where_it_is(folder: Folder, path: Path) -> None:
    (path / SESSION).write_bytes(b"torn")
    (path / f"{SESSION}.previous").write_bytes(b"torn too")
    assert folder.read(SESSION, parse) is None
    assert (path / f"{SESSION}.previous").read_bytes() == b"torn too"


def test_a_missing_file_is_brought_back_from_its_copy(folder: Folder, path: Path) -> None:
    folder.write({SESSION: seat(1)})
    folder.write({SESSION: seat(2)})
    (path / SESSION).unlink()
    assert folder.read(SESSION, parse) == 1
    assert [str(m) for m in folder.take_incidents()] == ["session.toml is missing; the copy from before was used."]
    assert (path / SESSION).read_bytes() == seat(1)


def test_who_looks_gets_the_copy_and_changes_nothing(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    folder.write({SEAT: seat(2)})
    (path / SEAT).write_bytes(b"torn")
    before = contents(path)
    look = Folder.open_read_only(path)
    assert look.read(SEAT, parse) == 1
    assert [str(incident) for incident in look.take_incidents()] == [
        f"{SEAT} could not be read (it is cut short, its last line is missing); the copy from before was used."
    ]
    assert contents(path) == before


def test_a_newer_file_is_not_touched(folder: Folder, path: Path) -> None:
    folder.write({SESSION: seat(1)})
    folder.write({SESSION: add_end_marker("schema = 2\nversion = 2\n")})
    before = contents(path)
    with pytest.raises(NewerSchema):
        folder.read(SESSION, parse)
    assert contents(path) == before


def test_a_torn_file_whose_copy_is_newer_is_not_touched(folder: Folder, path: Path) -> None:
    folder.write({SESSION: add_end_marker("schema = 2\nversion = 1\n")})
    folder.write({SESSION: seat(2)})
    (path / SESSION).write_bytes(b"torn")
    before = contents(path)
    with pytest.raises(NewerSchema):
        folder.read(SESSION, parse)
    assert contents(path) == before


def test_a_file_that_the_system_withholds_is_not_taken_for_a_damaged_one(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({SESSION: seat(1)})
    opened = os.open

    def refused(file: Path, *args: Any, **kwargs: Any) -> int:
        if Path(file).name == SESSION:
            raise PermissionError(errno.EACCES, "jargon")
        return opened(file, *args, **kwargs)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(CannotRead, match=r"session\.toml could not be read: you may not read it"):
        folder.read(SESSION, parse)
    monkeypatch.undo()
    assert contents(path) == {SESSION: "version = 1\n"}


def test_a_bad_spot_on_the_disk_brings_up_the_copy(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write({SESSION: seat(1)})
    folder.write({SESSION: seat(2)})
    whole = os.open

    def spotted(file: Path, *args: Any, **kwargs: Any) -> int:
        if Path(file).name == SESSION:
            raise OSError(errno.EIO, "Input/output error")
        return whole(file, *args, **kwargs)

    monkeypatch.setattr(os, "open", spotted)
    assert folder.read(SESSION, parse) == 1
    assert "the disk reports a fault" in str(folder.take_incidents()[0])


def test_there_is_no_moment_without_the_file_while_it_is_recovered(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({SEAT: seat(1)})
    folder.write({SEAT: seat(2)})
    (path / SEAT).write_bytes(b"torn")
    there: list[bool] = []
    for name in ("open", "write", "fsync", "close", "link", "replace", "unlink"):
        call = getattr(os, name)

        def watched(*args: Any, call: Any = call, **kwargs: Any) -> Any:
            done = call(*args, **kwargs)
            there.append((path / SEAT).exists())
            return done

        monkeypatch.setattr(os, name, watched)
    folder.read(SEAT, parse)
    assert len(there) > 5
    assert all(there)


# Hands other than ours


def test_a_change_by_hand_is_kept_next_to_ours(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    folder.write({SEAT: seat(2)})
    (path / SEAT).write_bytes(seat(77))
    folder.write({SEAT: seat(3)})
    aside = f"{SEAT}.changed-by-hand-{STAMP}"
    assert contents(path) == {
        SEAT: "version = 3\n",
        f"{SEAT}.previous": "version = 1\n",
        aside: "version = 77\n",
    }
    assert [incident.put_aside for incident in folder.take_incidents()] == [aside]


def test_a_change_by_hand_of_the_same_length_is_noticed(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    (path / SEAT).write_bytes(seat(9))
    folder.write({SEAT: seat(2)})
    assert len(folder.take_incidents()) == 1


def test_a_change_by_hand_stays_while_we_have_nothing_new(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    (path / SEAT).write_bytes(seat(9))
    folder.write({SEAT: seat(1)})
    assert (path / SEAT).read_bytes() == seat(9)


def test_a_file_that_was_only_touched_is_still_ours(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    os.utime(path / SEAT, (0, 0))
    folder.write({SEAT: seat(2)})
    assert folder.take_incidents() == ()
    assert (path / f"{SEAT}.previous").read_bytes() == seat(1)


def test_a_file_that_we_never_read_is_never_covered(folder: Folder, path: Path) -> None:
    (path / SESSION).write_bytes(b"somebody's")
    folder.write({SESSION: seat(1)})
    assert contents(path)[f"{SESSION}.changed-by-hand-{STAMP}"] == 'b"somebody\'s"'


def test_a_change_by_hand_is_kept_once_however_often_the_save_fails(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({SEAT: seat(1)})
    (path / SEAT).write_bytes(seat(9))
    with monkeypatch.context() as patch:
        patch.setattr("copworkshop.store.folder.replace", failing(errno.ENOSPC))
        for _ in range(3):
            with pytest.raises(CannotSave):
                folder.write({SEAT: seat(2)})
    folder.write({SEAT: seat(2)})
    assert len(folder.take_incidents()) == 1
    assert contents(path) == {SEAT: "version = 2\n", f"{SEAT}.changed-by-hand-{STAMP}": "version = 9\n"}


def test_a_folder_removed_under_us_is_written_again(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1), "seats/08-oak.toml": seat(5), SESSION: seat(2)})
    shutil.rmtree(path)
    folder.write({SEAT: seat(3)})
    assert contents(path) == {SEAT: "version = 3\n", "seats/08-oak.toml": "version = 5\n", SESSION: "version = 2\n"}
    assert [str(incident) for incident in folder.take_incidents()] == [
        f"{SEAT} and 2 more had been removed from the session's folder; they were written again."
    ]


def test_a_folder_written_again_gets_its_seats_before_the_session(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({SESSION: seat(1), SEAT: seat(1)})
    shutil.rmtree(path)
    order: list[str] = []
    monkeypatch.setattr("copworkshop.store.folder.replace", lambda target, _, **__: order.append(target.name))
    with pytest.raises(CannotSave):  # what is not written cannot be found again either
        folder.write({})
    folder.close()
    assert order == ["07-maple.toml"]


def test_a_folder_written_again_is_still_ours_alone(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    shutil.rmtree(path)
    folder.write({})
    with pytest.raises(Busy):
        Folder.own(path)


def test_a_folder_that_another_owner_created_again_is_not_written_to(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1)})
    shutil.rmtree(path)
    with Folder.own(path) as theirs:
        with pytest.raises(Busy):
            folder.write({SEAT: seat(2)})
        assert theirs.names("seats") == ()


def test_one_file_removed_by_hand_is_written_again(folder: Folder, path: Path) -> None:
    folder.write({SEAT: seat(1), SESSION: seat(1)})
    (path / SEAT).unlink()
    folder.write({SESSION: seat(2)})
    assert (path / SEAT).read_bytes() == seat(1)


# Saves that fail


def failing(number: int) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_failed_save_names_the_file_and_the_reason(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(CannotSave, match=r"^session.toml could not be saved: the disk is full\.$"):
        folder.write({SESSION: seat(1)})


def test_a_save_that_failed_is_made_good_by_the_next(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing(errno.ENOSPC))
        with pytest.raises(CannotSave):
            folder.write({SEAT: seat(1), SESSION: seat(1)})
    folder.write({SEAT: seat(1), SESSION: seat(1)})
    assert contents(path) == {SEAT: "version = 1\n", SESSION: "version = 1\n"}


def test_our_own_bytes_are_not_taken_for_a_change_by_hand_when_the_folders_sync_failed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write({SESSION: seat(1)})
    with monkeypatch.context() as patch:
        patch.setattr("copworkshop.store.folder.sync_folder", failing(errno.EIO))
        with pytest.raises(CannotSave):
            folder.write({SESSION: seat(2)})
    folder.write({SESSION: seat(3)})
    assert folder.take_incidents() == ()


def test_bytes_whose_folder_was_not_synced_are_written_again(
    folder: Folder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("copworkshop.store.folder.sync_folder", failing(errno.EIO))
        with pytest.raises(CannotSave):
            folder.write({SESSION: seat(1)})
    before = (path / SESSION).stat().st_ino
    folder.write({SESSION: seat(1)})
    assert (path / SESSION).stat().st_ino != before


def test_who_looks_cannot_write(folder: Folder, path: Path) -> None:
    look = Folder.open_read_only(path)
    assert look.read_only
    for attempt in (lambda: look.write({SESSION: seat(1)}), look.drop_previous):
        with pytest.raises(StoreError, match="opened for reading only"):
            attempt()
    assert not folder.read_only


def test_looking_at_nothing_says_where_to_look() -> None:
    with pytest.raises(CannotRead, match="copworkshop sessions"):
        Folder.open_read_only(Path("nowhere"))


# What must not be kept


def test_copies_from_before_can_be_dropped(folder: Folder, path: Path) -> None:
    for version in (1, 2):
        folder.write({SEAT: seat(version), SESSION: seat(version)})
    assert folder.drop_previous() == ()
    assert set(contents(path)) == {SEAT, SESSION}


def test_files_put_aside_are_named_when_copies_are_dropped(folder: Folder, path: Path) -> None:
    (path / SESSION).write_bytes(b"torn")
    folder.read(SESSION, parse)
    assert folder.drop_previous() == (f"{SESSION}.unreadable-{STAMP}",)


def test_something_else_where_the_folder_was_is_said_and_saving_goes_on_once_it_is_back(
    folder: Folder, path: Path
) -> None:
    folder.write({"a.toml": add_end_marker("a = 1\n")})
    aside = path.with_name("aside")
    path.rename(aside)
    path.write_text("not a folder")
    with pytest.raises(CannotSave, match=f"^{path.name} could not be saved: "):
        folder.write({"a.toml": add_end_marker("a = 2\n")})
    path.unlink()
    aside.rename(path)
    folder.write({"a.toml": add_end_marker("a = 2\n")})
    assert (path / "a.toml").read_bytes() == add_end_marker("a = 2\n")
