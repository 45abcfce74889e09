"""A terminal may draw an emoji in any width; everything else stands in its column, and nothing of before stays."""

import re
from collections.abc import Callable

import pyte
import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.drivers.headless_driver import HeadlessDriver

from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList

WORDS = (
    "👩‍🚀👍🏽 Go and see",
    "👨‍👩‍👧 Family days",
    "❤️ Care",
    "☎️ Call",
    "1️⃣ First things first",
    "🇩🇪🇫🇷 Exchange across borders",
    "नमस्ते everybody",
    "e\u0301te\u0301 with marks",
    "语言 of everybody",
    "plain words",
    "🧑🏽‍🤝‍🧑🏽" * 4,
    "👨‍👩‍👧 " + "many words " * 8,
    "one 🫨 two 🫷🏿 three \U0001faea four",
)
"""With “\U0001faea”, which few terminals know."""

WIDTH, NUMBER = 60, len("no. 10")

Wcwidth = Callable[[str], int]


def always_narrow(char: str) -> int:
    """Return the width on a terminal that knows no emoji, such as xterm for many of them."""
    return min(width_of(char), 1) if ord(char) > 0x2000 and not _is_chinese(char) else width_of(char)


def always_wide(char: str) -> int:
    """Return the width on a terminal that draws each part of an emoji in two cells."""
    return 2 if ord(char) > 0x2600 and char not in "\u200d\ufe0f\u20e3" else width_of(char)


def marks_are_seen(char: str) -> int:
    """Return the width on a terminal that draws marks, joiners and selectors next to what they belong to."""
    return width_of(char) or 1


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


class Listed(App[None]):
    """A list of ideas, each with its number at the end of the row."""

    def __init__(self) -> None:
        super().__init__()
        self.list = EntryList(Column(words=True), Column(align="right"))

    def compose(self) -> ComposeResult:
        yield self.list

    def get_default_screen(self) -> LeanScreen[None]:
        return LeanScreen()

    def show(self, words: tuple[str, ...]) -> None:
        self.list.show([Entry(at, (Content(said), Content(f"no. {at + 10}"))) for at, said in enumerate(words)])


class Between:
    """A program such as tmux, which moves the cursor of the terminal around it by the columns that it believes in."""

    TOKEN = re.compile(r"\x1b\[(\d+)G|\x1b\[(\d+);(\d+)H|\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]+")

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._column = 0

    def feed(self, frame: str) -> None:
        for token in self.TOKEN.finditer(frame):
            text, by = token[0], 0
            if token[1]:
                by = int(token[1]) - 1 - self._column
                text = f"\x1b[{abs(by)}{'C' if by > 0 else 'D'}" if by else ""
            elif token[3]:
                self._column = int(token[3]) - 1
            elif not text.startswith("\x1b"):
                by = width_of(text)
            self._column += by
            if text:
                self._send(text)


@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("width", [width_of, always_narrow, always_wide, marks_are_seen])
async def test_a_number_after_any_words_is_whole_and_in_its_column(
    width: Wcwidth, between: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = pyte.Screen(WIDTH, len(WORDS) + 1)
    stream = pyte.Stream(terminal)
    feed = Between(stream.feed).feed if between else stream.feed
    monkeypatch.setattr(pyte.screens, "wcwidth", width)
    monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, frame: feed(frame))
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)
    app = Listed()
    app.show(WORDS)

    def numbers() -> list[str]:
        # The last cell of a row is that of the scroll bar.
        cells = range(WIDTH - 1 - NUMBER, WIDTH - 1)
        return ["".join(terminal.buffer[row][x].data for x in cells) for row in range(len(WORDS))]

    async with app.run_test(size=(WIDTH, len(WORDS) + 1)) as pilot:
        await pilot.pause()
        assert numbers() == [f"no. {at + 10}" for at in range(len(WORDS))]
        for _ in WORDS:
            await pilot.press("down")  # the row under the cursor is reversed, and then it is not
        await pilot.pause()
        assert numbers() == [f"no. {at + 10}" for at in range(len(WORDS))]
        if between:
            return  # its own screen is whole, but it leaves cells of the terminal around it
        stale = [(row, x) for row in range(len(WORDS) - 1) for x in range(WIDTH) if terminal.buffer[row][x].reverse]
        assert not stale
        app.show(("X",) * len(WORDS))
        await pilot.pause()
        shown = ["".join(terminal.buffer[row][x].data for x in range(WIDTH)).split() for row in range(len(WORDS))]
        assert shown == [["X", "no.", str(at + 10)] for at in range(len(WORDS))]
