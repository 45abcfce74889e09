"""The first screen: resume the last session with one key, or start a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.widgets.cells import pad, width_of
from copworkshop.toolkit.widgets.digits import big
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.words import Words

if TYPE_CHECKING:  # the first screen must not wait for the import of what a session needs
    from copworkshop.live.workshop import PlanChoice
    from copworkshop.store.home import Home
    from copworkshop.store.sessions import SessionLine


NAME = "copworkshop"
ABOUT = "Communities of Practice in Action"
NONE_YET = "There is no session here yet: press n to start one."
TRY = "Try the example"
WHAT_IS_TRIED = "Copies a small finished session into this folder, and opens the copy."
KEPT = "Everything is saved as it is typed. Leave at any time: nothing is lost."

ROOM_FOR_NAME = 22
"""From this many rows on, the program's name stands in large letters."""

ROOM_FOR_AIR = 18
"""Below this many rows no row stays empty."""

ROOM_FOR_ALL = 64
"""Below this many cells a line of the list has two columns."""

AT, PEOPLE, SAVED, SCROLLBAR = 18, 6, 12, 2
"""The widths of the columns, and of the list's scroll bar, in cells."""

_EXAMPLE = "Try the example: a small finished session, as a copy of your own"


class StartScreen(CommandNode, Screen[None]):
    """Lists the sessions, and asks for the heading and the plan of a new one."""

    DEFAULT_CSS = """
    StartScreen {
        padding: 1 2 0 2;
        OptionList {
            height: 1fr;
            border: none;
            padding: 0;
            background: $background;
            scrollbar-size-vertical: 1;
            &:focus {
                border: none;
            }
        }
        #columns {
            height: 1;
            min-height: 1;
        }
        #title {
            height: auto;
            min-height: 1;
        }
        #home {
            height: 1;
            min-height: 1;
            margin-bottom: 1;
        }
        #about-last {
            max-height: 6;
        }
        #new {
            height: 1fr;
        }
        #plans {
            height: auto;
            margin-bottom: 1;
        }
        #heading {
            margin-bottom: 1;
        }
        #sentence {
            max-height: 5;
        }
        #keys {
            max-height: 2;
        }
        &.-low {
            padding: 0 1;
            #home, #heading {
                margin-bottom: 0;
            }
        }
    }
    """

    def _on_list(self) -> bool:
        return not self._making

    def _on_form(self) -> bool:
        return self._making

    KEYS: ClassVar[Commands["StartScreen"]] = (
        Command("enter", hint="resume", when=lambda self: self._on_list() and bool(self._lines)),
        Command("n", "new", "Start a new session", "new session", _on_list),
        Command("e", "try_example", _EXAMPLE, "example", _on_list),
        Command("enter", hint="start it", when=_on_form),
        Command("tab", hint="plan", when=lambda self: self._on_form() and len(self._plans) > 1),
        Command("escape", "cancel", "Back to the list of sessions", "back", _on_form),
        Command("d", "app.next_theme", theme.GOES_THROUGH),
        Command("f1,question_mark", "app.help", HELP, lambda self: "keys" if self._on_list() else ""),
        Command("q,ctrl+q", "app.quit", "Leave", lambda self: "leave" if self._on_list() else ""),
        Command("ctrl+q", hint="leave", when=_on_form),
    )

    title_for_help = "Start"

    @dataclass
    class Resume(Message):
        """The facilitator chose a session to resume."""

        name: str

    @dataclass
    class Begin(Message):
        """The facilitator asked for a new session."""

        heading: str
        plan: str

    class TryExample(Message):
        """The facilitator asked for a copy of the packaged example."""

    def __init__(self) -> None:
        super().__init__()
        self._home: Home | None = None
        self._plans: tuple[PlanChoice, ...] = ()
        self._lines: tuple[SessionLine, ...] | None = None
        self._making: bool = False
        """Whether the fields of a new session are shown, instead of the list."""

    @override
    def compose(self) -> ComposeResult:
        yield Drawing(self._draw_title, id="title")
        yield Drawing(self._draw_home, id="home")
        yield Drawing(self._draw_columns, id="columns")
        yield OptionList(id="sessions", markup=False)
        with Vertical(id="new"):
            yield Words(Content.styled("A new session", theme.HEADING))
            yield Words("What should the big screen call this session? (optional)")
            yield LineInput(placeholder="the name of an organisation, or nothing", id="heading")
            yield Words(Content.styled("The plan", theme.HEADING))
            yield OptionList(id="plans", markup=False)
            yield Words(Content.styled(KEPT, theme.QUIET), id="kept")
        yield Words(id="about-last")
        yield Words(id="sentence")
        yield Words(id="keys")

    def on_mount(self) -> None:
        """Focus the list."""
        self._show_new(shown=False)

    def on_resize(self, event: events.Resize) -> None:
        """Align the columns again, and leave out the empty rows on a low terminal."""
        self.set_class(event.size.height < ROOM_FOR_AIR, "-low")
        self.query_one("#kept").display = event.size.height >= ROOM_FOR_AIR
        width = self._width(event.size.width)
        options = self.query_one("#sessions", OptionList)
        for index, line in enumerate(self._lines or ()):
            options.replace_option_prompt_at_index(index, row(line, width))
        self._show_keys()

    def show(self, lines: "tuple[SessionLine, ...]", plans: "tuple[PlanChoice, ...]", home: "Home") -> None:
        """Show the sessions and the plans, each in the given order, and where the sessions are."""
        if not self.is_running:  # a session was opened before the list was there
            return
        self._lines, self._plans, self._home = lines, plans, home
        self.query_one("#home", Drawing).refresh_drawing()
        self.query_one("#about-last", Words).update(Content.styled(plain(home.about_last), theme.WARN))
        choices = self.query_one("#plans", OptionList)
        choices.add_options([Option(Content(plan.title)) for plan in plans])
        choices.highlighted = 0
        options = self.query_one("#sessions", OptionList)
        width = self._width(self.app.size.width)
        options.add_options([*(Option(row(line, width)) for line in lines), Option(Content.styled(TRY, theme.QUIET))])
        sound = (index for index, line in enumerate(lines) if line.fault is None)
        options.highlighted = next(sound, 0 if lines else None)
        self._show_new(shown=self._making)
        if not lines:
            # Not the form at once: then the n that starts a session everywhere else would be typed into its name.
            self.show_message(NONE_YET)

    def show_message(self, sentence: str) -> None:
        """Show a sentence above the keys until the next action."""
        self.query_one("#sentence", Words).update(Content.styled(plain(sentence), theme.WARN))

    def action_new(self) -> None:
        """Ask for the heading of the new session."""
        self._show_new(shown=True)
        self.query_one("#heading").focus()

    def action_try_example(self) -> None:
        """Ask for a copy of the example."""
        self.post_message(self.TryExample())

    def action_cancel(self) -> None:
        """Go back to the list."""
        self._show_new(shown=False)

    @on(OptionList.OptionHighlighted, "#sessions")
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        line = self._line(event.option_index)
        self.show_message((line.fault or "") if line is not None else WHAT_IS_TRIED)
        # The sentence may take rows from the list.
        self.call_after_refresh(event.option_list.scroll_to_highlight)

    @on(OptionList.OptionSelected, "#sessions")
    def _resume(self, event: OptionList.OptionSelected) -> None:
        line = self._line(event.option_index)
        if line is None:
            self.action_try_example()
        else:
            self.post_message(self.Resume(line.name))

    def _line(self, index: int) -> "SessionLine | None":
        """Return the session in this row of the list; None for the row below them, which is the example's."""
        lines = self._lines or ()
        return lines[index] if index < len(lines) else None

    @on(Input.Changed, "#heading")
    def _typed(self) -> None:
        self.show_message("")

    @on(Input.Submitted, "#heading")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        if len(self._plans) > 1:
            self.query_one("#plans").focus()
        elif self._plans:
            self._begin(0)

    @on(OptionList.OptionSelected, "#plans")
    def _planned(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._begin(event.option_index)

    def _begin(self, plan: int) -> None:
        self.post_message(self.Begin(self.query_one("#heading", LineInput).value, self._plans[plan].name))

    def _show_new(self, *, shown: bool) -> None:
        self._making = shown
        self.query_one("#new").display = shown
        self.query_one("#sessions").display = not shown
        self.query_one("#columns").display = not shown
        self.query_one("#about-last").display = not shown
        if not shown:
            self.query_one("#sessions").focus()
        self.show_message("")
        self._show_keys()

    def _show_keys(self) -> None:
        self.query_one("#keys", Words).update(hint(*self.hints()))

    def _width(self, columns: int) -> int:
        """Return the width of a line of the list on a terminal with `columns` columns."""
        return columns - (2 if self.has_class("-low") else 4) - SCROLLBAR

    def _draw_title(self, width: int, height: int) -> Sequence[Content]:
        large = big(NAME, 3)
        if self.app.size.height >= ROOM_FOR_NAME and len(large[0]) <= width:
            return [*(Content.styled(line, theme.HEADING) for line in large), Content.styled(ABOUT, theme.QUIET)]
        title = Content.styled(NAME, theme.HEADING)
        longer = Content.assemble(title, (f"   {ABOUT}", theme.QUIET))
        return [longer if longer.cell_length <= width else title]

    def _draw_home(self, width: int, height: int) -> Sequence[Content]:
        if self._home is None:
            return [Content("")]
        path = plain(self._home.shown)
        longer = f"Sessions in {path}"
        return [Content.styled(longer if width_of(longer) <= width else end_of(path, width), theme.QUIET)]

    def _draw_columns(self, width: int, height: int) -> Sequence[Content]:
        heads = ("Session", "where it is", "people", "last saved")
        return [Content.styled(columns(heads, width - SCROLLBAR), theme.HEADING)]


def row(line: "SessionLine", width: int) -> Content:
    """Return a session as a line of the list, exactly `width` cells wide."""
    if line.fault is not None:
        return Content.styled(columns((plain(line.name), "has a fault", "", ""), width), theme.QUIET)
    at = "closed" if line.closed else line.step or ""
    if line.held_by is not None:
        at = f"in process {line.held_by}"
    saved = line.saved.astimezone().strftime("%d %b %H:%M") if line.saved is not None else ""
    return Content(columns((plain(line.name), at, str(line.people or 0), saved), width))


def columns(cells: tuple[str, str, str, str], width: int) -> str:
    """Return name, place, people and time in columns; on a narrow terminal only the name and the place."""
    name, at, people, saved = cells
    if width < ROOM_FOR_ALL:
        return f"{pad(name, width - AT - 2)}  {pad(at, AT)}"
    rest = f"  {pad(at, AT)}  {pad(people, PEOPLE, 'right')}  {pad(saved, SAVED)}"
    return pad(name, width - len(rest)) + rest


def end_of(path: str, width: int) -> str:
    """Return the last part of a path that is too wide, with a sign that something is left out before it."""
    end = path
    while width_of(end) >= width and end:
        end = end[1:]
    return path if end == path else f"…{end}"


def plain(text: str) -> str:
    """Return a text with every unprintable character replaced, because a folder's name may contain any of them."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
