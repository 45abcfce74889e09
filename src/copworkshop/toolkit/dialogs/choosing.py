"""A dialog to choose one item from a list, such as a step to look back at or a table to sit at."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.dialogs.dialog import Dialog, framed
from copworkshop.toolkit.theme import KEY
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList

T = TypeVar("T")


class ChoosingScreen(Dialog[T | None], Generic[T]):
    """A short list. Enter returns the item under the cursor, Escape returns None."""

    DEFAULT_CSS = """
    ChoosingScreen {
        EntryList {
            height: auto;
            max-height: 16;
        }
    }
    """

    def _count(self) -> int:
        return min(len(self._choices), len(DIGITS.split(",")))

    def _has_more(self) -> bool:
        return len(self._choices) > 1

    KEYS: ClassVar[Commands["ChoosingScreen[Any]"]] = (
        Command(DIGITS, "choose_number", "Choose the line with this number", "or", _has_more, _count),
        Command("enter", "choose", "Choose the highlighted line", "choose"),
        Command("up,down", hint="move", when=_has_more, label="Up Down"),
        Command("escape,f3", "dismiss(None)", "Choose nothing", lambda self: self._otherwise),
    )

    def __init__(self, title: str, choices: Sequence[tuple[str, T]], *, otherwise: str, at: int = 0) -> None:
        """Ask `title` with these choices (name and value).

        `otherwise` says in words what Escape does. The cursor begins at the choice with index `at`.
        """
        super().__init__()
        self.title_for_help = title
        self._choices = choices
        self._otherwise: str = otherwise
        self._at = at
        self._list = EntryList(Column(), Column(words=True))

    @override
    def compose(self) -> ComposeResult:
        yield from framed(self, self.title_for_help, self._list)

    def on_mount(self) -> None:
        """Fill the list, and put the cursor on the choice `at`."""
        self._list.show([self._entry(index, name) for index, (name, _) in enumerate(self._choices)])
        self._list.styles.height = max(2, len(self._choices))
        self._list.move_to(self._at)
        self._list.focus()

    def _entry(self, index: int, name: str) -> Entry:
        number = str(index + 1) if self._has_more() and index < self._count() else ""
        return Entry(index, (Content.styled(number, KEY), Content(name)))

    def action_choose_number(self, number: int) -> None:
        """Close the dialog with the value of the line with this number."""
        self.dismiss(self._choices[number - 1][1])

    def action_choose(self) -> None:
        """Close the dialog with the value under the cursor."""
        if isinstance(self._list.cursor, int):
            self.dismiss(self._choices[self._list.cursor][1])
