"""The console at the lifecycle step: the prompts, and the room's remarks below them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.people import Fate, ProposedNote
from copworkshop.model.plan import Kind, LifecycleStep
from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import RoomNote, Spotlight
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.lifecycle import AddNote, DeclineNote, EditNote, TakeUpNote, current_prompt, stop_of_phase, stops
from copworkshop.rules.parking import Park, ParkProposed
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel

MOST_DIGITS = 9

Key = tuple[str, str | int]
"""The key of an entry of the list: its kind, and what identifies it.

That is the place of a phase, the id of a prompt, the number of a remark, or the seat and number of a proposed remark.
"""


class LifecyclePanel(ListPanel, Panel):
    """Lists every prompt with its remarks. As the room moves on, the cursor moves to the prompt revealed last."""

    def _is_open(self) -> bool:
        return self._seen.closed is None and self._seen.plan.lifecycle is not None

    def _can_edit(self) -> bool:
        return self._is_open() and self._note() is not None and self._note() not in self._taken_away.values()

    def _can_withdraw(self) -> bool:
        return self._is_open() and (self._note() is not None or self._proposed() is not None)

    def _can_take_up(self) -> bool:
        return self._is_open() and bool(self._waiting)

    def _phases(self) -> int:
        step = self._seen.plan.lifecycle
        return min(len(step.phases), MOST_DIGITS) if step is not None else 0

    def _can_park(self) -> bool:
        note = self._note()
        return self._is_open() and (self._proposed() is not None or (self._can_edit() and note is not None))

    def _of_enter(self) -> str:
        if self._under_cursor()[0] == "phase":
            return "go there"
        return "note a remark" if self._prompt() is not None else ""

    def _of_park(self) -> str:
        note = self._note()
        return "put back" if note is not None and note.parked else "park"

    def _of_take_up(self) -> str:
        return "take it up" if self._proposed() is not None else f"{len(self._waiting)} proposed"

    def _of_withdraw(self) -> str:
        if (proposed := self._proposed()) is not None:
            return "let it wait again" if proposed[1].fate is Fate.DECLINED else "decline"
        return "take away" if self._can_edit() else "bring back"

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
        self._seen = client.sight
        self._place: Key | None = None
        """The entry that the room is at."""
        self._behind = True
        """Whether the cursor has not followed the room yet."""
        self._taken_away: dict[int, RoomNote] = {}
        """Remarks that were withdrawn here, by number. They can be brought back."""
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
        self._seen = sight
        standing = {note.number for note in sight.notes}
        self._taken_away = {number: note for number, note in self._taken_away.items() if number not in standing}
        step = sight.plan.lifecycle
        if step is None:
            return
        place = place_of_room(sight)
        self._behind = self._behind or place != self._place
        self._place = place
        self._list.show(self._entries(step))
        self._follow()
        self.show_keys()

    @override
    def focus_first(self) -> None:
        self._list.focus()

    async def action_phase(self, number: int) -> None:
        """Move the room to the beginning of phase `number`, from 1."""
        step = self._seen.plan.lifecycle
        if step is not None:
            point = stop_of_phase(step, number - 1)
            await self.client.submit(GoTo(kind=Kind.LIFECYCLE, round=step.rounds[0], point=point))

    def action_edit(self) -> None:
        """Open the input line with the remark under the cursor."""
        note = self._note()
        if note is not None:
            self._target = note.number
            self._line.open("edit", Content.styled("Reword the remark", QUIET), note.text)
            self.show_keys()

    async def action_withdraw(self) -> None:
        """Withdraw the remark under the cursor, decline it if it is a proposed one, or bring it back."""
        if (proposed := self._proposed()) is not None:
            seat, proposal = proposed
            declined = proposal.fate is not Fate.DECLINED
            await self.client.request(DeclineNote, seat=seat, number=proposal.number, declined=declined)
            return
        note = self._note()
        if note is None:
            return
        away = note.number not in self._taken_away
        if await self.client.request(EditNote, number=note.number, withdrawn=away):
            if away:
                self._taken_away[note.number] = note
            self.show(self.client.sight)

    async def action_take_up(self) -> None:
        """Accept the proposed remark under the cursor. On any other entry, go to the first proposed remark."""
        if (proposed := self._proposed()) is not None:
            seat, proposal = proposed
            await self.client.request(TakeUpNote, seat=seat, number=proposal.number)
        elif self._waiting:
            self._list.move_to(_key(*self._waiting[0]))

    async def action_park_this(self) -> None:
        """Park the remark under the cursor, or put it back next to its prompt."""
        note = self._note()
        if (proposed := self._proposed()) is not None:
            seat, proposal = proposed
            await self.client.request(ParkProposed, seat=seat, number=proposal.number)
        elif note is not None:
            await self.client.request(Park, number=note.number, parked=not note.parked)

    @property
    def _waiting(self) -> list[tuple[int, ProposedNote]]:
        return [(seat, note) for seat, note in self._all_proposed if note.fate is Fate.WAITS]

    @property
    def _all_proposed(self) -> list[tuple[int, ProposedNote]]:
        """The proposed remarks that were neither accepted nor withdrawn, each with its seat."""
        shown = {Fate.WAITS, Fate.DECLINED}
        return [(p.number, note) for p in self._seen.people for note in p.proposed or () if note.fate in shown]

    def _proposed(self) -> tuple[int, ProposedNote] | None:
        cursor = self._list.cursor
        return next((each for each in self._all_proposed if _key(*each) == cursor), None)

    async def action_choose(self) -> None:
        """Go to the phase under the cursor, or open the input line for a remark next to the prompt."""
        kind, which = self._under_cursor()
        if kind == "phase":
            await self.action_phase(int(which) + 1)
            return
        prompt = self._prompt()
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
        step = self._seen.plan.lifecycle
        if self._behind and self._line.purpose is None and step is not None:
            self._behind = False
            self._list.move_to(self._place or ("prompt", step.prompts[0].id))

    def _entries(self, step: LifecycleStep) -> list[Entry]:
        entries: list[Entry] = []
        for index, phase in enumerate(step.phases):
            number = Content.styled(str(index + 1) if index < MOST_DIGITS else "", ACCENT)
            name = Content.assemble((f"{phase.label}: ", QUIET), (phase.called, HEADING))
            entries.append(Entry(("phase", index), (number, name)))
            for prompt in phase.prompts:
                entries += self._with_notes(prompt)
        for prompt in step.questions:
            entries += self._with_notes(prompt)
        return [*entries, *self._entries_of(None)]

    def _with_notes(self, prompt: Prompt) -> list[Entry]:
        told = self._place == ("prompt", prompt.id)
        entries = [Entry(("prompt", prompt.id), (Content.styled("▸" if told else "", ACCENT), Content(prompt.text)))]
        entries += self._entries_of(prompt.id)
        for seat, proposal in self._all_proposed:
            if proposal.prompt == prompt.id:
                entries.append(Entry(_key(seat, proposal), (Content.styled("?", ACCENT), _of_somebody(proposal))))
        return entries

    def _entries_of(self, prompt: str | None) -> list[Entry]:
        """Return the room's remarks on a prompt, also parked ones and those taken away here; None for no prompt."""
        known = {note.number: note for note in (*self._seen.notes, *self._taken_away.values()) if note.prompt == prompt}
        return [Entry(("note", number), (Content(), self._words_of(known[number]))) for number in sorted(known)]

    def _words_of(self, note: RoomNote) -> Content:
        if note.number in self._taken_away:
            return Content.styled(f"  – {note.text} (taken away; x brings it back)", QUIET)
        return Content.assemble(f"  – {note.text}", (" (parked for later)", QUIET) if note.parked else "")

    def _under_cursor(self) -> Key:
        cursor = self._list.cursor
        return cursor if isinstance(cursor, tuple) else ("", "")

    @property
    @override
    def to_show_large(self) -> Spotlight | None:
        note = self._note()
        return Spotlight(kind="remark", number=note.number) if note is not None and self._can_edit() else None

    def _note(self) -> RoomNote | None:
        kind, which = self._under_cursor()
        if kind != "note":
            return None
        known = (*self._taken_away.values(), *self._seen.notes)
        return next((note for note in known if note.number == which), None)

    def _prompt(self) -> Prompt | None:
        """Return the prompt under the cursor, or the prompt of the remark under the cursor."""
        kind, which = self._under_cursor()
        note = self._note()
        proposed = self._proposed()
        wanted = which if kind == "prompt" else note.prompt if note is not None else None
        wanted = proposed[1].prompt if proposed is not None else wanted
        step = self._seen.plan.lifecycle
        return next((prompt for prompt in step.prompts if prompt.id == wanted), None) if step is not None else None


def _key(seat: int, note: ProposedNote) -> Key:
    return ("proposed", f"{seat} {note.number}")


def _of_somebody(note: ProposedNote) -> Content:
    """Return a proposed remark without a name, so that the facilitator judges only its text."""
    if note.fate is Fate.DECLINED:
        return Content.styled(f"  – {note.text} (declined)", QUIET)
    return Content.assemble(f"  – {note.text}", (" (proposed)", QUIET))


def place_of_room(seen: Sight) -> Key | None:
    """Return the entry that the room is at: the newest prompt, or the phase just opened; None at any other point."""
    step = seen.plan.lifecycle
    if step is None or seen.spot.kind is not Kind.LIFECYCLE:
        return None
    prompt = current_prompt(step, seen.spot.point)
    if prompt is not None:
        return ("prompt", prompt.id)
    phase = stops(step)[seen.spot.point].phase
    return ("phase", phase) if phase is not None else None
