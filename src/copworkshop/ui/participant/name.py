"""The newcomer's first screen: it asks for a name, or for the word that gives a seat back."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input
from typing_extensions import override

from copworkshop.live.hub import Hub
from copworkshop.live.words import WORDS
from copworkshop.model.people import Actor, Role, Seat
from copworkshop.model.text import NAME_LIMIT
from copworkshop.rules.joining import TakeSeatByName, alike, holds_words, waiting_for
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.theme import BODY, GOES_THROUGH, HEADING, QUIET, WARN
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.asking import AskingScreen
from copworkshop.ui.seating import add_person

_SHAPE: Final = re.compile("[a-z]{3,12}-[a-z0-9]{4}")
_FIRST: Final = frozenset(WORDS)

FindSeat = Callable[[str], Awaitable[int | None]]
"""Returns the seat of a rejoin word, or None. It is slow if many wrong words were tried."""

ASKED: Final = "What is your name? It appears on the big screen when you join, never next to your ideas or votes."

KEPT: Final = (
    "What you write is kept on the facilitator's computer until they delete it; whose ideas and ballots they are is "
    "erased when they close the session."
)

HERE_ALREADY: Final = (
    "{name} is here already. If that is you, type your rejoin word; the facilitator can look it up. If you are "
    "another person of that name, press Enter again: a number is added to yours."
)

MOST_ASKED: Final = 3
"""How often one person can have the facilitator asked: a slip of a finger on the console does not lock them out."""

ASKED_OFTEN: Final = "The facilitator was asked already. Ask them for your rejoin word, or add to your name."

NEWCOMER: Final = Actor(role=Role.PARTICIPANT)


def as_word(typed: str) -> str | None:
    """Return the typed text as a rejoin word in small letters; None if it does not have the shape of one.

    The two parts may be separated by a hyphen or a space.
    """
    word = "-".join(typed.casefold().replace("-", " ").split())
    return word if _SHAPE.fullmatch(word) else None


def is_surely_a_word(word: str) -> bool:
    """Whether a text of that shape can hardly be a name: jean-paul is a name, maple-k7fq is not."""
    first, _, signs = word.partition("-")
    return first in _FIRST or any(sign.isdigit() for sign in signs)


class _Message(Words):
    """A sentence below the field. On a small screen it needs the rows of what the person has read already."""

    def __init__(self, read: Words) -> None:
        super().__init__()
        self._read = read

    def show(self, sentence: str) -> None:
        self._read.display = not sentence
        self.update(Content.styled(sentence, WARN))

    def take_back(self, sentence: str) -> None:
        if self.words.plain == sentence:
            self.show("")


class NameScreen(LeanScreen[None]):
    """Asks for a name, and gives the person a new seat or the seat that they had."""

    DEFAULT_CSS = """
    NameScreen {
        align: center middle;
        & > Vertical {
            width: 64;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
        }
        &.-low LineInput {
            border: none;
            padding: 0;
            height: 1;
        }
    }
    """

    KEYS: ClassVar[Commands["NameScreen"]] = (
        Command("enter", hint="join", when=lambda self: self.takes_text),
        Command("enter", "type", "Type your name", "type your name", lambda self: not self.takes_text),
        Command("escape", "leave_field", "Leave the field", "then letters work", lambda self: self.takes_text),
        Command("f1,question_mark", "app.help", HELP, "keys"),
        Command("f8,c", "app.next_theme", GOES_THROUGH, "colours"),
        Command("q", "app.quit", "Leave", "leave"),
        Command("ctrl+q", hint="leave", when=lambda self: self.takes_text),
    )

    title_for_help = "your name"

    class Seated(Message):
        """The person has the seat `seat`. `new` says that it is a new one."""

        def __init__(self, seat: int, *, new: bool = False) -> None:
            super().__init__()
            self.seat = seat
            self.new = new

    def __init__(self, hub: Hub, find_seat: FindSeat, seated: Callable[[int], None] = lambda seat: None) -> None:
        """Take the session, and the function that finds the seat of a rejoin word.

        `seated` is called with a new seat as soon as the person has it. Until then it counts as nobody's.
        """
        super().__init__()
        self._seated = seated
        self._hub = hub
        self._find_seat = find_seat
        self._client = SessionClient(hub, NEWCOMER, self.show_message)
        self._heading = Words()
        self._field = LineInput(max_length=NAME_LIMIT, placeholder="Your name")
        self._kept = Words(Content.styled(KEPT, QUIET))
        self._message = _Message(self._kept)
        self.take_back_message = self._message.take_back
        self._keys = Keys()
        self._refused: str | None = None
        """The word for which no seat was found. Typed again, it is taken as a name."""
        self._offered: int | None = None
        """The seat that was offered to a person of its name. The same name, typed again, takes it."""
        self._asked = 0
        """How often this person had the facilitator asked for a seat."""
        self._namesake: int | None = None
        """The seat of a person with the typed name. Typed again, the name belongs to a second person."""

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled(self._client.sight.plan.title.text, HEADING))
            yield self._heading
            yield Words(Content.styled(ASKED, BODY))
            yield self._field
            yield self._message
            yield Words(Content.styled("Been here before? Type your rejoin word instead.", QUIET))
            yield self._kept
            yield self._keys

    def on_mount(self) -> None:
        """Show the heading, and focus the field."""
        self.watch(self, "focused", self._show_keys)
        self.look()
        self._field.focus()

    @property
    @override
    def takes_text(self) -> bool:
        return self.focused is self._field

    def action_leave_field(self) -> None:
        """Let letters be keys."""
        self.set_focus(None)

    def action_type(self) -> None:
        """Let letters be typed again."""
        self._field.focus()

    def _show_keys(self) -> None:
        self._keys.update(hint(*self.hints()))

    def look(self) -> None:
        """Show the session's current heading. The screen may have been composed long before anybody came."""
        self._heading.update(Content.styled(self._client.sight.heading or "", BODY))

    def on_resize(self) -> None:
        """Drop the field's frame if there are few rows."""
        self.set_class(self.size.height < 12, "-low")

    def show_message(self, sentence: str) -> None:
        """Show a sentence below the field."""
        self._message.show(sentence)

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        if not typed:
            self.show_message("Type your name, then press Enter.")
            return
        word = as_word(typed)
        if word is not None and is_surely_a_word(word) and word != self._refused:
            self.show_message("Looking for your seat…")
            # In a worker, because it may take seconds, and a person who leaves meanwhile would wait for it.
            self.run_worker(partial(self._come_back, word), exclusive=True)  # type: ignore[arg-type]
        else:
            await self._come_new(typed)

    async def _come_back(self, word: str) -> None:
        seat = await self._find_seat(word)
        if seat is not None:
            self.post_message(self.Seated(seat))
            return
        self._refused = word
        self.show_message(
            f"There is no seat with the word {word}. Correct it, or type your name to join. "
            "Press Enter again if this is your name."
        )

    async def _come_new(self, typed: str) -> None:
        waiting = waiting_for(self._hub.session, typed)
        if waiting is not None and waiting.number == self._offered:
            await self._take(waiting, typed)
        elif waiting is not None:
            self._offered = waiting.number
            self.show_message(
                f"{waiting.name} was entered here already. Enter again if that is you; else add to your name."
            )
        elif (other := alike(self._hub.session, typed)) is not None and other.number != self._namesake:
            self._namesake = other.number
            self.show_message(HERE_ALREADY.format(name=other.name))
            self._field.select_all()  # so that a typed word replaces the name
        else:
            await self._add(typed)

    async def _take(self, waiting: Seat, typed: str) -> None:
        """Take a seat by its name if nothing was entered at it yet; else ask the facilitator."""
        if not holds_words(waiting):
            if await self._client.request(TakeSeatByName, seat=waiting.number, name=typed):
                self.post_message(self.Seated(waiting.number))
        elif self._asked >= MOST_ASKED:
            self.show_message(ASKED_OFTEN)
        else:
            self._asked += 1
            await self.app.push_screen(AskingScreen(self._hub.seat_requests, waiting.number, typed))

    def ask_again(self, sentence: str) -> None:
        """Say why the person did not get the seat that they asked for. What they type next replaces the name."""
        self._offered = None
        self.show_message(sentence)
        self._field.select_all()

    async def _add(self, name: str) -> None:
        seat = await add_person(self._client, name)
        if seat is not None:
            self._seated(seat)
            self.post_message(self.Seated(seat, new=True))
