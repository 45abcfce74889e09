"""The first screen: resume the last session with one key, or start a new one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from copworkshop.ui import theme
from copworkshop.ui.widgets.cells import fit, pad
from copworkshop.ui.widgets.line_input import LineInput
from copworkshop.ui.widgets.words import Words

if TYPE_CHECKING:  # the first screen waits for nothing that a session needs
    from copworkshop.live.workshop import PlanChoice
    from copworkshop.store.sessions import SessionLine


class StartScreen(Screen[None]):
    """What sessions there are, and what a new one would be."""

    DEFAULT_CSS = """
    StartScreen {
        padding: 1 2 0 2;
        OptionList {
            height: 1fr;
            border: none;
            padding: 0;
            &:focus {
                border: none;
            }
        }
        #new {
            height: auto;
        }
        #sentence {
            min-height: 1;
            height: auto;
        }
        #plans {
            height: auto;
            max-height: 6;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Start a new session"),
        Binding("escape", "cancel", "Back to the list of sessions"),
        Binding("d", "app.next_theme", "Dark, light, or the terminal's own colours"),
        Binding("f1,question_mark", "app.help", "Help: every key that works now"),
        Binding("q,ctrl+q", "app.quit", "Leave"),
    ]

    title_for_help = "Start"

    @dataclass
    class Resume(Message):
        """The facilitator chose a session to go on with."""

        name: str

    @dataclass
    class Begin(Message):
        """The facilitator asked for a new session."""

        heading: str
        plan: str

    def __init__(self) -> None:
        super().__init__()
        self._plans: tuple[PlanChoice, ...] = ()
        self._lines: tuple[SessionLine, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the list, the fields of a new session, and the keys."""
        yield Words(Content.styled("copworkshop", theme.HEADING))
        yield Words(Content.styled("Communities of Practice in Action", theme.QUIET))
        yield Words(" ")
        yield Words(Content.styled("Sessions", theme.HEADING), id="list-title")
        yield OptionList(id="sessions", markup=False)
        with Vertical(id="new"):
            yield Words(Content.styled("A new session", theme.HEADING))
            yield Words("What is it called on the stage? An organisation, a place, or nothing.")
            yield LineInput(placeholder="the name of an organisation, or nothing", id="heading")
            yield Words(Content.styled("The plan", theme.HEADING))
            yield OptionList(id="plans", markup=False)
        yield Words(id="sentence")
        yield Words(id="hint")

    def on_mount(self) -> None:
        """Begin with the list."""
        self._show_new(shown=False)

    def show(self, lines: "tuple[SessionLine, ...]", plans: "tuple[PlanChoice, ...]") -> None:
        """Show the sessions and the plans there are, each in the order given."""
        self._lines, self._plans = lines, plans
        choices = self.query_one("#plans", OptionList)
        choices.add_options([Option(Content(plan.title)) for plan in plans])
        choices.highlighted = 0
        options = self.query_one("#sessions", OptionList)
        options.clear_options()
        options.add_options([Option(self._told(line), disabled=line.fault is not None) for line in lines])
        options.highlighted = next((i for i, line in enumerate(lines) if line.fault is None), None)
        if lines:
            self._show_new(shown=self.query_one("#new").display)
        else:
            self.action_new()

    def say(self, sentence: str) -> None:
        """Say a sentence below the list."""
        self.query_one("#sentence", Words).update(Content.styled(sentence, theme.WARN))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        making = bool(self.is_mounted and self.query_one("#new").display)
        match action:
            case "new":
                return not making
            case "cancel":
                return making and bool(self._lines)
            case _:
                return True

    def action_new(self) -> None:
        """Ask what the new session is called."""
        self._show_new(shown=True)
        self.query_one("#heading").focus()

    def action_cancel(self) -> None:
        """Go back to the list."""
        self._show_new(shown=False)

    @on(OptionList.OptionSelected, "#sessions")
    def _resume(self, event: OptionList.OptionSelected) -> None:
        if self._lines is not None:
            self.post_message(self.Resume(self._lines[event.option_index].name))

    @on(Input.Submitted, "#heading")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        if len(self._plans) > 1:
            self.query_one("#plans").focus()
            return
        self._begin(0)

    @on(OptionList.OptionSelected, "#plans")
    def _planned(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._begin(event.option_index)

    def _begin(self, plan: int) -> None:
        self.post_message(self.Begin(self.query_one("#heading", LineInput).value, self._plans[plan].name))

    def _show_new(self, *, shown: bool) -> None:
        self.query_one("#new").display = shown
        self.query_one("#sessions").display = not shown
        self.query_one("#list-title").display = not shown
        if not shown:
            self.query_one("#sessions").focus()
        keys = "Enter starts it   Tab next field   Esc back to the list   Ctrl+Q leave"
        if not shown:
            keys = "Enter resumes   n new session   F1 keys   q leave"
        self.query_one("#hint", Words).update(Content.styled(keys, theme.QUIET))
        self.refresh_bindings()

    def _told(self, line: "SessionLine") -> Content:
        width = max(20, self.size.width - 4)
        if line.fault is not None:
            return Content.styled(fit(f"{line.name}: {line.fault}", width), theme.QUIET)
        saved = line.saved.astimezone().strftime("%d %b %H:%M") if line.saved is not None else ""
        people = "1 person" if line.people == 1 else f"{line.people} people"
        at = "closed" if line.closed else line.step or ""
        name_width = max(12, width - 48)
        return Content(f"{pad(fit(line.name, name_width), name_width)}  {pad(at, 20)}  {pad(people, 11)} {saved}")
