"""What an app does with keys and taps, before a widget has them.

Letters of any keyboard become the keys that they stand for, and a line feed becomes Enter. A key that is a row of data
is acted on at once, in the order in which keys were pressed: what is typed after a key that opens a field goes into the
field. A key that a field leaves to the widgets around it is acted on before the next key is taken, so what is typed
after F1 does not go into the field below the list. A key that does nothing is answered when it is pressed again.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Protocol, runtime_checkable

from textual import events, on
from textual.dom import DOMNode
from textual.keys import key_to_character
from typing_extensions import override

from copworkshop.toolkit.clicks import ClicksDriver
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import key_name
from copworkshop.toolkit.hostable import HostableApp
from copworkshop.toolkit.letter_keys import ONLY_LATIN, meant_key, takes_letters
from copworkshop.toolkit.list_panel import KeysPanel
from copworkshop.toolkit.pasted_keys import OPEN_A_FIELD, PastedKey
from copworkshop.toolkit.taps import Tapped, TappedKey

_ONE_PASTE_SECONDS = 0.5
"""Pasted keys that come within this time are one paste, of which the person is told once."""

_ONE_ENTER_SECONDS: Final = 0.02
"""A line feed that comes so soon after Enter is the second half of it."""

_DRAG_CELLS: Final = 3
"""A mouse that is let go so many cells farther on was to select text, and did not only slip."""

MOUSE_SECONDS: Final = 30
"""For how many seconds a terminal has the mouse, if no key is pressed."""

SELECT_NOW: Final = "Drag again to select text. With the next key, taps work again."

_MOVES: Final = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "space"})
"""Keys that open nothing, so that no other key has to wait for them."""

_MOST_NAMED: Final = 4
"""How many keys the answer to an unknown key names."""


@runtime_checkable
class ShowsMessages(Protocol):
    """A screen that shows sentences to the person at the keyboard."""

    def show_message(self, sentence: str) -> None:
        """Show a sentence."""


@runtime_checkable
class TakesMessagesBack(Protocol):
    """A screen from which a sentence can be removed before its time."""

    def take_back_message(self, sentence: str) -> None:
        """Remove this sentence, if it is still shown."""


class KeyedApp(HostableApp):
    """An app whose keys are rows of data, and whose labels can be tapped."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._stray_at = float("-inf")
        """When text was last pasted without a field, on the clock of Textual's events."""
        self._returned_at = float("-inf")
        """When Enter was pressed, on the same clock, if no other key was pressed since."""
        self._is_unknown = False
        """Whether the last key did nothing."""
        self._answered: tuple[str, str] | None = None
        """The key that was answered last, and the answer; None once the answer was taken back."""
        self._waiting: list[events.Key] | None = None
        """Keys that wait until what the key before them opened has the focus; None if none need to."""
        self._pressed_at: tuple[int, int] | None = None
        """The cell in which the mouse was pressed."""

    @override
    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Key):
                await self._take_key(event)
                return
            if isinstance(event, events.Paste):
                self._return_mouse()
                if not self.in_field:
                    self._tell_once(event)
                    return
            elif isinstance(event, events.MouseDown):
                self._pressed_at = (event.x, event.y)
            elif isinstance(event, events.MouseUp):
                self._note_release(event)
        await super().on_event(event)

    async def _take_key(self, event: events.Key) -> None:
        if self._waiting is not None:
            self._waiting.append(event)
            return
        if not isinstance(event, TappedKey):
            self._return_mouse()
        returned_at, self._returned_at = self._returned_at, event.time if event.key == "enter" else float("-inf")
        if event.key == "ctrl+j":
            if event.time - returned_at < _ONE_ENTER_SECONDS:  # the second half of an Enter
                return
            event.key, event.character = "enter", "\r"
        if self.in_field:
            self._note_unknown(event, is_unknown=self._does_nothing_in_text(event.key))
            if self._leads_out(event):
                await self._hand_down(event)
            else:
                await super().on_event(event)
        elif isinstance(event, PastedKey):  # each letter would be a key
            self._tell_once(event)
        elif not self._take_as_key(event) or not await self._do(event):
            await self._hand_down(event)

    async def _do(self, event: events.Key) -> bool:
        """Do what a key is bound to; return whether it is bound to something that is possible now."""
        if isinstance(self.screen, CommandNode) and self.screen.takes_keys_first:
            return False
        self.app_focus = True
        opens = event.key not in _MOVES
        done = await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)
        if done and opens:
            self._waiting = []
            self.call_later(self._go_on)  # after what the key has asked for, such as the focus of a field
        self._note_unknown(event, is_unknown=not done)
        return done

    def _leads_out(self, event: events.Key) -> bool:
        """Return whether the field leaves a key to the widgets around it, where it may open something."""
        if event.is_printable or event.key == "enter":
            return False
        around = (node for node in self._key_nodes() if node is not self.focused)
        return event.key in self._handed_on or any(event.key in node._bindings.key_to_bindings for node in around)

    async def _hand_down(self, event: events.Key) -> None:
        """Hand a key to the widget that has the focus, and let other keys wait until it has come back.

        Textual 8.2.8 acts on a key only when it has come from widget to widget up to the app. If a dialog closes
        meanwhile, a key that did nothing in it would act on the screen below.
        """
        node = self.focused or self.screen
        self._waiting = []
        await super().on_event(event)
        self._follow(node)

    def _follow(self, node: DOMNode | None) -> None:
        """Take the keys that wait when the key before them has come from this widget up to the app.

        A widget that is being removed takes no calls. It hands on no key either.
        """
        while node is not None and node is not self:
            if node.call_later(self._follow, node.parent):
                return
            node = node.parent
        self.call_later(self.call_later, self._go_on)  # after the key, and after what it has asked for

    async def _go_on(self) -> None:
        """Take the keys that had to wait."""
        waiting, self._waiting = self._waiting or [], None
        for place, event in enumerate(waiting):
            await self._take_key(event)
            if self._has_to_wait:  # one of them opens something itself
                self._waiting = waiting[place + 1 :]
                break

    @property
    def _has_to_wait(self) -> bool:
        return self._waiting is not None

    def _take_as_key(self, event: events.Key) -> bool:
        """Make a letter the key that it stands for; return False if nobody knows which."""
        letter = event.character or ""
        if event.key != letter or not letter.isalpha():
            return True
        key = meant_key(letter, self._is_bound)
        if key is None:
            self.tell(ONLY_LATIN)
            return False
        event.key = event.character = key
        return True

    def _note_unknown(self, event: events.Key, *, is_unknown: bool) -> None:
        """Answer the second of two keys that do nothing. The answer goes with the first key that does something."""
        if is_unknown and self._is_unknown:
            self._answered = event.key, self._what_works(event.key)
            self.tell(self._answered[1])
        elif not is_unknown:
            self._take_answer_back()
        self._is_unknown = is_unknown and not self._is_unknown

    def _what_works(self, key: str) -> str:
        offered = list(dict.fromkeys(each for node in self._key_nodes() for each in _hints_of(node)))
        named = [f"{name} ({words})" for name, words in offered if words != "or"]  # as in “1-2 or Enter choose”
        if len(named) > _MOST_NAMED:
            helps = [each for each in named if each.startswith(("? (", "F1 ("))]
            named = [*[each for each in named if each not in helps][: _MOST_NAMED - len(helps)], *helps]
        return f"{key_name(key)} does nothing here." + (f" These keys work: {', '.join(named)}." if named else "")

    def review_answer(self) -> None:
        """Take back the answer to a key that does nothing, if other keys work now."""
        if self._answered is not None and self._what_works(self._answered[0]) != self._answered[1]:
            self._take_answer_back()

    def _take_answer_back(self) -> None:
        if self._answered is None:
            return
        _, answer = self._answered
        self._answered = None
        for screen in self.screen_stack:
            if isinstance(screen, TakesMessagesBack):
                screen.take_back_message(answer)

    def _does_nothing_in_text(self, key: str) -> bool:
        held = key.startswith("ctrl+") or (key[:1] == "f" and key[1:].isdigit())
        return held and not self._is_bound(key) and key not in self._handed_on

    def _tell_once(self, event: events.Event) -> None:
        if event.time - self._stray_at > _ONE_PASTE_SECONDS:
            self.tell(OPEN_A_FIELD)
        self._stray_at = event.time

    def tell(self, sentence: str) -> None:
        """Show a sentence on the topmost screen that shows sentences."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ShowsMessages):
                screen.show_message(sentence)
                break

    # Taps

    @on(Tapped)
    def _tapped(self, message: Tapped) -> None:
        self.tap(message.key)

    def tap(self, key: str) -> None:
        """Press the key that the tapped label stands for. Without one, the labels are shown key by key."""
        if not self.has_tapped:
            self.has_tapped = True
            for node in self._key_nodes():
                if isinstance(node, KeysPanel):
                    node.show_keys()
        if key:
            self.post_message(TappedKey(key, key_to_character(key)))

    def _note_release(self, event: events.MouseUp) -> None:
        """Give the terminal the mouse if it was dragged: it selects text if it is dragged again."""
        before, self._pressed_at = self._pressed_at, None
        if before is None or (event.y == before[1] and abs(event.x - before[0]) < _DRAG_CELLS):
            return
        if isinstance(self._driver, ClicksDriver) and self._driver.reports_clicks:
            self.leaves_the_mouse = True
            self._driver.report_clicks(wanted=False)
            self.set_timer(MOUSE_SECONDS, self._return_mouse)
            self.tell(SELECT_NOW)

    def _return_mouse(self) -> None:
        if self.leaves_the_mouse:
            self.leaves_the_mouse = False
            self.post_display_hook()

    # Bindings

    @property
    def in_field(self) -> bool:
        """Whether letters are typed into a field now, and so are no keys."""
        return takes_letters(self.focused)

    @property
    def _handed_on(self) -> Collection[str]:
        """The keys that the field hands to the widget around it."""
        keys: Collection[str] = getattr(self.focused, "handed_on", ())
        return keys

    def _key_nodes(self) -> Iterator[DOMNode]:
        """Yield what a key is looked up in, from the focus up to the app or the dialog."""
        focused = self.focused
        for node in [self.screen, self] if focused is None else focused.ancestors_with_self:
            yield node
            if node.is_modal:
                break

    def _is_bound(self, key: str) -> bool:
        return any(key in node._bindings.key_to_bindings for node in self._key_nodes())

    @override
    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # For each letter that is typed, Textual 8.2.8 copies the bindings of all nodes up to the app, twice.
        focused = self.focused
        nodes = (self.screen, self) if focused is None else focused.ancestors_with_self
        is_bound = any(
            bound.priority is priority for node in nodes for bound in node._bindings.key_to_bindings.get(key, ())
        )
        return (is_bound or bool(self._keymap)) and await super()._check_bindings(key, priority)


def _hints_of(node: DOMNode) -> Sequence[tuple[str, str]]:
    return node.hints() if isinstance(node, CommandNode) else ()
