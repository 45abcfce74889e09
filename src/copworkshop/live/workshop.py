"""The sessions of one folder: list them, begin one, resume one, and write its report."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from copworkshop.content.faults import BadFile
from copworkshop.content.loader import DEFAULT_PLAN, packaged_plans, packaged_text, parse_plan
from copworkshop.content.toml import read_text
from copworkshop.export.documents import PICTURE, PROPOSAL, REPORT, TOP_TEN, NotThere, file_name
from copworkshop.export.paper import JoiningOnPaper
from copworkshop.export.registry import FORMATS, HTML, MARKDOWN, SLIDES
from copworkshop.live.autosave import Autosave, NotSaved
from copworkshop.live.exports import Written, kept_in, write_document, write_paper
from copworkshop.live.failure_log import FailureLog
from copworkshop.live.hub import Hub
from copworkshop.live.presence import Presence, Visit
from copworkshop.live.round_timer import RoundTimer
from copworkshop.live.steady_clock import SteadyClock
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.text import clean_line
from copworkshop.rules.pace import start_clock
from copworkshop.rules.proposal import TakeProposal
from copworkshop.rules.request import Refused
from copworkshop.store.commands import command
from copworkshop.store.errors import CannotSave, StoreError
from copworkshop.store.example import EXAMPLE, copy_example
from copworkshop.store.home import Home, remember, shortened
from copworkshop.store.lookup import find_session, is_path
from copworkshop.store.names import new_name, session_folder, slug
from copworkshop.store.sessions import Opened, SessionLine, create, open_, overview

EXPORTS: Final = "exports"
"""The folder of a session's documents, inside the session's folder."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to open at once: an existing one, or a new one with a plan."""

    name: str
    """The name of its folder."""
    plan: Path | None
    """The plan file of a new session; None means the packaged plan."""
    resumes: bool
    heading: str | None = None
    """What a new session is called on the stage; None for nothing."""
    root: Path | None = None
    """The folder of sessions that it is in; None means the workshop's own."""
    copies_example: bool = False
    """The new session is a copy of the packaged example."""


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan that a new session can use."""

    title: str
    name: str
    """The name of a packaged plan."""


class Running:
    """A session that this process runs: its hub, its autosave, and who is connected."""

    def __init__(self, opened: Opened, now: Callable[[], datetime] | None = None, news: tuple[str, ...] = ()) -> None:
        """Run a session by the clock `now`; left out, it is a :class:`SteadyClock`. `news` joins :attr:`incidents`."""
        clock = SteadyClock() if now is None else now
        self.folder = opened.folder.path
        self.access_files = opened.folder.access_files
        """What lets people into the session."""
        self.incidents = (*opened.incidents, *news)
        """What the facilitator is told once, a sentence each: incidents with its files, and how it was opened."""
        self.hub = Hub(start_clock(opened.session, clock()), clock)
        self.autosave = Autosave(self.hub, opened)
        self.hub.save_first = self.autosave.save_closed
        self.presence = Presence()
        self.hub.seats_in_use = self.presence.seats_in_use
        self.failures = FailureLog(self.folder)
        self._round_timer = RoundTimer(self.hub)

    @property
    def saving_fails(self) -> bool:
        """Whether the last try to save failed. The autosave tries again by itself."""
        return isinstance(self.autosave.state, NotSaved)

    def start(self) -> None:
        """Begin to save and to log failures. This needs a running event loop."""
        self.failures.start()
        self.autosave.start()

    def facilitator_comes(self) -> Visit:
        """Note that the facilitator is at this process's own terminal."""
        return self.presence.arrive(FACILITATOR)

    async def close(self) -> None:
        """Save what is not saved yet, and release the folder.

        Raises:
            CannotSave: something could not be saved; the sentence says why.

        """
        self.presence.close()
        self._round_timer.close()
        await self.hub.settled()
        self.hub.stop_clock()
        try:
            await self.autosave.close()
        finally:
            self.failures.close()

    async def write_report(self, format_name: str = MARKDOWN.name) -> Written:
        """Write the facilitator's report into the session's export folder, next to earlier ones.

        The formats for slides write a file for each part that there is to draw.

        Raises:
            CannotSave: it could not be written, or there is nothing to draw; the sentence says why.

        """
        form, seen = FORMATS[format_name], self.hub.sight(FACILITATOR)
        paths: tuple[Path, ...] = ()
        warnings: tuple[str, ...] = ()
        missing: list[str] = []
        for document in (TOP_TEN, PICTURE) if form in SLIDES else (REPORT,):
            name = file_name(document, seen.session)
            try:
                # In a thread: a report of a full room takes as long as hundreds of key presses.
                written = await asyncio.to_thread(write_document, self.folder / EXPORTS, name, form, document, seen)
            except NotThere as sentence:
                missing.append(str(sentence))
            else:
                paths += written.paths
                warnings += written.warnings
        if not paths:
            raise CannotSave(" ".join(missing))
        return Written(paths, warnings)

    async def write_paper(self, joining: JoiningOnPaper | None) -> Written:
        """Write the paper kit into the session's export folder, next to earlier ones.

        `joining` says how people join now; None if nobody can over the network.

        Raises:
            CannotSave: it could not be written; the sentence says why.

        """
        seen, kept = self.hub.sight(FACILITATOR), kept_in(self.folder)
        return await asyncio.to_thread(write_paper, self.folder / EXPORTS, seen, joining, kept)

    async def hand_out(self) -> Written:
        """Write each proposal that was entered for somebody else as a page to print.

        Each of them is then recorded as taken home.

        Raises:
            CannotSave: a proposal could not be written; the sentence says why. The ones before it are written.

        """
        written: list[Path] = []
        for person in self.hub.sight(FACILITATOR).to_hand_out:
            name = "-".join(part for part in ("proposal", f"{person.number:02d}", slug(person.name or "")) if part)
            seen = self.hub.sight(participant(person.number))
            folder = self.folder / EXPORTS
            written += (await asyncio.to_thread(write_document, folder, name, HTML, PROPOSAL, seen)).paths
            with suppress(Refused):
                await self.hub.submit(TakeProposal(seat=person.number), FACILITATOR)
        return Written(tuple(written))


class Workshop:
    """The folder of sessions that the facilitator's app works on."""

    def __init__(self, home: Home, *, remembers: bool = False) -> None:
        """Work on the sessions of this home. With `remembers`, it is the one used last once a session is opened."""
        self.home = home
        self._remembers = remembers

    @property
    def _root(self) -> Path:
        return self.home.folder

    def plans(self) -> tuple[PlanChoice, ...]:
        """Return the plans that come with the program, the default plan first."""
        return tuple(PlanChoice(title=plan.title, name=plan.name) for plan in packaged_plans())

    def sessions(self) -> tuple[SessionLine, ...]:
        """Return all sessions. The one saved last is first."""
        long_ago = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(overview(self._root), key=lambda line: line.saved or long_ago, reverse=True))

    def wanted(self, name: str | None, plan: Path | None) -> Wanted:
        """Return the session that a person names, or a new one of that title. With the name None it is a new session.

        Raises:
            StoreError: the name is not valid, several sessions have it, or a plan was given for a session that has one.

        """
        found = find_session(self._root, name) if name is not None else None
        if found is None:
            if plan is None and name == EXAMPLE:
                return Wanted(EXAMPLE, None, resumes=False, copies_example=True)
            heading = _title(name)
            if name is not None and (is_path(name) or heading is None):
                session_folder(self._root, name)  # says what is wrong with it
            return Wanted(self._new_name(heading), plan, resumes=False, heading=heading)
        if plan is not None:
            raise StoreError(
                f"The session {found.name} is there already and keeps the plan it was begun with. "
                "Leave out --plan to resume it, or choose another name for a new one."
            )
        return Wanted(found.name, plan, resumes=True, root=found.root)

    def enter(self, wanted: Wanted) -> Running:
        """Resume the wanted session, or begin it.

        Raises:
            StoreError: it cannot be opened, or its plan has faults; the sentence says why.

        """
        if wanted.resumes:
            return self._run(open_(wanted.root or self._root, wanted.name))
        about_last = self.home.about_last
        news = (about_last,) if about_last else ()
        if wanted.copies_example:
            return self._copy_example(wanted.name, *news)
        text = packaged_text(DEFAULT_PLAN) if wanted.plan is None else plan_text(wanted.plan)
        return self._run(create(self._root, wanted.name, text, now=_now(), heading=wanted.heading), *news)

    def resume(self, name: str) -> Running:
        """Resume a session.

        Raises:
            StoreError: it cannot be opened; the sentence says why.

        """
        return self._run(open_(self._root, name))

    def begin(self, heading: str | None, plan: str) -> Running:
        """Begin a new session with a packaged plan. The heading None means that it has no title.

        Raises:
            StoreError: it cannot be created; the sentence says why.

        """
        title = _title(heading)
        return self._run(create(self._root, self._new_name(title), packaged_text(plan), now=_now(), heading=title))

    def try_example(self) -> Running:
        """Begin a session that is a copy of the packaged example. Its name is made from the date.

        Raises:
            StoreError: it cannot be created; the sentence says why.

        """
        day = _now().astimezone().date()
        return self._copy_example(new_name(day, EXAMPLE, [EXAMPLE, *self._taken()]))

    def _copy_example(self, name: str, *news: str) -> Running:
        opened = copy_example(self._root, name)
        copied = f"This is a copy of the example, kept in {shortened(opened.folder.path)}. Go through it as you like."
        return self._run(opened, copied, *news)

    def _run(self, opened: Opened, *news: str) -> Running:
        if self._remembers:
            remember(opened.folder.path.parent)
        return Running(opened, news=news)

    def _new_name(self, title: str | None) -> str:
        """Return the name of the folder for a new session. Every way to begin one asks here."""
        return new_name(_now().astimezone().date(), title or "", self._taken())

    def _taken(self) -> list[str]:
        try:
            return [path.name for path in self._root.iterdir()]
        except OSError:  # it is not there yet, or the beginning of the session will say what is wrong with it
            return []


def _title(typed: str | None) -> str | None:
    """Return a title as it is kept; None for nothing. One that nobody could see stays as it is, to be refused."""
    text = (typed or "").strip()
    return clean_line(text) or text or None


def _now() -> datetime:
    return datetime.now(UTC)


def plan_text(path: Path) -> str:
    """Return the text of a plan file without faults.

    Raises:
        StoreError: the plan has faults; the sentence names the first one and says how to see the others.

    """
    try:
        text = read_text(path, path.name)
        parse_plan(text, path.name)
    except BadFile as bad:
        more = f" There are {len(bad.faults) - 1} more; see them with: {command('check', of=str(path))}"
        raise StoreError(f"{bad.faults[0]}{more if len(bad.faults) > 1 else ''}") from None
    return text
