"""Two people go through a whole session on terminals of 40 by 20: one with the keys of a phone, one with taps alone."""

from pathlib import Path

import pytest

from copworkshop.model.people import Seat
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from helpers.hosted_rooms import Hosted, hosted

pytestmark = pytest.mark.slow

SIZE = (40, 20)


class Thumbs:
    """Letters, Esc, Up, Down and a line feed for Enter: what every phone has."""

    def __init__(self, room: Hosted, terminal: Terminal) -> None:
        self._room = room
        self.terminal = terminal
        self.name = type(self).__name__

    @property
    def seat(self) -> Seat:
        return self._room.seat(self.name)

    async def sees(self, *texts: str) -> None:
        for text in texts:
            await self.terminal.until(lambda text=text: text in self.text, f"“{text}”")  # type: ignore[misc]

    @property
    def text(self) -> str:
        """The screen without frames and scroll bars, so that words may go on in the next row."""
        return " ".join(" ".join(row.strip(" │▁▂▃▄▅▆▇█") for row in self.rows).split())

    @property
    def rows(self) -> list[str]:
        return [row.replace("\u00a0", " ") for row in self.terminal.rows]

    async def type(self, words: str) -> None:
        for letter in words:  # each by itself, as thumbs do
            self.terminal.press(letter)

    async def press(self, key: str) -> None:
        assert key in {"escape", "up", "down", "\n"} or (len(key) == 1 and key.isalnum()), "a phone lacks the key"
        self.terminal.press(key)

    async def enter(self, label: str = "") -> None:
        await self.press("\n")


class Taps(Thumbs):
    """Only text is typed; all else is tapped, where the terminal reports taps."""

    async def press(self, key: str) -> None:
        raise AssertionError(key)

    async def enter(self, label: str = "") -> None:
        await self.tap(f"Enter {label}")

    async def tap(self, label: str) -> None:
        await self.terminal.until(lambda: any(label in row for row in self.rows), f"“{label}” in one row")
        await self.terminal.until(lambda: self._reports, "reports of the mouse")
        y = max(y for y, row in enumerate(self.rows) if label in row)
        x = self.rows[y].index(label) + 1
        self.terminal.press(f"\x1b[<0;{x};{y + 1}M\x1b[<0;{x};{y + 1}m")

    async def choose(self, entry: str) -> None:
        """Tap an entry of a list, unless it is the chosen one."""
        if not self._is_chosen(entry):
            await self.tap(entry)
            await self.terminal.until(lambda: self._is_chosen(entry), f"the cursor on {entry}")

    def _is_chosen(self, entry: str) -> bool:
        y = max((y for y, row in enumerate(self.rows) if entry in row), default=0)
        cells = self.terminal.screen.buffer[y]
        x = self.rows[y].find(entry)
        return x >= 0 and cells[x].reverse

    @property
    def _reports(self) -> bool:
        written = self.terminal.written
        return written.rfind(b"\x1b[?1000h") > written.rfind(b"\x1b[?1000l")


async def join(room: Hosted) -> tuple[Thumbs, Taps]:
    thumbs = Thumbs(room, await room.connect(size=SIZE))
    taps = Taps(room, await room.connect(size=SIZE))
    for person in (thumbs, taps):
        await person.sees("What is your name?", "Enter join")
        await person.type(person.name)
        await person.enter("join")
        await person.sees("Keep this word")
    return thumbs, taps


async def place(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.PARTICIPATION, "place")
    for person in (thumbs, taps):
        await person.sees("Where are you in it today?", "in six months?", "Core group", "5 Transactional")
    await thumbs.press("2")
    await thumbs.sees("✓ 2 Active")
    await thumbs.press("4")
    await taps.tap("2  Active")
    await taps.sees("✓ 2 Active")
    await taps.tap("4  Peripheral")
    for person in (thumbs, taps):
        await person.sees("✓ 4 Peripheral")
        await person.terminal.until(lambda person=person: person.seat.placement.complete, "both answers")  # type: ignore[misc]


async def write_and_share(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.PROPOSAL, "write")
    for person in (thumbs, taps):
        await person.sees("What is the focal point?", "Esc then letters work")
        await person.type("Harbour")
    await thumbs.press("down")
    await taps.tap("Tab next field")
    for person in (thumbs, taps):
        await person.sees("What problems do you solve?")
        await person.type("Silt")
        await person.sees("1 word")
    await thumbs.press("escape")
    await thumbs.sees("a read it all")
    await thumbs.press("a")
    await taps.tap("F4 read it all")
    for person in (thumbs, taps):
        await person.sees("Proposal of", "Harbour", "Up Down scroll s share it Esc back to writing")
    await thumbs.press("s")
    await taps.tap("s share it")
    for person in (thumbs, taps):
        await person.sees("Share this proposal?")
        await person.enter("share")
        await person.sees("Shared: everybody here")
    await thumbs.press("escape")
    await taps.tap("Esc back to writing")


async def give_feedback(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.PROPOSAL, "share")
    await thumbs.sees("Taps", "Enter read")
    await thumbs.press("down")
    await thumbs.enter()
    await thumbs.sees("r give feedback")
    await thumbs.press("r")
    await taps.sees("Thumbs", "Enter read")
    await taps.choose("Thumbs")
    await taps.tap("Thumbs")
    await taps.sees("Up Down scroll r give feedback Esc back to the list")
    await taps.tap("r give feedback")
    for person in (thumbs, taps):
        await person.sees("One strength")
        await person.type("clear")
        await person.enter("save")
        await person.sees("One question")
        await person.type("why now")
        await person.enter("save")
        await person.sees("r change your feedback")


async def collect_and_merge(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.TOP_TEN, "collect")
    for person in (thumbs, taps):  # who reads a proposal is not taken along
        await person.sees("f follow")
    await thumbs.press("f")
    await taps.tap("f follow")
    for person in (thumbs, taps):
        for number in (1, 2):
            await person.sees(f"Your idea {number} of 3")
            await person.type(f"{person.name} say {number}")
            await person.enter("add it")
        await person.sees("2 of your 3 ideas are in")
    await room.lead(Kind.TOP_TEN, "merge")
    for person in (thumbs, taps):
        await person.sees("m mark as the same idea")
    for key in ("m", "down", "m"):
        await thumbs.press(key)
    await thumbs.enter()
    for name in ("Taps say 1", "Thumbs say 1"):
        await taps.choose(name)
        await taps.tap("m mark")
        await taps.sees("Esc unmark")
    await taps.sees("Enter suggests that")
    await taps.tap("Thumbs say 1")
    for person in (thumbs, taps):
        await person.sees("Waiting for the facilitator")


async def vote(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.TOP_TEN, "rank")
    for person in (thumbs, taps):
        await person.sees("rank this idea", "I'm done")
    for key in ("1", "down", "2", "d"):
        await thumbs.press(key)
    await taps.choose("Taps say 2")
    await taps.tap("Enter")
    await taps.sees("[1]")
    await taps.choose("Thumbs say 2")
    await taps.tap("Enter")
    await taps.sees("[2]")
    await taps.tap("d I'm done")
    for person in (thumbs, taps):
        await person.sees("d not done")
        ballot = person.seat.ballot
        assert ballot is not None
        assert (len(ballot.picks), ballot.done) == (2, True)


async def take_home(room: Hosted, thumbs: Thumbs, taps: Taps) -> None:
    await room.lead(Kind.CLOSE, "close")
    for person in (thumbs, taps):
        await person.sees("What you take home", "read your proposal")
    await thumbs.press("p")
    await taps.tap("p read your proposal")
    for person in (thumbs, taps):
        await person.sees("Your proposal", "Harbour")
    await thumbs.press("escape")
    await taps.tap("Esc back")
    for person in (thumbs, taps):
        await person.sees("What you take home")
    await thumbs.press("q")
    await taps.tap("q leave")
    for person in (thumbs, taps):
        await person.sees("Leave? All you wrote is kept.", person.seat.word)
    await thumbs.press("y")
    await taps.tap("Leave (y)")
    for person in (thumbs, taps):
        await person.terminal.until(lambda person=person: person.terminal.closed, "the end")  # type: ignore[misc]


async def test_a_phone_and_a_mouse_go_through_a_whole_session(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        people = await join(room)
        for part in (place, write_and_share, give_feedback, collect_and_merge, vote, take_home):
            await part(room, *people)
