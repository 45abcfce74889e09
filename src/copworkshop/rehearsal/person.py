"""A simulated person, who connects over SSH, reads the screen, and does what it asks at a person's pace."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import asyncssh

from copworkshop.rehearsal.pace import FAST, Pace
from copworkshop.rehearsal.reading import Seen, Task, read
from copworkshop.rehearsal.terminal import PATIENCE, Terminal, call, why_not_there
from copworkshop.rehearsal.texts import WORDS, answers, ideas
from copworkshop.ssh.client import Address

_AGAIN: Final = 0.5  # seconds between attempts to connect again
_SOON: Final = 1.0  # seconds in which F5 should take effect
_PIECES: Final = 0.15  # seconds without new output after which a screen counts as complete
_GLANCE: Final = 5.0  # seconds after which a person looks at the screen again, even without new output


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one person."""

    fields: int = 6
    """How many fields of the proposal they fill in."""
    ideas: int = 3
    """How many ideas they have, if the plan allows as many."""
    pastes: bool = False
    """Whether they paste all their ideas as one list."""
    picks: int = 5
    """How many ideas they rank, if the plan allows as many."""
    shares: bool = False
    """Whether they share their proposal."""
    cut: int | None = None
    """The field (from 0) in the middle of which they lose the connection; they come back with their rejoin word."""
    leaves_after: Task | None = None
    """The task after which they leave; they come back with their rejoin word."""
    late: bool = False


@dataclass(slots=True)
class Said:
    """What a person has entered, to be compared with the session."""

    levels: list[int] = field(default_factory=list)
    """The numbers of the levels: today, then later."""
    answers: list[str] = field(default_factory=list)
    ideas: list[str] = field(default_factory=list)
    picks: list[int] = field(default_factory=list)
    """The numbers of the ranked ideas, the best first."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a person reports at the end."""

    name: str
    word: str | None
    """Their rejoin word; None if they never had a seat."""
    said: Said
    fault: str | None
    """The sentence that says why they could not connect any more; None if they could."""


class Gone(Exception):  # noqa: N818 - named for what happened
    """The connection is lost."""


class Person:
    """One simulated person. :meth:`live` is their whole session."""

    def __init__(
        self,
        name: str,
        address: Address,
        code: str,
        *,
        pace: Pace = FAST,
        habits: Habits = Habits(),
        chance: Random | None = None,
        tell: Callable[[str], None] = lambda _sentence: None,
        patience: float = PATIENCE,
    ) -> None:
        """Create a person who will join the session at `address` with the join code.

        `chance` decides what they choose; with the same seed they choose the same. `tell` gets a sentence when they
        come or go. They try to connect for `patience` seconds.
        """
        self.name = name
        self.pace = pace
        self.habits = habits
        self.said = Said()
        self.did: set[Task] = set()
        """The tasks that they have finished."""
        self.word: str | None = None
        """Their rejoin word, once it was on their screen."""
        self.fault: str | None = None
        """The sentence that says why they could not connect any more."""
        self.terminal: Terminal | None = None
        self._address = address
        self._code = code
        self._patience = patience
        self._chance = chance or Random(name)  # noqa: S311 - nothing is secret here
        self._tell = tell
        self._answers = answers(self._chance, habits.fields)
        self._ideas = ideas(self._chance, habits.ideas)
        self._cut = habits.cut
        self._leaves_after = habits.leaves_after

    @property
    def here(self) -> bool:
        """Whether they are connected and have a seat."""
        return self.terminal is not None and not self.terminal.closed and self.word is not None

    @property
    def account(self) -> Account:
        """What they report at the end."""
        return Account(self.name, self.word, self.said, self.fault)

    def look_at_the_stage(self, address: Address, code: str) -> None:
        """Connect to this address with this join code from the next time on."""
        self._address, self._code = address, code

    async def live(self) -> None:
        """Connect, do what the screens ask for, leave and come back, until the host does not answer any more."""
        arrived = False
        while await self._come():
            self._tell(f"{self.name} is back." if arrived else f"{self.name} comes in.")
            arrived = True
            await self._attend()
            await self._wait(self.pace.absence)

    async def leave(self) -> None:
        """Press Ctrl+Q, and wait until the connection is closed."""
        terminal = self._at()
        terminal.press("ctrl+q")
        await terminal.until(lambda: terminal.closed, "the end")

    async def _come(self) -> bool:
        """Connect, with the rejoin word if there is one; return whether that worked within `patience` seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        while True:
            try:
                self.terminal = await call(self._address, self.word or "room", self._code)
            except (OSError, asyncssh.Error) as error:
                if loop.time() >= end:
                    self.fault = f"{self.name} cannot come in: {why_not_there(error)}."
                    return False
                await asyncio.sleep(_AGAIN)
            else:
                return True

    async def _attend(self) -> None:
        """Do what the screen asks for, until the connection is closed."""
        try:
            while True:
                seen = self._read()
                task = self._task(seen)
                if seen.moved_on:
                    await self._follow()
                elif task is not None:
                    await self._do(task)
                else:
                    await self._at().news(_GLANCE)
        except Gone:
            return

    def _task(self, seen: Seen) -> Task | None:
        """Return the task of this screen; None if there is none or the person has finished it."""
        return seen.task if seen.task not in self.did else None

    async def _do(self, task: Task) -> None:
        """Think, and then do one task, if the screen still asks for it."""
        await self._wait(self.pace.thought)
        seen = self._read()
        if seen.task is not task or seen.moved_on:
            return
        match task:
            case Task.NAME:
                await self._give_name()
            case Task.TABLE:
                await self._press(*["down"] * self._chance.randrange(3), "enter")
                await self._changes(lambda now: now.task is not Task.TABLE)
            case Task.PLACE:
                await self._place(seen)
            case Task.WRITE:
                await self._write(seen)
            case Task.SHARE:
                await self._share(seen)
            case Task.CONSENT:  # the question came too late for the person to see it
                await self._press("escape")
                await self._changes(lambda now: now.task is not Task.CONSENT)
            case Task.IDEA:
                await self._have_idea(seen)
            case Task.RANK:
                await self._rank(seen)
            case Task.QUESTION:
                await self._answer(seen)
            case Task.ANSWERS:
                await self._press("escape")
                await self._changes(lambda now: now.task is not Task.ANSWERS, _SOON)
        if task in self.did and task is self._leaves_after:
            self._leaves_after = None
            self._tell(f"{self.name} leaves.")
            await self.leave()
            raise Gone

    async def _follow(self) -> None:
        await self._wait(self.pace.thought)
        if self._read().moved_on:
            await self._press("f5")
            # The group may move on again meanwhile: then F5 is pressed again.
            await self._changes(lambda now: not now.moved_on, _SOON)

    async def _give_name(self) -> None:
        await self._type(self.name)
        await self._press("enter")
        await self._changes(lambda now: now.again or now.task is not Task.NAME)
        if self._read().again:  # the facilitator may be asked now; the screen then asks for nothing
            await self._press("enter")
            await self._changes(lambda now: now.task is not Task.NAME)

    async def _place(self, seen: Seen) -> None:
        level = self._chance.randint(1, seen.choices)
        await self._press(str(level))
        if await self._changes(lambda now: now.task is not Task.PLACE or now.later != seen.later):
            self.said.levels.append(level)
        if self._read().task is not Task.PLACE and len(self.said.levels) > 1:
            self.did.add(Task.PLACE)

    async def _write(self, seen: Seen) -> None:
        if len(self.said.answers) == len(self._answers) or seen.given == seen.choices:
            await self._settles()
            if await self._changes(lambda now: now.saved or now.task is not Task.WRITE):
                self.did.add(Task.WRITE)
            return
        if seen.words:
            await self._press("tab")
            await self._changes(lambda now: now.asked != seen.asked)
            return
        text = self._answers[len(self.said.answers)]
        breaks = self._cut == len(self.said.answers)
        if breaks:
            self._cut = None
            text = " ".join(text.split()[:2])
        await self._type(text)
        if not await self._changes(lambda now: now.words == len(text.split()) or now.task is not Task.WRITE):
            return  # look again
        if self._read().task is not Task.WRITE:
            return  # the round ended first, so the person cannot know what was kept
        if breaks:  # the screen has not shown yet that this is saved, so it is not in `said`
            self._tell(f"The line of {self.name} breaks in the middle of a sentence.")
            self._at().abort()
            raise Gone
        self.said.answers.append(text)

    async def _share(self, seen: Seen) -> None:
        if self.habits.shares and not seen.done:
            await self._press("s")
            if await self._changes(lambda now: now.task is not Task.SHARE):
                await self._consent()
        await self._wait(self.pace.thought)
        if self._read().task is Task.SHARE:
            await self._press("down", "enter")
            await self._wait(self.pace.thought)
            await self._press("escape")
        self.did.add(Task.SHARE)

    async def _consent(self) -> None:
        """Agree to share the proposal, if the screen asks this."""
        if self._read().task is Task.CONSENT:
            await self._press("enter")
            await self._changes(lambda now: now.task is not Task.CONSENT and (now.task is not Task.SHARE or now.done))

    async def _have_idea(self, seen: Seen) -> None:
        if len(self.said.ideas) == len(self._ideas):
            self.did.add(Task.IDEA)
            return
        fit = self._ideas[: seen.choices]
        if self.habits.pastes and len(fit) > 1 and not self.said.ideas and not seen.given:
            await self._paste_ideas(fit)
            return
        text = self._ideas[len(self.said.ideas)]
        await self._type(text)
        await self._press("enter")
        if await self._changes(lambda now: now.given > seen.given or now.task is not Task.IDEA):
            self.said.ideas.append(text)
        if len(self.said.ideas) in {len(self._ideas), seen.choices}:
            self.did.add(Task.IDEA)

    async def _paste_ideas(self, ideas: list[str]) -> None:
        self._at().paste("".join(f"- {idea}\n" for idea in ideas))
        if await self._changes(lambda now: now.given == len(ideas) or now.task is not Task.IDEA):
            self.said.ideas += ideas
            self.did.add(Task.IDEA)

    async def _rank(self, seen: Seen) -> None:
        await self._press("home")
        wanted = sorted(seen.ideas, key=lambda idea: self._liking(idea.number), reverse=True)
        placed: dict[int, int | None] = {}
        for place, idea in enumerate(wanted[: min(self.habits.picks, seen.choices)], start=1):
            row = [each.number for each in seen.ideas].index(idea.number)
            await self._press("home", *["down"] * row, str(place))
            if not await self._changes(lambda now, place=place: _at_place(now, place) is not None):  # type: ignore[misc]
                return  # the round is over, or the list has changed: look again
            placed[place] = _at_place(self._read(), place)
            await self._wait(self.pace.thought / 2)
        await self._press("d", "home")
        if await self._changes(lambda now: now.done):
            await self._settles()
            now = self._read()
            # Ideas that have scrolled out of sight were seen when they got their places.
            picks = [_at_place(now, place) or placed.get(place) for place in range(1, now.given + 1)]
            self.said.picks = [number for number in picks if number is not None]
            self.did.add(Task.RANK)

    async def _answer(self, seen: Seen) -> None:
        """Answer the question outside the plan. A key in its first second does nothing; then it is pressed again."""
        if seen.answers is None:
            await self._press("f9")
            await self._changes(lambda now: now.task is not Task.QUESTION or now.answers is not None, _SOON)
            return
        if seen.answers:
            await self._press(self._chance.choice(seen.answers))
        else:
            await self._type(self._chance.choice(WORDS))
            await self._press("enter")
        await self._changes(lambda now: now.task is not Task.QUESTION, _SOON)

    def _liking(self, number: int) -> float:
        """How much the person likes an idea: some ideas please many, and everybody differs."""
        return Random(number).random() + self._chance.random() * 0.7  # noqa: S311

    # Pressing keys and reading the screen

    def _at(self) -> Terminal:
        if self.terminal is None or self.terminal.closed:
            raise Gone
        return self.terminal

    def _read(self) -> Seen:
        terminal = self._at()
        self.word = terminal.word or self.word
        return read(terminal.rows)

    async def _press(self, *keys: str) -> None:
        for key in keys:
            self._at().press(key)
            await self._wait(self.pace.key)

    async def _type(self, text: str) -> None:
        if self.pace.key:
            await self._press(*text)
        else:
            self._at().paste(text)

    async def _changes(self, condition: Callable[[Seen], bool], seconds: float | None = None) -> bool:
        """Wait until the screen meets the condition; return whether it did in time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + (self._patience if seconds is None else seconds)
        while not condition(self._read()):
            if loop.time() >= end:
                return False
            await self._at().news(min(1.0, end - loop.time()))
        return True

    async def _settles(self) -> None:
        """Wait until the whole screen is drawn. It arrives in pieces."""
        for _ in range(10):
            if not await self._at().news(_PIECES):
                return

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._chance.uniform(0.5, 1.5))


def _at_place(seen: Seen, place: int) -> int | None:
    """Return the number of the idea at a place of the ballot, as the screen shows it; None if there is none."""
    return next((idea.number for idea in seen.ideas if idea.place == place), None)
