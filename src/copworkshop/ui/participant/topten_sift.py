"""Sifting: a person rates a few ideas that are not their own, each from 1 to 5."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.topten import Candidate
from copworkshop.rules.sifting import Rate
from copworkshop.rules.voting import SIFT
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import BODY, DONE, HEADING, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View


class SiftPanel(EntriesPanel, Panel):
    """The ideas that the person was given to rate, each with its mark. Every mark is submitted at once."""

    def _can_rate(self) -> bool:
        return self._open and self._list.cursor is not None

    def _has_mark(self) -> bool:
        return self._open and self._list.cursor in self._marks

    KEYS: ClassVar[Commands["SiftPanel"]] = (
        Command(DIGITS, "rate", "Rate the idea: 5 is best", "rate it, 5 is best", _can_rate, most=lambda self: 5),
        Command("backspace,delete", "rate(0)", "Take the mark back", "take the mark back", _has_mark),
        Command("enter", "say_how", when=_can_rate),
    )

    rounds = (SIFT,)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._question = Words()
        self._summary = Words()
        self._list = EntryList(
            Column("Mark", align="right"), Column("Idea", words=True), empty="There is nothing for you to rate."
        )
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._question, self._summary, self._list, self._keys)

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        # Sifting is begun if some marks are given and others are not.
        return UnsavedWork.BEGUN if self._open and 0 < self._rated < len(self._ideas) else UnsavedWork.NOTHING

    @override
    def show(self, view: View) -> None:
        self._view = view
        self._fill()

    @property
    @override
    def first(self) -> Widget | None:
        return self._list

    async def action_rate(self, mark: int) -> None:
        """Rate the idea under the cursor, or take its mark back with 0. Then go to the next idea without a mark."""
        lead = self._list.cursor
        if not isinstance(lead, int):
            return
        if not await self.client.request(Rate, seat=self.context.seat, idea=lead, rating=mark or None):
            return
        self._fill()
        leads = [idea.lead for idea in self._ideas]
        after = leads[leads.index(lead) + 1 :] if lead in leads else leads
        following = next((each for each in after if each not in self._marks), None)
        if mark and following is not None:
            self._list.move_to(following)

    def action_say_how(self) -> None:
        """Tell the person which keys rate."""
        self.client.show_message("Type a number from 1 to 5; 5 is best.")

    @property
    def _open(self) -> bool:
        return self._view is not None and self._view.open

    @property
    def _ideas(self) -> tuple[Candidate, ...]:
        own = self.client.sight.own
        return own.top_ten.to_rate if own is not None else ()

    @property
    def _marks(self) -> dict[int, int]:
        own = self.client.sight.own
        return dict(own.top_ten.ratings or {}) if own is not None else {}

    @property
    def _rated(self) -> int:
        return sum(idea.lead in self._marks for idea in self._ideas)

    def _fill(self) -> None:
        held = self.client.sight.top_ten
        if held is None:
            return
        marks = self._marks
        self._question.update(Content.styled(held.question, HEADING))
        self._list.show([_entry(idea, marks.get(idea.lead)) for idea in self._ideas])
        self._summary.update(self._state())
        self.show_keys()

    def _state(self) -> Content:
        rated, dealt = self._rated, len(self._ideas)
        if not self._open:
            return Content.styled(f"Sifting is closed. You rated {rated} of {dealt}.", QUIET)
        if dealt and rated == dealt:
            return Content.assemble(("Done. ", DONE), (f"All {dealt} are rated. You can still change them.", QUIET))
        text = f"Rate each of these from 1 to 5; none of them is yours. {rated} of {dealt} rated."
        return Content.styled(text, QUIET)


def _entry(idea: Candidate, mark: int | None) -> Entry:
    style = BODY if mark is None else f"bold {BODY}"
    cell = Content.styled("-" if mark is None else f"[{mark}]", QUIET if mark is None else KEY)
    return Entry(idea.lead, (cell, Content.styled(idea.wording, style)))
