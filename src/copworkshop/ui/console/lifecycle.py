"""The console at the lifecycle step: the prompts, and the room's remarks below them."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from typing_extensions import override

from copworkshop.model.people import Fate, ProposedNote
from copworkshop.model.plan import Kind, LifecycleStep
from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import RoomNote
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.lifecycle import AddNote, DeclineNote, EditNote, TakeUpNote, current_prompt, stop_of_phase, stops
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel

MOST_DIGITS = 9

Key = tuple[str, str | int]
"""The key of an entry of the list: its kind, and what identifies it.

That is the place of a phase, the id of a prompt, the number of a remark, or the seat and number of a proposed remark.
"""


class LifecyclePanel(Panel):
    """Lists every prompt with its remarks. As the room moves on, the cursor moves to the prompt revealed last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"phase({number})", "Go to this phase, counted from 1")
            for number in range(1, MOST_DIGITS + 1)
        ),
        Binding("a", "take_up", "Go to a remark that somebody proposes; there, take it up for the room"),
        Binding("e", "edit", "Reword the highlighted remark"),
        Binding("x", "withdraw", "Take the remark away, or decline one that is proposed; bring it back"),
    ]

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._seen = client.sight
        self._place: Key | None = None
        """The entry that the room is at."""
        self._behind = True
        """Whether the cursor has not followed the room yet."""
        self._taken_away: dict[int, RoomNote] = {}
        """Remarks that were withdrawn here, by number. They can be brought back."""
        self._prompts = EntryList(Column(), Column(words=True), id="prompts")
        self._line = EntryLine()
        self._target: str | int = ""
        """The id of the prompt that gets a remark, or the number of the remark to reword."""
        self._hint = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield self._prompts
        yield self._line
        yield self._hint

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
        self._prompts.show(self._entries(step))
        self._follow()
        self._show_hint()

    @override
    def focus_first(self) -> None:
        self._prompts.focus()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        open_ = self._seen.closed is None
        match action, parameters:
            case "phase", (int(number),):
                step = self._seen.plan.lifecycle
                return open_ and step is not None and number <= len(step.phases)
            case "edit", _:
                return open_ and self._note() is not None and self._note() not in self._taken_away.values()
            case "withdraw", _:
                return open_ and (self._note() is not None or self._proposed() is not None)
            case "take_up", _:
                return open_ and bool(self._waiting)
            case _:
                return super().check_action(action, parameters)

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
            self._show_hint()

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
            self._prompts.move_to(_key(*self._waiting[0]))

    @property
    def _waiting(self) -> list[tuple[int, ProposedNote]]:
        return [(seat, note) for seat, note in self._all_proposed if note.fate is Fate.WAITS]

    @property
    def _all_proposed(self) -> list[tuple[int, ProposedNote]]:
        """The proposed remarks that were neither accepted nor withdrawn, each with its seat."""
        shown = {Fate.WAITS, Fate.DECLINED}
        return [(p.number, note) for p in self._seen.people for note in p.proposed or () if note.fate in shown]

    def _proposed(self) -> tuple[int, ProposedNote] | None:
        cursor = self._prompts.cursor
        return next((each for each in self._all_proposed if _key(*each) == cursor), None)

    @on(EntryList.Chosen)
    async def _chosen(self, event: EntryList.Chosen) -> None:
        event.stop()
        kind, which = self._under_cursor()
        if kind == "phase":
            if self._seen.closed is None:
                await self.action_phase(int(which) + 1)
            return
        prompt = self._prompt()
        if prompt is not None and self._seen.closed is None:
            self._target = prompt.id
            label = Content.assemble(("Remark on: ", QUIET), (prompt.text, BODY))
            self._line.open(f"note {prompt.id}", label)
            self._show_hint()

    @on(EntryList.Moved)
    def _moved(self, event: EntryList.Moved) -> None:
        event.stop()
        self._show_hint()

    @on(EntryLine.Given)
    async def _given(self, event: EntryLine.Given) -> None:
        event.stop()
        if isinstance(self._target, int):
            if await self.client.request(EditNote, number=self._target, text=event.value):
                self._close()
            else:
                self._line.put_back(event.value)
        elif not event.value.strip():
            self._close()
        elif not await self.client.request(AddNote, prompt=self._target, text=event.value):
            self._line.put_back(event.value)

    @on(EntryLine.Left)
    def _left(self, event: EntryLine.Left) -> None:
        event.stop()
        self._close()

    def _follow(self) -> None:
        """Move the cursor to the entry that the room is at, unless something is being typed."""
        step = self._seen.plan.lifecycle
        if self._behind and self._line.purpose is None and step is not None:
            self._behind = False
            self._prompts.move_to(self._place or ("prompt", step.prompts[0].id))

    def _close(self) -> None:
        self._line.close()
        self._follow()
        self._prompts.focus()
        self._show_hint()

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
        return entries

    def _with_notes(self, prompt: Prompt) -> list[Entry]:
        told = self._place == ("prompt", prompt.id)
        entries = [Entry(("prompt", prompt.id), (Content.styled("▸" if told else "", ACCENT), Content(prompt.text)))]
        away = [note for note in self._taken_away.values() if note.prompt == prompt.id]
        for note in sorted((*self._seen.notes_on(prompt.id), *away), key=lambda note: note.number):
            if note.number in self._taken_away:
                words = Content.styled(f"  – {note.text} (taken away; x brings it back)", QUIET)
            else:
                words = Content(f"  – {note.text}")
            entries.append(Entry(("note", note.number), (Content(), words)))
        for seat, proposal in self._all_proposed:
            if proposal.prompt == prompt.id:
                entries.append(Entry(_key(seat, proposal), (Content.styled("?", ACCENT), _of_somebody(proposal))))
        return entries

    def _under_cursor(self) -> Key:
        cursor = self._prompts.cursor
        return cursor if isinstance(cursor, tuple) else ("", "")

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

    def _show_hint(self) -> None:
        step = self._seen.plan.lifecycle
        if step is None or self._seen.closed is not None:
            self._hint.update("")
            return
        if self._line.purpose == "edit":
            keys = [("Enter", "save"), ("Esc", "leave it")]
        elif self._line.purpose is not None:
            keys = [("Enter", "save, and on to the next"), ("Esc", "done")]
        else:
            kind, _ = self._under_cursor()
            keys = [(f"1-{min(len(step.phases), MOST_DIGITS)}", "go to a phase")]
            keys.append(("Enter", "go there" if kind == "phase" else "note a remark"))
            note = self._note()
            if (proposed := self._proposed()) is not None:
                declined = proposed[1].fate is Fate.DECLINED
                keys += [("a", "take it up"), ("x", "let it wait again" if declined else "decline")]
            elif self._waiting:
                keys.append(("a", f"{len(self._waiting)} proposed"))
            if note is not None:
                away = note.number in self._taken_away
                keys += [("x", "bring back")] if away else [("e", "reword"), ("x", "take away")]
        self._hint.update(hint(*keys))


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
