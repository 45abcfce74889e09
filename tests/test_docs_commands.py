"""Every command on the pages is run, in the order of the page and in a folder of its own.

A block of kind `sh` is run line by line. Where that is not possible, such as where it takes a second machine, a
comment before the block says why: ``<!-- not run: … -->``. A command that stays, such as the facilitator's screens, is
started on a terminal and stays until its block ends. Commands within a sentence are read by the parser.
"""

import asyncio
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copworkshop.cli.about import ABOUT
from copworkshop.cli.parser import command_line
from helpers.documents import DOCS, FENCED, PAGES, ROOT, blocks, name_of, text_of

if sys.platform == "win32":
    pytest.skip("The commands are written for a POSIX shell.", allow_module_level=True)

from helpers.pseudo_terminal import Pseudo
from helpers.waiting import until
from test_terminal import ALTERNATE, MAIN

PATIENCE = 300.0  # a rehearsal while other work runs
TYPED = "lantern meadow stone river\n"  # where a passphrase is asked for
STAYS = {"", "run", "host", "rehearse", "stage", "console"}
ONCE = {"", "rehearse", "doctor", "report"}
"""What needs nothing of its page is run on the first page that has it."""

SAVED = re.compile(r"[Ss]ave this as `([^`/]+)`:\n+```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
IN_A_SENTENCE = re.compile(r"`(?:uv run )?(copworkshop(?: [^`\n]*)?)`")


def commands_of(page: Path) -> Iterator[list[str]]:
    """Yield the command lines of each block that is run."""
    for text, why in blocks(page, "sh"):
        if not why:
            # `uv run pytest` is what runs this.
            lines = (line.strip().removeprefix("uv run ") for line in text.splitlines())
            yield [line for line in lines if line and not line.startswith("pytest")]


def lines_of(page: Path) -> list[str]:
    return [line for lines in commands_of(page) for line in lines]


def is_run_elsewhere(line: str, page: Path) -> bool:
    return verb_of(line) in ONCE and "my-plan" not in line and FIRST_ON[line] != page


def verb_of(line: str) -> str | None:
    """Return which of our commands a line is; None for a command of the system."""
    words = shlex.split(line)
    if words[:1] != ["copworkshop"]:
        return None
    return next((word for word in words[1:2] if not word.startswith("-")), "")


def stays(line: str) -> bool:
    return verb_of(line) in STAYS and not {"--help", "--version", "--alone"} & set(shlex.split(line))


WITH_COMMANDS = [page for page in PAGES if lines_of(page)]
FIRST_ON = {line: page for page in reversed(WITH_COMMANDS) for line in lines_of(page)}
"""The page on which a line comes first."""


class Shell:
    """A folder in which the commands of a page are run."""

    def __init__(self, folder: Path) -> None:
        for name in ("docs", "src"):
            (folder / name).symlink_to(ROOT / name)
        self._screens: list[tuple[str, Pseudo]] = []
        self._environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def run(self, line: str) -> None:
        """Run a line that ends by itself."""
        words = (
            None
            if verb_of(line) is None
            else line.replace("copworkshop", f"{shlex.quote(sys.executable)} -m copworkshop", 1)
        )
        done = subprocess.run(
            ["sh", "-c", words or line],
            input=TYPED,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=self._environment,
        )
        allowed = {0, 1} if verb_of(line) == "doctor" else {0}  # what it finds is the machine's
        assert done.returncode in allowed, f"{line}: {done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr

    async def start(self, line: str) -> None:
        """Start a line that stays, and wait until it is there."""
        if verb_of(line) in {"stage", "console"} and shutil.which("ssh") is None:
            pytest.skip("There is no ssh on this machine. Install OpenSSH's client.")
        end = time.monotonic() + PATIENCE
        while not await self._is_there(line):
            assert time.monotonic() < end, f"{line} did not come up"

    async def _is_there(self, line: str) -> bool:
        """Start a line, and return whether it came up; a second terminal does not before its session does."""
        screen = Pseudo([sys.executable, "-m", "copworkshop", *shlex.split(line)[1:]])
        self._screens.append((line, screen))
        if verb_of(line) == "host":
            await screen.wrote("To join:")
            return True
        await until(
            lambda: ALTERNATE in screen.written or screen.process.poll() is not None, lambda: screen.shown, PATIENCE
        )
        if ALTERNATE in screen.written:
            return True
        assert verb_of(line) in {"stage", "console"}, screen.written[-1000:]
        self._screens.pop()
        screen.put_away()
        return False

    async def end(self) -> None:
        """Leave what stays, the last one first, as a person does."""
        while self._screens:
            line, screen = self._screens.pop()
            end = time.monotonic() + PATIENCE
            while screen.process.poll() is None:
                assert time.monotonic() < end, screen.written[-1000:]
                if ALTERNATE not in screen.written:
                    screen.process.terminate()
                elif MAIN not in screen.written:
                    screen.press("ctrl+q", "y")  # y: yes, although people are connected
                await asyncio.sleep(0.2)
            code = screen.process.returncode
            screen.put_away()
            # A rehearsal that is left before anybody came in says that it did not go well.
            assert code in ({0, 1} if verb_of(line) == "rehearse" else {0}), screen.written[-1000:]

    def close(self) -> None:
        for _, screen in self._screens:
            screen.put_away()


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
async def test_every_command_of_the_page_works(page: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for name, text in SAVED.findall(text_of(page)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    try:
        for lines in commands_of(page):
            for line in lines:
                if is_run_elsewhere(line, page):
                    continue
                if stays(line):
                    await shell.start(line)
                else:
                    shell.run(line)
            await shell.end()
    finally:
        shell.close()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_in_a_sentence_of_the_page_can_be_typed(page: Path) -> None:
    for line in IN_A_SENTENCE.findall(FENCED.sub("", text_of(page))):
        words = ["5" if word == "N" else word for word in shlex.split(line.replace("\\|", "|"))[1:]]
        if not words or words[0].isupper() or "…" in line:
            continue  # such as `copworkshop COMMAND --help`
        if len(words) == 1 and not words[0].startswith("-"):
            assert words[0] in ABOUT, line  # its name alone
        elif "--help" not in words:
            command_line().understand(words)


@pytest.mark.parametrize("page", [page for page in PAGES if "lab" not in page.parts], ids=name_of)
def test_a_command_is_in_a_block_that_is_run_or_that_says_why_not(page: Path) -> None:
    made = page.is_relative_to(DOCS / "reference")  # usage and examples, which test_help_of_commands.py tries
    for kind in ("", "text"):
        for text, _ in blocks(page, kind):
            typed = [line for line in text.splitlines() if re.match(r"\s*(uv|copworkshop|ssh|pip|python3?) ", line)]
            assert made or typed == [], typed
