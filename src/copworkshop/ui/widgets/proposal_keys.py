"""The keys of the form for a proposal, while text is typed and after Esc has left the text."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from typing_extensions import override

from copworkshop.model.plan import ProposalField
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.ui.widgets.aloud import Aloud


class ProposalKeys(CommandNode, Horizontal, can_focus=True):
    """A form with one text area. Esc leaves the text: then the form has the focus, and letters are keys."""

    FOCUS_ON_CLICK = False

    ESCAPES: ClassVar[bool] = True
    """Whether Esc leaves the text. Otherwise it is a key of the widget around the form."""

    _area: ParagraphArea
    _asked: VerticalScroll
    _aloud: Aloud
    _field: ProposalField

    @property
    @override
    def takes_text(self) -> bool:
        return self._area.has_focus

    def _has_more(self) -> bool:
        return self._asked.show_vertical_scrollbar

    def _has_aloud(self) -> bool:
        return self._field.aloud is not None

    def _of_aloud(self) -> str:
        return ("stop" if self._aloud.left else "again") if self._aloud.running else "read it aloud"

    def _of_tab(self) -> str:
        return "next field" if self.takes_text else ""

    def _of_shift_tab(self) -> str:
        return "before" if self.takes_text else ""

    def _is_left(self) -> bool:
        return not self.takes_text

    KEYS: ClassVar[Commands["ProposalKeys"]] = (
        Command("enter", "write", "Write in this field", "write", _is_left),
        Command("up,down", hint="the other fields", when=_is_left, label="Up Down"),
        Command("up", "step(-1)", "The field before", when=_is_left, listed=False),
        Command("down", "step(1)", "The next field of the proposal", when=_is_left, listed=False),
        Command("ctrl+down", "scroll_questions(1)", "Read on in the questions", "more", _has_more, listed=False),
        Command("ctrl+up", "scroll_questions(-1)", "Read back in the questions", when=_has_more, listed=False),
        Command("tab", "go(1)", "The next field of the proposal", _of_tab),
        Command("shift+tab", "go(-1)", "The field before", _of_shift_tab),
        Command("f4,a", "preview", "The whole proposal, as it will be taken home", "read it all"),
        Command("ctrl+z", hint="undo", when=lambda self: self.takes_text),
        Command("f6,t", "read_aloud", "Time yourself reading the field aloud; again stops", _of_aloud, _has_aloud),
    )

    def _keys_in_text(self) -> dict[str, Callable[[], None]]:
        """Return the keys that the text leaves to the form."""
        keys = {"tab": partial(self.action_go, 1), "shift+tab": partial(self.action_go, -1)}
        more = {"escape": self.action_leave_text} if self.ESCAPES else {}
        return {**keys, **more, **({"f6": self.action_read_aloud} if self._has_aloud() else {})}

    def action_leave_text(self) -> None:
        """Let letters be keys."""
        self.focus()

    def action_write(self) -> None:
        """Let letters be typed again."""
        self._area.focus()

    def on_focus(self) -> None:
        """Show the letters that are keys."""
        self.show_status()

    def on_descendant_focus(self) -> None:
        """Show the keys that work while text is typed."""
        self.show_status()

    @abstractmethod
    def action_go(self, fields: int) -> None:
        """Go on by this number of fields, or back; after the last one comes the first."""

    @abstractmethod
    def action_step(self, fields: int) -> None:
        """Go on by this number of fields, or back; there is no way past the first and the last one."""

    @abstractmethod
    def action_scroll_questions(self, rows: int) -> None:
        """Scroll the questions, where there are more of them than fit."""

    @abstractmethod
    def action_preview(self) -> None:
        """Ask for the whole proposal to be shown."""

    @abstractmethod
    def action_read_aloud(self) -> None:
        """Start the seconds in which the field should be read aloud, or stop them."""

    @abstractmethod
    def show_status(self) -> None:
        """Show the line below the text."""
