"""Taking things home over SSH: ``ssh WORD@HOST proposal > my-proposal.md``, and likewise the top ten and the report.

The rejoin word or the key gives the right to it: everybody gets what the rules let that person see, and no more. The
facilitator gets the facilitator's report as ``console@HOST``.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Final

from copworkshop.admission.entry import Entrance
from copworkshop.export.documents import DOCUMENTS, PICTURE, PROPOSAL, REPORT, Document, NotThere
from copworkshop.export.registry import TABLES, Format, load
from copworkshop.export.tree import Report
from copworkshop.hosting.answer import Answer, ExecWord
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.hub import Hub
from copworkshop.model.people import Actor, participant
from copworkshop.rules.proposal import TakeProposal
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import Sight

FAILED: Final = 1
WRONG_USE: Final = 2


class TakeHome:
    """Answers the words that stand for a session's documents."""

    def __init__(self, hub: Hub, way_back: Callable[[], str]) -> None:
        """Take the session. `way_back` returns the ``ssh`` command, with WORD in the place of the rejoin word."""
        self.hub = hub
        self._way_back = way_back

    async def prepare(self) -> None:
        """Load what documents need while nobody types. Loaded for the first document, it would hold up everybody."""
        await asyncio.to_thread(load)

    @property
    def words(self) -> Mapping[str, ExecWord]:
        """The words that can be asked for, each with the function that answers it."""
        return {document.word: self._answering(document) for document in DOCUMENTS.values()}

    def hint(self, visitor: Visitor) -> str:
        """Return the right command for a visitor who tried to copy files or asked for something that does not exist."""
        document = PROPOSAL if visitor.entrance is Entrance.PARTICIPANT else REPORT
        others = [word for word in DOCUMENTS if word not in {document.word, PROPOSAL.word, PICTURE.word}]
        return f"What to take home comes with: {self._command(visitor, document)} (or {' or '.join(others)} instead)."

    def _answering(self, document: Document) -> ExecWord:
        async def answer(visitor: Visitor, arguments: list[str]) -> Answer:
            return await self._answer(document, visitor, arguments)

        return answer

    async def _answer(self, document: Document, visitor: Visitor, arguments: list[str]) -> Answer:
        if visitor.entrance is Entrance.PARTICIPANT and visitor.seat is None:
            sentence = f"Come with your rejoin word, for what is yours: {self._command(visitor, document)}"
            return Answer(sentence=sentence, status=WRONG_USE)
        try:
            form = document.format_named(" ".join(arguments) or None)
        except NotThere as wrong:
            return Answer(sentence=str(wrong), status=WRONG_USE)
        seen = self.hub.sight(visitor.actor)
        try:
            # Not on the event loop, because a report of a full room takes as long as hundreds of key presses.
            data, warning = await asyncio.to_thread(lambda: _rendered(form, document.of(seen)))
        except NotThere as sentence:
            return Answer(sentence=str(sentence), status=FAILED)
        holds_it = document.holds_proposals and form not in TABLES
        return Answer(
            document=data,
            is_text=form.is_text,
            sentence=warning or "",
            received=partial(self._note, visitor.actor, seen) if holds_it else None,
        )

    async def _note(self, actor: Actor, seen: Sight) -> None:
        """Note that a person has their proposal, unless they have changed it while it was on its way."""
        own, now = seen.own, self.hub.sight(actor).own
        if own is None or now is None or own.proposal is None or now.proposal is None:
            return
        if now.proposal.answers == own.proposal.answers:
            with suppress(Refused):  # they have written nothing yet
                await self.hub.submit(TakeProposal(seat=own.number), actor)

    def _command(self, visitor: Visitor, document: Document) -> str:
        """Return the command that gets a document, with the visitor's own word if they have a seat."""
        name = "WORD" if visitor.entrance is Entrance.PARTICIPANT else str(visitor.entrance)
        own = self.hub.sight(participant(visitor.seat)).own if visitor.seat is not None else None
        if own is not None and own.word is not None:
            name = own.word
        way = self._way_back().replace("WORD@", f"{name}@")
        return f"{way} {document.word} > {document.file}{document.formats[0].ending}"


def _rendered(form: Format, report: Report) -> tuple[bytes, str | None]:
    return form.render(report), form.warn(report)
