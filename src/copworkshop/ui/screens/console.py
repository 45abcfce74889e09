"""The console: the facilitator's own view, with what this step needs of them."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from copworkshop.live.autosave import Autosave, NotSaved
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.ui import theme
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.registry import PANELS
from copworkshop.ui.desk import Desk
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.stage.page import clock_style, clock_time, clock_words
from copworkshop.ui.widgets.cells import fit, width_of
from copworkshop.ui.widgets.drawing import Drawing
from copworkshop.ui.widgets.notices import Notice
from copworkshop.ui.widgets.words import Words

NOTES_WIDTH = 30
ROOM_FOR_NOTES = 70
"""Below this many columns the notes take the place of the panel instead of standing beside it."""

SENTENCE_SECONDS = 12


class ConsoleScreen(RoomScreen):
    """Notes, what comes next, clock, readiness, saved or not, and the panel of the present step."""

    DEFAULT_CSS = """
    ConsoleScreen {
        #head, #keys {
            height: 1;
            min-height: 1;
            background: $panel;
        }
        #sentence {
            height: auto;
            min-height: 1;
            max-height: 3;
            padding: 0 1;
        }
        #panel {
            width: 1fr;
        }
        #notes {
            width: 30;
            border-left: solid $border-blurred;
            padding: 0 1;
        }
        &.-narrow #notes {
            width: 1fr;
            border-left: none;
        }
        &.-narrow.-notes #panel {
            display: none;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "notes", "Notes: show or hide them"),
        Binding("escape", "leave_field", "Leave the field, so that letters are keys again"),
    ]

    def __init__(self, desk: Desk, autosave: Autosave, joining: Joining | None = None) -> None:
        super().__init__(desk, joining)
        self._autosave = autosave
        self._sentence: Content | None = None
        self._panel: Panel | None = None
        self._notes_shown = True

    def compose(self) -> ComposeResult:
        """Lay out the head line, the panel, the notes and the line of keys."""
        yield Drawing(self._draw_head, id="head")
        with Horizontal():
            yield Vertical(id="panel")
            with VerticalScroll(id="notes", can_focus=False):
                yield Words(id="notes-words")
        yield Words(id="sentence")
        yield Drawing(self._draw_keys, id="keys")

    async def on_mount(self) -> None:
        """Keep the clock going."""
        self.set_interval(1, self._tick)
        await self._show_panel(self.seen)

    def on_resize(self) -> None:
        """Choose between notes beside the panel and notes in its place."""
        self.set_class(self.size.width < ROOM_FOR_NOTES, "-narrow")

    def show(self, seen: Sight) -> None:
        """Show the session as it is now."""
        self.query_one("#notes").display = self._notes_shown
        self.query_one("#notes-words", Words).update(self._notes(seen))
        self.refresh_lines()
        self.run_worker(self._show_panel(seen), group="panel", exclusive=False)

    def refresh_lines(self) -> None:
        """Show the head line and the sentence anew, such as when the state of saving changed."""
        self.query_one("#head", Drawing).refresh_drawing()
        self.query_one("#keys", Drawing).refresh_drawing()
        self._show_sentence()

    def say(self, sentence: str) -> None:
        """Say a sentence above the line of keys, for some seconds."""
        self._sentence = Content.styled(sentence, theme.WARN)
        self._show_sentence()
        self.set_timer(SENTENCE_SECONDS, lambda said=self._sentence: self._unsay(said))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer Escape only where there is a field to leave."""
        if action == "leave_field":
            return self.typing
        return super().check_action(action, parameters)

    async def settle(self) -> None:
        """Ask for what is still being typed in the panel."""
        if self._panel is not None:
            await self._panel.settle()

    def action_notes(self) -> None:
        """Show or hide the notes."""
        self._notes_shown = not self._notes_shown
        self.set_class(self._notes_shown, "-notes")
        self.query_one("#notes").display = self._notes_shown

    def action_leave_field(self) -> None:
        """Take the focus out of the text field."""
        self.set_focus(None)

    @on(Notice)
    def _notice(self, notice: Notice) -> None:
        notice.stop()
        self.say(notice.sentence)

    async def _show_panel(self, seen: Sight) -> None:
        kind = PANELS[seen.spot.kind]
        if type(self._panel) is not kind:
            old, self._panel = self._panel, kind(self.desk)
            if old is not None:
                await old.remove()
            await self.query_one("#panel").mount(self._panel)
            self._panel.show(seen)
            self._panel.focus_first()
            return
        if self._panel is not None:
            self._panel.show(seen)

    def _unsay(self, said: Content) -> None:
        if self._sentence is said:
            self._sentence = None
            self._show_sentence()

    def _show_sentence(self) -> None:
        told = self._sentence
        if isinstance(self._autosave.state, NotSaved):
            told = Content.styled(f"Not saved: {self._autosave.state.reason}", theme.ERROR)
        self.query_one("#sentence", Words).update(told or Content(""))

    def _tick(self) -> None:
        if self.is_current and self.seen.clock.running:
            self.query_one("#head", Drawing).refresh_drawing()

    def _draw_head(self, width: int, height: int) -> Sequence[Content]:
        seen = self.seen
        number = seen.plan.kinds.index(seen.spot.kind) + 1
        name = f" {number}/{len(seen.plan.steps)} {seen.step.short}"
        if len(seen.step.rounds) > 1:
            name += f" · {seen.spot.round}"
        state, style = self._saved()
        now = self.desk.hub.now()
        clock = [clock_words(seen.clock, now), clock_time(seen.clock, now), ""]
        right = "  ".join(part for part in clock if part) + "  "
        left = fit(name, max(0, width - width_of(right) - width_of(state) - 2))
        gap = " " * max(1, width - width_of(left) - width_of(right) - width_of(state) - 1)
        return [
            Content.assemble((left, theme.HEADING), gap, (right, clock_style(seen.clock, now)), (state, style), " ")
        ]

    def _saved(self) -> tuple[str, str]:
        if isinstance(self._autosave.state, NotSaved):
            return "NOT SAVED", theme.ERROR
        if self._autosave.saved(self.desk.hub.session.revision):
            return "saved", theme.DONE
        return "saving…", theme.QUIET

    def _draw_keys(self, width: int, height: int) -> Sequence[Content]:
        timer = "pause" if self.seen.clock.running else "timer"
        blank = "stage on" if self.seen.blank else "blank"
        keys = [("PgDn", "on"), ("PgUp", "back"), ("F2", "stage"), ("F1", "keys")]
        if self.typing:
            keys += [("Esc", "leave the field")]
        else:
            keys += [("g", "go to"), ("p", "people"), ("t", timer), ("b", blank), ("n", "notes")]
        line = Content("")
        for key, what in keys:
            longer = Content.assemble(line, " ", (key, theme.KEY), (f" {what} ", theme.BODY))
            if longer.cell_length > width:
                break
            line = longer
        return [line]

    def _notes(self, seen: Sight) -> Content:
        parts = [
            Content.assemble(("On the stage ", theme.HEADING), on_the_stage(seen)),
            Content.assemble(("Next ", theme.HEADING), what_next(seen, seen.next)),
            Content(""),
            Content.styled("Notes", theme.HEADING),
        ]
        parts += [Content(f"– {note.text}") for note in seen.step.notes]
        if not seen.step.notes:
            parts.append(Content.styled("None for this step.", theme.QUIET))
        return Content("\n").join(parts)


def on_the_stage(seen: Sight) -> str:
    """Say in a few words what the room sees now."""
    if seen.blank:
        return "Nothing: it is blank. b brings it back."
    told = seen.step.short if len(seen.step.rounds) == 1 else f"{seen.step.short}, {seen.spot.round}"
    if seen.points > 1:
        told += f", {seen.spot.point + 1} of {seen.points}"
    return told + (", the literature beside it." if seen.beside else ".")


def what_next(seen: Sight, following: Spot | None) -> str:
    """Say in a few words where the key forward leads."""
    if following is None:
        return "The session ends here."
    if (following.kind, following.round) == (seen.spot.kind, seen.spot.round):
        return "The next point."
    if following.kind is seen.spot.kind:
        return f"The round “{following.round}”."
    step = seen.plan.step(following.kind)
    return f"{step.short}." if step is not None else ""
