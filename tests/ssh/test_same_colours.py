"""The stage on a terminal of its own looks as it does on the terminal of the session, in every theme."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

if sys.platform == "win32" or shutil.which("ssh") is None:
    pytest.skip("the system's ssh is not installed, or there are no pseudo-terminals", allow_module_level=True)

from copworkshop.toolkit.theme import THEMES
from copworkshop.toolkit.true_colour import QUERY
from helpers.pseudo_terminal import Pseudo
from helpers.screens import Look, looks
from helpers.waiting import until

pytestmark = pytest.mark.slow

ANSWER = "\x1bP1$r0;48:2::1:2:3m\x1b\\"


@pytest.fixture
def terminals() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def start(terminals: ExitStack, *arguments: str, colours: str) -> Pseudo:
    terminal = Pseudo(
        [sys.executable, "-m", "copworkshop", *arguments],
        environment={"COLORTERM": colours, "TERM": "xterm-256color", "NO_COLOR": ""},
    )
    terminals.callback(terminal.put_away)
    return terminal


def cells(terminal: Pseudo) -> list[Look]:
    """Return every cell of the stage with its colours, without the bottom line, which differs."""
    rows = [terminal.screen.buffer[y] for y in range(terminal.screen.lines - 1)]
    line = [row[x] for row in rows for x in range(terminal.screen.columns)]
    return [looks(cell) for cell in line]


@pytest.mark.parametrize("says", [True, False], ids=["told by COLORTERM", "asked"])
async def test_the_stage_over_ssh_has_the_colours_of_the_local_one(
    says: bool, tmp_path: Path, terminals: ExitStack
) -> None:
    folder = ("--sessions", str(tmp_path))
    local = start(terminals, "run", "demo", *folder, "--port", "0", "--bind", "127.0.0.1", colours="truecolor")
    await local.sees("code")
    stage = start(terminals, "stage", *folder, colours="truecolor" if says else "")
    await stage.sees("code")
    if not says:
        assert QUERY.encode() in stage.written
        stage.press(ANSWER)
    before: list[Look] = []
    for theme in THEMES:
        await until(
            lambda before=before: local.shown and stage.shown and before != cells(local) == cells(stage),  # type: ignore[misc]
            lambda theme=theme: f"the same colours in {theme.name}:\n{local.shown}\n{stage.shown}",  # type: ignore[misc]
        )
        before = cells(local)
        local.press("d")
        stage.press("d")
