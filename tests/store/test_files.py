"""Sealed bytes, and files that are old or new but never anything else."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.store import files
from copworkshop.store.errors import StoreError, TooLarge, TornFile, Unreadable
from copworkshop.store.files import LAST_LINE, MAX_BYTES, add_end_marker, replace, replace_durably, strip_end_marker
from copworkshop.store.temporary import RecycledFiles, sweep
from helpers.fault_injection import Faults, Killed

TRIALS = Path(__file__).with_name("trials.py")
Writer = Callable[[Path, bytes], None]

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(["a = 1", LAST_LINE, f"#{LAST_LINE}", f"{LAST_LINE} or so", f'"{LAST_LINE}', "é", ""])
).map("\n".join)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


# What a file holds


@given(texts)
def test_what_was_sealed_is_read_back(text: str) -> None:
    expected = text.removeprefix("\ufeff")
    assert strip_end_marker(add_end_marker(text)) == expected + (
        "\n" if expected and not expected.endswith("\n") else ""
    )


@given(texts, st.data())
def test_no_part_of_a_sealed_file_looks_whole(text: str, data: st.DataObject) -> None:
    whole = add_end_marker(text)
    end = data.draw(st.integers(0, len(whole) - 2))  # without its last line end nothing is missing
    with pytest.raises(Unreadable):
        strip_end_marker(whole[:end])


def test_every_truncation_of_a_seat_is_noticed() -> None:
    whole = add_end_marker(f'schema = 1\nname = "Participant 1"\nidea = """\n{LAST_LINE}\n"""\n')
    survivors = []
    for end in range(len(whole) - 1):
        with suppress(Unreadable):
            survivors.append(strip_end_marker(whole[:end]))
    assert survivors == []


def test_a_flipped_byte_raises_nothing_but_unreadable() -> None:
    whole = add_end_marker('name = "Café"\n')
    for position in range(len(whole)):
        for bit in range(8):
            flipped = bytearray(whole)
            flipped[position] ^= 1 << bit
            with suppress(Unreadable):
                assert strip_end_marker(bytes(flipped)).count("\n") <= 3


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa = 1\n" + LAST_LINE.encode() + b"\n",
        b"a = 1\n" + LAST_LINE.encode() + b"\n\n \n\t\n",
        b"a = 1\n" + LAST_LINE.encode(),
    ],
    ids=["byte order mark", "blank lines", "no line end"],
)
def test_what_hand_editors_do_is_forgiven(data: bytes) -> None:
    assert strip_end_marker(data) == "a = 1\n"


def test_windows_line_ends_are_left_to_the_toml_reader() -> None:
    assert strip_end_marker(b"a = 1\r\n" + LAST_LINE.encode() + b"\r\n") == "a = 1\r\n"


@pytest.mark.parametrize("data", [b"", b"a = 1\n", b"\0" * 4096, LAST_LINE.encode() + b"\na = 1\n"])
def test_a_file_without_its_last_line_is_torn(data: bytes) -> None:
    with pytest.raises(TornFile, match="cut short"):
        strip_end_marker(data)


def test_bytes_that_are_no_text_say_where() -> None:
    with pytest.raises(Unreadable, match="not UTF-8 text from byte 4 on"):
        strip_end_marker(b"abc\xff" + add_end_marker(""))


def test_a_file_too_large_is_not_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLarge):
        strip_end_marker(files.read_limited(huge))


def test_a_text_too_large_to_be_read_back_is_not_sealed() -> None:
    with pytest.raises(TooLarge):
        add_end_marker("a" * MAX_BYTES)


# Replacing, when all goes well


def test_a_replaced_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    replace_durably(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)


def test_the_bytes_replaced_become_the_previous_copy(tmp_path: Path) -> None:
    path, previous = tmp_path / "a.toml", tmp_path / "a.toml.previous"
    for data in (b"1", b"2", b"3"):
        replace_durably(path, data, previous=previous)
    assert (path.read_bytes(), previous.read_bytes()) == (b"3", b"2")


def test_a_drive_without_links_keeps_a_previous_copy_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path, previous = tmp_path / "a.toml", tmp_path / "a.toml.previous"
    for data in (b"1", b"2", b"3"):
        replace_durably(path, data, previous=previous)
    assert previous.read_bytes() == b"2"


def test_a_save_cut_short_between_the_two_names_leaves_no_litter_at_the_next(tmp_path: Path) -> None:
    path, previous = tmp_path / "a.toml", tmp_path / "a.toml.previous"
    path.write_bytes(b"1")
    previous.hardlink_to(path)
    replace_durably(path, b"2", previous=previous)
    assert names(tmp_path) == ["a.toml", "a.toml.previous"]


def test_a_disk_that_writes_a_little_at_a_time_gets_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:3]))
    replace_durably(tmp_path / "a.toml", b"0123456789")
    assert (tmp_path / "a.toml").read_bytes() == b"0123456789"


def test_a_target_that_is_read_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, refusals = os.replace, iter([PermissionError(errno.EACCES, "in use")] * 2)

    def sometimes(source: Path, target: Path) -> None:
        for refusal in refusals:
            raise refusal
        replace(source, target)

    monkeypatch.setattr(os, "replace", sometimes)
    monkeypatch.setattr(files, "_RETRY_SECONDS", 1.0)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    replace_durably(tmp_path / "a.toml", b"new")
    assert (tmp_path / "a.toml").read_bytes() == b"new"


def test_a_drive_that_cannot_sync_a_folder_can_still_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def files_only(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(handle)

    monkeypatch.setattr(os, "fsync", files_only)
    replace_durably(tmp_path / "a.toml", b"new")
    assert (tmp_path / "a.toml").read_bytes() == b"new"


def test_every_new_folder_is_made_to_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.make_folder(tmp_path / "sessions" / "harbour" / "seats")
    assert synced == [tmp_path, tmp_path / "sessions", tmp_path / "sessions" / "harbour"]


def test_a_file_kept_aside_never_covers_another(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    for data in (b"1", b"2", b"3"):
        replace_durably(path, data)
        files.keep_aside(path, "kept")
    kept = {name: (tmp_path / name).read_bytes() for name in names(tmp_path) if name != "a.toml"}
    assert kept == {"a.toml.kept": b"1", "a.toml.kept-2": b"2", "a.toml.kept-3": b"3"}


def test_only_our_own_temporary_files_are_swept(tmp_path: Path) -> None:
    theirs = [".a.toml.swp", ".a.part", "a.toml", ".lock", "x.0123456789abcdef.part"]
    for name in [*theirs, ".a.toml.0123456789abcdef.part"]:
        (tmp_path / name).touch()
    assert sweep(tmp_path) == 1
    assert names(tmp_path) == sorted(theirs)


# Replacing, when a call to the system fails or the process dies in it


def struck_everywhere(writer: Writer, folder: Path, *, dies: bool) -> list[str]:
    """Strike every call of a save in turn; return what was wrong afterwards."""
    old, new = add_end_marker("version = 1\n"), add_end_marker("version = 2\n")
    problems = []
    for at in range(1, 100):
        path = folder / f"{at}" / "a.toml"
        path.parent.mkdir()
        path.write_bytes(old)
        saved = True
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, at, dies=dies)
            try:
                writer(path, new)
            except (OSError, Killed):
                saved = False
        found = path.read_bytes()
        if found not in ([new] if saved else [old, new]):
            problems.append(f"call {at}: the file holds {found!r}")
        if not faults.struck:
            return problems
    raise AssertionError("a save makes fewer than 100 calls")


def with_previous(path: Path, data: bytes) -> None:
    replace_durably(path, data, previous=path.with_name("a.toml.previous"))


def in_place(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)


@pytest.mark.parametrize("dies", [False, True], ids=["an error", "death"])
@pytest.mark.parametrize("writer", [replace_durably, with_previous])
def test_whatever_call_is_struck_the_file_is_old_or_new(tmp_path: Path, writer: Writer, dies: bool) -> None:
    assert struck_everywhere(writer, tmp_path, dies=dies) == []


@pytest.mark.parametrize("dies", [False, True], ids=["an error", "death"])
def test_this_trial_catches_a_file_written_in_place(tmp_path: Path, dies: bool) -> None:
    assert struck_everywhere(in_place, tmp_path, dies=dies) != []


@pytest.mark.parametrize("dies", [False, True], ids=["an error", "death"])
def test_the_previous_copy_is_whole_whatever_call_is_struck(tmp_path: Path, dies: bool) -> None:
    struck_everywhere(with_previous, tmp_path, dies=dies)
    assert {copy.read_bytes() for copy in tmp_path.glob("*/*.previous")} == {add_end_marker("version = 1\n")}


@pytest.mark.parametrize("dies", [False, True], ids=["an error", "death"])
def test_whichever_call_fails_while_a_spare_is_rewritten_every_name_holds_a_whole_version(
    tmp_path: Path, dies: bool
) -> None:
    versions = [add_end_marker(f"version = {number}\n" + "a line\n" * (40 - 10 * number)) for number in range(5)]
    for at in range(1, 100):
        path, spares = tmp_path / f"{at}" / "a.toml", RecycledFiles()
        previous = path.with_name("a.toml.previous")
        path.parent.mkdir()
        for data in versions[:3]:
            replace(path, data, previous=previous, spares=spares)
            spares.mark_durable(path.parent)
        assert len(names(path.parent)) == 3  # with the spare, or nothing of it is tried here
        saved = True
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, at, dies=dies)
            try:
                replace(path, versions[3], previous=previous, spares=spares)
            except (OSError, Killed):
                saved = False
        assert path.read_bytes() in (versions[3:4] if saved else versions[2:4])
        assert not previous.exists() or previous.read_bytes() in versions[1:3]
        if dies and not saved:
            sweep(path.parent)
            spares = RecycledFiles()
        for data in versions[4], versions[0], versions[1]:
            before = path.read_bytes()
            replace(path, data, previous=previous, spares=spares)
            spares.mark_durable(path.parent)
            assert (path.read_bytes(), previous.read_bytes()) == (data, before)
        spares.drop()
        assert names(path.parent) == ["a.toml", "a.toml.previous"]
        if not faults.struck:
            return
    raise AssertionError("a save makes fewer than 100 calls")


def test_a_spare_that_has_a_name_of_somebody_elses_is_not_written_over(tmp_path: Path) -> None:
    path, spares = tmp_path / "a.toml", RecycledFiles()
    previous, theirs = tmp_path / "a.toml.previous", tmp_path / "backup"
    for data in b"1", b"2":
        replace(path, data, previous=previous, spares=spares)
    theirs.hardlink_to(previous)
    for data in b"3", b"4", b"5":
        replace(path, data, previous=previous, spares=spares)
        spares.mark_durable(tmp_path)

    assert theirs.read_bytes() == b"1"
    assert (path.read_bytes(), previous.read_bytes()) == (b"5", b"4")


def test_replacing_over_and_over_makes_no_new_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, spares = tmp_path / "a.toml", RecycledFiles()
    for data in b"1", b"2", b"3", b"fourth", b"5", b"":
        if data == b"fourth":
            monkeypatch.setattr(files, "write_new", None)
        replace(path, data, previous=tmp_path / "a.toml.previous", spares=spares)
        spares.mark_durable(tmp_path)

    assert path.read_bytes() == b""


def test_what_a_power_cut_may_still_give_its_name_back_is_not_written_over(tmp_path: Path) -> None:
    path, spares = tmp_path / "a.toml", RecycledFiles()
    for data in b"1", b"2", b"3", b"4":
        replace(path, data, previous=tmp_path / "a.toml.previous", spares=spares)

    assert {file.read_bytes() for file in tmp_path.iterdir()} == {b"1", b"2", b"3", b"4"}


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_failed_save_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, broken)
    with pytest.raises(OSError, match="Input/output"):
        replace_durably(tmp_path / "a.toml", b"new")
    assert names(tmp_path) == []


# In a process of its own


def trial(name: str, folder: Path, writer: str = "durable", *, namespace: str | None = None) -> dict[str, Any]:
    """Run a trial; `namespace` are unshare's options for one that mounts a disk, seen by that process alone."""
    command = [sys.executable, str(TRIALS), name, str(folder), writer]
    if namespace is not None:
        command = ["unshare", namespace, *command]
        able = shutil.which("unshare") and subprocess.run(
            ["unshare", namespace, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False
        )
        if not able or able.returncode:
            pytest.skip("This machine does not let the tests mount a disk of their own.")
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def power_cut(folder: Path, filesystem: str, writer: str) -> dict[str, Any]:
    if (
        os.name != "posix"
        or os.geteuid() != 0
        or not shutil.which(f"mkfs.{filesystem}")
        or not Path("/dev/loop-control").exists()
    ):
        pytest.skip(f"Cutting a disk's power needs root, {filesystem} and loop devices.")
    return trial(f"power_cut_{filesystem}", folder, writer, namespace="-m")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork.")
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = trial("kill", tmp_path)
    assert outcome["kills"] >= 20
    assert outcome["problems"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork.")
def test_kill_9_tears_a_file_written_in_place(tmp_path: Path) -> None:
    assert trial("kill", tmp_path, "in_place")["problems"] != []


@pytest.mark.parametrize("filesystem", ["ext4", "xfs"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, filesystem: str) -> None:
    assert power_cut(tmp_path, filesystem, "durable")["problems"] == []


@pytest.mark.parametrize("filesystem", ["ext4", "xfs"])
@pytest.mark.parametrize("writer", ["in_place", "folder_not_synced"])
def test_a_power_cut_finds_a_missing_sync(tmp_path: Path, filesystem: str, writer: str) -> None:
    assert power_cut(tmp_path, filesystem, writer)["problems"] != []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit.")
def test_a_file_that_cannot_grow_leaves_the_old_one_and_no_litter(tmp_path: Path) -> None:
    assert trial("file_limit", tmp_path) == {"said": "[Errno 27] File too large", "whole": True, "left": ["a.toml"]}


def test_a_full_disk_is_said_and_keeps_the_last_save(tmp_path: Path) -> None:
    assert trial("full_disk", tmp_path, namespace="-rm") == {
        "said": "session.toml could not be saved: the disk is full.",
        "whole": True,
        "left": [".lock", "session.toml", "session.toml.previous"],
    }


def test_a_read_only_disk_is_said_and_can_be_looked_at(tmp_path: Path) -> None:
    said = trial("read_only", tmp_path, namespace="-rm")
    assert said.pop("look") == "a = 1\n"
    assert said.keys() == {"own", "new", "write", "file"}
    assert all("read-only" in sentence.lower() for sentence in said.values())


def test_every_fault_of_a_file_is_one_for_the_facilitator() -> None:
    assert issubclass(Unreadable, StoreError)
