"""Every command that is possible now, to be found by words and run without its key."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import App, ComposeResult
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Input
from typing_extensions import override

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands, key_name
from copworkshop.toolkit.dialogs.dialog import Dialog, framed
from copworkshop.toolkit.theme import KEY
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.line_input import LineInput

_AROUND: Final = 7  # rows of the frame, the heading, the field and the keys
_MOST_ROWS: Final = 14


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette."""

    words: str
    run: Callable[[], Awaitable[object]]
    key: str = ""
    """The key that does the same; empty for none."""


def offers_of(app: App[Any], nodes: Iterable[DOMNode]) -> Iterator[Offer]:
    """Yield what the rows of these nodes offer now. Digits, and keys that only move a cursor, are left out."""
    for node in nodes:
        if not isinstance(node, CommandNode):
            continue
        told: set[str] = set()
        for row in node.all_keys:
            is_command = row.action and row.help and row.listed and row.most is None
            if is_command and row.help not in told and node.offers(row) and app._check_action_state(row.action, node):
                told.add(row.help)
                yield _offer(app, node, row)


def _offer(app: App[Any], node: DOMNode, row: Command[Any]) -> Offer:
    async def run() -> None:
        if node.is_attached:
            await app.run_action(row.action, node)

    return Offer(row.help, run, key_name(row.all_keys[0]) if row.keys else "")


class PaletteScreen(Dialog[Offer | None]):
    """A field and a list. What is typed narrows the list; Enter returns the chosen line, Escape returns None."""

    DEFAULT_CSS = """
    PaletteScreen {
        & > Vertical {
            width: 76;
        }
        LineInput, LineInput:focus {
            border: none;
            padding: 0;
            height: 1;
        }
    }
    """

    KEYS: ClassVar[Commands["PaletteScreen"]] = (
        Command("enter", hint="do it"),
        Command("up", "move(-1)", "Up and down the list", "choose", label="Up Down", listed=False),
        Command("down", "move(1)", "Up and down the list", listed=False),
        Command("escape,ctrl+p", "dismiss(None)", "Back to the screen", "back"),
    )

    title_for_help = "Commands"

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = offers
        self._field = LineInput(placeholder="A word of what you want to do")
        self._list = EntryList(Column(words=True), Column(align="right"), empty="No command has these words.")

    @override
    def compose(self) -> ComposeResult:
        yield from framed(self, "What do you want to do?", self._field, self._list)

    def on_mount(self) -> None:
        """Show all commands."""
        self._show("")
        self._field.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Limit the list to the rows that are left."""
        self._list.styles.height = max(2, min(_MOST_ROWS, len(self._offers), event.size.height - _AROUND))

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list while the focus is in the field."""
        self._list.action_move(rows)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        if isinstance(self._list.cursor, int):
            self.dismiss(self._offers[self._list.cursor])

    @on(EntryList.Moved)
    def _moved(self, event: EntryList.Moved) -> None:
        event.stop()

    def _show(self, typed: str) -> None:
        wanted = typed.casefold().split()
        found = [
            (index, offer)
            for index, offer in enumerate(self._offers)
            if all(word in offer.words.casefold() for word in wanted)
        ]
        self._list.show(
            [Entry(index, (Content(offer.words), Content.styled(offer.key, KEY))) for index, offer in found]
        )
        self._list.action_first()
