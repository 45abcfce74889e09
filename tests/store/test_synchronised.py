"""Folders that another program copies to other computers, as they are found on people's laptops."""

from pathlib import Path

import pytest

from copworkshop.store.synchronised import synchronised


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox/work", "Dropbox"),
        ("Dropbox (Our Office)/work", "Dropbox"),
        ("OneDrive/Documents", "OneDrive"),
        ("OneDrive - Our Office/Documents", "OneDrive"),
        ("Google Drive/work", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/My Drive", "Google Drive"),
        ("Library/CloudStorage/OneDrive-Personal/work", "OneDrive"),
        ("Library/CloudStorage/Box-Box/work", "a cloud's program"),
        ("Library/Mobile Documents/com~apple~CloudDocs/work", "iCloud"),
        ("iCloudDrive/work", "iCloud"),
        ("Nextcloud/work", "Nextcloud"),
        ("Nextcloud2/work", "Nextcloud"),
        ("ownCloud/work", "ownCloud"),
    ],
)
def test_a_folder_is_known_by_a_name_above_it(tmp_path: Path, folder: str, program: str) -> None:
    found = synchronised(tmp_path / folder / "sessions")
    assert found is not None
    assert found.program == program
    assert f"that {program} copies to other computers" in found.said


@pytest.mark.parametrize(
    ("mark", "program"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache/", "Dropbox"),
        (".stfolder/", "Syncthing"),
        (".sync_0123456789ab.db", "Nextcloud or ownCloud"),
        ("._sync_0123456789ab.db", "Nextcloud or ownCloud"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".tmp.driveupload/", "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    ],
)
@pytest.mark.parametrize("below", ["", "work/sessions"])
def test_a_folder_is_known_by_what_the_program_keeps_in_it(tmp_path: Path, mark: str, program: str, below: str) -> None:
    if mark.endswith("/"):
        (tmp_path / mark).mkdir()
    else:
        (tmp_path / mark).touch()
    assert synchronised(tmp_path / below) == (tmp_path, program)


def test_a_link_into_such_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "sessions").mkdir(parents=True)
    (tmp_path / "sessions").symlink_to(tmp_path / "Dropbox" / "sessions")
    assert synchronised(tmp_path / "sessions") == (tmp_path / "Dropbox", "Dropbox")


@pytest.mark.parametrize("folder", ["sessions", "my-dropbox-notes", "one drive", "nextcloud-server", "drive"])
def test_other_folders_are_not_suspected(tmp_path: Path, folder: str) -> None:
    assert synchronised(tmp_path / folder) is None


def test_the_folder_in_which_dropbox_keeps_its_settings_does_not_make_a_home_suspected(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert synchronised(tmp_path / "sessions") is None
