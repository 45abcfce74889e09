"""The console at the lifecycle step: the prompts, and the room's remarks below them."""

from collections.abc import Hashable, Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.plan import Kind
from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import RoomNote, Spotlight
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.lifecycle import AddNote, DeclineNote, EditNote, TakeUpNote, stop_of_phase
from copworkshop.rules.parking import Park, ParkProposed
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.lifecycle_remarks import LifecycleRemarks, Listed, PhaseAt, Proposed
from copworkshop.ui.console.panel import Panel

_MOST_DIGITS: Final = 9


def _is_open(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open


def _can_edit(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and panel.standing is not None


def _can_withdraw(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and isinstance(panel.chosen, RoomNote | Proposed)


def _can_take_up(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and bool(panel.remarks.waiting)


def _can_park(panel: "LifecyclePanel") -> bool:
    return panel.remarks.is_open and (isinstance(panel.chosen, Proposed) or panel.standing is not None)


def _phases(panel: "LifecyclePanel") -> int:
    step = panel.remarks.step
    return min(len(step.phases), _MOST_DIGITS) if step is not None else 0


def _of_enter(panel: "LifecyclePanel") -> str:
    if isinstance(panel.chosen, PhaseAt):
        return "go there"
    return "note a remark" if panel.remarks.prompt_of(panel.chosen) is not None else ""


def _of_take_up(panel: "LifecyclePanel") -> str:
    return "take it up" if isinstance(panel.chosen, Proposed) else f"{len(panel.remarks.waiting)} proposed"


def _of_withdraw(panel: "LifecyclePanel") -> str:
    if isinstance(panel.chosen, Proposed):
        return "let it wait again" if panel.chosen.is_declined else "decline"
    return "take away" if panel.standing is not None else "bring back"


def _of_park(panel: "LifecyclePanel") -> str:
    return "put back" if panel.standing is not None and panel.standing.parked else "park"


class LifecyclePanel(ListPanel, Panel):
    """Lists every prompt with its remarks. As the room moves on, the cursor moves to the prompt revealed last."""

    LINE: ClassVar[Mapping[str, LineKeys]] = {
        "edit": LineKeys("save", "leave it"),
        "": LineKeys("save, and on to the next", "done"),
    }
    KEYS: ClassVar[Commands["LifecyclePanel"]] = (
        Command(DIGITS, "phase", "Go to this phase, counted from 1", "go to a phase", _is_open, most=_phases),
        Command("enter", "choose", "Go to the phase, or note a remark", _of_enter, _is_open),
        Command(
            "a",
            "take_up",
            "Go to a remark that somebody proposes; there, take it up for the room",
            _of_take_up,
            _can_take_up,
        ),
        Command("e", "edit", "Reword the highlighted remark", "reword", _can_edit),
        Command(
            "x",
            "withdraw",
            "Take the remark away, or decline one that is proposed; bring it back",
            _of_withdraw,
            _can_withdraw,
        ),
        Command(
            "P",
            "park_this",
            "Park the highlighted remark for later, or put it back next to its prompt",
            _of_park,
            _can_park,
        ),
    )

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self.remarks: LifecycleRemarks = LifecycleRemarks(client.sight)
        """What is listed."""
        self._behind = True
        """Whether the cursor has not followed the room yet."""
        self._list = EntryList(Column(), Column(words=True), id="prompts")
        self._line = EntryLine()
        self._target: str | int = ""
        """The id of the prompt that gets a remark, or the number of the remark to reword."""
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield from (self._list, self._line, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        before = self.remarks.place
        self.remarks.take_in(sight)
        if self.remarks.step is None:
            return
        self._behind = self._behind or self.remarks.place != before
        self._list.show(_entries(self.remarks))
        self._follow()
        self.show_keys()

    @override
    def focus_first(self) -> None:
        self._list.focus()

    async def action_phase(self, number: int) -> None:
        """Move the room to the beginning of phase `number`, from 1."""
        step = self.remarks.step
        if step is not None:
            point = stop_of_phase(step, number - 1)
            await self.client.submit(GoTo(kind=Kind.LIFECYCLE, round=step.rounds[0], point=point))

    def action_edit(self) -> None:
        """Open the input line with the remark under the cursor."""
        note = self.standing
        if note is not None:
            self._target = note.number
            self._line.open("edit", Content.styled("Reword the remark", QUIET), note.text)
            self.show_keys()

    async def action_withdraw(self) -> None:
        """Withdraw the remark under the cursor, decline it if it is a proposed one, or bring it back."""
        match self.chosen:
            case Proposed(seat=seat, note=note) as proposed:
                declined = not proposed.is_declined
                await self.client.request(DeclineNote, seat=seat, number=note.number, declined=declined)
            case RoomNote() as note:
                away = not self.remarks.is_away(note)
                if await self.client.request(EditNote, number=note.number, withdrawn=away):
                    if away:
                        self.remarks.take_away(note)
                    self.show(self.client.sight)

    async def action_take_up(self) -> None:
        """Accept the proposed remark under the cursor. On any other entry, go to the first proposed remark."""
        if isinstance(self.chosen, Proposed):
            await self.client.request(TakeUpNote, seat=self.chosen.seat, number=self.chosen.note.number)
        elif self.remarks.waiting:
            self._list.move_to(self.remarks.waiting[0].key)

    async def action_park_this(self) -> None:
        """Park the remark under the cursor, or put it back next to its prompt."""
        match self.chosen:
            case Proposed(seat=seat, note=note):
                await self.client.request(ParkProposed, seat=seat, number=note.number)
            case RoomNote(number=number, parked=parked):
                await self.client.request(Park, number=number, parked=not parked)

    async def action_choose(self) -> None:
        """Go to the phase under the cursor, or open the input line for a remark next to the prompt."""
        if isinstance(self.chosen, PhaseAt):
            await self.action_phase(self.chosen.index + 1)
            return
        prompt = self.remarks.prompt_of(self.chosen)
        if prompt is not None:
            self._target = prompt.id
            label = Content.assemble(("Remark on: ", QUIET), (prompt.text, BODY))
            self._line.open(f"note {prompt.id}", label)
            self.show_keys()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if isinstance(self._target, int):
            granted = await self.client.request(EditNote, number=self._target, text=text)
            if granted:
                self.close_line()
            return granted
        if not text.strip():
            self.close_line()
            return True
        return await self.client.request(AddNote, prompt=self._target, text=text)

    @override
    def left(self, purpose: str) -> None:
        self._follow()
        super().left(purpose)

    def _follow(self) -> None:
        """Move the cursor to the entry that the room is at, unless something is being typed."""
        step = self.remarks.step
        if self._behind and self._line.purpose is None and step is not None:
            self._behind = False
            self._list.move_to(self.remarks.place or ("prompt", step.prompts[0].id))

    @property
    def chosen(self) -> Listed | None:
        """What is under the cursor."""
        return self.remarks.at(self._list.cursor)

    @property
    def standing(self) -> RoomNote | None:
        """The remark under the cursor, if it was not taken away here."""
        note = self.chosen
        return note if isinstance(note, RoomNote) and not self.remarks.is_away(note) else None

    @property
    @override
    def to_show_large(self) -> Spotlight | None:
        note = self.standing if self.remarks.is_open else None
        return Spotlight(kind="remark", number=note.number) if note is not None else None


def _entries(remarks: LifecycleRemarks) -> list[Entry]:
    """Return an entry for each phase, prompt and remark."""
    return [Entry(key, _cells(key, listed, remarks)) for key, listed in remarks.listed.items()]


def _cells(key: Hashable, listed: Listed, remarks: LifecycleRemarks) -> tuple[Content, Content]:
    match listed:
        case PhaseAt(index=index, phase=phase):
            number = Content.styled(str(index + 1) if index < _MOST_DIGITS else "", ACCENT)
            return number, Content.assemble((f"{phase.label}: ", QUIET), (phase.called, HEADING))
        case Prompt():
            return Content.styled("▸" if key == remarks.place else "", ACCENT), Content(listed.text)
        case RoomNote():
            return Content(), _of_room(listed, away=remarks.is_away(listed))
        case Proposed():
            return Content.styled("?", ACCENT), _of_somebody(listed)


def _of_room(note: RoomNote, *, away: bool) -> Content:
    if away:
        return Content.styled(f"  – {note.text} (taken away; x brings it back)", QUIET)
    return Content.assemble(f"  – {note.text}", (" (parked for later)", QUIET) if note.parked else "")


def _of_somebody(proposed: Proposed) -> Content:
    """Return a proposed remark without a name, so that the facilitator judges only its text."""
    if proposed.is_declined:
        return Content.styled(f"  – {proposed.note.text} (declined)", QUIET)
    return Content.assemble(f"  – {proposed.note.text}", (" (proposed)", QUIET))
