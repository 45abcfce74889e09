"""The sessions of one folder: listing them, beginning one, taking one up again, and writing its report."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from copworkshop.content.faults import BadFile
from copworkshop.content.loader import DEFAULT_PLAN, packaged_plans, packaged_text, parse_plan
from copworkshop.content.toml import read_text
from copworkshop.export.documents import PROPOSAL, REPORT
from copworkshop.export.registry import FORMATS, HTML, MARKDOWN
from copworkshop.live.autosave import Autosave, NotSaved
from copworkshop.live.exports import write_document
from copworkshop.live.failure_log import FailureLog
from copworkshop.live.hub import Hub, utc_now
from copworkshop.live.presence import Presence, Visit
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.rules.pace import start_clock
from copworkshop.rules.proposal import TakeProposal
from copworkshop.rules.request import Refused
from copworkshop.store.errors import StoreError
from copworkshop.store.names import new_name, session_folder, slug
from copworkshop.store.sessions import Opened, SessionLine, create, open_, overview

EXPORTS: Final = "exports"
"""The folder of a session's documents, in the session's own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to go straight into: one that is there, or a new one with a plan."""

    name: str
    plan: Path | None
    """The plan's file of a new session; None means the packaged one."""
    resumes: bool


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan that a new session can be run with."""

    title: str
    name: str
    """The name of a packaged plan."""


class Running:
    """A session that this process owns: the hub that people ask, the autosave behind it, and who is connected."""

    def __init__(self, opened: Opened) -> None:
        self.folder = opened.folder.path
        self.incidents = opened.incidents
        """What happened to its files, to be told to the facilitator once."""
        self.hub = Hub(start_clock(opened.session, utc_now()))
        self.autosave = Autosave(self.hub, opened)
        self.hub.save_first = self.autosave.save_closed
        self.presence = Presence()
        self.failures = FailureLog(self.folder)

    @property
    def saving_fails(self) -> bool:
        """Whether the last try to save has failed; another follows by itself."""
        return isinstance(self.autosave.state, NotSaved)

    def start(self) -> None:
        """Begin to save, and to write down what fails. Needs a running event loop."""
        self.failures.start()
        self.autosave.start()

    def facilitator_comes(self) -> Visit:
        """Note that the facilitator is at this process's own terminal."""
        return self.presence.arrive(FACILITATOR)

    async def close(self) -> None:
        """Save what is not saved yet, and let go of the folder.

        Raises:
            CannotSave: something could not be saved; the sentence says why.

        """
        self.presence.close()
        await self.hub.settled()
        self.hub.stop_clock()
        try:
            await self.autosave.close()
        finally:
            self.failures.close()

    async def write_report(self, format_name: str = MARKDOWN.name) -> Path:
        """Write the facilitator's report into the session's folder of exports, beside earlier ones; return where.

        Raises:
            CannotSave: it could not be written; the sentence says why.

        """
        form, seen = FORMATS[format_name], self.hub.sight(FACILITATOR)
        # Off the event loop: a report of a full room takes as long as hundreds of key presses.
        return await asyncio.to_thread(write_document, self.folder / EXPORTS, REPORT.file, form, REPORT, seen)

    async def hand_out(self) -> tuple[Path, ...]:
        """Write, for each person whose proposal was entered for them, that proposal as a page to print; return where.

        They are then remembered as taken.

        Raises:
            CannotSave: one could not be written; the sentence says why. Those before it are there.

        """
        written: list[Path] = []
        for person in self.hub.sight(FACILITATOR).to_hand_out:
            name = "-".join(part for part in ("proposal", f"{person.number:02d}", slug(person.name or "")) if part)
            seen = self.hub.sight(participant(person.number))
            folder = self.folder / EXPORTS
            written.append(await asyncio.to_thread(write_document, folder, name, HTML, PROPOSAL, seen))
            with suppress(Refused):
                await self.hub.submit(TakeProposal(seat=person.number), FACILITATOR)
        return tuple(written)


class Workshop:
    """The folder of sessions that the facilitator's app works on."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def plans(self) -> tuple[PlanChoice, ...]:
        """Return the plans that come with the program, the default one first."""
        return tuple(PlanChoice(title=plan.title, name=plan.name) for plan in packaged_plans())

    def sessions(self) -> tuple[SessionLine, ...]:
        """Return the sessions there are, the one saved last first."""
        long_ago = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(overview(self.root), key=lambda line: line.saved or long_ago, reverse=True))

    def wanted(self, name: str | None, plan: Path | None) -> Wanted:
        """Return the session that a command line means: the one of that name, new if there is none yet.

        Raises:
            StoreError: the name cannot be one, or the plan was given for a session that has its own.

        """
        today = datetime.now(UTC).astimezone().date()
        if name is None:
            taken = [line.name for line in overview(self.root)]
            return Wanted(name=new_name(today, "session", taken), plan=plan, resumes=False)
        resumes = session_folder(self.root, name).exists()
        if resumes and plan is not None:
            raise StoreError(
                f"The session {name} is there already and keeps the plan it was begun with. "
                "Leave out --plan to resume it, or choose another name for a new one."
            )
        return Wanted(name=name, plan=plan, resumes=resumes)

    def enter(self, wanted: Wanted) -> Running:
        """Take up the session that is wanted, or begin it.

        Raises:
            StoreError: it cannot be opened, or its plan is not sound; the sentence says why.

        """
        if wanted.resumes:
            return self.resume(wanted.name)
        text = packaged_text(DEFAULT_PLAN) if wanted.plan is None else plan_text(wanted.plan)
        return Running(create(self.root, wanted.name, text, now=_now()))

    def resume(self, name: str) -> Running:
        """Take up a session again.

        Raises:
            StoreError: it cannot be opened; the sentence says why.

        """
        return Running(open_(self.root, name))

    def begin(self, heading: str | None, plan: str) -> Running:
        """Begin a new session with a packaged plan, named after the date and the heading.

        Raises:
            StoreError: it cannot be made; the sentence says why.

        """
        taken = [line.name for line in overview(self.root)]
        name = new_name(_now().astimezone().date(), heading or "session", taken)
        return Running(create(self.root, name, packaged_text(plan), now=_now(), heading=heading))


def _now() -> datetime:
    return datetime.now(UTC)


def plan_text(path: Path) -> str:
    """Return the text of a plan's file, which is sound.

    Raises:
        StoreError: it is not; the sentence says where, and how to see the rest.

    """
    try:
        text = read_text(path, path.name)
        parse_plan(text, path.name)
    except BadFile as bad:
        more = f" There are {len(bad.faults) - 1} more; see them with: copworkshop check {path}"
        raise StoreError(f"{bad.faults[0]}{more if len(bad.faults) > 1 else ''}") from None
    return text
