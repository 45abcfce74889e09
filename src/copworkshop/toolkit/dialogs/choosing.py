"""One thing to choose out of a list: a step to look back at, a table to sit at."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from copworkshop.toolkit.theme import HEADING
from copworkshop.toolkit.widgets.entries import Entry, EntryList
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.words import Words

T = TypeVar("T")


class ChoosingScreen(ModalScreen[T | None], Generic[T]):
    """A short list; Enter hands back what the cursor is on, Escape nothing."""

    DEFAULT_CSS = """
    ChoosingScreen {
        align: center middle;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 1;
        }
        EntryList {
            height: auto;
            max-height: 16;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss(None)", "Choose nothing"),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, T]], *, otherwise: str, at: int = 0) -> None:
        """Take what is asked, the choices with their names, what Escape does in words, and where the cursor begins."""
        super().__init__()
        self.title_for_help = title
        self._choices = choices
        self._otherwise = otherwise
        self._at = at
        self._list = EntryList()

    def compose(self) -> ComposeResult:
        """Show the question, the choices and the keys."""
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield self._list
            yield Words(hint(("Enter", "choose"), ("Esc", self._otherwise)))

    def on_mount(self) -> None:
        """Put the cursor where it begins."""
        self._list.show([Entry(index, (Content(name),)) for index, (name, _) in enumerate(self._choices)])
        self._list.styles.height = max(2, len(self._choices))
        self._list.move_to(self._at)
        self._list.focus()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """Hand back what was chosen."""
        event.stop()
        if isinstance(event.entries.cursor, int):
            self.dismiss(self._choices[event.entries.cursor][1])
