"""People in a room that is going to be killed: they press keys, and remember what their screens had called saved."""

import asyncio
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from copworkshop.model.people import FACILITATOR, Seat
from copworkshop.model.session import Session
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.clock import clock
from copworkshop.rules.sight import sight
from copworkshop.ui.console.side_words import on_the_stage

READ: Final = 0.1
"""Seconds that an answer and the word “saved” stand together before a person has taken them in: what a key did may be
drawn a moment before the word next to it. Not so with letters: they come in one frame with the word."""

DRAWN: Final = 2.0
"""Seconds after which a key is on the screen for certain, even under load: before, the disk may be ahead of it."""

CLOCK_SECONDS: Final = 6.0
"""The clock that a console showed and the one on the disk may differ by so much, a machine under load drawing late; a
key moves it by a minute."""

_PICK: Final = re.compile(r"\[(\d)\] .*no\. (\d+)")
_ANSWER: Final = re.compile(r"✓ (\d) |\b(?:1-\d\?|no answer)")
_CLOCK: Final = re.compile(r"(\+?)(\d+):(\d\d)  saved $")  # with a plus it is over


@dataclass
class Told:
    """What one screen showed, and what of it had been called saved."""

    since: float | None = None
    """Since when the last of the states has stood there next to the word “saved”."""
    saved: set[str] = field(default_factory=set)
    """Texts that were called saved."""
    echoed: dict[str, float] = field(default_factory=dict)
    """When a text first stood there."""
    states: list[tuple[object, float]] = field(default_factory=list)
    """What can change, as it was shown one after the other, each with when it was seen last."""
    certain: int = -1
    """The last of the states that was called saved."""
    _counted: int = 0

    def newly_saved(self) -> int:
        """Return how many texts were called saved since this was last asked."""
        now = len(self.saved)
        before, self._counted = self._counted, now
        return max(0, now - before)

    def look(self, texts: set[str], state: object, *, saved: bool, now: float) -> None:
        """Take in what stands on the screen now."""
        for text in texts:
            self.echoed.setdefault(text, now)
        if state is not None and (not self.states or self.states[-1][0] != state):
            self.states.append((state, now))
            self.since = None
        elif state is not None:
            self.states[-1] = (state, now)
        if saved:
            self.saved |= texts
        if not saved or state is None:
            self.since = None
        elif self.since is None:
            self.since = now
        if self.since is not None and now - self.since >= READ:
            self.certain = len(self.states) - 1


class Person:
    """Somebody with a seat, or about to have one."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name = name
        self.word: str | None = None
        self.told = Told()
        self._chance = chance
        self._sign = "".join(letter for letter in name if letter.isdigit())
        self._own = re.compile(rf"\b[wi]{self._sign}x\d+x\b")  # others' words may stand on the screen, too
        self._count = 0
        self._introduced = False
        self._pressed = 0.0
        self.killed: float | None = None
        """When the host was killed; what is read after that had been written before."""
        self.terminal: Terminal | None = None

    def stand_up(self) -> None:
        """Have no terminal, and nothing on it that could be compared."""
        self.terminal, self._introduced, self.killed = None, False, None
        self.told.since = None
        self.told.states.clear()
        self.told.certain = -1

    def sit_down(self, terminal: Terminal) -> None:
        """Have a terminal, after a kill another one."""
        self.stand_up()
        self.terminal = terminal

    async def live(self) -> None:
        """Read and press keys until the line is dead."""
        terminal = self.terminal
        assert terminal is not None
        act_at = time.monotonic()
        while not terminal.closed:
            await terminal.news(0.05)
            self.look()
            if time.monotonic() >= act_at and self.killed is None and not terminal.closed:
                self.act(terminal)
                think = self._chance.random() < 0.4
                act_at = time.monotonic() + (
                    self._chance.uniform(0.8, 2.0) if think else self._chance.uniform(0.02, 0.2)
                )

    def look(self) -> None:
        """Read the screen."""
        terminal = self.terminal
        if terminal is None:
            return
        rows = terminal.rows
        saved = rows[0].endswith(" saved ")
        self.word = terminal.word or self.word
        texts = set(self._own.findall(" ".join(rows)))
        if terminal.word is not None:
            texts.add(f"seat {terminal.word}")
        self.told.look(texts, self.state_on(rows), saved=saved, now=self.killed or time.monotonic())

    def state_on(self, rows: list[str]) -> object:
        """Return what stands there of what can change: the answers, or the ballot."""
        if rows[0].startswith(" 3/"):
            answers = tuple(found[1] for row in rows for found in [_ANSWER.search(f"{row} ")] if found)
            return ("placed", answers) if len(answers) == 2 else None
        if rows[0].startswith(" 5/") and any("chosen" in row for row in rows):
            picks = sorted(found.groups() for row in rows for found in [_PICK.search(row)] if found)
            return ("ballot", tuple(int(number) for _, number in picks))
        return None

    def act(self, terminal: Terminal) -> None:
        """Press what belongs to what stands on the screen."""
        rows, text, chance = terminal.rows, terminal.text, self._chance
        if "What is your name?" in text and not self._introduced:
            self._introduced = True
            self._press(self.name, "enter")
        elif "is here already" in text:  # killed when they were in, and before they had read their word
            self._press("enter")
        elif " follow " in rows[-1]:
            self._press("f5")
        elif rows[0].startswith(" 3/"):
            self._press(str(chance.randint(1, 5)))
        elif rows[0].startswith(" 4/") and "next field" in text:
            keys = ["tab"] if chance.random() < 0.1 else [*self._new("w"), " "]
            self._press(*keys)
        elif rows[0].startswith(" 5/") and "add it" in text:
            self._press(*self._new("i"), "enter")
        elif rows[0].startswith(" 5/") and "chosen" in text:
            self._press(chance.choice(("down", "up", "1", "2", "3", "backspace", "d")))

    def _new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._sign}x{self._count}x"

    def _press(self, *keys: str) -> None:
        assert self.terminal is not None
        self._pressed = time.monotonic()
        self.terminal.press(*keys)

    # Afterwards

    def lost(self, session: Session, killed: float) -> tuple[list[str], list[float]]:
        """Return what was called saved and is missing, and how many seconds old the rest was that is missing."""
        seats = {seat.word: seat for seat in session.seats.values()}
        called = set(self.told.saved)
        seat = seats.get(self.word or "")
        if seat is None:
            word, self.word = self.word, None  # they come in again
            return ([f"{self.name}: the seat {word} is gone"] if called else []), []
        held = " ".join([*seat.proposal.answers.values(), *(idea.text for idea in seat.ideas), f"seat {seat.word}"])
        missing = [text for text in self.told.echoed if text not in held]
        lost = [f"{self.name}: {text}" for text in missing if text in called]
        self.told.saved -= set(missing)  # told of once
        ages = [killed - self.told.echoed.pop(text) for text in missing if text not in called]
        return lost + self._states_lost(lambda state, _seen: _fits_seat(state, seat)), ages

    def _states_lost(self, fits: Callable[[object, float], bool]) -> list[str]:
        told = self.told
        if told.certain < 0:
            return []
        since = told.states[told.certain :]
        if any(fits(state, seen) for state, seen in since) or self._pressed > since[-1][1] - DRAWN:
            return []
        return [f"{self.name}: none of {[state for state, _ in since]}"]


class Leader(Person):
    """The facilitator at the console, who leads on and back and stays near the round that the session began in."""

    _ahead = 0

    def state_on(self, rows: list[str]) -> object:
        """Return what the stage shows, and the clock, as the console has it."""
        notes = " ".join(" ".join(row.partition("│")[2] for row in rows[1:]).split())
        stage = re.match(r"Stage (.*?) Next ", notes)
        found = _CLOCK.search(rows[0])
        if stage is None or found is None:
            return None
        seconds = int(found[2]) * 60 + int(found[3])
        return (stage[1], -seconds if found[1] else seconds)

    def act(self, terminal: Terminal) -> None:
        """Lead on and back, and mind the clock."""
        if self._chance.random() < 0.3 and time.monotonic() - self._pressed > 0.4 and "Stage " in terminal.text:
            moves = ("pageup", "pageup", "pagedown") if self._ahead else ("pagedown",)
            key = self._chance.choice(("t", "t", "t", "+", "+", "-", "b", "b", *moves))
            self._ahead += (key == "pagedown") - (key == "pageup")
            self._press(key)

    def lost(self, session: Session, killed: float) -> tuple[list[str], list[float]]:
        """Return what of the room's place is not as it was called saved."""
        stage, timer, now = on_the_stage(sight(session, FACILITATOR)), clock(session), datetime.now(UTC)

        def fits(state: object, seen: float) -> bool:
            assert isinstance(state, tuple)
            left = timer.remaining(now - timedelta(seconds=time.monotonic() - seen))
            return bool(state[0] == stage) and abs(left - state[1]) <= CLOCK_SECONDS

        there = f"on the disk: {stage!r}, {timer.remaining(now - timedelta(seconds=time.monotonic() - killed)):.1f} s"
        return [f"{lost}; {there}" for lost in self._states_lost(fits)], []


def _fits_seat(state: object, seat: Seat) -> bool:
    assert isinstance(state, tuple)
    kind, shown = state
    if kind == "ballot":
        return tuple(shown) == (seat.ballot.picks if seat.ballot is not None else ())
    levels = ("core", "active", "occasional", "peripheral", "transactional")
    held = (seat.placement.today, seat.placement.later)
    return all((levels[int(mark) - 1] if mark else None) == level for mark, level in zip(shown, held, strict=True))


async def until_dead(people: list[Person], tasks: list["asyncio.Task[None]"]) -> None:
    """Wait until every line is dead, with all that had still come in read."""
    await asyncio.gather(*tasks)
    for person in people:
        person.look()
