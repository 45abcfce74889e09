"""What the repository itself may hold: nothing of a person, of a machine, or of a registry."""

import re
import shutil
import subprocess
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIXED_ENTRIES = ["src/copworkshop", "sessions", "tests", "pyproject.toml", "README.md", "LICENSE", "NOTICE"]

# SSH names its algorithms like addresses, and example.* and .local belong to nobody.
EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]*@"
    r"(?!openssh\.com\b|libssh\.org\b|(?:[\w-]+\.)*example(?:\.(?:com|net|org))?\b|[\w-]+\.local\b)"
    r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b"
)
REGISTRY = re.compile(r"\b(?:pypi\.(?:org|io)|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org)")
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:root|work|home/\w+|Users/\w+|opt/\w+|tmp/\w+)/[\w.-]|\b[A-Z]:\\Users\\")


def git(*arguments: str) -> str:
    """Return what git says about this repository, or skip the test that asked."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed here, so what it tracks cannot be told.")
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"git knows no repository here: {done.stderr.strip()}")
    return done.stdout


def kept_files() -> list[Path]:
    """Return every file that is tracked, or would be by the next `git add`."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [path for name in listed if name and (path := ROOT / name).is_file()]


def found(pattern: re.Pattern[str]) -> list[str]:
    """Return ``file:line: match`` for every match of `pattern` in the kept files."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in kept_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def test_no_lock_file_is_tracked() -> None:
    assert git("ls-files", "uv.lock", "**/uv.lock") == ""


def test_no_file_holds_an_email_address() -> None:
    assert found(EMAIL) == []


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRY) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert found(MACHINE_PATH) == []


@pytest.mark.parametrize("entry", FIXED_ENTRIES)
def test_the_top_level_holds_the_entry_that_everything_relies_on(entry: str) -> None:
    assert (ROOT / entry).exists()


def test_of_sessions_only_the_readme_and_the_example_are_kept() -> None:
    sessions = ROOT / "sessions"
    kept = {path.relative_to(sessions).parts[0] for path in kept_files() if path.is_relative_to(sessions)}
    assert kept <= {"README.md", "example"}


def test_the_package_names_its_licence_and_brings_it_and_the_notice() -> None:
    told = metadata("copworkshop")
    assert told["License-Expression"] == "MIT"
    assert told.get_all("License-File") == ["LICENSE", "NOTICE"]
    assert "copworkshop contributors" in (ROOT / "LICENSE").read_text()


def test_the_notice_names_every_file_that_holds_the_words_of_the_deck() -> None:
    notice = (ROOT / "NOTICE").read_text()
    plans = [path for path in kept_files() if path.suffix == ".toml" and " deck = " in path.read_text()]
    assert plans
    folders = [path.relative_to(ROOT).as_posix() for path in plans]
    assert [name for name in folders if name not in notice and not name.startswith("tests/store/")] == []


def test_the_changelog_begins_with_the_version_that_the_package_has() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert headings[0].split()[0] == version


# The samples are put together here, so that this file does not hold what it forbids.
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (EMAIL, "ask someone" + "@harbour.nl, they know"),
        (REGISTRY, "https://files.python" + "hosted.org/packages"),
        (REGISTRY, "index = https://py" + "pi.org/simple"),
        (MACHINE_PATH, "see /" + "home/someone/notes.txt"),
        (MACHINE_PATH, "C:" + "\\Users\\someone"),
    ],
)
def test_the_guards_see_what_they_are_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (EMAIL, "ssh -p 2222 room@192.168.1.7, or room@laptop.local"),
        (EMAIL, "umac-128-etm@openssh.com and curve25519-sha256@libssh.org"),
        (MACHINE_PATH, "src/copworkshop/work/shop.py and ~/work/shop"),
    ],
)
def test_the_guards_let_ordinary_words_pass(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is None
